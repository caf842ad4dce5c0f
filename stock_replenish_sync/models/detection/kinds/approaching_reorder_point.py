import numpy as np

from odoo import _, models
from odoo.tools import SQL

from ....planning.exceptions import LOW, lost_days, lost_margin
from ..parts import expected_demand, of_rule, reorder_point


class ApproachingReorderPoint(models.AbstractModel):
    """Rules that will have to order soon, and for which nothing is to do yet."""

    _name = "stock.replenish.detection.approaching_reorder_point"
    _inherit = "stock.replenish.detection.shortage"
    _description = "Exceptions: approaching the reorder point"

    _kind = "approaching_reorder_point"
    _sequence = 22
    _family = "shortage"
    _share = 0.2
    _actions = ("why", "order")
    _warns = True

    def _label(self):
        return _("Approaching reorder point")

    def _about(self):
        return _(
            "Items with no more than the given share above their reorder point, on "
            "hand and on order."
        )

    def _found(self, scope):
        self._lay_out_short(scope)
        above = SQL("o.planned_position - %s", reorder_point("o"))
        demand = expected_demand("o", "p")
        reached = SQL(
            "%s + LEAST(FLOOR((%s) / %s), 3650)::int", scope.day(), above, demand
        )
        return {
            **of_rule(),
            "quantity": above,
            "date_expected": reached,
            "act_by": SQL("COALESCE(o.order_by_date, %s)", reached),
            "position": SQL("o.planned_position"),
            "lead_time": SQL("o.lead_time_mean"),
            "demand": demand,
        }, SQL(
            """
            FROM stock_warehouse_orderpoint o
            JOIN product_product pp ON pp.id = o.product_id AND pp.active
            LEFT JOIN stock_replenish_policy p ON p.id = o.policy_id
            LEFT JOIN replenish_short s ON s.id = o.id
            WHERE o.active AND %(company)s AND %(products)s AND s.id IS NULL
              AND o.planned_on IS NOT NULL
              AND o.replenish_status IN ('covered', 'own_rule')
              AND COALESCE(o.qty_to_order, 0) <= 0 AND COALESCE(o.held_qty, 0) <= 0
              AND COALESCE(p.method, 'min_max') IN ('min_max', 'reorder_point')
              AND %(demand)s > 0 AND %(point)s > 0
              AND o.planned_position BETWEEN %(point)s AND %(point)s * (1 + %(share)s)
            """,
            company=scope.of_company("o.company_id"),
            products=scope.on("o.product_id"),
            demand=demand,
            point=reorder_point("o"),
            share=SQL("%s::float8", scope.share),
        )

    def _judge(self, found, scope):
        demand, waiting = found["demand"], scope.waiting_days
        days = lost_days(
            found["position"] / demand, np.nan, found["lead_time"], waiting
        )
        value = lost_margin(demand, found["margin"], days, waiting)
        return np.full(len(value), LOW), value

    def _sentence(self, exception):
        return _(
            "%(amount)s above the reorder point, which is reached about %(day)s.",
            amount=exception._amount(exception.quantity),
            day=exception._day(exception.date_expected),
        )
