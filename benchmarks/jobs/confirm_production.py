from odoo import Command

from ..documents import AGAINST, DATABASES, Document


class ConfirmProduction(Document):
    """A manufacturing order with so many components is confirmed."""

    title = "Confirm a manufacturing order"
    on = DATABASES
    against = AGAINST
    cases = (1, 10)
    extra = 1  # what is made

    def make(self, env, products):
        made, *parts = products
        bom = env["mrp.bom"].create(
            {
                "product_tmpl_id": made.product_tmpl_id.id,
                "bom_line_ids": [
                    Command.create({"product_id": part.id, "product_qty": 1})
                    for part in parts
                ],
            }
        )
        production = env["mrp.production"].create(
            {
                "product_id": made.id,
                "product_qty": 2,
                "bom_id": bom.id,
                "picking_type_id": self.warehouse.manu_type_id.id,
            }
        )
        return production.action_confirm
