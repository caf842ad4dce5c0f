from math import ceil

from odoo import Command
from odoo.tests import tagged

from .common_vendor import VendorCommon


@tagged("post_install", "-at_install")
class TestVendorChoice(VendorCommon):
    """Vendor and quantity, chosen together."""

    def bought(self, orderpoint):
        """Return (vendor, quantity) of what is suggested."""
        return [
            (row.vendor_id, row.quantity) for row in self.open_suggestions(orderpoint)
        ]

    def test_nothing_set(self):
        """Without vendor rules: the first vendor, what is needed, no vendor reasons."""
        orderpoint = self.sold(5)
        self.assertEqual(self.bought(orderpoint), [(self.vendor, 5)])
        suggestion = self.open_suggestions(orderpoint)
        self.assertEqual(self.days_of(suggestion), (13, 20))
        self.assertFalse(suggestion.vendor_reasons)
        self.assertFalse(suggestion.alone_due_date)

    def test_multiple_in_the_purchase_unit(self):
        """Whole multiples of the purchase unit, never below the need."""
        dozen = self.env.ref("uom.product_uom_dozen")
        product = self.make_product(vendor=False, uom_po_id=dozen.id)
        self.make_price(product, replenish_multiple=2)
        orderpoint = self.sold(25, day=0, product=product)
        self.assertEqual(self.bought(orderpoint), [(self.vendor, 48)])
        self.order()
        line = self.purchase_lines(product)
        self.assertEqual((line.product_uom, line.product_qty), (dozen, 4))

    def test_multiple_meets_that_of_the_rule(self):
        product = self.make_product(vendor=False)
        self.make_price(product, replenish_multiple=4)
        orderpoint = self.sold(5, product=product, qty_multiple=6)
        self.assertEqual(self.bought(orderpoint), [(self.vendor, 12)])

    def test_price_break_that_pays(self):
        """A lower price from 100 on is worth the stock it makes."""
        product = self.make_product(vendor=False)
        self.past_demand(product, 20, weeks=12)
        self.make_price(product, price=10)
        cheap = self.make_price(product, price=6, min_qty=100)
        orderpoint = self.sold(30, day=0, product=product)
        suggestion = self.open_suggestions(orderpoint)[0]
        self.assertEqual((suggestion.quantity, suggestion.supplier_id), (100, cheap))
        self.assertEqual(suggestion.raw_quantity, 30)
        self.assertIn("the lower price pays", suggestion.reason_text)
        self.order()
        line = self.purchase_lines(product)
        self.assertEqual((line.product_qty, line.price_unit), (100, 6))

    def test_price_break_that_does_not_pay(self):
        """A cent less from 1,000 on is not worth a year's stock."""
        product = self.make_product(vendor=False)
        self.past_demand(product, 20, weeks=12)
        price = self.make_price(product, price=10)
        self.make_price(product, price=9.99, min_qty=1000)
        orderpoint = self.sold(30, product=product)
        suggestion = self.open_suggestions(orderpoint)[0]
        self.assertEqual((suggestion.quantity, suggestion.supplier_id), (30, price))
        self.assertFalse(suggestion.vendor_reasons)

    def test_price_break_above_the_maximum(self):
        """A break does not take stock beyond what the policy allows."""
        product = self.make_product(vendor=False)
        self.past_demand(product, 20, weeks=12)
        self.make_price(product, price=10)
        self.make_price(product, price=6, min_qty=100)
        policy = self.make_policy("just_in_time", lot_days=1, max_days_of_supply=20)
        orderpoint = self.sold(30, product=product, policy=policy)
        self.assertEqual(self.bought(orderpoint)[0], (self.vendor, 30))

    def test_minimum_above_the_maximum_is_said(self):
        product = self.make_product(vendor=False)
        self.past_demand(product, 7, weeks=12)
        self.make_price(product, min_qty=50)
        policy = self.make_policy("just_in_time", lot_days=1, max_days_of_supply=10)
        orderpoint = self.sold(5, product=product, policy=policy)
        suggestion = self.open_suggestions(orderpoint)[0]
        self.assertEqual(suggestion.quantity, 50)
        self.assertIn("Above the maximum", suggestion.reason_text)

    def test_whole_units_are_no_doing_of_the_vendor(self):
        """The policy's most is in whole units, as the quantity is."""
        product = self.make_product(vendor=False)
        self.past_demand(product, 7.4, weeks=12)
        self.make_price(product)
        policy = self.make_policy("just_in_time", lot_days=1, max_days_of_supply=5)
        orderpoint = self.sold(5.2, product=product, policy=policy)
        suggestion = self.open_suggestions(orderpoint)[0]
        self.assertEqual(suggestion.quantity, ceil(suggestion.raw_quantity))
        self.assertNotEqual(suggestion.quantity, suggestion.raw_quantity)
        self.assertNotIn("Above the maximum", suggestion.reason_text)
        self.assertNotIn("multiple", suggestion.reason_text)

    def test_prices_in_other_currencies(self):
        """The cheapest vendor is the cheapest in the company's currency."""
        currency = self.env["res.currency"].create(
            {
                "name": "VRX",
                "symbol": "v",
                "rate_ids": [
                    Command.create(
                        {
                            "name": "2020-01-01",
                            "rate": 10.0,
                            "company_id": self.company.id,
                        }
                    )
                ],
            }
        )
        self.company.replenish_vendor_rule = "cost"
        product = self.make_product(vendor=False)
        self.past_demand(product, 5, weeks=12)
        self.make_price(product, price=9, sequence=1)
        self.make_price(
            product,
            vendor=self.other,
            price=50,
            currency_id=currency.id,
            sequence=2,
        )
        orderpoint = self.sold(5, day=0, product=product)
        suggestion = self.open_suggestions(orderpoint)[0]
        self.assertEqual(suggestion.vendor_id, self.other)
        self.assertIn("Not the first vendor", suggestion.reason_text)
        self.order()
        line = self.purchase_lines(product)[0]
        self.assertEqual((line.currency_id, line.price_unit), (currency, 50))

    def test_first_one_in_time(self):
        """The first vendor is too late; the second, in time, gets the order."""
        self.company.replenish_vendor_rule = "in_time"
        product = self.make_product(vendor=False)
        self.make_price(product, delay=30, sequence=1)
        self.make_price(product, vendor=self.other, delay=3, sequence=2)
        orderpoint = self.sold(5, day=10, product=product)
        self.assertEqual(self.bought(orderpoint), [(self.other, 5)])
        self.assertEqual(self.days_of(self.open_suggestions(orderpoint)), (7, 10))
        self.assertEqual(orderpoint.supply_from, "Second Vendor")
        self.company.replenish_vendor_rule = "sequence"
        self.plan(orderpoint)
        self.assertEqual(self.bought(orderpoint), [(self.vendor, 5)])

    def test_forced_vendor_stays(self):
        self.company.replenish_vendor_rule = "in_time"
        product = self.make_product(vendor=False)
        slow = self.make_price(product, delay=30, sequence=1)
        self.make_price(product, vendor=self.other, delay=3, sequence=2)
        orderpoint = self.sold(5, day=10, product=product, supplier_id=slow.id)
        self.assertEqual(self.bought(orderpoint), [(self.vendor, 5)])

    def test_shares(self):
        """What is bought is divided by share, now and over time."""
        product = self.make_product(vendor=False)
        self.make_price(product, replenish_share=75, sequence=1)
        self.make_price(product, vendor=self.other, replenish_share=25, sequence=2)
        orderpoint = self.sold(40, day=0, product=product)
        self.assertEqual(
            sorted(self.bought(orderpoint), key=lambda row: row[1]),
            [(self.other, 10), (self.vendor, 30)],
        )
        suggestions = self.open_suggestions(orderpoint)
        self.assertEqual(sum(suggestions.mapped("raw_quantity")), 40)
        self.assertIn("share", suggestions[0].reason_text)
        self.order()
        lines = self.purchase_lines(product)
        self.assertEqual(
            {(line.partner_id, line.product_qty) for line in lines},
            {(self.vendor, 30), (self.other, 10)},
        )

    def test_shares_over_time(self):
        """Who got more than its share before gets less now."""
        product = self.make_product(vendor=False)
        self.make_price(product, replenish_share=50, sequence=1)
        self.make_price(product, vendor=self.other, replenish_share=50, sequence=2)
        order = self.make_quotation(product, 30)
        order.button_confirm()
        order.order_line.move_ids._action_cancel()
        orderpoint = self.sold(30, product=product)
        self.assertEqual(self.bought(orderpoint), [(self.other, 30)])

    def test_variants_and_validity(self):
        """Prices of other variants, of other companies and of the past do not count."""
        self.company.replenish_vendor_rule = "cost"
        elsewhere = self.env["res.company"].create({"name": "Elsewhere"})
        product, sibling = self.make_variants("Sized")
        self.past_demand(product, 5, weeks=12)
        self.make_price(product, price=9, company_id=self.company.id)
        for values in (
            {"product_id": sibling.id},
            {"company_id": elsewhere.id},
            {"date_end": self.date(-1)},
            {"date_start": self.date(1)},
        ):
            self.make_price(product, vendor=self.other, price=1, **values)
        orderpoint = self.sold(5, product=product)
        self.assertEqual(
            {vendor for vendor, _qty in self.bought(orderpoint)}, {self.vendor}
        )

    def test_twice_changes_nothing(self):
        """The slower vendor is to be ordered from first, the first one gets more."""
        product = self.make_product(vendor=False)
        self.make_price(product, replenish_share=75, sequence=1)
        self.make_price(
            product, vendor=self.other, replenish_share=25, sequence=2, delay=9
        )
        orderpoint = self.sold(40, product=product)
        before = self.open_suggestions(orderpoint).read()
        self.plan(orderpoint)
        self.assertEqual(self.open_suggestions(orderpoint).read(), before)

    def test_queries_of_a_batch(self):
        """Twenty products with shares and breaks cost no more queries than two."""
        rows = self.env["stock.warehouse.orderpoint"]
        for number in range(20):
            product = self.make_product(f"Shared {number}", vendor=False)
            self.make_price(product, replenish_share=75, sequence=1)
            self.make_price(product, vendor=self.other, replenish_share=25, sequence=2)
            self.make_price(product, price=5, min_qty=90)
            rows |= self.sold(40, product=product)

        def queries(orderpoints):
            return self.queries_of(lambda: self.plan(orderpoints))

        self.plan(rows)
        self.assertLessEqual(queries(rows), queries(rows[:2]) + 2)
