from odoo.tests import tagged

from .common_tour import TourCase
from .common_worklist import WorklistCommon


@tagged("post_install", "-at_install")
class TestTourWorklist(WorklistCommon, TourCase):
    """In a real browser: the worklist and its parts."""

    def test_from_worklist_to_purchase_order(self):
        self.planner.groups_id += self.env.ref("purchase.group_purchase_user")
        orderpoint = self.make_short(5, product=self.make_product("Worklist Desk"))
        self.Run._cron_plan()
        self.start_tour(
            "/web#action=stock_replenish_sync.stock_warehouse_orderpoint_action_to_order",
            "stock_replenish_worklist",
            user=self.planner,
        )
        line = self.purchase_lines(orderpoint.product_id)
        self.assertEqual(line.product_qty, 8)
        self.assertTrue(line.replenish_suggestion_id.is_typed)
