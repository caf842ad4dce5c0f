from odoo import _, models
from odoo.tools import SQL

from ...planning.causes import excess_causes
from ...planning.datatypes import Reason
from ...planning.vendor.datatypes import VendorReason
from ...tools import format_quantity
from ...tools.costs import unit_costs
from ..detection.parts import products
from ..plan.stock_replenish_history import quantity_moved
from .stock_replenish_month import WORST
from .stock_replenish_month_cells import Cell, table

#: Days of demand that are compared with as many before.
DAYS = 90
_RAISED = (
    VendorReason.RAISED_TO_MINIMUM
    | VendorReason.PRICE_BREAK
    | VendorReason.ABOVE_MAXIMUM
)


class StockReplenishMonth(models.TransientModel):
    """Why there was too much at the end of a month."""

    _inherit = "stock.replenish.month"

    def _excess_tables(self):
        found = self._named(self._found_excess())
        words = self._cause_words()
        value = Cell(sum(row["value"] for row in found), "money")
        note = _(
            "Items with excess at the end of the month: %(count)s. At cost: %(value)s.",
            count=len(found),
            value=self._cell_text(value),
        )
        worst = sorted(found, key=lambda row: -row["value"])[:WORST]
        return [
            self._excess_causes_table(found, note),
            table(
                _("Excess that costs most"),
                [
                    _("Product"),
                    _("Warehouse"),
                    _("Too Many"),
                    _("At Cost"),
                    _("Cause"),
                ],
                [
                    [
                        Cell(row["product"]),
                        Cell(row["warehouse"]),
                        Cell(
                            row["quantity"],
                            "number",
                            format_quantity(
                                self.env, row["quantity"], row["unit"], True
                            ),
                        ),
                        Cell(row["value"], "money"),
                        Cell(words[row["cause"]]),
                    ]
                    for row in worst
                ],
            ),
        ]

    def _found_excess(self):
        """Return what was too much at the end of the month, as dicts with its cause.

        How many too many is what was seen last.
        """
        scope = self._scope()
        self.env.cr.execute(
            SQL(
                """
                WITH s AS MATERIALIZED (
                    SELECT p.id, p.product_id, p.warehouse_id, x.quantity,
                           o.is_governed
                    FROM stock_replenish_exception_episode p
                    JOIN stock_replenish_exception x ON x.id = p.exception_id
                    JOIN stock_warehouse_orderpoint o ON o.id = p.orderpoint_id
                    WHERE p.kind = 'excess' AND p.company_id = %(company)s
                      AND p.raised_on < %(end)s
                      AND COALESCE(p.ended_on, 'infinity') >= %(end)s
                )
                SELECT s.product_id, s.warehouse_id, s.quantity::float8,
                       COALESCE(moved.demand, 0)::float8 AS demand,
                       COALESCE(moved.before, 0)::float8 AS before,
                       COALESCE(g.is_typed OR s.is_governed AND g.id IS NULL, FALSE)
                           AND came.id IS NOT NULL AS by_hand,
                       COALESCE(g.reasons & %(minimum)s != 0
                                OR g.vendor_reasons & %(raised)s != 0, FALSE) AS raised
                FROM s
                LEFT JOIN (%(moved)s) moved ON moved.id = s.id
                LEFT JOIN (%(came)s) came ON came.id = s.id
                LEFT JOIN purchase_order_line l ON l.id = came.purchase_line_id
                LEFT JOIN stock_replenish_suggestion g
                     ON g.id = l.replenish_suggestion_id
                ORDER BY s.id
                """,
                company=scope.company.id,
                end=scope.end,
                minimum=int(Reason.RAISED_TO_MINIMUM),
                raised=int(_RAISED),
                moved=self._moved_of_excess(scope),
                came=self._came_last(scope),
            )
        )
        rows = self.env.cr.dictfetchall()
        facts = (
            [row[name] for row in rows]
            for name in ("demand", "before", "by_hand", "raised")
        )
        costs = unit_costs(self.company_id, [row["product_id"] for row in rows])
        for row, cause in zip(rows, excess_causes(*facts).tolist(), strict=True):
            row["cause"] = cause
            row["value"] = row["quantity"] * costs[row["product_id"]]
        return rows

    def _moved_of_excess(self, scope):
        """Return a query of what was asked for of late, and before that."""
        return SQL(
            """
            SELECT s.id,
                   SUM(CASE WHEN m.date >= %(middle)s THEN %(quantity)s END) AS demand,
                   SUM(CASE WHEN m.date < %(middle)s THEN %(quantity)s END) AS before
            FROM s
            JOIN (%(products)s) p ON p.product_id = s.product_id
            JOIN stock_move m ON m.product_id = s.product_id AND m.state = 'done'
                 AND m.date >= %(end)s - %(days)s * interval '2 days'
                 AND m.date < %(end)s
            JOIN stock_location source ON source.id = m.location_id
                 AND source.warehouse_id = s.warehouse_id
            JOIN stock_location target ON target.id = m.location_dest_id
                 AND target.usage IN ('customer', 'production')
            GROUP BY s.id
            """,
            middle=SQL("%s::timestamp - %s * interval '1 day'", scope.end, DAYS),
            end=SQL("%s::timestamp", scope.end),
            days=DAYS,
            quantity=quantity_moved("m"),
            products=products(),
        )

    def _came_last(self, scope):
        """Return a query of the last purchase that came, by item."""
        return SQL(
            """
            SELECT DISTINCT ON (s.id) s.id, m.purchase_line_id
            FROM s
            JOIN stock_move m ON m.product_id = s.product_id AND m.state = 'done'
                 AND m.purchase_line_id IS NOT NULL AND m.date < %s
            JOIN stock_location place ON place.id = m.location_dest_id
                 AND place.warehouse_id = s.warehouse_id
            ORDER BY s.id, m.date DESC, m.id DESC
            """,
            scope.end,
        )
