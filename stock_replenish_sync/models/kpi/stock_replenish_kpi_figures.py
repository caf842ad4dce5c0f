from dataclasses import dataclass, field
from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

from ...planning.kpis import MEASURES, ratios

#: What `_read_group` is asked for.
SUMS = [f"{name}:sum" for name in MEASURES]


def _measured(sums):
    """Return {measure: sum} of what was read of `SUMS`."""
    return dict(zip(MEASURES, (value or 0 for value in sums), strict=True))


@dataclass(frozen=True)
class Slice:
    """What KPIs are asked for: days, and ids of the places that count, all if none."""

    first: object
    last: object
    companies: list = field(default_factory=list)
    warehouses: list = field(default_factory=list)
    families: list = field(default_factory=list)
    classes: list = field(default_factory=list)

    def places(self):
        """Return the domain of the places."""
        asked = {
            "company_id": ("in", self.companies),
            "warehouse_id": ("in", self.warehouses),
            "categ_id": ("child_of", self.families),
            "abc_class": ("in", self.classes),
        }
        return [(name, how, ids) for name, (how, ids) in asked.items() if ids]

    def domain(self):
        """Return the domain of measured days."""
        return [
            *self.places(),
            ("date", ">=", self.first),
            ("date", "<=", self.last),
        ]


class StockReplenishKpi(models.Model):
    """Figures of KPIs over days and places."""

    _inherit = "stock.replenish.kpi"

    @api.model
    def _figures(self, part):
        """Return {code: value or None} of all KPIs.

        :param Slice part: what is asked for
        """
        figures = ratios(self._sums(part.domain()))
        # Of hours that people took, one that was on holiday says nothing of the rest.
        if figures["response_time"] is not None:
            figures["response_time"] = self._median_response(part)
        return figures

    @api.model
    def _sums(self, domain):
        """Return {measure: sum} of what a domain finds."""
        [sums] = self._read_group(domain, [], SUMS)
        return _measured(sums)

    @api.model
    def _figures_by(self, part, place):
        """Return [(record or value, {code: value})] by one place, such as a warehouse.

        :param str place: name of a field
        """
        return [
            (key, ratios(_measured(sums)))
            for key, *sums in self._read_group(part.domain(), [place], SUMS)
        ]

    @api.model
    def _trend(self, part, step=7):
        """Return [(first day, {code: value})] of periods that end with the last day.

        :param int step: days of a period
        """
        count = -(-((part.last - part.first).days + 1) // step)
        begin = part.last - timedelta(days=count * step - 1)
        periods = [dict.fromkeys(MEASURES, 0.0) for _period in range(count)]
        for day, *sums in self._read_group(part.domain(), ["date:day"], SUMS):
            period = periods[(fields.Date.to_date(day) - begin).days // step]
            for name, value in _measured(sums).items():
                period[name] += value
        return [
            (begin + timedelta(days=number * step), ratios(sums))
            for number, sums in enumerate(periods)
        ]

    @api.model
    def _baseline_figures(self, part):
        """Return ({code: value or None}, first day, last day) of before the start.

        The days are None where nothing was measured.
        """
        [(first, last, *sums)] = self.env["stock.replenish.kpi.baseline"]._read_group(
            part.places(), [], ["date_from:min", "date_to:max", *SUMS]
        )
        return ratios(_measured(sums)), first or None, last or None

    @api.model
    def _median_response(self, part):
        """Return median hours from warning to action, over the actions of some days."""
        episodes = self.env["stock.replenish.exception.episode"]
        warnings = self.env["stock.replenish.kpi.measure.warnings"]
        companies = self.env["res.company"].browse(part.companies)
        zone = (companies[:1] or self.env.company)._replenish_day_start
        asked = [
            *(
                item
                for item in part.places()
                if item[0] in ("company_id", "warehouse_id")
            ),
            ("kind", "in", warnings._warnings()),
            ("acted_on", ">=", zone(part.first)),
            ("acted_on", "<", zone(part.last + timedelta(days=1))),
        ]
        if part.families:
            asked.append(("product_id.categ_id", "child_of", part.families))
        if part.classes:
            asked.append(("orderpoint_id.abc_class", "in", part.classes))
        query = episodes._search(asked, order="id")
        self.env.cr.execute(
            SQL(
                """SELECT percentile_cont(0.5) WITHIN GROUP (
                       ORDER BY EXTRACT(epoch FROM acted_on - raised_on)::float8) / 3600
                   FROM stock_replenish_exception_episode WHERE id IN (%s)""",
                query.select(),
            )
        )
        return self.env.cr.fetchone()[0]
