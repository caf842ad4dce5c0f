from odoo.tests import tagged

from .common_exception import ExceptionCommon


@tagged("post_install", "-at_install")
class TestDetectIdle(ExceptionCommon):
    """Stock that ages, and rules nobody asks for."""

    KINDS = ("ageing", "no_demand", "negative_stock")

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for kind in ("ageing", "no_demand", "negative_stock"):
            cls.switch(kind)
        cls.product = cls.make_product()

    def stock_since(self, day, quantity=10):
        self.set_stock(self.product, quantity, in_date=self.day(day))

    # --- ageing ---

    def test_stock_that_nothing_has_left(self):
        self.stock_since(-300)
        self.past_move(self.product, 3, -200)
        found = self.assertRaised(
            "ageing",
            self.product,
            quantity=10.0,
            days=200,
            date_from=self.today(-200),
            warehouse_id=self.warehouse,
            value_at_risk=round(100 * 0.2 * 7 / 365, 2),
            severity="0",
            suggested_action="document",
        )
        self.assertIn("10", found.problem)
        self.past_move(self.product, 1, 0)
        self.assertClosed(found)

    def test_stock_that_has_never_left(self):
        self.stock_since(-400)
        self.assertRaised("ageing", self.product, code="never", days=400, severity="1")

    def test_stock_that_others_ask_for(self):
        self.stock_since(-300)
        branch = self.env["stock.warehouse"].create({"name": "Branch", "code": "BR"})
        asks = self.make_orderpoint(
            self.product, warehouse=branch, product_min_qty=5, product_max_qty=5
        )
        self.plan(asks)
        found = self.assertRaised("ageing", self.product, suggested_action="transfer")
        found.action_transfer()
        # Where nothing is missing, nothing would be sent.
        asks.write({"product_min_qty": 0, "product_max_qty": 0})
        self.plan(asks)
        self.assertRaised("ageing", self.product, suggested_action="document")

    def test_stock_that_leaves_does_not_age(self):
        self.stock_since(-300)
        self.past_move(self.product, 3, -170)
        self.assertQuiet("ageing")

    def test_young_stock_does_not_age(self):
        self.stock_since(-170)
        self.assertQuiet("ageing")

    def test_what_came_since_is_not_old(self):
        self.stock_since(-300)
        self.past_move(self.product, 4, -20, self.suppliers, self.stock)
        self.assertRaised("ageing", self.product, quantity=6.0)

    def test_counting_and_moving_inside_is_no_use(self):
        self.stock_since(-300)
        loss = self.env["stock.location"].search(
            [("usage", "=", "inventory"), ("company_id", "=", self.company.id)], limit=1
        )
        self.past_move(self.product, 1, -5, destination=loss, is_inventory=True)
        shelf = self.stock.create({"name": "Shelf", "location_id": self.stock.id})
        self.past_move(self.product, 3, -10, self.stock, shelf)
        self.assertRaised("ageing", self.product, quantity=10.0)

    # --- no demand ---

    def make_kept(self, stock=10, since=-300):
        """Return the planned orderpoint of stock nobody asks for."""
        if stock:
            self.set_stock(self.product, stock)
        row = self.make_orderpoint(self.product, self.reorder_point)
        self.plan(row)
        self.env.cr.execute(
            "UPDATE stock_warehouse_orderpoint SET create_date = %s WHERE id = %s",
            [self.day(since), row.id],
        )
        return row

    def test_rule_without_demand(self):
        row = self.make_kept()
        found = self.assertRaised(
            "no_demand", row, orderpoint_id=row, quantity=10.0, days=180, severity="0"
        )
        self.assertIn("180", found.problem)
        self.past_move(self.product, 1, -1)
        self.assertClosed(found)

    def test_more_of_it_is_on_order(self):
        self.make_quotation(self.product, 5)
        row = self.make_kept()
        self.assertRaised(
            "no_demand", row, quantity=15.0, severity="1", suggested_action="cancel"
        )

    def test_nothing_kept_nothing_lost(self):
        self.make_kept(stock=0)
        self.assertQuiet("no_demand")

    def test_new_rule_had_no_time_to_be_asked(self):
        self.make_kept(since=-20)
        self.assertQuiet("no_demand")

    def test_what_is_booked_is_asked_for(self):
        self.sell(self.product, 3, 5)
        self.make_kept()
        self.assertQuiet("no_demand")

    def test_what_left_lately_is_asked_for(self):
        self.past_move(self.product, 1, -170)
        self.make_kept()
        self.assertQuiet("no_demand")

    def test_a_scan_after_a_scan_changes_nothing(self):
        self.stock_since(-300)
        shelf = self.stock.create({"name": "Shelf", "location_id": self.stock.id})
        self.set_stock(self.product, -3, shelf)
        self.make_kept(stock=0)
        self.scan()
        seen = self.live(product=self.product)
        self.assertLessEqual(
            {"ageing", "negative_stock", "no_demand"}, set(seen.mapped("kind"))
        )
        before = seen.read()
        self.scan()
        self.assertEqual(self.live(product=self.product), seen)
        self.assertEqual(seen.read(), before)
