from odoo.tests import tagged

from .common_supply import SupplyCommon


@tagged("post_install", "-at_install")
class TestUnits(SupplyCommon):
    """Orders are whole purchase units, at the multiple, and never less than needed."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.dozen = cls.env.ref("uom.product_uom_dozen")
        cls.kg = cls.env.ref("uom.product_uom_kgm")
        cls.gram = cls.env.ref("uom.product_uom_gram")
        cls.pound = cls.env.ref("uom.product_uom_lb")

    def _bought(self, need, uom=None, po_uom=None, minimum=0, **values):
        """Return (quantity, unit) of the line that a need of `need` becomes."""
        units = {}
        if uom or po_uom:
            units = {
                "uom_id": (uom or self.env.ref("uom.product_uom_unit")).id,
                "uom_po_id": (po_uom or uom).id,
            }
        product = self.make_product(vendor=False, **units)
        self.make_price(product, min_qty=minimum)
        orderpoint = self.make_short(need, product=product, **values)
        suggestion = self.open_suggestions(orderpoint)
        self.order()
        line = self.purchase_lines(product)
        self.assertEqual(line.product_uom, product.uom_po_id)
        self.assertAlmostEqual(line.product_uom_qty, suggestion.quantity, 2)
        self.assertGreaterEqual(line.product_uom_qty, need)
        # What was ordered covers the need: nothing is due any more.
        self.plan(orderpoint)
        self.assertDue(orderpoint, 0)
        return line.product_qty

    def test_dozen(self):
        self.assertEqual(self._bought(13, po_uom=self.dozen), 2)
        self.assertEqual(self._bought(12, po_uom=self.dozen), 1)

    def test_minimum_in_dozens(self):
        self.assertEqual(self._bought(13, po_uom=self.dozen, minimum=5), 5)
        self.assertEqual(self._bought(61, po_uom=self.dozen, minimum=5), 6)

    def test_multiple_and_dozen(self):
        self.assertEqual(self._bought(5, po_uom=self.dozen, qty_multiple=8), 2)
        self.assertEqual(self._bought(25, po_uom=self.dozen, qty_multiple=8), 4)

    def test_multiple(self):
        self.assertEqual(self._bought(13, qty_multiple=5), 15)
        self.assertEqual(self._bought(13, qty_multiple=0), 13)

    def test_minimum_above_the_multiple(self):
        self.assertEqual(self._bought(3, minimum=11, qty_multiple=5), 15)

    def test_fractions_of_a_kilogram(self):
        self.assertAlmostEqual(self._bought(3.3, self.kg, qty_multiple=0), 3.3)
        self.assertAlmostEqual(self._bought(3.3, self.kg, qty_multiple=0.5), 3.5)
        self.assertAlmostEqual(
            self._bought(0.3, self.kg, minimum=0.75, qty_multiple=0.5), 1
        )

    def test_stocked_in_grams_bought_in_kilograms(self):
        self.assertEqual(self._bought(1234, self.gram, self.kg), 2)

    def test_units_without_a_common_multiple(self):
        """Whole pounds of a product in kilograms, whose multiple is 1 by default."""
        self.assertAlmostEqual(self._bought(3, self.kg, self.pound), 7)

    def test_order_to_max_in_dozens(self):
        product = self.make_product(vendor=False, uom_po_id=self.dozen.id)
        self.make_price(product, min_qty=5)
        policy = self.make_policy(lot_quantity=50)
        orderpoint = self.make_orderpoint(product, policy)
        self.plan(orderpoint)
        self.assertDue(orderpoint, 0)
        self.assertEqual(orderpoint.product_max_qty, 50)
        orderpoint.action_replenish(force_to_max=True)
        self.assertEqual(self.purchase_lines(product).product_qty, 5)

    def test_typed_in_units_bought_in_dozens(self):
        """As with a suggestion: nobody sells 1.09 dozen."""
        product = self.make_product(uom_po_id=self.dozen.id)
        orderpoint = self.make_short(5, product=product)
        orderpoint.qty_to_order = 13
        orderpoint.action_replenish()
        self.assertEqual(self.purchase_lines(product).product_qty, 2)

    def test_made_in_dozens(self):
        part = self.make_product("Part")
        product = self.make_product(
            vendor=False, route_ids=[(6, 0, self.manufacture.ids)]
        )
        self.make_bom(product, {part: 1}, product_uom_id=self.dozen.id)
        orderpoint = self.make_short(13, product=product)
        self.order()
        production = self.env["mrp.production"].search(
            [("product_id", "=", product.id)]
        )
        self.assertGreaterEqual(production.product_uom_qty, 13)
        self.plan(orderpoint)
        self.assertDue(orderpoint, 0)

    def test_sold_in_dozens(self):
        product = self.make_product()
        move = self.sell_at(self.stock, product, 1)
        move.write({"product_uom": self.dozen.id})
        orderpoint = self.make_orderpoint(product, self.just_in_time)
        self.plan(orderpoint)
        self.assertDue(orderpoint, 12)
