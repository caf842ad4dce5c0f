import numpy as np

from odoo import _, models
from odoo.tools import SQL

from ....planning.datatypes import PolicyParams
from ....planning.exceptions import HIGH, MEDIUM, carrying_cost
from ....tools.costs import unit_cost

# A lane that has been stuck for this long is no matter of a day.
_LONG = 7


class TransferBottleneck(models.AbstractModel):
    """Lanes between warehouses on which transfers pile up."""

    _name = "stock.replenish.detection.transfer_bottleneck"
    _inherit = "stock.replenish.detection"
    _description = "Exceptions: transfers that pile up on a lane"

    _kind = "transfer_bottleneck"
    _sequence = 210
    _family = "late"
    _on = False
    _days = 2
    _owner = ("warehouse",)
    _actions = ("document",)

    def _label(self):
        return _("Stuck transfers")

    def _about(self):
        return _(
            "Transfers between two warehouses that should have gone more than the "
            "given days ago."
        )

    def _found(self, scope):
        return {
            "key": SQL("lane.source_id || ':' || lane.target_id"),
            "warehouse_id": SQL("lane.warehouse_id"),
            "source_warehouse_id": SQL("lane.source_id"),
            "move_id": SQL("lane.oldest"),
            "reference": SQL("pick.name"),
            "other": SQL("a.name || ' → ' || b.name"),
            "quantity": SQL("lane.transfers"),
            "days": SQL("%s - lane.day", scope.day()),
            "date_from": SQL("lane.day"),
            "act_by": scope.day(),
            "worth": SQL("lane.worth"),
        }, SQL(
            """
            FROM (
                SELECT leg.source_id, leg.target_id,
                       CASE WHEN %(own)s THEN leg.target_id ELSE leg.source_id END
                           AS warehouse_id,
                       COUNT(DISTINCT leg.picking_id) AS transfers,
                       SUM(leg.worth) AS worth, MIN(leg.day) AS day,
                       (array_agg(leg.id ORDER BY leg.date, leg.id))[1] AS oldest
                FROM (%(legs)s) leg
                JOIN stock_warehouse target ON target.id = leg.target_id
                WHERE leg.source_id != leg.target_id
                GROUP BY 1, 2, 3
            ) lane
            JOIN stock_warehouse a ON a.id = lane.source_id
            JOIN stock_warehouse b ON b.id = lane.target_id
            JOIN stock_move m ON m.id = lane.oldest
            JOIN stock_picking pick ON pick.id = m.picking_id
            """,
            own=scope.of_company("target.company_id"),
            legs=self._legs(scope),
        )

    def _legs(self, scope):
        """Return a query of late moves that lead from one warehouse to another one.

        Whatever is looked at: a lane is told as a whole. What enters from transit
        counts once it is there: before that, the move that sends it does.
        """
        cost_join, cost = unit_cost(self.env, "m")
        return SQL(
            """
            SELECT m.id, m.picking_id, m.date, %(day)s AS day,
                   m.product_qty * %(cost)s AS worth,
                   COALESCE(source.warehouse_id, before.warehouse_id) AS source_id,
                   COALESCE(target.warehouse_id, after.warehouse_id) AS target_id
            FROM stock_move m
            JOIN stock_location source ON source.id = m.location_id
            JOIN stock_location target ON target.id = m.location_dest_id
            LEFT JOIN LATERAL (
                SELECT l.warehouse_id FROM stock_move_move_rel r
                JOIN stock_move sent ON sent.id = r.move_orig_id
                JOIN stock_location l ON l.id = sent.location_id
                WHERE r.move_dest_id = m.id AND source.usage = 'transit' LIMIT 1
            ) before ON TRUE
            LEFT JOIN LATERAL (
                SELECT l.warehouse_id FROM stock_move_move_rel r
                JOIN stock_move received ON received.id = r.move_dest_id
                JOIN stock_location l ON l.id = received.location_dest_id
                WHERE r.move_orig_id = m.id AND target.usage = 'transit' LIMIT 1
            ) after ON TRUE
            %(cost_join)s
            WHERE %(open)s AND m.state != 'draft' AND %(company)s
              AND m.date < %(before)s AND m.picking_id IS NOT NULL
              AND source.usage IN ('internal', 'transit')
              AND target.usage IN ('internal', 'transit')
              AND NOT (source.usage = 'transit' AND m.state = 'waiting')
            """,
            day=scope.local_day("m.date"),
            cost=cost,
            cost_join=cost_join,
            open=self.env["stock.replenish.position"]._is_open(),
            company=scope.of_company("m.company_id"),
            before=scope.start(-scope.days),
        )

    def _judge(self, found, scope):
        severity = np.where(found["days"] > _LONG, HIGH, MEDIUM)
        value = carrying_cost(
            found["worth"], 1.0, PolicyParams.holding_rate, scope.waiting_days
        )
        return severity, value

    def _sentence(self, exception):
        return _(
            "%(count)s transfers %(lane)s wait, the oldest since %(day)s.",
            count=round(exception.quantity),
            lane=exception.other,
            day=exception._day(exception.date_from),
        )
