from odoo.tests import tagged

from .common_onboarding import OnboardingCommon
from .common_tour import TourCase


@tagged("post_install", "-at_install")
class TestOnboardingTour(OnboardingCommon, TourCase):
    def test_first_policy(self):
        """Take over what there is, and adopt a first policy through its preview."""
        self.start_tour("/web", "stock_replenish_sync.onboarding", user=self.manager)
        self.env.invalidate_all()
        best, good, slow = self.rules
        self.assertTrue(best.is_governed)
        self.assertEqual(best.policy_id.service_level, 0.98)
        self.assertTrue(good.is_governed)
        self.assertEqual(slow.policy_id.method, "min_max")
        made = self.env["stock.warehouse.orderpoint"].search(
            [("product_id", "=", self.unruled.id)]
        )
        self.assertEqual(made.trigger, "manual")
        self.assertTrue(made.policy_id)
