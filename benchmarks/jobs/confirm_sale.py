from odoo import Command

from ..documents import AGAINST, DATABASES, Document


class ConfirmSale(Document):
    """A quotation of so many lines is confirmed: its delivery, and with the addon what
    is to be planned again. The products have reordering rules in five warehouses, to
    be ordered by hand, so that core orders nothing on the way."""

    title = "Confirm a sale order"
    on = DATABASES
    against = AGAINST
    cases = (1, 10, 100)

    def make(self, env, products):
        order = env["sale.order"].create(
            {
                "partner_id": self.partner.id,
                "warehouse_id": self.warehouse.id,
                "order_line": [
                    Command.create({"product_id": product.id, "product_uom_qty": 3})
                    for product in products
                ],
            }
        )
        return order.action_confirm
