from odoo import fields, models
from odoo.tools import SQL

from ...planning.kpis import MEASURES

#: One row for each day and place; what has no place counts as one as well.
KEY = SQL(
    """(company_id, date, COALESCE(warehouse_id, 0), COALESCE(abc_class, ''),
        COALESCE(categ_id, 0))"""
)


def added():
    """Return SQL that adds the measures of a new row to those of the row `k`."""
    return SQL(", ").join(
        SQL("%s = k.%s + EXCLUDED.%s", *[SQL.identifier(name)] * 3) for name in MEASURES
    )


class StockReplenishKpi(models.Model):
    """What was measured on one day, by company, warehouse, class and family.

    Rows are written by SQL, see :meth:`_snapshot`.
    """

    _name = "stock.replenish.kpi"
    _inherit = "stock.replenish.kpi.measures"
    _description = "Replenishment KPIs by Day"
    _order = "date desc, company_id, warehouse_id, abc_class, categ_id, id"
    _rec_name = "date"

    date = fields.Date(required=True, readonly=True)

    def init(self):
        self.env.cr.execute(
            SQL(
                """CREATE UNIQUE INDEX IF NOT EXISTS stock_replenish_kpi_day_uniq
                   ON stock_replenish_kpi %s""",
                KEY,
            )
        )
