from odoo import _, api, fields, models
from odoo.exceptions import UserError

from ...planning.datatypes import PolicyParams
from ...tools import roles

# Fields that are columns of `PolicyParams` under the same name.
PARAMETER_FIELDS = tuple(PolicyParams.__dataclass_fields__)
# Fields whose change makes a new version, that is, asks for a new plan.
VERSIONED_FIELDS = (*PARAMETER_FIELDS, "apply_mode", "approval_limit")


class StockReplenishPolicy(models.Model):
    _name = "stock.replenish.policy"
    _inherit = ["mail.thread"]
    _description = "Replenishment Policy"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True, tracking=1)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True, tracking=True)
    company_id = fields.Many2one(
        "res.company",
        index=True,
        tracking=True,
        help="Empty: shared by all companies.",
    )
    planner_id = fields.Many2one(
        "res.users",
        string="Planner",
        tracking=True,
        help="Is asked to see to exceptions of items that follow this policy, unless "
        "the item has a planner of its own.",
    )
    version = fields.Integer(
        default=1, readonly=True, copy=False, help="Grows with each change."
    )
    method = fields.Selection(
        [
            ("min_max", "Min/max (as Odoo does)"),
            ("reorder_point", "Reorder point with safety stock"),
            ("just_in_time", "Just in time"),
        ],
        required=True,
        default="reorder_point",
        tracking=True,
        help="Min/max: Odoo's own rule, untouched.\n"
        "Reorder point: order when what is left over the lead time falls below the "
        "safety stock.\n"
        "Just in time: order what is already sold or needed, as late as possible.",
    )
    service_kind = fields.Selection(
        [
            ("cycle", "No stock-out in an order cycle"),
            ("fill", "Share of units served from stock"),
            ("none", "No safety stock"),
        ],
        string="Goal",
        required=True,
        default="cycle",
        tracking=True,
        help="What the service level is a share of: order cycles that end without a "
        "stock-out, or units that could be delivered at once.",
    )
    service_level = fields.Float(
        default=0.95,
        digits=(6, 4),
        required=True,
        tracking=True,
        help="Between 50 % and 99.99 %. The nearer to 100 %, the faster safety stock "
        "grows.",
    )
    review_days = fields.Float(
        string="Order every (days)",
        default=1,
        required=True,
        tracking=True,
        help="Days between two chances to order, counted from a Monday: with 7, "
        "what is due is ordered on Mondays.",
    )
    demand_stream = fields.Selection(
        [
            ("net", "Expected demand, used up by orders already booked"),
            ("booked", "Only orders already booked"),
            ("forecast", "Only expected demand"),
        ],
        string="Demand",
        required=True,
        compute="_compute_demand_stream",
        store=True,
        readonly=False,
        precompute=True,
        tracking=True,
        help="What stock has to cover: what past weeks let us expect, what customers "
        "and production have already asked for, or both without counting twice.",
    )
    lead_time_source = fields.Selection(
        [("contract", "As agreed"), ("learned", "Learned from receipts")],
        string="Lead Time",
        required=True,
        default="learned",
        tracking=True,
        help="As agreed: what vendor price, bill of materials or route say. Learned: "
        "how long past receipts really took, and how much that varied.",
    )
    minimum_receipts = fields.Integer(
        string="Receipts at least",
        default=3,
        required=True,
        tracking=True,
        help="With fewer receipts than this the agreed lead time is used.",
    )
    minimum_history = fields.Integer(
        string="Weeks of History at least",
        default=8,
        required=True,
        tracking=True,
        help="Weeks of history below which numbers are marked as uncertain.",
    )
    lot_method = fields.Selection(
        [
            ("eoq", "Economic order quantity"),
            ("days", "Days of supply"),
            ("fixed", "Fixed quantity"),
            ("lot_for_lot", "What is needed"),
        ],
        string="Order Quantity",
        required=True,
        compute="_compute_lot_method",
        store=True,
        readonly=False,
        precompute=True,
        tracking=True,
        help="Economic: where ordering and holding together cost least.\n"
        "Days of supply: enough for so many days.\n"
        "Fixed: always the same quantity.\n"
        "What is needed: exactly what is short.",
    )
    lot_days = fields.Float(
        string="Days in one Order",
        default=14,
        required=True,
        tracking=True,
        help="Days of demand in an order; for 'What is needed', days whose needs are "
        "ordered together.",
    )
    lot_quantity = fields.Float(
        string="Quantity", digits="Product Unit of Measure", tracking=True
    )
    order_cost = fields.Float(
        string="Cost of an Order Line",
        default=25,
        tracking=True,
        help="Work and freight of one more order line, in the currency of the company "
        "that orders.",
    )
    holding_rate = fields.Float(
        string="Holding Cost a Year",
        default=0.2,
        tracking=True,
        help="Capital, space and losses of a year, as a share of the value of stock.",
    )
    safety_days = fields.Float(
        string="Arrive early by (days)",
        tracking=True,
        help="Days by which orders should arrive before they are needed.",
    )
    max_days_of_supply = fields.Float(
        string="At most (days of supply)",
        default=90,
        tracking=True,
        help="Neither safety stock nor an order exceeds this many days of demand. "
        "Empty: no limit.",
    )
    tolerance = fields.Float(
        string="Ignore Changes below",
        default=0.1,
        tracking=True,
        help="Safety stock, reorder point and order quantity of an item are kept "
        "until one of them would move by more than this share.",
    )
    rounding = fields.Selection(
        [
            ("up", "Up"),
            ("nearest", "To the nearest"),
            ("down", "Down"),
            ("not_above_max", "Up, but never above the maximum"),
        ],
        string="Round to Multiples",
        default="up",
        required=True,
        tracking=True,
        help="How quantities are brought to the multiple of the item.",
    )
    horizon_days = fields.Integer(
        string="Look ahead (days)",
        default=60,
        required=True,
        tracking=True,
        help="Days ahead that suggestions are made for.",
    )
    apply_mode = fields.Selection(
        [
            ("auto", "Apply new parameters at once"),
            ("review", "Have new parameters reviewed"),
        ],
        string="New Parameters",
        default="auto",
        required=True,
        tracking=True,
        help="Under review, Odoo's own rule stays in force until the first parameters "
        "of an item were accepted.",
    )
    approval_limit = fields.Monetary(
        string="Approve Orders above",
        tracking=True,
        help="Suggestions worth more than this are held until approved. Empty: no "
        "limit. The limit counts in the currency of the company that orders.",
    )
    currency_id = fields.Many2one(
        "res.currency",
        compute="_compute_currency_id",
        string="Currency",
        help="Of the policy's company. A shared policy has one only if all companies "
        "keep their books in it.",
    )
    orderpoint_ids = fields.One2many(
        "stock.warehouse.orderpoint", "policy_id", string="Reordering Rules"
    )

    @api.depends("company_id")
    def _compute_currency_id(self):
        groups = self.env["res.company"].sudo()._read_group([], ["currency_id"])
        shared = [currency for (currency,) in groups]
        for policy in self:
            own = policy.company_id.sudo().currency_id
            # A limit of 5000 is 5000 of each company's money: showing it in one of
            # several currencies would be wrong for the others.
            policy.currency_id = own or (len(shared) == 1 and shared[0])

    @api.depends("method")
    def _compute_demand_stream(self):
        for policy in self:
            policy.demand_stream = (
                "booked" if policy.method == "just_in_time" else "net"
            )

    @api.depends("method")
    def _compute_lot_method(self):
        for policy in self:
            policy.lot_method = (
                "lot_for_lot" if policy.method == "just_in_time" else "eoq"
            )

    def write(self, vals):
        watched = [name for name in VERSIONED_FIELDS if name in vals]
        before = {
            policy: [policy[name] for name in VERSIONED_FIELDS]
            for policy in (self if watched else self.browse())
        }
        result = super().write(vals)
        changed = self.browse().concat(
            *(
                policy
                for policy, values in before.items()
                if [policy[name] for name in VERSIONED_FIELDS] != values
            )
        )
        for policy in changed:
            super(StockReplenishPolicy, policy).write({"version": policy.version + 1})
        if changed:
            self.env["stock.replenish.dirty"]._mark_policies(changed)
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_in_use(self):
        for policy in self:
            if policy.with_context(active_test=False).sudo().orderpoint_ids:
                raise UserError(
                    _(
                        "Policy %s governs reordering rules. Archive it, or give those "
                        "rules another policy first.",
                        policy.name,
                    )
                )

    def _planning_parameters(self):
        """Return the policy as the engine reads it."""
        self.ensure_one()
        return PolicyParams(**{name: self[name] for name in PARAMETER_FIELDS})

    def action_plan(self):
        """Plan all orderpoints of these policies now."""
        roles.checked(self, "planner", _("planning"))
        return self.orderpoint_ids.action_plan()
