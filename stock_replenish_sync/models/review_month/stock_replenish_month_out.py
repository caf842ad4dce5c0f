from odoo import _, models
from odoo.tools import SQL

from ...planning.causes import OutFacts, out_causes
from .stock_replenish_month import WORST
from .stock_replenish_month_cells import Cell, table


class StockReplenishMonth(models.TransientModel):
    """Why items ran out in a month."""

    _inherit = "stock.replenish.month"

    def _out_tables(self):
        found = self._named(self._found_out())
        words = self._cause_words()
        value = Cell(sum(row["value"] for row in found), "money")
        note = _(
            "Stock-outs that began in this month: %(count)s. At risk: %(value)s.",
            count=len(found),
            value=self._cell_text(value),
        )
        worst = sorted(found, key=lambda row: -row["value"])[:WORST]
        return [
            self._out_causes_table(found, note),
            table(
                _("Stock-outs that cost most"),
                [
                    _("Product"),
                    _("Warehouse"),
                    _("Since"),
                    _("Days"),
                    _("At Risk"),
                    _("Cause"),
                ],
                [
                    [
                        Cell(row["product"]),
                        Cell(row["warehouse"]),
                        Cell(row["since"], "date"),
                        Cell(row["days"], "count"),
                        Cell(row["value"], "money"),
                        Cell(words[row["cause"]]),
                    ]
                    for row in worst
                ],
            ),
        ]

    def _found_out(self):
        """Return the stock-outs that began in the month, as dicts with their cause."""
        self._lay_out_outs()
        self.env.cr.execute(
            SQL(
                """
                SELECT s.product_id, s.warehouse_id, s.day AS since,
                       GREATEST(s.until - s.day, 0) AS days, s.value::float8,
                       COALESCE(told.data, FALSE) AS data,
                       COALESCE(told.supplier, FALSE)
                           OR COALESCE(late.supplier, FALSE) AS supplier,
                       COALESCE(told.transfer, FALSE)
                           OR COALESCE(late.transfer, FALSE) AS transfer,
                       COALESCE(told.no_action, FALSE)
                           OR left_alone.id IS NOT NULL AS no_action,
                       COALESCE(asked.quantity, 0)::float8 AS demand,
                       s.lead * s.demand_mean AS expected,
                       s.safety_stock
                FROM replenish_out s
                LEFT JOIN (%s) told ON told.id = s.id
                LEFT JOIN (%s) late ON late.id = s.id
                LEFT JOIN (%s) left_alone ON left_alone.id = s.id
                LEFT JOIN (%s) asked ON asked.id = s.id
                ORDER BY s.id
                """,
                self._told(),
                self._late_supply(),
                self._left_alone(),
                self._asked(),
            )
        )
        rows = self.env.cr.dictfetchall()
        facts = OutFacts(
            **{
                name: [row[name] for row in rows]
                for name in OutFacts.__dataclass_fields__
            }
        )
        for row, cause in zip(rows, out_causes(facts).tolist(), strict=True):
            row["cause"] = cause
        return rows

    def _lay_out_outs(self):
        """Fill the temporary table `replenish_out`: a row for each stock-out.

        `lead` are the days an order takes, at least a week: shorter times say little.
        """
        scope = self._scope()
        self.env.cr.execute("DROP TABLE IF EXISTS replenish_out")
        self.env.cr.execute(
            SQL(
                """
                CREATE TEMPORARY TABLE replenish_out ON COMMIT DROP AS
                SELECT p.id, p.product_id, p.warehouse_id, p.orderpoint_id, p.raised_on,
                       %(day)s AS day,
                       LEAST(COALESCE(%(ended)s, %(last)s), %(last)s) AS until,
                       COALESCE(p.value, 0) AS value,
                       LEAST(GREATEST(CEIL(COALESCE(o.lead_time_mean, 0)), 7), 90)::int4
                           AS lead,
                       COALESCE(o.demand_mean, 0) AS demand_mean,
                       COALESCE(o.safety_stock, 0)::float8 AS safety_stock
                FROM stock_replenish_exception_episode p
                JOIN stock_warehouse_orderpoint o ON o.id = p.orderpoint_id
                WHERE p.kind = 'stocked_out' AND %(company)s AND %(raised)s
                """,
                day=scope.local_day("p.raised_on"),
                ended=scope.local_day("p.ended_on"),
                last=scope.last,
                company=scope.of_company("p.company_id"),
                raised=scope.within("p.raised_on"),
            )
        )
        self.env.cr.execute("ANALYZE replenish_out")
