from dataclasses import replace
from datetime import timedelta

from odoo import _, models

from ...planning.kpis import KPIS, reaches
from ..kpi.stock_replenish_kpi_figures import Slice
from .stock_replenish_month_cells import Cell, table


class StockReplenishMonth(models.TransientModel):
    """KPIs of a month against target, the month before and the start."""

    _inherit = "stock.replenish.month"

    def _kpi_tables(self):
        kpis = self.env["stock.replenish.kpi"]
        part = Slice(self._first_day(), self._last_day(), self.company_id.ids)
        last = part.first - timedelta(days=1)
        before = kpis._figures(replace(part, first=last.replace(day=1), last=last))
        baseline, _since, _until = kpis._baseline_figures(part)
        said = {True: _("reached"), False: _("missed")}
        rows = [
            [
                Cell(label),
                *(Cell(figure, kpi.unit) for figure in (now, target)),
                Cell(said.get(reached)),
                *(
                    Cell(figure, kpi.unit)
                    for figure in (before[kpi.code], baseline[kpi.code])
                ),
            ]
            for kpi, label, now, target, reached in self._kpi_figures()
        ]
        columns = [
            _("KPI"),
            _("This Month"),
            _("Target"),
            _("Reached"),
            _("Month before"),
            _("Before the Start"),
        ]
        return [table(_("KPIs"), columns, rows)]

    def _kpi_figures(self):
        """Return (KPI, label, value, target, whether that is reached) of the month."""
        kpis = self.env["stock.replenish.kpi"]
        company = self.company_id
        part = Slice(self._first_day(), self._last_day(), company.ids)
        now = kpis._figures(part)
        targets = self.env["stock.replenish.kpi.target"]._targets(company)
        labels = dict(kpis._labels())
        return [
            (
                kpi,
                labels[code],
                now[code],
                targets[code],
                reaches(kpi, now[code], targets[code]),
            )
            for code, kpi in KPIS.items()
        ]

    def _missed_sentence(self):
        """Return the KPIs that missed their target, in a sentence; empty if none."""
        missed = [
            f"{label} ({self._cell_text(Cell(now, kpi.unit))})"
            for kpi, label, now, _target, reached in self._kpi_figures()
            if reached is False
        ]
        return _("Targets missed: %s.", ", ".join(missed)) if missed else ""
