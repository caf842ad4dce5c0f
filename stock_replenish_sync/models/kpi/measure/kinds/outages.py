from odoo import models
from odoo.tools import SQL

from ..parts import is_used, leaving, quantity_kept, stock_by_day


class Outages(models.AbstractModel):
    """Items that were asked for on a day, and those that could not be given for want
    of stock."""

    _name = "stock.replenish.kpi.measure.outages"
    _inherit = "stock.replenish.kpi.measure"
    _description = "KPIs: stock-outs"

    _measures = ("demand_days", "out_days")

    def _query(self, scope):
        return SQL(
            """
            SELECT item.day, item.product_id, item.warehouse_id, 1 AS demand_days,
                   (item.is_short AND COALESCE(stock.quantity, 0) < item.rounding)::int
                   AS out_days
            FROM (%(items)s) item
            LEFT JOIN (%(stock)s) stock
                 ON stock.product_id = item.product_id
                 AND stock.warehouse_id = item.warehouse_id
                 AND item.day BETWEEN stock.day AND stock.until
            """,
            items=self._items(scope),
            stock=stock_by_day(scope),
        )

    def _items(self, scope):
        """Return a query of what was asked for on each day, by item, and whether some
        of it was not given at the end of the day."""
        return SQL(
            """
            SELECT wish.product_id, wish.warehouse_id, wish.rounding, day.day,
                   bool_or(day.is_short) AS is_short
            FROM (%(wishes)s) wish
            CROSS JOIN LATERAL (
                SELECT wish.until AS day, wish.is_short WHERE wish.is_met
                UNION ALL
                SELECT GREATEST(wish.due, %(first)s) + generate_series(
                           0, LEAST(wish.until - 1, %(last)s)
                              - GREATEST(wish.due, %(first)s)), TRUE
            ) day
            WHERE day.day BETWEEN %(first)s AND %(last)s
            GROUP BY wish.product_id, wish.warehouse_id, wish.rounding, day.day
            """,
            wishes=self._wishes(scope),
            first=scope.first,
            last=scope.last,
        )

    def _wishes(self, scope):
        """Return a query of moves somebody waited for, from the day they were due to
        that before `until`, when they were met or given up.

        In three parts, for each of which there is an index. The day on which a move was
        given up is not kept: it is that of its last change.
        """
        moves = self.env["stock.replenish.position"]
        return SQL(" UNION ALL ").join(
            (
                self._waiting(
                    scope,
                    SQL("m.state = 'done' AND m.date >= %s", scope.start),
                    until=scope.local_day("m.date"),
                    is_met=True,
                ),
                self._waiting(
                    scope,
                    SQL("m.state != 'draft' AND %s", moves._is_open()),
                    until=SQL("%s + 1", scope.last),
                ),
                self._waiting(
                    scope,
                    SQL("m.state = 'cancel' AND m.write_date >= %s", scope.start),
                    until=scope.local_day("m.write_date"),
                ),
            )
        )

    def _waiting(self, scope, condition, until, is_met=False):
        """Return a query of moves: product_id, warehouse_id, rounding, due, until,
        is_met, and whether less was given than asked for."""
        return SQL(
            """
            SELECT m.product_id, place.warehouse_id, p.rounding, %(due)s AS due,
                   %(until)s AS until, %(is_met)s AS is_met,
                   m.product_qty - %(quantity)s >= p.rounding AS is_short
            %(leaving)s
            LEFT JOIN stock_picking picking ON picking.id = m.picking_id
            WHERE %(condition)s AND %(is_used)s AND m.scrapped IS NOT TRUE
              AND GREATEST(m.product_qty, %(quantity)s) >= p.rounding
            """,
            # Done moves keep the day they were done, their transfer that of the plan.
            due=scope.local_day(
                """COALESCE(CASE target.usage WHEN 'customer' THEN m.replenish_deadline
                            END, m.date_deadline, picking.scheduled_date, m.date)"""
            ),
            until=until,
            is_met=is_met,
            quantity=quantity_kept("m"),
            leaving=leaving(scope),
            condition=condition,
            is_used=is_used(),
        )
