from odoo import Command

from . import prepared
from .common import ReplenishCommon


class SupplyCommon(ReplenishCommon):
    """Factories for ways of supply: requests for quotation, bills, branches."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # Orders exactly what is booked, day by day.
        cls.just_in_time = cls.make_policy("just_in_time", lot_days=1)
        cls.reorder_point = cls.make_policy()

    @classmethod
    def make_variants(cls, name, **values):
        """Return the two variants of a product that is bought."""
        attribute = cls.env["product.attribute"].create(
            {
                "name": f"Finish of {name}",
                "value_ids": [Command.create({"name": value}) for value in "AB"],
            }
        )
        line = {
            "attribute_id": attribute.id,
            "value_ids": [Command.set(attribute.value_ids.ids)],
        }
        template = cls.env["product.template"].create(
            {
                "name": name,
                "type": "product",
                "route_ids": [Command.set(cls.buy.ids)],
                "attribute_line_ids": [Command.create(line)],
                **values,
            }
        )
        return template.product_variant_ids

    @classmethod
    def make_short(cls, quantity=5, policy=None, sold_for=0, product=None, **values):
        """Return an orderpoint of a product without stock that was sold; planned."""
        product = product or cls.make_product()
        cls.sell(product, quantity, sold_for)
        orderpoint = cls.make_orderpoint(product, policy or cls.just_in_time, **values)
        cls.plan(orderpoint)
        return orderpoint

    @classmethod
    def sell_at(cls, location, product, quantity, day=0):
        """Return a confirmed move from a location to a customer."""
        return (
            cls.env["stock.move"]
            .create(
                {
                    "name": product.name,
                    "product_id": product.id,
                    "product_uom_qty": quantity,
                    "location_id": location.id,
                    "location_dest_id": cls.customers.id,
                    "company_id": location.company_id.id,
                    "date": cls.day(day),
                }
            )
            ._action_confirm()
        )

    @classmethod
    def make_quotation(cls, product, quantity, day=7, warehouse=None, **values):
        """Return a request for quotation that a person wrote."""
        warehouse = warehouse or cls.warehouse
        return cls.env["purchase.order"].create(
            {
                "partner_id": cls.vendor.id,
                "company_id": warehouse.company_id.id,
                "picking_type_id": warehouse.in_type_id.id,
                # As core's own orders, which it looks for to grow.
                "user_id": False,
                "order_line": [
                    Command.create(
                        {
                            "product_id": product.id,
                            "product_qty": quantity,
                            "date_planned": cls.day(day),
                            **values,
                        }
                    )
                ],
            }
        )

    @classmethod
    def make_bom(cls, product, components, **values):
        """Return a bill of materials; `components` maps product to quantity."""
        return cls.env["mrp.bom"].create(
            {
                "product_tmpl_id": product.product_tmpl_id.id,
                "company_id": cls.company.id,
                "bom_line_ids": [
                    Command.create({"product_id": part.id, "product_qty": quantity})
                    for part, quantity in components.items()
                ],
                **values,
            }
        )

    @classmethod
    def make_branch(cls, code="BR", delay=3):
        """Return a warehouse that is supplied from the first one, and the route."""
        branch = prepared.branch_of(cls.warehouse, code, delay)
        return branch, branch.resupply_route_ids

    @classmethod
    def make_loop(cls, place, other):
        """Return a route by which two places draw on one another without end."""
        return cls.env["stock.route"].create(
            {
                "name": "In circles",
                "rule_ids": [
                    Command.create(
                        {
                            "name": "In circles",
                            "action": "pull",
                            "procure_method": "make_to_order",
                            "location_src_id": source.id,
                            "location_dest_id": destination.id,
                            "picking_type_id": cls.warehouse.int_type_id.id,
                        }
                    )
                    for source, destination in ((place, other), (other, place))
                ],
            }
        )

    @classmethod
    def done(cls, pickings):
        """Carry pickings out in full."""
        pickings.action_assign()
        for move in pickings.move_ids:
            move.write({"quantity": move.product_uom_qty, "picked": True})
        pickings._action_done()

    @classmethod
    def today(cls, days=0):
        return cls.day(days).date()

    def assertDue(self, orderpoint, quantity, message=None):
        """Check the quantity due on row and suggestions alike."""
        self.assertAlmostEqual(orderpoint.qty_to_order, quantity, 2, message)
        due = self.open_suggestions(orderpoint).filtered(
            lambda row: row.state == "proposed" and row.due_date <= self.today()
        )
        self.assertAlmostEqual(sum(due.mapped("quantity")), quantity, 2, message)

    def assertBought(self, product, *quantities):
        """Check the purchase lines of a product, oldest first, in product UoM."""
        self.assertEqual(
            self.purchase_lines(product).mapped("product_uom_qty"), list(quantities)
        )
