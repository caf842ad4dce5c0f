from odoo import _, fields, models


class MrpProduction(models.Model):
    """What messages change of manufacturing orders."""

    _inherit = "mrp.production"

    def _replenish_document(self):
        return self

    def _replenish_problem(self, message):
        """Return why this order cannot be changed as a message says, or False."""
        if self.state in ("done", "cancel"):
            return _("%s is closed.", self.name)
        if self.state not in ("draft", "confirmed"):
            return _("%s has begun.", self.name)
        if self.is_planned and message.kind != "cancel":
            return _("%s is planned by work orders. Change it there.", self.name)
        return False

    def _replenish_change(self, message):
        """Change this order as a message says, with the rights of the user."""
        self.ensure_one()
        if message.kind == "cancel":
            return self.action_cancel()
        if message.quantity_proposed != message.quantity_current:
            self._replenish_make(
                self.product_id.uom_id._compute_quantity(
                    message.quantity_proposed,
                    self.product_uom_id,
                    rounding_method="UP",
                )
            )
        if message.date_proposed != message.date_current:
            finish = self.date_finished
            moved = self.company_id._replenish_moved(finish, message.date_proposed)
            # Nobody starts in the past, nor after the end.
            start = max(self.date_start + (moved - finish), fields.Datetime.now())
            start = min(start, fields.Datetime.subtract(moved, hours=1))
            self.date_start = start
            # Core has set it by the time that making takes.
            self.date_finished = moved
        return True

    def _replenish_make(self, quantity):
        if self.state == "draft":
            self.product_qty = quantity
            return
        self.env["change.production.qty"].create(
            {"mo_id": self.id, "product_qty": quantity}
        ).change_prod_qty()
