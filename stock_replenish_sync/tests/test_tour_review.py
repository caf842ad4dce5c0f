from odoo.tests import tagged

from .common_tour import TourCase
from .test_review import ReviewCommon


@tagged("post_install", "-at_install")
class TestTourReview(ReviewCommon, TourCase):
    def test_review(self):
        """A planner, who is nothing else, reviews what the plan proposes."""
        rows = self.make_rows(4)
        self.start_tour("/web", "stock_replenish_sync.review", user=self.planner)
        first, second, third, fourth = rows
        accepted = self.decisions(rows, "accepted").orderpoint_id
        self.assertEqual(accepted, third + fourth)
        self.assertNotIn("to_review", accepted.mapped("plan_status"))
        rejected = self.decisions(rows, "rejected")
        self.assertEqual(rejected.orderpoint_id, second)
        self.assertEqual(rejected.reject_reason, "Seasonal peak")
        self.assertEqual(rejected.reviewed_uid, self.planner)
        self.assertEqual(self.decisions(rows, "to_review").orderpoint_id, first)
