from odoo import Command

from ..documents import AGAINST, DATABASES, Document


class ConfirmPurchase(Document):
    """A request for quotation of so many lines is confirmed: its receipt."""

    title = "Confirm a purchase order"
    on = DATABASES
    against = AGAINST
    cases = (1, 10)

    def make(self, env, products):
        order = env["purchase.order"].create(
            {
                "partner_id": self.partner.id,
                "picking_type_id": self.warehouse.in_type_id.id,
                "order_line": [
                    Command.create(
                        {"product_id": product.id, "product_qty": 3, "price_unit": 5}
                    )
                    for product in products
                ],
            }
        )
        return order.button_confirm
