from odoo import _, api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from ..tools import format_quantity


class StockReplenishExpedite(models.TransientModel):
    """Ask vendors when goods will come, and enter what they answer."""

    _name = "stock.replenish.expedite"
    _description = "Ask for a new date"

    exception_ids = fields.Many2many(
        "stock.replenish.exception", string="Exceptions", required=True, readonly=True
    )
    line_ids = fields.One2many(
        "stock.replenish.expedite.line", "expedite_id", string="Order Lines"
    )
    summary = fields.Char(compute="_compute_summary")

    @api.depends("line_ids.selected")
    @api.depends_context("lang")
    def _compute_summary(self):
        for dialog in self:
            orders = dialog.line_ids.filtered("selected").sudo().order_id
            dialog.summary = _(
                "To be asked: %s",
                ", ".join(
                    f"{order.partner_id.display_name} ({order.name})"
                    for order in orders
                )
                or _("nobody"),
            )

    def _rows(self, doing):
        rows = self.exception_ids.with_user(self.env.user)._acting(doing)
        self.ensure_one()
        self.check_access_rule("write")
        return rows

    def action_send(self):
        """Write to the vendors of the selected lines, one message an order."""
        rows = self._rows(_("writing to vendors"))
        lines = self.line_ids.filtered("selected")
        if not lines:
            raise UserError(_("Select at least one line to ask about."))
        return rows._ask_vendors(lines.sudo().purchase_line_id)

    def action_answer(self):
        """Enter the days that vendors named, and have the items planned again."""
        rows = self._rows(_("changing orders"))
        answers = {
            line.sudo().purchase_line_id: line._checked_day()
            for line in self.line_ids
            if line.date_new and line.date_new != line.date_current
        }
        if not answers:
            raise UserError(_("Enter a new day for at least one line."))
        return rows._enter_answers(answers)


class StockReplenishExpediteLine(models.TransientModel):
    _name = "stock.replenish.expedite.line"
    _description = "Order line to ask a vendor about"
    _order = "id"

    expedite_id = fields.Many2one(
        "stock.replenish.expedite", required=True, ondelete="cascade"
    )
    selected = fields.Boolean("Ask", default=True)
    purchase_line_id = fields.Many2one(
        "purchase.order.line", required=True, readonly=True, ondelete="cascade"
    )
    order_id = fields.Many2one(related="purchase_line_id.order_id", string="Order")
    partner_id = fields.Many2one(
        related="purchase_line_id.order_id.partner_id", string="Vendor"
    )
    product_id = fields.Many2one(related="purchase_line_id.product_id")
    quantity_text = fields.Char(
        string="Still to come", compute="_compute_quantity_text"
    )
    date_current = fields.Date(string="Expected", readonly=True)
    date_new = fields.Date(
        string="Vendor's Answer", help="Day that the vendor names, if it has answered."
    )

    @api.depends("purchase_line_id")
    @api.depends_context("lang")
    def _compute_quantity_text(self):
        for line in self:
            bought = line.purchase_line_id.sudo()
            line.quantity_text = format_quantity(
                self.env,
                bought.product_qty - bought.qty_received,
                bought.product_uom,
                True,
            )

    def _checked_day(self):
        """Return the day of the answer; raise if it is past."""
        self.ensure_one()
        company = self.purchase_line_id.sudo().company_id
        if self.date_new < company._replenish_today():
            raise UserError(
                _(
                    "%(day)s is past. Enter the day on which %(product)s will come.",
                    day=format_date(self.env, self.date_new),
                    product=self.product_id.display_name,
                )
            )
        return self.date_new
