from odoo.tests import tagged

from .common_sourcing import SourcingCommon


@tagged("post_install", "-at_install")
class TestVendorLanes(SourcingCommon):
    """Vendor rules of what no lane brings."""

    def setUp(self):
        super().setUp()
        self.product = self.make_product(vendor=False)
        self.second = self.env["res.partner"].create({"name": "Second Vendor"})
        self.make_price(self.product, replenish_share=50, sequence=1)
        self.make_price(
            self.product, vendor=self.second, replenish_share=50, sequence=2
        )
        self.stock_at(self.hub, self.product, 10)

    def asked(self):
        """Return the planned rows of hub and branch; the branch is asked for 30."""
        rows = self.make_rows(self.product, self.hub, self.branch)
        self.ask_at(self.branch, self.product, 30)
        self.plan(*rows)
        return rows

    def test_the_rest_is_divided_among_vendors(self):
        self.make_lane(self.branch, self.hub)
        _hub, branch = self.asked()
        self.assertCountEqual(
            self.got(branch),
            [("Hub", 10), ("Reliable Vendor", 10), ("Second Vendor", 10)],
        )

    def test_what_a_lane_brings_knows_no_vendor_rules(self):
        self.stock_at(self.hub, self.product, 100)
        self.make_lane(self.branch, self.hub)
        _hub, branch = self.asked()
        suggestion = self.open_suggestions(branch)
        self.assertEqual(self.got(branch), [("Hub", 30)])
        self.assertFalse(suggestion.vendor_id)
        self.assertFalse(suggestion.vendor_reasons)

    def test_a_row_that_asks_for_its_resupply_route_buys_the_rest(self):
        lane = self.make_lane(self.branch, self.hub)
        rows = self.make_rows(self.product, self.hub, self.branch)
        rows[1].route_id = lane.route_id
        self.ask_at(self.branch, self.product, 30)
        self.plan(*rows)
        self.assertCountEqual(
            self.got(rows[1]),
            [("Hub", 10), ("Reliable Vendor", 10), ("Second Vendor", 10)],
        )
