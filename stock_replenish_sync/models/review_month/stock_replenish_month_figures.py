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
        company = self.company_id
        part = Slice(self._first_day(), self._last_day(), company.ids)
        last = part.first - timedelta(days=1)
        before = kpis._figures(replace(part, first=last.replace(day=1), last=last))
        now = kpis._figures(part)
        baseline, _since, _until = kpis._baseline_figures(part)
        targets = self.env["stock.replenish.kpi.target"]._targets(company)
        labels = dict(kpis._labels())
        rows = []
        for code, kpi in KPIS.items():
            reached = reaches(kpi, now[code], targets[code])
            rows.append(
                [
                    Cell(labels[code]),
                    *(Cell(figure, kpi.unit) for figure in (now[code], targets[code])),
                    Cell({True: _("reached"), False: _("missed")}.get(reached)),
                    *(
                        Cell(figure, kpi.unit)
                        for figure in (before[code], baseline[code])
                    ),
                ]
            )
        columns = [
            _("KPI"),
            _("This Month"),
            _("Target"),
            _("Reached"),
            _("Month before"),
            _("Before the Start"),
        ]
        return [table(_("KPIs"), columns, rows)]
