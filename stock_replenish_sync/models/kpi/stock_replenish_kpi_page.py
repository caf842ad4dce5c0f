from dataclasses import replace
from datetime import timedelta

from odoo import _, api, fields, models

from ...planning.kpis import KPIS
from ...tools import roles
from .stock_replenish_kpi_figures import Slice

#: KPIs of the page, in their order; the others are in the pivot.
CARDS = (
    "fill_rate",
    "stockout_rate",
    "turns",
    "days_of_supply",
    "excess_share",
    "otif",
    "acceptance",
    "alert_accuracy",
)
#: Days that may be looked at → days of a point of the trend.
PERIODS = {7: 7, 28: 7, 91: 7, 364: 28}
USUAL = 28
#: Points of a trend.
POINTS = 13


class StockReplenishKpi(models.Model):
    """The page of KPIs: how they are, how they were, where they are worst."""

    _inherit = "stock.replenish.kpi"

    @api.model
    def replenish_kpi_page(self, filters=None):
        """Return what the page of KPIs shows.

        :param dict filters: `company_ids` (of the active companies, all if none) and
            `days` (see `PERIODS`); what makes no sense is left out
        :return: dict of `filters` in use, `companies` and `periods` to choose from,
            `cards`, days `first` and `last`, `baseline` days, `measured_on`
        """
        roles.require(self.env, "viewer", _("looking at KPIs"))
        companies, days = self._page_filters(filters)
        measured = companies.sudo().filtered("replenish_snapshot_on")
        # A company that is measured later would make the last days look better.
        last = min(measured.mapped("replenish_snapshot_on"), default=None)
        page = {
            "filters": {"company_ids": companies.ids, "days": days},
            "companies": [
                {"id": company.id, "name": company.display_name}
                for company in self.env.companies
            ],
            "periods": list(PERIODS),
            "cards": [],
            "baseline": False,
            "first": False,
            "last": False,
            "measured_on": False,
        }
        if not last:
            return page
        part = Slice(last - timedelta(days=days - 1), last, companies.ids)
        baseline, since, until = self._baseline_figures(part)
        page.update(
            first=fields.Date.to_string(part.first),
            last=fields.Date.to_string(last),
            measured_on=fields.Datetime.to_string(
                min(measured.mapped("replenish_snapshot_at"))
            ),
            baseline=since
            and [fields.Date.to_string(since), fields.Date.to_string(until)],
            cards=self._cards(part, companies, baseline),
        )
        return page

    @api.model
    def _page_filters(self, filters):
        """Return the companies and the number of days that are asked for."""
        filters = filters if isinstance(filters, dict) else {}
        asked = filters.get("company_ids")
        asked = asked if isinstance(asked, list) else []
        companies = self.env.companies.filtered(lambda company: company.id in asked)
        days = filters.get("days")
        known = isinstance(days, int) and days in PERIODS
        return companies or self.env.companies, days if known else USUAL

    @api.model
    def _cards(self, part, companies, baseline):
        """Return the cards of the page.

        :param Slice part: the days and companies that are looked at
        :param dict baseline: figures of before the start
        """
        days = (part.last - part.first).days + 1
        step = PERIODS[days]
        values = self._figures(part)
        before = self._figures(
            replace(
                part,
                first=part.first - timedelta(days=days),
                last=part.first - timedelta(days=1),
            )
        )
        long = replace(part, first=part.last - timedelta(days=POINTS * step - 1))
        trend = self._trend(long, step)
        places = self._figures_by(part, "warehouse_id")
        targets = self.env["stock.replenish.kpi.target"]._targets(companies)
        labels, helps = dict(self._labels()), self._helps()
        return [
            {
                "code": code,
                "label": labels[code],
                "help": helps[code],
                "unit": KPIS[code].unit,
                "better": KPIS[code].better,
                "value": values[code],
                "before": before[code],
                "target": targets[code],
                "baseline": baseline[code],
                "trend": [
                    {"start": fields.Date.to_string(start), "value": figures[code]}
                    for start, figures in trend
                ],
                "worst": self._worst_place(KPIS[code], places),
                "action": self._card_action(labels[code], code, long, step),
            }
            for code in CARDS
        ]

    @api.model
    def _worst_place(self, kpi, places):
        """Return the warehouse where a KPI is worst; False unless there are several.

        :param list places: of (warehouse, {code: value})
        """
        known = [
            (figures[kpi.code], place)
            for place, figures in places
            if place and figures[kpi.code] is not None
        ]
        if len(known) < 2:
            return False
        values = [value for value, _place in known]
        worst = min(values) if kpi.better == "more" else max(values)
        if min(values) == max(values):
            return False
        place = next(place for value, place in known if value == worst)
        return {"id": place.id, "name": place.display_name, "value": worst}

    @api.model
    def _card_action(self, label, code, part, step):
        """Return the action that opens the days of a trend as graph and pivot."""
        action = self.env["ir.actions.actions"]._for_xml_id(
            "stock_replenish_sync.stock_replenish_kpi_action"
        )
        domain = [
            (name, how, fields.Date.to_string(value) if name == "date" else value)
            for name, how, value in part.domain()
        ]
        by = "date:week" if step == 7 else "date:month"
        return {
            **{key: action[key] for key in ("type", "res_model", "view_mode", "help")},
            "name": label,
            "views": [(False, "graph"), (False, "pivot"), (False, "list")],
            "domain": domain,
            "context": {
                "graph_measure": code,
                "graph_mode": "line",
                "graph_stacked": False,
                "graph_groupbys": [by],
                "pivot_measures": [code],
                "pivot_row_groupby": ["warehouse_id"],
                "pivot_column_groupby": [by],
            },
        }
