from odoo import _, api, fields, models
from odoo.exceptions import UserError

from ...tools import forget, number_parameter, roles

# What planners may do themselves; the rest is the manager's.
PLANNER_KINDS = ("assign",)


class StockReplenishChange(models.Model):
    """A change of policies, matrix or classes: what it would do, did, and was before.

    Made by a dry run, so a preview is what applying does. Nobody writes these rows but
    the methods of this model, which check what the user may do.
    """

    _name = "stock.replenish.change"
    _description = "Replenishment Change"
    _order = "id desc"

    name = fields.Char(string="Change", required=True, readonly=True)
    kind = fields.Selection(
        [
            ("policy", "Settings of a policy"),
            ("assign", "Policy of rules"),
            ("matrix", "Matrix"),
            ("classes", "Class settings"),
            ("adopt", "Set of policies"),
        ],
        required=True,
        readonly=True,
    )
    state = fields.Selection(
        [
            ("preview", "Preview"),
            ("applied", "Applied"),
            ("undone", "Undone"),
            ("dropped", "Discarded"),
        ],
        required=True,
        default="preview",
        readonly=True,
        index=True,
    )
    payload = fields.Json(
        string="What is to change", readonly=True, help="What is to change."
    )
    settings = fields.Json(
        string="Settings as before", readonly=True, help="Settings as they were before."
    )
    basis = fields.Char(
        string="Fingerprint", readonly=True, help="Fingerprint of what was looked at."
    )
    policy_id = fields.Many2one(
        "stock.replenish.policy", readonly=True, ondelete="set null"
    )
    company_ids = fields.Many2many("res.company", string="Companies", readonly=True)
    currency_id = fields.Many2one("res.currency", required=True, readonly=True)
    row_ids = fields.One2many(
        "stock.replenish.change.row", "change_id", string="Changed Rules", readonly=True
    )
    largest_ids = fields.Many2many(
        "stock.replenish.change.row",
        compute="_compute_largest_ids",
        string="Largest Moves",
    )

    # --- what it touches ---
    row_count = fields.Integer("Rules", readonly=True)
    moved_count = fields.Integer("Rules with another Policy", readonly=True)
    class_count = fields.Integer("Rules with another Class", readonly=True)
    review_count = fields.Integer("Rules to review", readonly=True)
    kept_count = fields.Integer("Rules within Tolerance", readonly=True)
    failed_count = fields.Integer("Rules that cannot be planned", readonly=True)
    typed_count = fields.Integer("Rules with a typed Quantity", readonly=True)
    locked_count = fields.Integer("Rules not touched", readonly=True)
    hidden_count = fields.Integer("Rules of other Companies", readonly=True)

    # --- before and after, in `currency_id` ---
    stock_value_before = fields.Monetary(string="Stock Value before", readonly=True)
    stock_value_after = fields.Monetary(string="Stock Value after", readonly=True)
    stock_value_delta = fields.Monetary("Stock Value", readonly=True)
    safety_value_before = fields.Monetary(
        string="Safety Stock Value before", readonly=True
    )
    safety_value_after = fields.Monetary(
        string="Safety Stock Value after", readonly=True
    )
    safety_value_delta = fields.Monetary("Safety Stock", readonly=True)
    due_count_before = fields.Integer(string="Orders due before", readonly=True)
    due_count_after = fields.Integer(string="Orders due after", readonly=True)
    due_count_delta = fields.Integer("Orders due", readonly=True)
    due_value_before = fields.Monetary(string="Value due before", readonly=True)
    due_value_after = fields.Monetary(string="Value due after", readonly=True)
    due_value_delta = fields.Monetary("Value due", readonly=True)
    fill_rate_before = fields.Float(string="Fill Rate before", readonly=True)
    fill_rate_after = fields.Float(string="Fill Rate after", readonly=True)
    fill_rate_delta = fields.Float(string="Change of Fill Rate", readonly=True)
    fill_rate_count = fields.Integer(
        string="Rules with a Fill Rate",
        readonly=True,
        help="Rules whose history is long enough to tell.",
    )

    # --- what became of it ---
    applied_on = fields.Datetime(string="Applied on", readonly=True)
    applied_uid = fields.Many2one("res.users", string="Applied by", readonly=True)
    applied_as = fields.Selection(
        [("direct", "Directly"), ("review", "For review")],
        string="Applied as",
        readonly=True,
    )
    application = fields.Integer(
        string="Number of Applications", readonly=True, help="Counts applications."
    )
    is_queued = fields.Boolean(
        string="Planned in the Background",
        readonly=True,
        help="Too many rules to plan at once; the next run plans them.",
    )
    undone_on = fields.Datetime(string="Undone on", readonly=True)
    undone_uid = fields.Many2one("res.users", string="Undone by", readonly=True)
    ordered_count = fields.Integer(
        "Orders made meanwhile", readonly=True, help="What was ordered stays ordered."
    )

    sentence = fields.Char(compute="_compute_sentence")
    obstacle = fields.Char(compute="_compute_obstacle")
    outcome = fields.Char(compute="_compute_outcome")
    is_empty = fields.Boolean(string="Changes nothing", compute="_compute_is_empty")
    stock_value_move = fields.Char(
        string="Change of Stock Value", compute="_compute_moves"
    )
    safety_value_move = fields.Char(
        string="Change of Safety Stock Value", compute="_compute_moves"
    )
    due_count_move = fields.Char(
        string="Change of Orders due", compute="_compute_moves"
    )
    due_value_move = fields.Char(string="Change of Value due", compute="_compute_moves")
    fill_rate_move = fields.Char(
        string="Change of Fill Rate (Text)", compute="_compute_moves"
    )
    note = fields.Text(compute="_compute_note")
    may_act = fields.Boolean(string="May be applied", compute="_compute_may_act")

    @api.depends("row_ids")
    def _compute_largest_ids(self):
        for change in self:
            change.largest_ids = self.env["stock.replenish.change.row"].search(
                [("change_id", "=", change.id), ("weight", ">", 0)],
                order="weight desc, id",
                limit=10,
            )

    @api.depends_context("uid")
    @api.depends("kind")
    def _compute_may_act(self):
        for change in self:
            change.may_act = roles.may(self.env, change._role(change.kind))

    @api.depends("row_count", "payload")
    def _compute_is_empty(self):
        for change in self:
            change.is_empty = not change.row_count and not any(
                (change.payload or {}).get(name)
                for name in ("values", "write", "create", "policies")
            )

    @api.model
    def _role(self, kind):
        """Return the role that a kind of change asks for."""
        return "planner" if kind in PLANNER_KINDS else "manager"

    def _require_role(self, kind):
        roles.require(self.env, self._role(kind), _("changing policies"))

    def _check_state(self, state, problem):
        """Raise if the change is past a state; nobody else changes it meanwhile."""
        self.ensure_one()
        self.flush_recordset(["state"])
        self.env.cr.execute(
            "SELECT state FROM stock_replenish_change WHERE id = %s FOR UPDATE",
            [self.id],
        )
        found = self.env.cr.fetchone()
        if not found or found[0] != state:
            raise UserError(problem)

    def _own(self):
        """Return this change to work on, after checking that the user may.

        Applying and undoing write policies, rules and settings that planners have no
        rights on: what is checked here is all there is.
        """
        kinds = set(self.sudo().mapped("kind")) - set(PLANNER_KINDS)
        role = "manager" if kinds else "planner"
        own = roles.checked(self, role, _("changing policies"))
        if len(own) != 1:
            raise UserError(_("Choose one change; they are applied and undone singly."))
        return own

    def action_discard(self):
        """Drop a preview; nothing was changed by it."""
        own = self._own()
        if own.state == "preview":
            own.write({"state": "dropped"})
        return {"type": "ir.actions.act_window_close"}

    def action_view_rows(self):
        """Open everything the change touches."""
        roles.checked(self, "viewer", _("seeing changes"))
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "stock_replenish_sync.stock_replenish_change_row_action"
        )
        action["domain"] = [("change_id", "=", self.id)]
        action["display_name"] = self.name
        return action

    def _open(self, target="new"):
        """Return the action that shows this change."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": _("Preview") if self.state == "preview" else _("Change"),
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
            "target": target,
            "context": {"dialog_size": "extra-large"},
        }

    def _shown(self):
        """Return what shows the outcome: a button closes the dialog it is in."""
        return self._open() if self.env.context.get("dialog_size") else True

    @api.autovacuum
    def _gc_changes(self):
        """Forget previews after a day, and what old changes touched."""
        forget(self, [("state", "in", ("preview", "dropped"))], limit=1000, days=1)
        months = int(
            number_parameter(self.env, "change_retention_months", 12, most=1200)
        )
        rows = self.env["stock.replenish.change.row"]
        forget(rows, [], limit=100_000, months=months)
