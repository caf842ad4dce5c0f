import numpy as np

from odoo import _, models
from odoo.tools import SQL

from ....planning.exceptions import LOW, MEDIUM, carrying_cost
from ..parts import has_left, holding_rate, of_rule, wanted_elsewhere


class NoDemand(models.AbstractModel):
    """Rules that keep or order what nobody has asked for in a long time."""

    _name = "stock.replenish.detection.no_demand"
    _inherit = "stock.replenish.detection"
    _description = "Exceptions: rules without demand"

    _kind = "no_demand"
    _sequence = 250
    _family = "too_much"
    _on = False
    _days = 180
    _owner = ("rule", "category", "warehouse")
    _actions = ("transfer", "cancel", "reduce", "document", "why")
    _is_surplus = True

    def _label(self):
        return _("No demand")

    def _about(self):
        return _(
            "Reordering rules with stock or open orders of which nothing has left "
            "their warehouse for the given days, nor is booked."
        )

    def _found(self, scope):
        begin = scope.start(-scope.days)
        return {
            **of_rule(),
            "quantity": SQL("kept.quantity"),
            "days": SQL("%s", scope.days),
            "suggested_action": SQL(
                """CASE WHEN o.planned_incoming > 0 THEN 'cancel'
                        WHEN %s THEN 'transfer' ELSE 'document' END""",
                wanted_elsewhere(SQL("o.product_id"), SQL("o.warehouse_id")),
            ),
            "incoming": SQL("o.planned_incoming"),
            "rate": holding_rate(),
        }, SQL(
            """
            FROM stock_warehouse_orderpoint o
            CROSS JOIN LATERAL (
                SELECT GREATEST(o.planned_on_hand, 0)
                       + COALESCE(o.planned_incoming, 0) AS quantity
            ) kept
            WHERE o.active AND %(company)s AND %(looked_at)s AND kept.quantity > 0
              -- Nothing is booked.
              AND o.planned_position
                  > o.planned_on_hand + COALESCE(o.planned_incoming, 0) - 0.00001
              -- It had the time to be asked for.
              AND (o.create_date < %(begin)s OR EXISTS (
                  SELECT FROM stock_move early
                  WHERE early.product_id = o.product_id AND early.state = 'done'
                    AND early.date < %(begin)s))
              AND NOT %(left)s
            """,
            company=scope.of_company("o.company_id"),
            looked_at=scope.on("o.product_id"),
            begin=begin,
            left=has_left(SQL("o.product_id"), SQL("o.warehouse_id"), begin),
        )

    def _judge(self, found, scope):
        # More of what nobody asks for can still be stopped.
        severity = np.where(found["incoming"] > 0, MEDIUM, LOW)
        value = carrying_cost(
            found["quantity"], found["cost"], found["rate"], scope.waiting_days
        )
        return severity, value

    def _sentence(self, exception):
        return _(
            "No demand for %(days)s days; %(amount)s in stock or on order.",
            days=exception.days,
            amount=exception._amount(exception.quantity),
        )
