from odoo import _, api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from ...planning.datatypes import Reason
from ...tools import forget, format_quantity, roles

SUPPLY_KINDS = [("buy", "Buy"), ("make", "Make"), ("transfer", "Transfer")]
OPEN_STATES = ("proposed", "held")


class StockReplenishSuggestion(models.Model):
    """One thing to get. Rows are written by the plan and used up by ordering."""

    _name = "stock.replenish.suggestion"
    _inherit = ["stock.replenish.amount", "stock.replenish.snapshot"]
    _description = "Replenishment Suggestion"
    _order = "due_date, release_date, id"
    _rec_name = "product_id"
    _check_company_auto = True

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
    kind = fields.Selection(SUPPLY_KINDS, required=True)
    source_warehouse_id = fields.Many2one(
        "stock.warehouse",
        string="From Warehouse",
        index="btree_not_null",
        help="Warehouse that is to send the goods.",
    )
    lane_id = fields.Many2one(
        "stock.replenish.source",
        string="Lane",
        index="btree_not_null",
        ondelete="set null",
        help="Lane that is to bring the goods.",
    )
    # What to ask for when it is ordered; empty where the rule's own way is meant.
    route_id = fields.Many2one("stock.route", ondelete="set null")
    supplier_id = fields.Many2one(
        "product.supplierinfo", string="Vendor Price", ondelete="set null"
    )
    vendor_id = fields.Many2one("res.partner", string="Vendor", index="btree_not_null")
    bom_id = fields.Many2one("mrp.bom", string="Bill of Materials", ondelete="set null")
    quantity = fields.Float(digits="Product Unit of Measure", required=True)
    raw_quantity = fields.Float(
        string="Needed",
        digits="Product Unit of Measure",
        help="Quantity before minimum and multiple.",
    )
    need_date = fields.Date(
        string="Needed on", required=True, help="Day it should be in stock."
    )
    release_date = fields.Date(
        string="Order by",
        required=True,
        help="Last day an order still arrives in time.",
    )
    due_date = fields.Date(
        string="Order Day",
        required=True,
        index=True,
        help="From this day on the suggestion is ordered: the last review before the "
        "order-by day.",
    )
    arrival_date = fields.Date(
        string="Arrives on", help="Day an order placed in time arrives."
    )
    state = fields.Selection(
        [
            ("proposed", "Proposed"),
            ("held", "Held for approval"),
            ("ordered", "Ordered"),
            ("rejected", "Rejected"),
            ("superseded", "Superseded"),
        ],
        required=True,
        default="proposed",
        index=True,
    )
    value = fields.Monetary(help="Quantity at cost.")
    approved_value = fields.Monetary(
        string="Approved up to", readonly=True, help="Value it was approved for."
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    reasons = fields.Integer(
        string="Reason Codes", help="Bit mask of the engine's reason codes."
    )
    reason_text = fields.Char(string="Because", compute="_compute_reason_text")
    is_typed = fields.Boolean(
        string="Typed", help="A person typed this quantity in place of the plan's."
    )
    rejected_until = fields.Date(
        string="Not again until",
        help="Until this day the same need is not suggested again.",
    )
    reject_reason = fields.Char(string="Rejected because", readonly=True)
    source_text = fields.Char(string="From", compute="_compute_source_text")
    held_reason = fields.Char(string="Held because", compute="_compute_held_reason")
    quantity_text = fields.Char(
        string="Quantity and Unit", compute="_compute_quantity_text"
    )
    raw_quantity_text = fields.Char(
        string="Needed before Rounding", compute="_compute_quantity_text"
    )
    ordered_on = fields.Datetime(string="Ordered on", readonly=True)
    ordered_uid = fields.Many2one("res.users", string="Ordered by", readonly=True)
    snapshot = fields.Json(
        help="Inputs and result of the plan by which this was due or held.",
    )
    # What sources gave that could not give all; see `_short_sources`.
    shares = fields.Json()
    # Stands for the inputs of the snapshot: what has the same keeps its snapshot.
    fingerprint = fields.Char(readonly=True)
    move_ids = fields.One2many(
        "stock.move", "replenish_suggestion_id", string="Transfers"
    )
    purchase_line_ids = fields.One2many(
        "purchase.order.line", "replenish_suggestion_id", string="Purchase Order Lines"
    )
    production_ids = fields.One2many(
        "mrp.production", "replenish_suggestion_id", string="Manufacturing Orders"
    )

    def init(self):
        # The gate looks for what is open and due of a few orderpoints.
        self.env.cr.execute(
            """CREATE INDEX IF NOT EXISTS stock_replenish_suggestion_open_idx
               ON stock_replenish_suggestion (orderpoint_id)
               WHERE state IN ('proposed', 'held')"""
        )

    @api.depends("quantity", "product_id", "warehouse_id", "need_date")
    def _compute_display_name(self):
        for suggestion in self:
            suggestion.display_name = _(
                "%(quantity)s of %(product)s for %(warehouse)s by %(day)s",
                quantity=format_quantity(
                    self.env, suggestion.quantity, suggestion.product_uom_id, True
                ),
                product=suggestion.product_id.display_name,
                warehouse=suggestion.warehouse_id.display_name,
                day=format_date(self.env, suggestion.need_date),
            )

    @api.depends("quantity", "raw_quantity", "product_uom_id")
    def _compute_quantity_text(self):
        for suggestion in self:
            unit = suggestion.product_uom_id
            suggestion.quantity_text = format_quantity(
                self.env, suggestion.quantity, unit, True
            )
            suggestion.raw_quantity_text = format_quantity(
                self.env, suggestion.raw_quantity, unit, True
            )

    @api.depends("kind", "vendor_id", "source_warehouse_id")
    def _compute_source_text(self):
        for suggestion in self:
            source = suggestion.vendor_id or suggestion.source_warehouse_id
            suggestion.source_text = (
                _("Own production")
                if suggestion.kind == "make"
                else source.sudo().display_name
            )

    @api.depends("state", "value", "approved_value", "policy_id.approval_limit")
    def _compute_held_reason(self):
        for suggestion in self:
            suggestion.held_reason = suggestion._held_sentence()

    def _held_sentence(self):
        """Return why a suggestion waits for a manager, or False."""
        self.ensure_one()
        if self.state != "held":
            return False
        currency = self.currency_id
        limit = self.policy_id.sudo().approval_limit
        if self.approved_value:
            return _(
                "Grew beyond the %s it was approved for",
                currency.format(self.approved_value),
            )
        if not limit:
            # The limit was lifted since; the next plan releases it.
            return _("Value above the limit at the last plan")
        return _("Value above %s", currency.format(limit))

    @api.depends(
        "reasons",
        "quantity",
        "raw_quantity",
        "is_typed",
        "vendor_reasons",
        "due_date",
        "alone_due_date",
    )
    def _compute_reason_text(self):
        words = self._reason_words()
        for suggestion in self:
            said = [_("Quantity typed by a person")] if suggestion.is_typed else []
            reasons = suggestion.reasons
            if abs(suggestion.quantity - suggestion.raw_quantity) < 1:
                # That 46.7 become 47 needs no word.
                reasons &= ~int(Reason.ROUNDED_TO_MULTIPLE)
            said += [words[code] for code in words if reasons & int(code)]
            said += suggestion._vendor_sentences()
            suggestion.reason_text = ", ".join(said)

    def _reason_words(self):
        """Return what each reason code of a need means to a planner."""
        return {
            Reason.STOCKED_OUT: _("Stocked out"),
            Reason.LATE: _("Later than the lead time allows"),
            Reason.OVERDUE_RECEIPT: _("Late supply still counted"),
            Reason.ROUNDED_TO_MULTIPLE: _("Brought to the multiple"),
            Reason.RAISED_TO_MINIMUM: _("Raised to the vendor's minimum"),
            Reason.CUT_TO_MAXIMUM: _("Cut to the maximum"),
        }

    def action_view_documents(self):
        """Open the documents this suggestion became."""
        roles.checked(self, "viewer", _("looking into replenishment"))
        self.ensure_one()
        for records in (
            self.purchase_line_ids.order_id,
            self.production_ids,
            self.move_ids.picking_id,
        ):
            if records:
                return {
                    "type": "ir.actions.act_window",
                    "name": _("Orders"),
                    "res_model": records._name,
                    "view_mode": "tree,form",
                    "domain": [("id", "in", records.ids)],
                }
        raise UserError(_("Nothing was ordered from this suggestion yet."))

    @api.autovacuum
    def _gc_superseded(self):
        """Drop suggestions that never became anything, a month after they were made."""
        superseded = [("state", "=", "superseded")]
        forget(self, superseded, "write_date", 100_000, days=30)
