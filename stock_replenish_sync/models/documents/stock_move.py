from datetime import timedelta

from odoo import fields, models


class StockMove(models.Model):
    _inherit = "stock.move"

    replenish_suggestion_id = fields.Many2one(
        "stock.replenish.suggestion",
        string="Replenishment Suggestion",
        index="btree_not_null",
        ondelete="set null",
        readonly=True,
        copy=False,
        help="The suggestion this move was ordered for.",
    )
    # Empty as long as the first one still holds.
    replenish_deadline = fields.Datetime(
        string="First Deadline",
        readonly=True,
        copy=False,
        help="When the customer was to have the goods before the deadline was changed.",
    )

    def init(self):
        # What was due on a day, among all that was ever due.
        self.env.cr.execute(
            """CREATE INDEX IF NOT EXISTS stock_move_replenish_due_idx
               ON stock_move (COALESCE(replenish_deadline, date_deadline))"""
        )
        return super().init()

    def write(self, vals):
        if "date_deadline" in vals:
            self._keep_first_deadline(
                fields.Datetime.to_datetime(vals["date_deadline"])
            )
        return super().write(vals)

    def _keep_first_deadline(self, deadline):
        """Remember what customers were promised first, before it becomes another.

        Done and cancelled moves as well: a new date of the sales order reaches them.
        """
        changed = self.filtered(
            lambda move: move.state != "draft"
            and move.date_deadline
            and move.date_deadline != deadline
            and not move.replenish_deadline
            and move.location_dest_id.sudo().usage == "customer"
        )
        for first, moves in changed.grouped("date_deadline").items():
            moves.write({"replenish_deadline": first})

    def _prepare_procurement_values(self):
        values = super()._prepare_procurement_values()
        # A pull chain ends in a purchase or manufacturing order only after several
        # hops; the link has to travel along.
        if self.replenish_suggestion_id:
            values["replenish_suggestion_id"] = self.replenish_suggestion_id.id
            lane = self.sudo().replenish_suggestion_id.lane_id
            if lane and self.rule_id:
                before = timedelta(days=lane._gaps_of(self.rule_id)[1])
                for name in ("date_planned", "date_deadline"):
                    if values.get(name):
                        values[name] -= before
        return values

    def _prepare_move_split_vals(self, qty):
        # A backorder is still an answer to the suggestion.
        values = super()._prepare_move_split_vals(qty)
        values["replenish_suggestion_id"] = self.replenish_suggestion_id.id
        # So is it to the customer, who was promised it then.
        values["replenish_deadline"] = self.replenish_deadline
        return values

    def _merge_moves_fields(self):
        values = super()._merge_moves_fields()
        first = self.filtered("replenish_deadline").mapped("replenish_deadline")
        if first:
            values["replenish_deadline"] = min(first)
        return values

    def _prepare_merge_moves_distinct_fields(self):
        # Merged moves would leave all but one suggestion without its document.
        return [
            *super()._prepare_merge_moves_distinct_fields(),
            "replenish_suggestion_id",
        ]

    def _trigger_scheduler(self):
        # Core calls this with demand just confirmed. Governed orderpoints are planned
        # again by the next run; the gate keeps them out of what core orders here.
        self.env["stock.replenish.dirty"].sudo()._mark_moves(self)
        return super()._trigger_scheduler()

    def _action_cancel(self):
        result = super()._action_cancel()
        self.env["stock.replenish.dirty"].sudo()._mark_moves(self)
        return result

    def _action_done(self, cancel_backorder=False):
        moves = super()._action_done(cancel_backorder=cancel_backorder)
        # Deliveries and receipts were planned with; what was counted or lost was not.
        self.env["stock.replenish.dirty"].sudo()._mark_moves(
            moves.filtered(lambda move: move.is_inventory or move.scrapped)
        )
        return moves
