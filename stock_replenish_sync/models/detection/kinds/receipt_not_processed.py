import numpy as np

from odoo import _, models
from odoo.tools import SQL

from ....planning.exceptions import HIGH, MEDIUM, carrying_cost, lost_margin
from ....tools.costs import unit_cost
from ..parts import holding_rate, rule_at


class ReceiptNotProcessed(models.AbstractModel):
    """Receipts whose goods are probably at the dock, as far as documents tell.

    Their day has passed, and besides: somebody began them, they stand in the input,
    another warehouse has sent them, or their vendor has billed them or brought other
    goods of the same order. What is only late is late supply.
    """

    _name = "stock.replenish.detection.receipt_not_processed"
    _inherit = "stock.replenish.detection"
    _description = "Exceptions: receipts that are not processed"

    _kind = "receipt_not_processed"
    _sequence = 220
    _family = "late"
    _on = False
    _days = 1
    _owner = ("warehouse", "buyer")
    _actions = ("document",)

    def _label(self):
        return _("Receipts not processed")

    def _about(self):
        return _(
            "Receipts that should have been finished the given days ago and whose "
            "goods have probably come: begun, billed, sent or partly received."
        )

    def _found(self, scope):
        return {
            "key": SQL("r.id::text"),
            "orderpoint_id": SQL("o.id"),
            "product_id": SQL("m.product_id"),
            "warehouse_id": SQL("r.warehouse_id"),
            "partner_id": SQL("r.partner_id"),
            "move_id": SQL("m.id"),
            "reference": SQL("r.name"),
            "code": SQL("r.code"),
            "quantity": SQL("m.product_qty"),
            "days": SQL("%s - r.day", scope.day()),
            "date_expected": SQL("r.day"),
            "act_by": scope.day(),
            "worth": SQL("r.worth"),
            "demand": SQL("COALESCE(o.demand_mean, 0)"),
            "on_hand": SQL("o.planned_on_hand"),
            "rate": holding_rate(),
        }, SQL(
            """
            FROM (%s) r
            JOIN stock_move m ON m.id = r.most
            %s
            WHERE r.code IS NOT NULL
            """,
            self._receipts(scope),
            rule_at(SQL("m.product_id"), SQL("r.warehouse_id")),
        )

    def _receipts(self, scope):
        """Return a query of receipts that are ready and late, with the sign that their
        goods have come (`code`) and the move with most in it."""
        cost_join, cost = unit_cost(self.env, "m")
        return SQL(
            """
            SELECT late.*, moves.most, moves.worth, CASE
                       WHEN late.is_internal AND NOT moves.from_input THEN NULL
                       WHEN moves.begun THEN 'begun'
                       WHEN late.is_internal THEN 'put_away'
                       WHEN moves.from_transit THEN 'sent'
                       WHEN moves.billed THEN 'billed'
                       WHEN moves.partly THEN 'partly' END AS code
            FROM (
                SELECT pick.id, pick.name, pick.partner_id, t.warehouse_id,
                       t.code = 'internal' AS is_internal, %(day)s AS day,
                       w.wh_input_stock_loc_id AS input_id,
                       w.wh_qc_stock_loc_id AS quality_id
                FROM stock_picking pick
                JOIN stock_picking_type t ON t.id = pick.picking_type_id
                JOIN stock_warehouse w ON w.id = t.warehouse_id
                WHERE pick.state = 'assigned' AND %(company)s
                  AND pick.scheduled_date < %(before)s
                  AND (t.code = 'incoming'
                       OR t.code = 'internal' AND w.reception_steps != 'one_step')
            ) late
            CROSS JOIN LATERAL (
                SELECT SUM(m.product_qty * %(cost)s) AS worth,
                       (array_agg(m.id ORDER BY m.product_qty * %(cost)s DESC, m.id))[1]
                           AS most,
                       bool_or(m.picked) AS begun,
                       bool_and(m.location_id IN (late.input_id, late.quality_id))
                           AS from_input,
                       bool_or(source.usage = 'transit') AS from_transit,
                       bool_or(l.qty_invoiced > l.qty_received) AS billed,
                       bool_or(EXISTS (
                           SELECT FROM purchase_order_line came
                           WHERE came.order_id = l.order_id AND came.qty_received > 0
                       )) AS partly
                FROM stock_move m
                JOIN stock_location source ON source.id = m.location_id
                LEFT JOIN purchase_order_line l ON l.id = m.purchase_line_id
                %(cost_join)s
                WHERE m.picking_id = late.id AND %(open)s
                HAVING bool_or(%(looked_at)s)
            ) moves
            """,
            day=scope.local_day("pick.scheduled_date"),
            company=scope.of_company("pick.company_id"),
            before=scope.start(1 - scope.days),
            cost=cost,
            cost_join=cost_join,
            open=self.env["stock.replenish.position"]._is_open(),
            looked_at=scope.on("m.product_id"),
        )

    def _judge(self, found, scope):
        out = found["on_hand"] <= 0
        lost = np.minimum(
            lost_margin(
                found["demand"], found["margin"], scope.waiting_days, scope.waiting_days
            ),
            found["quantity"] * found["margin"],
        )
        kept = carrying_cost(found["worth"], 1.0, found["rate"], scope.waiting_days)
        short = out & (found["demand"] > 0)
        return np.where(short, HIGH, MEDIUM), kept + np.where(out, lost, 0.0)

    def _sentence(self, exception):
        words = {
            "document": exception.reference,
            "day": exception._day(exception.date_expected),
        }
        if exception.code == "begun":
            return _(
                "%(document)s was due on %(day)s; begun, but not finished.", **words
            )
        if exception.code == "put_away":
            return _(
                "%(document)s was due on %(day)s; its goods are in the input.", **words
            )
        if exception.code == "sent":
            return _(
                "%(document)s was due on %(day)s; its goods have been sent.", **words
            )
        if exception.code == "billed":
            return _(
                "%(document)s was due on %(day)s; the vendor has billed it.", **words
            )
        return _(
            "%(document)s was due on %(day)s; other goods of its order have come.",
            **words,
        )
