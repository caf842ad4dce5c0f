from odoo import _, api, fields, models
from odoo.exceptions import AccessError
from odoo.tools import SQL

from ...tools import forget

#: States of exceptions that still need a person.
LIVE_STATES = ("open", "acknowledged", "snoozed")
SEVERITIES = [("0", "Low"), ("1", "Medium"), ("2", "High"), ("3", "Critical")]
#: How a problem ended.
ENDS = [("itself", "Cause gone"), ("hand", "By hand")]


class StockReplenishException(models.Model):
    """A problem that needs a person: one row however often it is seen.

    Rows are written by SQL, see :meth:`_merge`.
    """

    _name = "stock.replenish.exception"
    _description = "Replenishment Exception"
    _inherit = ["mail.thread", "mail.activity.mixin", "stock.replenish.amount"]
    _order = "value_rank desc, severity desc, id desc"
    _rec_names_search = ["product_id", "reference"]

    # --- what is wrong ---
    kind = fields.Selection(selection="_kinds", required=True, index=True)
    family = fields.Selection(
        [
            ("shortage", "Shortage"),
            ("late", "Late supply"),
            ("too_much", "Too much stock"),
            ("data", "Wrong or missing data"),
        ],
        help="What kinds have in common.",
    )
    code = fields.Char(required=True, help="What is wrong, for grouping.")
    severity = fields.Selection(SEVERITIES, required=True, default="2")
    text = fields.Char(help="What planning or ordering said.")
    orderpoint_id = fields.Many2one(
        "stock.warehouse.orderpoint",
        string="Reordering Rule",
        index=True,
        ondelete="cascade",
    )
    product_id = fields.Many2one("product.product", index=True, ondelete="cascade")
    product_uom_id = fields.Many2one(related="product_id.uom_id", string="Unit")
    warehouse_id = fields.Many2one("stock.warehouse", ondelete="cascade")
    source_warehouse_id = fields.Many2one(
        "stock.warehouse",
        string="From Warehouse",
        ondelete="set null",
        help="Warehouse that sends the goods.",
    )
    company_id = fields.Many2one("res.company", required=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    partner_id = fields.Many2one("res.partner", string="Vendor", ondelete="set null")
    purchase_line_id = fields.Many2one(
        "purchase.order.line",
        string="Purchase Order Line",
        index="btree_not_null",
        ondelete="set null",
    )
    production_id = fields.Many2one(
        "mrp.production",
        string="Manufacturing Order",
        index="btree_not_null",
        ondelete="set null",
    )
    move_id = fields.Many2one(
        "stock.move",
        string="Stock Move",
        index="btree_not_null",
        ondelete="set null",
    )
    reference = fields.Char(string="Document")
    other = fields.Char(string="Concerns also")
    quantity = fields.Float(digits="Product Unit of Measure", group_operator=False)
    days = fields.Integer(group_operator=False)
    date_from = fields.Date(string="Since")
    date_expected = fields.Date(string="Expected")
    act_by = fields.Date(group_operator="min", help="Last day on which acting helps.")
    suggested_action = fields.Char(help="What helps most as a rule.")

    # --- what it costs ---
    value_at_risk = fields.Monetary(
        string="At Risk",
        help="Cost of waiting: margin on what cannot be sold, or the cost of keeping "
        "what is not needed.",
    )
    value_rank = fields.Float(
        string="At Risk in one currency",
        digits=(16, 2),
        help="What is at risk, in the currency of the main company.",
    )
    rate_date = fields.Date(string="Rate of", help="Day of the currency rate.")

    # --- who sees to it ---
    run_id = fields.Many2one(
        "stock.replenish.run", index="btree_not_null", ondelete="set null"
    )
    user_id = fields.Many2one("res.users", string="Owner", tracking=True)
    state = fields.Selection(
        [
            ("open", "Open"),
            ("acknowledged", "Acknowledged"),
            ("snoozed", "Snoozed"),
            ("resolved", "Resolved"),
        ],
        required=True,
        default="open",
        tracking=True,
    )
    snoozed_until = fields.Date(string="Snoozed until")
    # What it was worth when somebody put it aside: it is back when it gets worse.
    baseline_value = fields.Monetary(string="At Risk when put aside")
    baseline_severity = fields.Selection(SEVERITIES, string="Severity when put aside")
    ended = fields.Selection(ENDS, string="Closed")
    resolved_on = fields.Datetime(string="Resolved on", readonly=True)

    # --- how it goes ---
    fingerprint = fields.Char(required=True)
    occurrences = fields.Integer(string="Days seen", default=1, required=True)
    first_seen = fields.Datetime(
        string="First seen", required=True, default=fields.Datetime.now
    )
    last_seen = fields.Datetime(
        string="Last seen", required=True, default=fields.Datetime.now
    )
    raised_on = fields.Datetime(
        string="Open since", required=True, default=fields.Datetime.now
    )
    is_present = fields.Boolean(
        string="Cause is there", default=True, help="Seen when last looked for."
    )
    strip = fields.Json(string="Balance", help="Projected balance, day by day.")
    episode_ids = fields.One2many(
        "stock.replenish.exception.episode", "exception_id", string="History"
    )

    _sql_constraints = [
        (
            "fingerprint_uniq",
            "unique (fingerprint)",
            "This problem is already on the list.",
        ),
    ]

    def init(self):
        # The list opens on what is open, most money first.
        self.env.cr.execute(
            SQL(
                """CREATE INDEX IF NOT EXISTS stock_replenish_exception_list_idx
                   ON stock_replenish_exception
                      (value_rank DESC, severity DESC, id DESC)
                   WHERE state IN ('open', 'acknowledged', 'snoozed')"""
            )
        )
        # The control tower counts what is open, by kind.
        self.env.cr.execute(
            """CREATE INDEX IF NOT EXISTS stock_replenish_exception_tower_idx
               ON stock_replenish_exception (company_id, kind, user_id)
               INCLUDE (value_rank, severity) WHERE state = 'open'"""
        )

    @api.model
    def _kinds(self):
        return self.env["stock.replenish.detection"]._labels()

    def _detection(self):
        """Return the detection of these problems' kind."""
        return self.env["stock.replenish.detection"]._of(self[:1].kind)

    def write(self, vals):
        if not self.env.su:
            self._check_writable(vals)
        return super().write(vals)

    def _check_writable(self, vals):
        """Raise unless only what people decide is written: owner, chatter, activities.

        The status changes by its buttons, all else by what planning and ordering see.
        """
        allowed = {"user_id"}.union(
            self.env["mail.thread"]._fields, self.env["mail.activity.mixin"]._fields
        )
        refused = sorted(set(vals) - allowed)
        if refused:
            labels = self.fields_get(refused, ["string"])
            raise AccessError(
                _(
                    "%(fields)s of an exception cannot be edited directly. Assign an "
                    "owner, acknowledge it or resolve it by its buttons.",
                    fields=", ".join(
                        labels[name]["string"] for name in refused if name in labels
                    ),
                )
            )

    @api.autovacuum
    def _gc_exceptions(self):
        """Forget what has been closed for a year and is gone."""
        gone = [("state", "=", "resolved"), ("is_present", "=", False)]
        forget(self, gone, "write_date", months=12)
