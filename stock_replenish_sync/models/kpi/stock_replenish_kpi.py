from odoo import fields, models
from odoo.tools import SQL

from ...planning.kpis import MEASURES
from ...tools import columns

# One row for each day and place; what has no place counts as one as well.
_DAY_AND_PLACE = SQL(
    """company_id, date, COALESCE(warehouse_id, 0), COALESCE(abc_class, ''),
       COALESCE(categ_id, 0)"""
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
                   ON stock_replenish_kpi (%s)""",
                _DAY_AND_PLACE,
            )
        )

    def _add_figures(self, figures):
        """Add figures to what is known of their days and places.

        :param SQL figures: query of date, company_id, warehouse_id, abc_class,
            categ_id, currency_id, rate, rate_date and the measures, one row for each
            day and place
        """
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO stock_replenish_kpi AS k
                    (date, company_id, warehouse_id, abc_class, categ_id, currency_id,
                     rate, rate_date, %(names)s,
                     create_uid, create_date, write_uid, write_date)
                SELECT figures.*, %(user)s, %(now)s, %(user)s, %(now)s
                FROM (%(figures)s) figures
                ON CONFLICT (%(place)s)
                DO UPDATE SET %(added)s, write_uid = %(user)s, write_date = %(now)s
                """,
                names=columns.listed(MEASURES),
                figures=figures,
                place=_DAY_AND_PLACE,
                added=SQL(", ").join(
                    SQL("%s = k.%s + EXCLUDED.%s", *[SQL.identifier(name)] * 3)
                    for name in MEASURES
                ),
                user=self.env.uid,
                now=fields.Datetime.now(),
            )
        )
        self.invalidate_model(flush=False)
