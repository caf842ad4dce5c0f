from odoo import _, fields, models
from odoo.exceptions import UserError
from odoo.tools import float_compare, format_date


class StockReplenishAdjust(models.TransientModel):
    """Open orders of items that have too much, to be changed."""

    _name = "stock.replenish.adjust"
    _description = "Change open orders"

    task = fields.Selection(
        [
            ("postpone", "Postpone Orders"),
            ("reduce", "Reduce Orders"),
            ("cancel", "Cancel Orders"),
        ],
        required=True,
        readonly=True,
        default="postpone",
    )
    exception_ids = fields.Many2many(
        "stock.replenish.exception", string="Exceptions", required=True, readonly=True
    )
    line_ids = fields.One2many(
        "stock.replenish.adjust.line", "adjust_id", string="Open Orders"
    )

    def action_apply(self):
        """Change the orders as typed, each with the user's own rights."""
        rows = self.exception_ids.with_user(self.env.user)._acting(_("changing orders"))
        self.ensure_one()
        self.check_access_rule("write")
        wishes = [wish for line in self.line_ids if (wish := line._wish(rows))]
        if not wishes:
            raise UserError(_("Nothing is changed here. Type another day or quantity."))
        return rows._change_supply(self.task, wishes)


class StockReplenishAdjustLine(models.TransientModel):
    _name = "stock.replenish.adjust.line"
    _description = "Open order to be changed"
    _order = "id"

    adjust_id = fields.Many2one(
        "stock.replenish.adjust", required=True, ondelete="cascade"
    )
    exception_id = fields.Many2one(
        "stock.replenish.exception", required=True, readonly=True, ondelete="cascade"
    )
    orderpoint_id = fields.Many2one(
        "stock.warehouse.orderpoint",
        string="Reordering Rule",
        readonly=True,
        ondelete="cascade",
    )
    product_id = fields.Many2one("product.product", readonly=True, ondelete="cascade")
    uom_id = fields.Many2one(related="product_id.uom_id", string="Unit")
    document = fields.Reference(
        [
            ("purchase.order.line", "Purchase Order"),
            ("mrp.production", "Manufacturing Order"),
            ("stock.move", "Transfer"),
        ],
        readonly=True,
    )
    reference = fields.Char(string="Order", readonly=True)
    date_current = fields.Date(string="Arrives on", readonly=True)
    date_new = fields.Date(string="New Day")
    quantity_current = fields.Float(
        "Still to come", digits="Product Unit of Measure", readonly=True
    )
    quantity_new = fields.Float(
        "New Quantity",
        digits="Product Unit of Measure",
        help="0 cancels what is still to come.",
    )
    problem = fields.Char(
        string="Why not here",
        readonly=True,
        help="What keeps the order from being changed here.",
    )

    def _wish(self, rows):
        """Return what is typed for `_change_supply`, None where nothing is.

        :param rows: the dialog's exceptions
        """
        self.ensure_one()
        rounding = self.uom_id.rounding or 0.01
        resized = float_compare(
            self.quantity_new, self.quantity_current, precision_rounding=rounding
        )
        moved = self.date_new and self.date_new != self.date_current
        if not (resized or moved):
            return None
        if self.quantity_new < 0:
            raise UserError(
                _("A quantity cannot be negative. Type 0 to cancel %s.", self.reference)
            )
        row = self.exception_id.sudo()
        today = row.company_id._replenish_today()
        if moved and self.date_new < today:
            raise UserError(
                _(
                    "%(day)s is past. Enter a day from today on for %(order)s.",
                    day=format_date(self.env, self.date_new),
                    order=self.reference,
                )
            )
        document = self.sudo().document
        if row not in rows or not document or not document.exists():
            raise UserError(_("%s is not there any more.", self.reference))
        quantity = self.quantity_new if resized else self.quantity_current
        return (
            row,
            self.sudo().orderpoint_id,
            document,
            (self.date_current, self.quantity_current),
            (self.date_new or self.date_current, quantity),
            self.reference,
        )
