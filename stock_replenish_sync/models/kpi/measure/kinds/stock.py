from odoo import models
from odoo.tools import SQL

from .....tools.costs import every_cost
from ..parts import is_own, is_used, leaving, own_moved, stock_by_day


class Stock(models.AbstractModel):
    """What stock was worth at the end of each day, and what was used of it, at cost."""

    _name = "stock.replenish.kpi.measure.stock"
    _inherit = "stock.replenish.kpi.measure"
    _description = "KPIs: stock and its use"

    _measures = ("stock_value", "shipped_cost")

    def _query(self, scope):
        return SQL(
            """
            SELECT one.day + n.days AS day, one.product_id, one.warehouse_id,
                   one.held * cost.cost AS stock_value,
                   one.used * cost.cost AS shipped_cost
            FROM (
                SELECT product_id, warehouse_id, day, until, quantity AS held, 0 AS used
                FROM (%(stock)s) stock
                -- What is owed is worth nothing.
                WHERE quantity > 0
                UNION ALL
                SELECT product_id, warehouse_id, day, day, 0, quantity
                FROM (%(shipped)s UNION ALL %(returned)s) used
            ) one
            JOIN (%(costs)s) cost ON cost.product_id = one.product_id
            CROSS JOIN LATERAL generate_series(0, one.until - one.day) AS n(days)
            WHERE cost.cost > 0
            """,
            # What they cost on a day that is over is not known any more.
            costs=every_cost(scope.company),
            stock=stock_by_day(scope),
            shipped=self._shipped(scope),
            returned=self._returned(scope),
        )

    def _shipped(self, scope):
        return SQL(
            """
            SELECT %s AS day, m.product_id, place.warehouse_id, %s AS quantity
            %s
            WHERE m.state = 'done' AND %s AND %s AND %s
            """,
            scope.local_day("m.date"),
            own_moved(scope, "m"),
            leaving(scope),
            scope.within("m.date"),
            is_used(),
            is_own(scope, "m"),
        )

    def _returned(self, scope):
        """Return a query of what came back, taken off on the day it came, where it was
        shipped: days that were measured before stay as they are."""
        return SQL(
            """
            SELECT %(day)s AS day, m.product_id, place.warehouse_id,
                   -%(quantity)s AS quantity
            %(leaving)s
            JOIN stock_move back ON back.origin_returned_move_id = m.id
                 AND back.product_id = m.product_id
            WHERE back.state = 'done' AND %(came_back)s
              AND m.state = 'done' AND %(is_used)s AND %(own)s
            """,
            day=scope.local_day("back.date"),
            quantity=own_moved(scope, "back"),
            leaving=leaving(scope),
            came_back=scope.within("back.date"),
            is_used=is_used(),
            own=is_own(scope, "m"),
        )
