from odoo.tests import tagged

from .common_tour import TourCase
from .test_kpi_page import KpiCommon


@tagged("post_install", "-at_install")
class TestTourKpi(KpiCommon, TourCase):
    """In a real browser: the page of KPIs and what it leads to."""

    def test_page_leads_on(self):
        self.start_tour(
            "/web#action=stock_replenish_sync.stock_replenish_kpi_page_action&days=7",
            "stock_replenish_kpi",
            user=self.viewer,
        )
