import numpy as np

from odoo import _, models
from odoo.tools import SQL

from ....planning.exceptions import LOW, MEDIUM, carrying_cost
from ...plan.stock_replenish_history import quantity_moved
from ..parts import (
    has_left,
    holding_rate,
    left,
    on_hand,
    products,
    rule_at,
    wanted_elsewhere,
)


class Ageing(models.AbstractModel):
    """Stock of which nothing has left its warehouse for long."""

    _name = "stock.replenish.detection.ageing"
    _inherit = "stock.replenish.detection"
    _description = "Exceptions: stock that ages"

    _kind = "ageing"
    _sequence = 230
    _family = "too_much"
    _on = False
    _days = 180
    _owner = ("rule", "category", "warehouse")
    _actions = ("transfer", "document", "why")
    _is_surplus = True

    def _label(self):
        return _("Ageing stock")

    def _about(self):
        return _("Stock of which nothing has left its warehouse for the given days.")

    def _found(self, scope):
        begin = scope.start(-scope.days)
        product, warehouse = SQL("old.product_id"), SQL("old.warehouse_id")
        return {
            "key": SQL("old.product_id || ':' || old.warehouse_id"),
            "orderpoint_id": SQL("o.id"),
            "product_id": product,
            "warehouse_id": warehouse,
            "code": SQL("CASE WHEN gone.date IS NULL THEN 'never' ELSE 'stopped' END"),
            "quantity": SQL("old.quantity"),
            "days": SQL(
                "%s - %s",
                scope.day(),
                scope.local_day("COALESCE(gone.date, old.since)"),
            ),
            "date_from": scope.local_day("COALESCE(gone.date, old.since)"),
            "rate": holding_rate(),
            "suggested_action": SQL(
                "CASE WHEN %s THEN 'transfer' ELSE 'document' END",
                wanted_elsewhere(product, warehouse),
            ),
        }, SQL(
            "FROM (%s) old LEFT JOIN LATERAL (%s) gone ON TRUE %s",
            self._old(scope, begin),
            self._last_left(begin),
            rule_at(product, warehouse),
        )

    def _old(self, scope, begin):
        """Return a query of stock that was there at a moment and is there still.

        What came since is taken off: it is not old. A quant keeps the day of its first
        goods, so a young one needs no look at the moves.
        """
        return SQL(
            """
            SELECT held.product_id, held.warehouse_id, held.since,
                   held.quantity - COALESCE(came.quantity, 0) AS quantity
            FROM (%(held)s) held
            LEFT JOIN LATERAL (
                SELECT SUM(%(moved)s) AS quantity
                FROM stock_move moved
                JOIN stock_location source ON source.id = moved.location_id
                JOIN stock_location target ON target.id = moved.location_dest_id
                JOIN (%(products)s) p ON p.product_id = moved.product_id
                WHERE moved.product_id = held.product_id AND moved.state = 'done'
                  AND moved.date >= %(begin)s
                  AND target.warehouse_id = held.warehouse_id
                  AND source.warehouse_id IS DISTINCT FROM held.warehouse_id
            ) came ON TRUE
            WHERE held.since < %(begin)s AND held.quantity > 0
              AND NOT %(left)s
              AND held.quantity > COALESCE(came.quantity, 0)
            """,
            held=on_hand(scope),
            moved=quantity_moved("moved"),
            products=products(),
            begin=begin,
            left=has_left(SQL("held.product_id"), SQL("held.warehouse_id"), begin),
        )

    def _last_left(self, begin):
        """Return a query of when goods of `old` last left before a moment."""
        return SQL(
            "SELECT gone.date %s AND gone.date < %s ORDER BY gone.date DESC LIMIT 1",
            left(SQL("old.product_id"), SQL("old.warehouse_id")),
            begin,
        )

    def _judge(self, found, scope):
        severity = np.where(found["days"] > 2 * scope.days, MEDIUM, LOW)
        value = carrying_cost(
            found["quantity"], found["cost"], found["rate"], scope.waiting_days
        )
        return severity, value

    def _sentence(self, exception):
        words = {
            "amount": exception._amount(exception.quantity),
            "day": exception._day(exception.date_from),
        }
        if exception.code == "never":
            return _("%(amount)s here since %(day)s; nothing has ever left.", **words)
        return _("%(amount)s unmoved; nothing has left since %(day)s.", **words)
