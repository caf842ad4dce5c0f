from odoo.tests import tagged

from .common_supply import SupplyCommon


@tagged("post_install", "-at_install")
class TestMasters(SupplyCommon):
    """What is changed after a plan counts before anything is ordered by it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other = cls.env["res.partner"].create({"name": "Second Vendor"})

    def waiting(self):
        return self.env["stock.replenish.dirty"].search([]).orderpoint_id

    def short_of_two_vendors(self):
        """Return a planned rule, the price of the first vendor and of the other one,
        which sells dozens only."""
        product = self.make_product(vendor=False)
        first = self.make_price(product, sequence=1)
        dozens = self.make_price(
            product, vendor=self.other, sequence=2, replenish_multiple=12
        )
        rule = self.make_short(5, product=product)
        self.assertDue(rule, 5)
        self.assertNotIn(rule, self.waiting())
        return rule, first, dozens

    def assertOrderedInDozens(self, rule):
        self.order()
        line = self.purchase_lines(rule.product_id)
        self.assertEqual((line.partner_id, line.product_qty), (self.other, 12))
        self.assertEqual(line.replenish_suggestion_id.vendor_id, self.other)

    def test_price_is_deleted(self):
        rule, first, _dozens = self.short_of_two_vendors()
        first.unlink()
        self.assertOrderedInDozens(rule)

    def test_price_is_over(self):
        rule, first, _dozens = self.short_of_two_vendors()
        first.write({"date_start": self.today(-9), "date_end": self.today(-1)})
        self.assertOrderedInDozens(rule)

    def test_another_vendor_comes_first(self):
        rule, _first, dozens = self.short_of_two_vendors()
        dozens.sequence = 0
        self.assertOrderedInDozens(rule)

    def test_vendor_is_archived(self):
        rule, first, _dozens = self.short_of_two_vendors()
        first.partner_id.active = False
        self.assertOrderedInDozens(rule)

    def test_terms_of_a_vendor(self):
        """They are those of its contacts, too."""
        rule, first, _dozens = self.short_of_two_vendors()
        first.partner_id.parent_id = self.env["res.partner"].create({"name": "Group"})
        self.assertNotIn(rule, self.waiting())
        first.partner_id.parent_id.replenish_window_days = 3
        self.assertIn(rule, self.waiting())

    def test_another_vendor_is_chosen_on_the_rule(self):
        rule, _first, dozens = self.short_of_two_vendors()
        rule.supplier_id = dozens
        self.assertOrderedInDozens(rule)

    def test_vendor_is_added(self):
        """Also to another product than the price was made for."""
        bought, elsewhere = (self.make_product(vendor=False) for _time in range(2))
        rule = self.make_short(5, product=bought)
        self.assertEqual(rule.plan_status, "failed")
        price = self.make_price(elsewhere)
        self.assertNotIn(rule, self.waiting())
        price.product_tmpl_id = bought.product_tmpl_id
        self.assertIn(rule, self.waiting())

    def test_what_the_plan_does_not_read(self):
        rule, first, _dozens = self.short_of_two_vendors()
        first.product_name = "Theirs"
        first.partner_id.phone = "1"
        rule.product_min_qty = 3
        self.assertNotIn(rule, self.waiting())

    def test_product_is_made_from_now_on(self):
        rule, *_prices = self.short_of_two_vendors()
        product = rule.product_id
        self.make_bom(product, {self.make_product("Part"): 1})
        self.Run._plan_rows(rule)
        self.assertEqual(self.open_suggestions(rule).kind, "buy")
        product.route_ids = self.manufacture
        self.order()
        made = self.env["mrp.production"].search([("product_id", "=", product.id)])
        self.assertEqual(made.product_qty, 5)
        self.assertEqual(made.replenish_suggestion_id.kind, "make")

    def test_bill_is_archived(self):
        product = self.make_product(
            vendor=False, route_ids=[(6, 0, self.manufacture.ids)]
        )
        part = self.make_product("Part")
        bill = self.make_bom(product, {part: 1}, sequence=1)
        newer = self.make_bom(product, {part: 2}, sequence=2)
        rule = self.make_short(5, product=product)
        self.assertEqual(self.open_suggestions(rule).bom_id, bill)
        self.assertNotIn(rule, self.waiting())
        bill.active = False
        self.order()
        made = self.env["mrp.production"].search([("product_id", "=", product.id)])
        self.assertEqual((made.bom_id, made.product_qty), (newer, 5))
