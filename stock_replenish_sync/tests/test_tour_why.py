from odoo.tests import tagged

from .common_access import new_user
from .common_supply import SupplyCommon
from .common_tour import TourCase


@tagged("post_install", "-at_install")
class TestTourWhy(TourCase, SupplyCommon):
    """From core's report to Why, to the purchase order, and back to Why."""

    def test_from_the_report_to_the_order_and_back(self):
        # Sold one by one, bought in dozens.
        product = self.make_product(
            "Why Tour Item", uom_po_id=self.env.ref("uom.product_uom_dozen").id
        )
        orderpoint = self.make_short(13, product=product)
        self.assertEqual(orderpoint.qty_to_order, 24)
        planner = new_user(
            self.env,
            "why_tour",
            "stock_replenish_sync.group_replenish_planner,"
            "purchase.group_purchase_user,uom.group_uom",
            self.company,
        )
        action = self.env.ref("stock.action_replenishment", False)
        action = action or self.env.ref("stock.action_orderpoint_replenish")
        self.start_tour(
            f"/web#action={action.id}&model=stock.warehouse.orderpoint&view_type=list",
            "stock_replenish_sync_why",
            user=planner,
        )
        line = self.purchase_lines(product)
        self.assertEqual(line.product_uom_qty, 24)
        self.assertEqual(line.product_qty, 2)
