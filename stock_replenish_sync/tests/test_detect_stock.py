from freezegun import freeze_time

from odoo.tests import tagged

from .common_exception import ExceptionCommon


@tagged("post_install", "-at_install")
class TestDetectStock(ExceptionCommon):
    KINDS = ("negative_stock", "stock_accuracy")

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for kind in ("negative_stock", "stock_accuracy"):
            cls.switch(kind)
        cls.product = cls.make_product()
        cls.loss = cls.env["stock.location"].search(
            [("usage", "=", "inventory"), ("company_id", "=", cls.company.id)], limit=1
        )

    def count(self, difference, day=-5):
        """Correct stock of a past day by a difference; what is on hand stays."""
        places = (self.loss, self.stock) if difference > 0 else (self.stock, self.loss)
        return self.past_move(
            self.product, abs(difference), day, *places, is_inventory=True
        )

    # --- negative stock ---

    def test_stock_below_zero(self):
        self.set_stock(self.product, -3)
        shelf = self.stock.create({"name": "Shelf", "location_id": self.stock.id})
        self.set_stock(self.product, 20, shelf)
        found = self.assertRaised(
            "negative_stock",
            self.product,
            quantity=3.0,
            other=self.stock.complete_name,
            warehouse_id=self.warehouse,
            severity="2",
        )
        self.assertIn(self.stock.complete_name, found.problem)
        self.set_stock(self.product, 3)
        self.assertClosed(found)

    def test_none_left_is_not_below_zero(self):
        self.set_stock(self.product, 3)
        self.set_stock(self.product, -3)
        self.assertQuiet("negative_stock")

    def test_customers_owe_nothing(self):
        self.set_stock(self.product, -3, self.customers)
        self.assertQuiet("negative_stock")

    def test_stock_of_another_company(self):
        other = self.env["res.company"].create({"name": "Other Company"})
        place = self.env["stock.warehouse"].search([("company_id", "=", other.id)])
        self.set_stock(self.product, -3, place.lot_stock_id)
        self.assertQuiet("negative_stock")
        self.switch("negative_stock", company=other)
        self.scan(company=other)
        self.assertEqual(self.live("negative_stock", company=other).quantity, 3)

    def test_products_that_were_not_looked_at_stay(self):
        self.set_stock(self.product, -3)
        self.scan(self.make_product("Other"))
        self.assertFalse(self.live("negative_stock"))
        self.scan(self.product)
        self.assertTrue(self.live("negative_stock"))

    # --- accuracy ---

    def stocked(self, quantity=100):
        """Have a product in stock for long."""
        self.set_stock(self.product, quantity)
        self.past_move(self.product, quantity, -100, self.suppliers, self.stock)

    def test_counts_in_both_directions_add_up(self):
        self.stocked()
        self.count(-3)
        self.count(4, day=-20)
        found = self.assertRaised(
            "stock_accuracy", self.product, quantity=7.0, other="7", days=30
        )
        self.assertIn("7 %", found.problem)
        with freeze_time(self.day(27)):
            self.assertClosed(found)

    def test_small_corrections(self):
        self.stocked()
        self.count(-5)
        self.assertQuiet("stock_accuracy")
        self.switch("stock_accuracy", share=0.04)
        self.assertRaised("stock_accuracy", self.product)

    def test_corrections_of_long_ago(self):
        self.stocked()
        self.count(-50, day=-40)
        self.assertQuiet("stock_accuracy")

    def test_putting_stock_in_is_no_mistake(self):
        self.set_stock(self.product, 100)
        self.count(100)
        self.assertQuiet("stock_accuracy")

    def test_what_is_scrapped_was_there(self):
        self.stocked()
        self.past_move(self.product, 50, -5, self.stock, self.loss)
        self.assertQuiet("stock_accuracy")

    def test_all_of_it_was_gone(self):
        self.past_move(self.product, 10, -100, self.suppliers, self.stock)
        self.count(-10)
        found = self.assertRaised("stock_accuracy", self.product, severity="2")
        self.assertFalse(found.other)
        self.assertIn("10", found.problem)


@tagged("post_install", "-at_install")
class TestExpiring(ExceptionCommon):
    KINDS = ("expiring",)

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.switch("expiring")
        cls.product = cls.make_product(tracking="lot", use_expiration_date=True)

    def make_lot(self, name, quantity, day):
        lot = self.env["stock.lot"].create(
            {
                "name": name,
                "product_id": self.product.id,
                "company_id": self.company.id,
                "expiration_date": self.day(day),
            }
        )
        self.set_stock(self.product, quantity, lot_id=lot)
        return lot

    def test_more_than_will_be_used(self):
        self.make_lot("SOON", 5, 10)
        self.make_lot("LATER", 45, 20)
        row = self.make_demanded(product=self.product)
        # Twenty are used until both have expired.
        lost = 50 - 20 * row.demand_mean
        found = self.assertRaised(
            "expiring",
            row,
            quantity=lost,
            value_at_risk=10 * lost,
            other="LATER",
            act_by=self.today(20),
            orderpoint_id=row,
            severity="1",
        )
        self.assertIn("LATER", found.problem)
        self.set_stock(
            self.product,
            -40,
            lot_id=self.env["stock.lot"].search([("name", "=", "LATER")]),
        )
        self.assertClosed(found)

    def test_what_is_used_in_time(self):
        self.make_lot("SOON", 5, 10)
        self.make_lot("LATER", 10, 20)
        self.make_demanded(product=self.product)
        self.assertQuiet("expiring")

    def test_what_expires_in_a_long_time(self):
        self.make_lot("LATER", 100, 31)
        self.assertQuiet("expiring")
        self.switch("expiring", days=31)
        self.assertRaised("expiring", self.product, quantity=100.0)

    def test_what_has_expired_is_there_still(self):
        self.make_lot("GONE", 2, -3)
        self.make_demanded(product=self.product)
        found = self.assertRaised(
            "expiring",
            self.product,
            quantity=2.0,
            severity="2",
            code="expired",
            act_by=self.today(),
            # Nobody wants it elsewhere.
            suggested_action="document",
        )
        self.assertIn("expired on", found.problem)
