from odoo.tests import tagged

from .common_exception import ExceptionCommon


@tagged("post_install", "-at_install")
class TestDetectSpike(ExceptionCommon):
    """One is expected a day, so seven a week."""

    KINDS = ("demand_spike",)

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.switch("demand_spike")
        cls.row = cls.make_demanded(stock=5)
        cls.product = cls.row.product_id
        cls.row.demand_std = 1.0

    def test_far_more_left_than_expected(self):
        self.past_move(self.product, 28, -1)
        found = self.assertRaised(
            "demand_spike",
            self.row,
            code="shipped",
            # With what is shipped every week.
            quantity=35.0,
            days=7,
            other="5",
            orderpoint_id=self.row,
            warehouse_id=self.warehouse,
            severity="2",
        )
        # At five a day the five on hand last one day of the week, 15 each.
        self.assertAlmostEqual(found.value_at_risk, 5 * 6 * 15, 2)
        self.assertIn("35", found.problem)

    def test_not_so_much_more(self):
        self.past_move(self.product, 13, -1)
        self.assertQuiet("demand_spike")
        self.switch("demand_spike", share=2)
        self.assertRaised("demand_spike", self.row)

    def test_demand_that_always_varies(self):
        self.past_move(self.product, 28, -1)
        self.row.demand_std = 6.0
        self.assertQuiet("demand_spike")

    def test_far_more_is_booked_than_expected(self):
        booked = self.sell(self.product, 40, 3)
        found = self.assertRaised(
            "demand_spike", self.row, code="booked", quantity=40.0
        )
        self.assertIn("booked", found.problem)
        booked.action_cancel()
        self.assertClosed(found)

    def test_booked_for_later(self):
        self.sell(self.product, 40, 8)
        self.assertQuiet("demand_spike")

    def test_moves_inside_and_to_other_places_are_no_demand(self):
        shelf = self.stock.create({"name": "Shelf", "location_id": self.stock.id})
        self.past_move(self.product, 40, -1, self.stock, shelf)
        self.past_move(self.product, 40, -1, self.stock, self.suppliers)
        self.assertQuiet("demand_spike")

    def test_dozens_are_counted_as_pieces(self):
        dozen = self.env.ref("uom.product_uom_dozen")
        self.past_move(self.product, 2, -1, product_uom=dozen.id)
        self.assertRaised("demand_spike", self.row, quantity=31.0)
