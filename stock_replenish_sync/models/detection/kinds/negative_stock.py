import numpy as np

from odoo import _, models
from odoo.tools import SQL

from ....planning.exceptions import HIGH, carrying_cost
from ..parts import holding_rate, rule_at


class NegativeStock(models.AbstractModel):
    """Places that hold less than nothing: what is there, nobody knows."""

    _name = "stock.replenish.detection.negative_stock"
    _inherit = "stock.replenish.detection"
    _description = "Exceptions: negative stock"

    _kind = "negative_stock"
    _sequence = 260
    _family = "data"
    _on = False
    _owner = ("warehouse",)
    _actions = ("document", "why")

    def _label(self):
        return _("Negative stock")

    def _about(self):
        return _("Stock of a location below zero: more left it than was there.")

    def _found(self, scope):
        return {
            "key": SQL("q.product_id || ':' || q.location_id"),
            "orderpoint_id": SQL("o.id"),
            "product_id": SQL("q.product_id"),
            "warehouse_id": SQL("q.warehouse_id"),
            "quantity": SQL("q.quantity"),
            "date_from": scope.local_day("q.since"),
            "other": SQL("q.place"),
            "rate": holding_rate(),
        }, SQL(
            """
            FROM (
                SELECT q.product_id, q.location_id, l.warehouse_id,
                       l.complete_name AS place, -SUM(q.quantity) AS quantity,
                       MIN(q.in_date) AS since
                FROM stock_quant q
                JOIN stock_location l ON l.id = q.location_id AND l.usage = 'internal'
                WHERE q.quantity < 0 AND %s AND %s
                GROUP BY 1, 2, 3, 4
            ) q
            %s
            """,
            scope.of_company("q.company_id"),
            scope.on("q.product_id"),
            rule_at(SQL("q.product_id"), SQL("q.warehouse_id")),
        )

    def _judge(self, found, scope):
        # Orders make up for stock that is missing on paper only, and it lies too much.
        value = carrying_cost(
            found["quantity"], found["cost"], found["rate"], scope.waiting_days
        )
        return np.full(len(value), HIGH), value

    def _sentence(self, exception):
        return _(
            "%(amount)s less than nothing in %(place)s: count it.",
            amount=exception._amount(exception.quantity),
            place=exception.other,
        )
