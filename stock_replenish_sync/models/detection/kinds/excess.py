import numpy as np

from odoo import _, models
from odoo.tools import SQL

from ....planning.exceptions import LOW, MEDIUM, carrying_cost
from ..parts import holding_rate, is_short_elsewhere, of_rule


class Excess(models.AbstractModel):
    """Rules with more stock than their maximum and than demand uses up in time."""

    _name = "stock.replenish.detection.excess"
    _inherit = "stock.replenish.detection"
    _description = "Exceptions: excess"

    _kind = "excess"
    _sequence = 50
    _family = "too_much"
    _days = 90
    _actions = ("reduce", "transfer", "why")

    def _label(self):
        return _("Excess")

    def _about(self):
        return _("Stock above the maximum and beyond the given days of demand.")

    def _found(self, scope):
        # What is booked leaves anyway.
        free = SQL("LEAST(o.planned_position - o.planned_incoming, o.planned_on_hand)")
        demand = SQL("GREATEST(o.demand_mean, 0)")
        return {
            **of_rule(),
            "code": SQL(
                "CASE WHEN %s > 0 THEN 'too_much' ELSE 'no_demand' END", demand
            ),
            "quantity": SQL("x.excess"),
            "days": SQL(
                "CASE WHEN %s > 0 THEN LEAST(x.free / %s, 36500) END", demand, demand
            ),
            "suggested_action": SQL(
                """CASE WHEN o.planned_incoming > 0 THEN 'reduce'
                        WHEN %s THEN 'transfer' ELSE 'why' END""",
                is_short_elsewhere("o"),
            ),
            "incoming": SQL("o.planned_incoming"),
            "rate": holding_rate(),
        }, SQL(
            """
            FROM stock_warehouse_orderpoint o
            JOIN product_product pp ON pp.id = o.product_id
            JOIN product_template t ON t.id = pp.product_tmpl_id
            JOIN uom_uom u ON u.id = t.uom_id
            CROSS JOIN LATERAL (
                SELECT %(free)s AS free,
                       %(free)s - GREATEST(o.product_max_qty, o.product_min_qty,
                                           %(demand)s * %(days)s, 0) AS excess
            ) x
            WHERE o.active AND %(company)s AND %(products)s
              AND o.planned_on IS NOT NULL AND o.planned_on_hand > 0
              AND x.excess >= u.rounding
            """,
            free=free,
            demand=demand,
            days=scope.days,
            company=scope.of_company("o.company_id"),
            products=scope.on("o.product_id"),
        )

    def _judge(self, found, scope):
        value = carrying_cost(
            found["quantity"], found["cost"], found["rate"], scope.waiting_days
        )
        return np.where(found["incoming"] > 0, MEDIUM, LOW), value

    def _sentence(self, exception):
        amount = exception._amount(exception.quantity)
        if exception.code == "no_demand":
            return _("%s too many; nobody has asked for any.", amount)
        return _(
            "%(amount)s too many; what is on hand lasts %(days)s days.",
            amount=amount,
            days=exception.days,
        )
