import numpy as np

from odoo import _, models
from odoo.tools import SQL

from ....planning.exceptions import (
    HIGH,
    MEDIUM,
    carrying_cost,
    left_out,
    surplus_on_order,
)
from ....tools import columns
from ...message.stock_replenish_watch_orders import PRODUCTION, PURCHASE, TRANSFER
from ..parts import holding_rate, of_rule


class SurplusOnOrder(models.AbstractModel):
    """Open supply that is not needed: what comes last could be left out first."""

    _name = "stock.replenish.detection.surplus_on_order"
    _inherit = "stock.replenish.detection"
    _description = "Exceptions: surplus on order"

    _kind = "surplus_on_order"
    _sequence = 200
    _family = "too_much"
    _on = False
    _days = 90
    _owner = ("buyer", "rule", "warehouse")
    _actions = ("postpone", "reduce", "cancel", "why", "document")

    def _label(self):
        return _("Surplus on order")

    def _about(self):
        return _(
            "What is on order beyond the maximum and the given days of demand, and "
            "could be left out."
        )

    def _found(self, scope):
        self._lay_out(scope)
        return {
            **of_rule(),
            "partner_id": SQL("COALESCE(l.partner_id, pick.partner_id)"),
            "purchase_line_id": SQL("l.id"),
            "production_id": SQL("mo.id"),
            "move_id": SQL("m.id"),
            "reference": SQL("COALESCE(po.name, mo.name, pick.name)"),
            "quantity": SQL("f.quantity"),
            "date_expected": SQL("%s + f.day", scope.day()),
            "act_by": SQL("%s + f.first_day", scope.day()),
            "suggested_action": SQL(
                """CASE WHEN f.part < f.ordered THEN 'reduce'
                        WHEN o.demand_mean > 0 THEN 'postpone' ELSE 'cancel' END"""
            ),
            "rate": holding_rate(),
        }, SQL(
            """
            FROM replenish_surplus f
            JOIN stock_warehouse_orderpoint o ON o.id = f.orderpoint_id
            LEFT JOIN purchase_order_line l ON f.kind = %s AND l.id = f.document
            LEFT JOIN purchase_order po ON po.id = l.order_id
            LEFT JOIN mrp_production mo ON f.kind = %s AND mo.id = f.document
            LEFT JOIN stock_move m ON f.kind = %s AND m.id = f.document
            LEFT JOIN stock_picking pick ON pick.id = m.picking_id
            """,
            PURCHASE,
            PRODUCTION,
            TRANSFER,
        )

    def _lay_out(self, scope):
        """Fill the temporary table `replenish_surplus`: a row for each rule, with the
        order of which most could be left out."""
        rules, surplus, demand = self._rules(scope)
        frame = self.env["stock.replenish.frame"]
        frame._fill_items(scope.company, rules.tolist())
        orders = self.env["stock.replenish.watch.orders"]._documents(
            self.env["stock.replenish.position"]._receipts(scope),
            np.full(len(rules), True),
        )
        free = ~orders.fixed
        item, day, quantity = (
            values[free] for values in (orders.item, orders.day, orders.quantity)
        )
        part = np.round(left_out(item, day, quantity, surplus), self._digits())
        # What is asked for and comes after the given days is judged when it is nearer:
        # who postpones it that far has done what there is to do.
        near = (day <= scope.days) | (demand[item] <= 0)
        some = np.flatnonzero((part > 0) & near)
        # Of each rule the order with most comes first.
        some = some[np.lexsort((day[some], -part[some], item[some]))]
        found, first = np.unique(item[some], return_index=True)
        most = some[first]
        first_day = np.full(len(rules), np.iinfo(np.int32).max, np.int64)
        np.minimum.at(first_day, item[some], day[some])
        columns.load(
            self.env.cr,
            "replenish_surplus",
            [
                *((name, "i4") for name in ("orderpoint_id", "kind", "document")),
                *((name, "i4") for name in ("day", "first_day")),
                *((name, "f8") for name in ("quantity", "part", "ordered")),
            ],
            {
                "orderpoint_id": rules[found],
                "kind": orders.kind[free][most],
                "document": orders.document[free][most],
                "day": day[most],
                "first_day": first_day[found],
                "quantity": np.bincount(item[some], part[some], len(rules))[found],
                "part": part[most],
                "ordered": np.round(quantity[most], self._digits()),
            },
        )

    def _rules(self, scope):
        """Return (ids of rules, surplus, demand a day), shape (n,), by id."""
        names = ("position", "incoming", "maximum", "demand")
        read = columns.read(
            self.env.cr,
            SQL(
                """SELECT o.id, COALESCE(o.planned_position, 0) AS position,
                          o.planned_incoming AS incoming,
                          COALESCE(o.product_max_qty, 0) AS maximum,
                          COALESCE(o.demand_mean, 0) AS demand
                   FROM stock_warehouse_orderpoint o
                   WHERE o.active AND o.planned_incoming > 0 AND %s AND %s
                   ORDER BY o.id""",
                scope.of_company("o.company_id"),
                scope.on("o.product_id"),
            ),
            [("id", "i4"), *((name, "f8") for name in names)],
        )
        surplus = surplus_on_order(
            **{name: read[name] for name in names}, days=scope.days
        )
        some = np.round(surplus, self._digits()) > 0
        return read["id"][some], surplus[some], read["demand"][some]

    def _digits(self):
        return self.env["decimal.precision"].precision_get("Product Unit of Measure")

    def _judge(self, found, scope):
        soon = found["days_act_by"] <= scope.waiting_days
        value = carrying_cost(
            found["quantity"], found["cost"], found["rate"], scope.waiting_days
        )
        return np.where(soon, HIGH, MEDIUM), value

    def _sentence(self, exception):
        return _(
            "%(amount)s on order are not needed; the next come on %(day)s.",
            amount=exception._amount(exception.quantity),
            day=exception._day(exception.act_by),
        )
