from odoo import _, api, fields, models
from odoo.exceptions import UserError

from ...planning import engine, snapshot
from ...tools import forget, format_quantity, notification, number_parameter, roles


def replay(kept):
    """Return what differs when stored inputs are planned again.

    :param dict kept: snapshot of a decision or a suggestion
    :return: dict of name -> (stored, replayed); empty if all numbers are the same
    """
    items, policy, today = snapshot.thaw(kept["inputs"])
    result = engine.plan(items, [policy] if policy else [], today)
    return snapshot.differences(kept["result"], snapshot.freeze_result(result, 0))


class StockReplenishDecision(models.Model):
    """Parameters of an orderpoint that moved, or ask to move, and from what inputs."""

    _name = "stock.replenish.decision"
    _inherit = ["stock.replenish.amount", "stock.replenish.snapshot"]
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
    policy_version = fields.Integer(string="Version of the Policy")
    run_id = fields.Many2one("stock.replenish.run", ondelete="set null")
    decided_on = fields.Date(
        string="Proposed on", required=True, help="Planning date of the inputs."
    )
    cause = fields.Selection(
        [
            ("first", "First plan"),
            ("policy", "Policy changed"),
            ("drift", "Demand or lead time moved"),
        ],
        string="Reason",
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
    before_safety_stock = fields.Float(
        "Safety Stock before", digits="Product Unit of Measure"
    )
    after_safety_stock = fields.Float("Safety Stock", digits="Product Unit of Measure")
    after_reorder_point = fields.Float(
        "Reorder Point", digits="Product Unit of Measure"
    )
    after_order_quantity = fields.Float("Lot", digits="Product Unit of Measure")
    after_max_qty = fields.Float(
        "Max", digits="Product Unit of Measure", compute="_compute_change_text"
    )
    change_text = fields.Char(string="Change", compute="_compute_change_text")
    safety_text = fields.Char(
        string="Change of Safety Stock", compute="_compute_change_text"
    )
    before_min_text = fields.Char(
        string="Min before (Text)", compute="_compute_change_text"
    )
    before_max_text = fields.Char(
        string="Max before (Text)", compute="_compute_change_text"
    )
    before_safety_text = fields.Char(
        string="Safety Stock before (Text)", compute="_compute_change_text"
    )
    after_min_text = fields.Char(string="Min (Text)", compute="_compute_change_text")
    after_max_text = fields.Char(string="Max (Text)", compute="_compute_change_text")
    after_safety_text = fields.Char(
        string="Safety Stock (Text)", compute="_compute_change_text"
    )
    change_pct = fields.Float(
        "Change in %",
        group_operator="avg",
        help="Change of the reorder point, as a share of the old one.",
    )
    stock_value_delta = fields.Monetary(
        "Effect on Stock", help="Expected change of the average stock, at cost."
    )
    value_rank = fields.Float(
        string="Size of the Effect",
        compute="_compute_value_rank",
        store=True,
        group_operator=None,
        help="Effect on stock without its sign, in one currency: the largest first.",
    )
    history_weeks = fields.Integer(
        string="History (weeks)",
        group_operator="avg",
        help="Weeks of demand that the proposal rests on.",
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    snapshot = fields.Json(
        help="Inputs and result, as the engine saw them.",
    )
    reviewed_on = fields.Datetime(string="Reviewed on", readonly=True)
    reviewed_uid = fields.Many2one("res.users", string="Reviewed by", readonly=True)
    reject_reason = fields.Char(string="Rejected because", readonly=True)

    @api.depends(
        "before_min_qty",
        "before_max_qty",
        "before_safety_stock",
        "after_reorder_point",
        "after_order_quantity",
        "after_safety_stock",
        "product_uom_id",
    )
    def _compute_change_text(self):
        for decision in self:
            unit = decision.product_uom_id
            decision.after_max_qty = (
                decision.after_reorder_point + decision.after_order_quantity
            )
            for text, name in (
                ("before_min_text", "before_min_qty"),
                ("before_max_text", "before_max_qty"),
                ("before_safety_text", "before_safety_stock"),
                ("after_min_text", "after_reorder_point"),
                ("after_max_text", "after_max_qty"),
                ("after_safety_text", "after_safety_stock"),
            ):
                decision[text] = format_quantity(self.env, decision[name], unit)
            decision.change_text = _(
                "Min %(before_min)s → %(after_min)s, "
                "Max %(before_max)s → %(after_max)s",
                before_min=decision.before_min_text,
                after_min=decision.after_min_text,
                before_max=decision.before_max_text,
                after_max=decision.after_max_text,
            )
            decision.safety_text = _(
                "%(before)s → %(after)s",
                before=decision.before_safety_text,
                after=decision.after_safety_text,
            )

    @api.depends("stock_value_delta", "company_id")
    def _compute_value_rank(self):
        for decision in self:
            decision.value_rank = abs(decision.stock_value_delta) * self._rank_rate(
                decision.company_id, decision.decided_on
            )

    @api.model
    def _rank_rate(self, company, day):
        """Return what a company's money is worth in the currency ranks are in."""
        common = self.env.ref("base.main_company").sudo().currency_id
        if not company or company.currency_id == common:
            return 1.0
        return self.env["res.currency"]._get_conversion_rate(
            company.currency_id, common, company, day or fields.Date.today()
        )

    def _replay(self):
        """Return what differs when the stored inputs are planned again.

        :return: dict of name -> (stored, replayed); empty if all numbers are the same
        """
        self.ensure_one()
        if not self.snapshot:
            raise UserError(
                _("This decision keeps no inputs any more, so it cannot be replayed.")
            )
        return replay(self.snapshot)

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
            number_parameter(self.env, "decision_retention_months", 24, most=1200)
        )
        forget(self, [("state", "!=", "to_review")], limit=100_000, months=months)
