from odoo import _, models

OPEN = ("draft", "sent", "to approve", "purchase")


class PurchaseOrderLine(models.Model):
    """What messages change of purchase orders."""

    _inherit = "purchase.order.line"

    def _replenish_document(self):
        return self.order_id

    def _replenish_problem(self, message):
        """Return why this line cannot be changed as a message says, or False."""
        order = self.order_id
        if order.state == "done":
            return _("%s is locked. Unlock it first.", order.name)
        if order.state not in OPEN:
            return _("%s is closed.", order.name)
        if self.product_qty <= self.qty_received:
            return _("Nothing of %s is open any more.", order.name)
        if message.kind == "cancel" and self._replenish_is_billed():
            return _("%s is billed. Ask for a refund first.", order.name)
        return False

    def _replenish_is_billed(self):
        return any(bill.state == "posted" for bill in self.invoice_lines.sudo().move_id)

    def _replenish_change(self, message):
        """Change this line as a message says, with the rights of the user."""
        self.ensure_one()
        if message.kind == "cancel":
            return self._replenish_cancel()
        # With another quantity core would set the day by the vendor's delay.
        values = {"date_planned": self.date_planned}
        if message.date_proposed != message.date_current:
            values["date_planned"] = self.company_id._replenish_moved(
                self.date_planned, message.date_proposed
            )
            # Core moves deadlines only; what comes earlier is expected earlier.
            self._replenish_open_moves().date = values["date_planned"]
        if message.quantity_proposed != message.quantity_current:
            values["product_qty"] = self.qty_received + (
                self._replenish_purchase_quantity(
                    message.quantity_proposed, self.product_id.uom_id, self.product_uom
                )
            )
        return self.write(values)

    def _replenish_cancel(self):
        """Take back what is still to come of this line."""
        order = self.order_id
        others = (order.order_line - self).filtered("product_qty")
        if not others and not self.qty_received:
            return order.button_cancel()
        if order.state in ("draft", "sent"):
            return self.unlink()
        return self.write(
            {"product_qty": self.qty_received, "date_planned": self.date_planned}
        )

    def _replenish_open_moves(self):
        return self.move_ids.filtered(
            lambda move: move.state not in ("done", "cancel")
            and move.location_id.usage == "supplier"
        )
