from odoo import Command

from ..documents import AGAINST, DATABASES, Document


class ValidateReceipt(Document):
    """A receipt of so many products is validated."""

    title = "Validate a receipt"
    on = DATABASES
    against = AGAINST
    cases = (1, 50)

    def make(self, env, products):
        source, destination = self.places(env)
        picking = env["stock.picking"].create(
            {
                "picking_type_id": self.picking_type.id,
                "location_id": source.id,
                "location_dest_id": destination.id,
                "move_ids": [
                    Command.create(
                        {
                            "name": product.name,
                            "product_id": product.id,
                            "product_uom": product.uom_id.id,
                            "product_uom_qty": 3,
                            "location_id": source.id,
                            "location_dest_id": destination.id,
                        }
                    )
                    for product in products
                ],
            }
        )
        picking.action_confirm()
        for move in picking.move_ids:
            move.quantity = 3
        picking.move_ids.picked = True

        def validate():
            picking.button_validate()
            assert picking.state == "done"

        return validate

    @property
    def picking_type(self):
        return self.warehouse.in_type_id

    def places(self, env):
        """Return where the goods come from and where they go."""
        suppliers = env.ref("stock.stock_location_suppliers")
        return suppliers, self.warehouse.lot_stock_id
