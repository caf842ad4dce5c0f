from odoo import _, api, fields, models
from odoo.exceptions import UserError

from ..planning import engine, snapshot
from ..tools import notification, roles


class StockReplenishDecision(models.Model):
    """Parameters of an orderpoint that moved, or ask to move, and from what inputs."""

    _name = "stock.replenish.decision"
    _description = "Replenishment Decision"
    _order = "id desc"
    _rec_name = "product_id"

    orderpoint_id = fields.Many2one(
        "stock.warehouse.orderpoint",
        string="Reordering Rule",
        required=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one("res.company", required=True, index=True)
    warehouse_id = fields.Many2one("stock.warehouse", required=True, index=True)
    product_id = fields.Many2one(
        "product.product", required=True, index=True, ondelete="cascade"
    )
    product_uom_id = fields.Many2one(related="product_id.uom_id", string="Unit")
    policy_id = fields.Many2one("stock.replenish.policy", ondelete="set null")
    policy_version = fields.Integer()
    run_id = fields.Many2one("stock.replenish.run", ondelete="set null")
    decided_on = fields.Date(required=True, help="Planning date of the inputs.")
    cause = fields.Selection(
        [
            ("first", "First plan"),
            ("policy", "Policy changed"),
            ("drift", "Demand or lead time moved"),
        ],
        required=True,
    )
    state = fields.Selection(
        [
            ("applied", "Applied"),
            ("to_review", "To review"),
            ("accepted", "Accepted"),
            ("rejected", "Rejected"),
            ("superseded", "Superseded"),
        ],
        required=True,
        index=True,
    )
    before_min_qty = fields.Float("Min before", digits="Product Unit of Measure")
    before_max_qty = fields.Float("Max before", digits="Product Unit of Measure")
    before_safety_stock = fields.Float(digits="Product Unit of Measure")
    after_safety_stock = fields.Float("Safety Stock", digits="Product Unit of Measure")
    after_reorder_point = fields.Float(
        "Reorder Point", digits="Product Unit of Measure"
    )
    after_order_quantity = fields.Float("Lot", digits="Product Unit of Measure")
    change_pct = fields.Float(
        "Change",
        group_operator="avg",
        help="Change of the reorder point, as a share of the old one.",
    )
    stock_value_delta = fields.Monetary(
        "Stock Value", help="Expected change of the average stock, at cost."
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    snapshot = fields.Json(
        prefetch=False, help="Inputs and result, as the engine saw them."
    )
    reviewed_on = fields.Datetime(readonly=True)
    reviewed_uid = fields.Many2one("res.users", string="Reviewed by", readonly=True)
    reject_reason = fields.Char()

    def _check_to_review(self):
        for decision in self:
            if decision.state != "to_review":
                raise UserError(
                    _(
                        "%(product)s for %(warehouse)s waits for no review any more. "
                        "Refresh the list to see what is open.",
                        product=decision.product_id.display_name,
                        warehouse=decision.warehouse_id.display_name,
                    )
                )

    def _review(self, state):
        decisions = roles.checked(self, "planner", _("reviewing proposals"))
        self._check_to_review()
        decisions.write(
            {
                "state": state,
                "reviewed_on": fields.Datetime.now(),
                "reviewed_uid": self.env.uid,
            }
        )
        return decisions

    def action_accept(self):
        """Put the proposed parameters in force and plan their orderpoints again."""
        decisions = self._review("accepted")
        for decision in decisions:
            decision.orderpoint_id._apply_parameters(
                decision.after_safety_stock,
                decision.after_reorder_point,
                decision.after_order_quantity,
            )
        self.env["stock.replenish.dirty"].sudo()._mark(decisions.orderpoint_id)

    def action_reject(self):
        """Keep the parameters in force."""
        self._review("rejected")

    def _replay(self):
        """Return what differs when the stored inputs are planned again.

        :return: dict of name -> (stored, replayed); empty if all numbers are the same
        """
        self.ensure_one()
        if not self.snapshot:
            raise UserError(
                _("This decision keeps no inputs any more, so it cannot be replayed.")
            )
        items, policy, today = snapshot.thaw(self.snapshot["inputs"])
        result = engine.plan(items, [policy], today)
        return snapshot.differences(
            self.snapshot["result"], snapshot.freeze_result(result, 0)
        )

    def action_replay(self):
        """Recompute from the stored inputs and tell whether the numbers agree."""
        lines = []
        for decision in roles.checked(self, "viewer", _("replaying a decision")):
            for name, (stored, replayed) in decision._replay().items():
                lines.append(
                    _(
                        "%(product)s, %(name)s: stored %(stored)s, replayed "
                        "%(replayed)s",
                        product=decision.product_id.display_name,
                        name=name,
                        stored=stored,
                        replayed=replayed,
                    )
                )
        return notification(
            "\n".join(lines) or _("Same result."),
            kind="danger" if lines else "success",
            title=_("Replay"),
            reload=False,
        )

    @api.autovacuum
    def _gc_decisions(self):
        """Drop decisions older than the retention, but never one under review."""
        months = int(
            self.env["ir.config_parameter"]
            .sudo()
            .get_param("stock_replenish_sync.decision_retention_months", 24)
        )
        self.search(
            [
                ("state", "!=", "to_review"),
                (
                    "create_date",
                    "<",
                    fields.Datetime.subtract(fields.Datetime.now(), months=months),
                ),
            ],
            limit=100_000,
        ).unlink()
