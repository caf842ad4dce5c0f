import numpy as np

from odoo import _, models
from odoo.tools import SQL

from ....planning.exceptions import HIGH, MEDIUM, carrying_cost
from ...plan.stock_replenish_history import quantity_moved
from ..parts import holding_rate, on_hand, products, rule_at


class StockAccuracy(models.AbstractModel):
    """Stock that counting corrected by much, in whichever direction."""

    _name = "stock.replenish.detection.stock_accuracy"
    _inherit = "stock.replenish.detection"
    _description = "Exceptions: stock that was counted differently"

    _kind = "stock_accuracy"
    _sequence = 270
    _family = "data"
    _on = False
    _days = 30
    _share = 0.05
    _owner = ("warehouse",)
    _actions = ("document", "why")

    def _label(self):
        return _("Stock accuracy")

    def _about(self):
        return _(
            "Inventory adjustments of the given days that come to more than the given "
            "share of what is on hand."
        )

    def _found(self, scope):
        product, warehouse = SQL("c.product_id"), SQL("c.warehouse_id")
        return {
            "key": SQL("c.product_id || ':' || c.warehouse_id"),
            "orderpoint_id": SQL("o.id"),
            "product_id": product,
            "warehouse_id": warehouse,
            "quantity": SQL("c.quantity"),
            "days": SQL("%s", scope.days),
            "date_from": scope.local_day("c.since"),
            "other": SQL(
                """ROUND((100 * c.quantity
                          / NULLIF(GREATEST(held.quantity, 0), 0))::numeric)"""
            ),
            "on_hand": SQL("COALESCE(held.quantity, 0)"),
            "rate": holding_rate(),
        }, SQL(
            """
            FROM (%s) c
            LEFT JOIN (%s) held ON held.product_id = c.product_id
                 AND held.warehouse_id = c.warehouse_id
            %s
            WHERE c.quantity > %s * GREATEST(held.quantity, 0)
               OR held.quantity IS NULL
            """,
            self._counted(scope),
            on_hand(scope),
            rule_at(product, warehouse),
            scope.share,
        )

    def _counted(self, scope):
        """Return a query of what was corrected, by product and warehouse.

        What was counted first was not known before: putting stock in is no mistake.
        """
        return SQL(
            """
            SELECT moved.product_id, w.id AS warehouse_id, SUM(%(moved)s) AS quantity,
                   MIN(moved.date) AS since
            FROM stock_move moved
            JOIN stock_location source ON source.id = moved.location_id
            JOIN stock_location target ON target.id = moved.location_dest_id
            JOIN stock_warehouse w
                 ON w.id = COALESCE(source.warehouse_id, target.warehouse_id)
            JOIN (%(products)s) p ON p.product_id = moved.product_id
            WHERE moved.is_inventory AND moved.state = 'done'
              AND moved.date >= %(begin)s
              AND 'inventory' IN (source.usage, target.usage)
              AND %(company)s AND %(looked_at)s
              AND EXISTS (
                  SELECT FROM stock_move early
                  JOIN stock_location a ON a.id = early.location_id
                  JOIN stock_location b ON b.id = early.location_dest_id
                  WHERE early.product_id = moved.product_id AND early.state = 'done'
                    AND early.date < moved.date - interval '1 day'
                    AND w.id IN (a.warehouse_id, b.warehouse_id))
            GROUP BY 1, 2
            HAVING SUM(%(moved)s) > 0
            """,
            moved=quantity_moved("moved"),
            products=products(),
            begin=scope.start(-scope.days),
            company=scope.of_company("w.company_id"),
            looked_at=scope.on("moved.product_id"),
        )

    def _judge(self, found, scope):
        severity = np.where(found["quantity"] > found["on_hand"], HIGH, MEDIUM)
        value = carrying_cost(
            found["quantity"], found["cost"], found["rate"], scope.waiting_days
        )
        return severity, value

    def _sentence(self, exception):
        words = {
            "amount": exception._amount(exception.quantity),
            "days": exception.days,
        }
        if exception.other:
            return _(
                "Counts of the last %(days)s days changed %(amount)s, %(share)s %% of "
                "what is on hand.",
                share=exception.other,
                **words,
            )
        return _("Counts of the last %(days)s days changed %(amount)s.", **words)
