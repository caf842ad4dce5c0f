from odoo import _, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from ...tools import format_quantity, roles

TEMPLATE = "stock_replenish_sync.mail_template_expedite"


class PurchaseOrder(models.Model):
    """Asks vendors when late goods will come."""

    _inherit = "purchase.order"

    def _replenish_ask(self, lines):
        """Ask the vendor of this order for a new date of some of its lines.

        :raises UserError: if the user may not, or the vendor cannot be reached
        """
        self.ensure_one()
        order = self.sudo()
        if not roles.may_change(self):
            raise UserError(
                _(
                    "You may not write to %(vendor)s about %(order)s: that needs the "
                    "right to change purchase orders. Ask %(buyer)s.",
                    vendor=order.partner_id.display_name,
                    order=order.name,
                    buyer=order.user_id.name or _("a buyer"),
                )
            )
        if not order.partner_id.email:
            raise UserError(
                _(
                    "%(vendor)s has no e-mail address, so nothing was sent about "
                    "%(order)s. Enter one, or call and enter the answer here.",
                    vendor=order.partner_id.display_name,
                    order=order.name,
                )
            )
        template = self.env.ref(TEMPLATE, raise_if_not_found=False)
        if not template:
            raise UserError(
                _("The e-mail template that asks vendors for a new date was deleted.")
            )
        self.with_context(replenish_ask_about=lines.ids).message_post_with_source(
            template, message_type="comment", subtype_xmlid="mail.mt_comment"
        )

    def _replenish_asked_lines(self):
        """Return what the message to the vendor lists, as dicts of words.

        The lines asked about, all late ones where the template is used elsewhere.
        """
        self.ensure_one()
        ids = self.env.context.get("replenish_ask_about")
        lines = (
            self.order_line.filtered(lambda line: line.id in ids)
            if ids
            else self._replenish_late_lines()
        )
        return [
            {
                "name": line.product_id.display_name,
                "quantity": format_quantity(
                    self.env,
                    line.product_qty - line.qty_received,
                    line.product_uom,
                    True,
                ),
                "day": format_date(self.env, line._replenish_expected()),
            }
            for line in lines
        ]

    def _replenish_late_lines(self):
        """Return lines whose day has passed and which have not come in full."""
        now = fields.Datetime.now()
        return self.order_line.filtered(
            lambda line: not line.display_type
            and line.product_qty > line.qty_received
            and line.date_planned
            and line.date_planned < now
        )


class PurchaseOrderLine(models.Model):
    _inherit = "purchase.order.line"

    def _replenish_expected(self):
        """Return the company's day on which this line is expected."""
        self.ensure_one()
        return self.company_id._replenish_day(self.date_planned)
