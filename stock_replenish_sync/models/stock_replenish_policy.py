from odoo import _, api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..planning.choices import LONGEST_HORIZON
from ..planning.datatypes import PolicyParams
from ..planning.validation import LARGEST
from ..tools import roles

# Fields that are columns of `PolicyParams` under the same name.
PARAMETER_FIELDS = tuple(PolicyParams.__dataclass_fields__)
# Fields whose change makes a new version, that is, asks for a new plan.
VERSIONED_FIELDS = (*PARAMETER_FIELDS, "apply_mode", "approval_limit")


class StockReplenishPolicy(models.Model):
    _name = "stock.replenish.policy"
    _description = "Replenishment Policy"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", index=True, help="Empty: shared by all companies."
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
        required=True,
        default="cycle",
    )
    service_level = fields.Float(default=0.95, digits=(6, 4), required=True)
    review_days = fields.Float(
        default=1,
        required=True,
        help="Days between two chances to order, counted from a Monday: with 7, "
        "what is due is ordered on Mondays.",
    )
    demand_stream = fields.Selection(
        [
            ("net", "Expected demand, used up by orders already booked"),
            ("booked", "Only orders already booked"),
            ("forecast", "Only expected demand"),
        ],
        required=True,
        compute="_compute_demand_stream",
        store=True,
        readonly=False,
        precompute=True,
    )
    lead_time_source = fields.Selection(
        [("contract", "As agreed"), ("learned", "Learned from receipts")],
        required=True,
        default="learned",
    )
    minimum_receipts = fields.Integer(
        default=3,
        required=True,
        help="With fewer receipts than this the agreed lead time is used.",
    )
    minimum_history = fields.Integer(
        default=8,
        required=True,
        help="Weeks of history below which numbers are marked as uncertain.",
    )
    lot_method = fields.Selection(
        [
            ("eoq", "Economic order quantity"),
            ("days", "Days of supply"),
            ("fixed", "Fixed quantity"),
            ("lot_for_lot", "What is needed"),
        ],
        required=True,
        compute="_compute_lot_method",
        store=True,
        readonly=False,
        precompute=True,
    )
    lot_days = fields.Float(
        default=14,
        required=True,
        help="Days of demand in a lot; for 'What is needed', days whose needs are "
        "ordered together.",
    )
    lot_quantity = fields.Float(digits="Product Unit of Measure")
    order_cost = fields.Float(default=25, help="Cost of one order line.")
    holding_rate = fields.Float(
        default=0.2, help="Yearly cost of holding stock, as a share of its value."
    )
    safety_days = fields.Float(help="Days by which orders should arrive early.")
    max_days_of_supply = fields.Float(
        default=90,
        help="Safety stock and lot never exceed this many days of demand. 0: no limit.",
    )
    tolerance = fields.Float(
        default=0.1,
        help="Parameters are kept until they would move by more than this share.",
    )
    rounding = fields.Selection(
        [
            ("up", "Up"),
            ("nearest", "To the nearest"),
            ("down", "Down"),
            ("not_above_max", "Up, but never above the maximum"),
        ],
        default="up",
        required=True,
        help="How quantities are brought to the multiple of the item.",
    )
    horizon_days = fields.Integer(
        default=60, required=True, help="Days ahead that suggestions are made for."
    )
    apply_mode = fields.Selection(
        [
            ("auto", "Apply new parameters at once"),
            ("review", "Have new parameters reviewed"),
        ],
        default="auto",
        required=True,
        help="Under review, Odoo's own rule stays in force until the first parameters "
        "of an item were accepted.",
    )
    approval_limit = fields.Monetary(
        help="Suggestions worth more than this are held until approved. 0: no limit. "
        "In the currency of the policy's company."
    )
    currency_id = fields.Many2one(
        "res.currency", compute="_compute_currency_id", string="Currency"
    )
    orderpoint_ids = fields.One2many(
        "stock.warehouse.orderpoint", "policy_id", string="Reordering Rules"
    )
    orderpoint_count = fields.Integer(
        string="Number of Rules", compute="_compute_orderpoint_count"
    )

    @api.depends("company_id")
    @api.depends_context("company")
    def _compute_currency_id(self):
        for policy in self:
            policy.currency_id = (policy.company_id or self.env.company).currency_id

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

    def _compute_orderpoint_count(self):
        counts = dict(
            self.env["stock.warehouse.orderpoint"]._read_group(
                [("policy_id", "in", self.ids)], ["policy_id"], ["__count"]
            )
        )
        for policy in self:
            policy.orderpoint_count = counts.get(policy, 0)

    @api.constrains(*PARAMETER_FIELDS, "approval_limit")
    def _check_parameters(self):
        for policy in self:
            problem = policy._parameter_problem()
            if problem:
                raise ValidationError(
                    _(
                        "Policy %(policy)s: %(problem)s",
                        policy=policy.name,
                        problem=problem,
                    )
                )

    def _parameter_problem(self):
        """Return what is wrong with the parameters, in the user's words, or False."""
        self.ensure_one()
        problem = self._range_problem()
        if problem:
            return problem
        if not 0.5 <= self.service_level < 1:
            return _(
                "the service level must be at least 50 % and below 100 %; nothing "
                "can guarantee 100 %."
            )
        if not self.review_days >= 1:
            return _("the review period is at least one day.")
        if not 1 <= self.horizon_days <= 365:
            return _("the horizon must be between 1 and 365 days.")
        if not self.lot_days >= 0 or (
            self.lot_method in ("days", "lot_for_lot") and not self.lot_days
        ):
            return _("the days in a lot must be more than 0.")
        if self.lot_method == "fixed" and self.lot_quantity <= 0:
            return _("a fixed lot needs a quantity.")
        if self.lot_method == "eoq" and not (self.order_cost and self.holding_rate):
            return _(
                "an economic order quantity needs the cost of an order and of holding "
                "stock."
            )
        if self.method == "just_in_time" and self.lot_method != "lot_for_lot":
            return _("just in time orders what is needed: choose that lot.")
        return False

    def _range_problem(self):
        """Return which number the engine could not compute with, or False."""
        never_negative = (
            "lot_quantity",
            "order_cost",
            "holding_rate",
            "safety_days",
            "max_days_of_supply",
            "tolerance",
            "minimum_receipts",
            "minimum_history",
            "approval_limit",
        )
        for name in never_negative:
            if not self[name] >= 0:
                return _("%s cannot be negative.", self._fields[name].string)
            if self[name] > LARGEST:
                return _("%s is too large.", self._fields[name].string)
        for name in ("review_days", "safety_days", "lot_days"):
            if not self[name] <= LONGEST_HORIZON:
                return _(
                    "%(field)s cannot be more than %(days)s.",
                    field=self._fields[name].string,
                    days=LONGEST_HORIZON,
                )
        return False

    @api.constrains("company_id")
    def _check_governed_companies(self):
        """Refuse to take a policy away from companies that it governs."""
        Orderpoint = self.env["stock.warehouse.orderpoint"].sudo()
        for policy in self.filtered("company_id"):
            foreign = Orderpoint.with_context(active_test=False).search(
                [
                    ("policy_id", "=", policy.id),
                    ("company_id", "!=", policy.company_id.id),
                ],
                limit=1,
            )
            if foreign:
                raise ValidationError(
                    _(
                        "Policy %(policy)s governs reordering rules of %(company)s. "
                        "Share it, or give those rules another policy first.",
                        policy=policy.name,
                        company=foreign.company_id.name,
                    )
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

    def action_view_orderpoints(self):
        roles.checked(self, "viewer", _("looking into replenishment"))
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "stock_replenish_sync.stock_warehouse_orderpoint_action"
        )
        action["domain"] = [("policy_id", "=", self.id)]
        return action
