from odoo import api, fields, models
from odoo.models import parse_read_group_spec
from odoo.tools import SQL

from ...planning.kpis import KPIS, MEASURES, ratios

#: Values by day as pivots show them: column → (measure, one of which knows its days).
AVERAGES = {
    "stock_average": ("stock_value", "stock_value"),
    "excess_average": ("excess_value", "held_value"),
    "ageing_average": ("ageing_180_value", "held_value"),
}
# Units that the names of their KPIs say.
_SAID = ("turns", "days")


class StockReplenishKpi(models.Model):
    """KPIs as columns of pivots, graphs and grouped lists.

    A ratio is made of the sums of a group, whatever is grouped by; so is money, as the
    average of the days. Neither is a column of the table.
    """

    _inherit = "stock.replenish.kpi"

    # Their names and what they mean are those of `_words`.
    for _code in KPIS:
        locals()[_code] = fields.Float(
            compute="_compute_ratios", digits=(16, 1), group_operator="avg"
        )
    del _code
    stock_average = fields.Monetary(
        string="Stock Value",
        compute="_compute_averages",
        group_operator="avg",
        help="At cost, average of the days.",
    )
    excess_average = fields.Monetary(
        string="Excess Value",
        compute="_compute_averages",
        group_operator="avg",
        help="Stock above maximum and beyond 90 days of demand, at cost, average of "
        "the days.",
    )
    ageing_average = fields.Monetary(
        string="Ageing Value",
        compute="_compute_averages",
        group_operator="avg",
        help="Stock unmoved for 180 days, at cost, average of the days.",
    )

    def _compute_ratios(self):
        for row in self:
            for code, value in ratios({name: row[name] for name in MEASURES}).items():
                row[code] = value or 0.0

    def _compute_averages(self):
        for row in self:
            for name, (measure, _known) in AVERAGES.items():
                row[name] = row[measure]

    @api.model
    def fields_get(self, allfields=None, attributes=None):
        result = super().fields_get(allfields, attributes)
        labels, helps, units = dict(self._labels()), self._helps(), self._unit_words()
        for name in {*KPIS, *AVERAGES} & set(result):
            said = {"string": labels.get(name), "help": helps.get(name)}
            if name in KPIS and KPIS[name].unit not in _SAID:
                said["string"] += f" ({units[KPIS[name].unit]})"
            # Pivots offer as measures what is stored.
            said["store"] = True
            result[name].update(
                (key, value)
                for key, value in said.items()
                if value and (not attributes or key in attributes)
            )
        return result

    @api.model
    def read_group(
        self, domain, fields, groupby, offset=0, limit=None, orderby=False, lazy=True
    ):
        # Lists ask for columns by name, which would leave out what is not stored.
        columns = {*KPIS, *AVERAGES}
        asked = [f"{name}:avg" if name in columns else name for name in fields]
        rows = super().read_group(
            domain, asked, groupby, offset, limit, orderby, lazy=lazy
        )
        if "fill_temporal" in self.env.context:
            # A graph has a gap where nothing was to be measured, and not a zero.
            for row in rows:
                row.update(
                    (name, None) for name in columns & set(row) if row[name] is False
                )
        return rows

    def _read_group_select(self, aggregate_spec, query):
        if aggregate_spec != "__count":
            name, _property, _function = parse_read_group_spec(aggregate_spec)
            if name in KPIS:
                return self._select_ratio(KPIS[name])
            if name in AVERAGES:
                return self._select_average(*AVERAGES[name])
        return super()._read_group_select(aggregate_spec, query)

    def _select_ratio(self, kpi):
        """Return (SQL of a KPI of the rows of a group, names of its fields)."""
        over, under = (
            SQL("SUM(%s)::float8", SQL.identifier(self._table, name))
            for name in (kpi.over, kpi.under)
        )
        # As `planning.kpis.ratio`: nothing to measure is no zero.
        value = SQL(
            "CASE WHEN %s > 0 THEN %s * %s / %s END", under, kpi.scale, over, under
        )
        return value, [kpi.over, kpi.under]

    def _select_average(self, measure, known):
        """Return (SQL of what a day has of a measure, names of its fields)."""
        value = SQL(
            """SUM(%s)::float8
               / NULLIF(COUNT(DISTINCT %s) FILTER (WHERE %s != 0), 0)""",
            SQL.identifier(self._table, measure),
            SQL.identifier(self._table, "date"),
            SQL.identifier(self._table, known),
        )
        return value, [measure, known, "date"]
