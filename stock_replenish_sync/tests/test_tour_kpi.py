from odoo.tests import HttpCase, tagged

from .test_kpi_page import KpiCommon


@tagged("post_install", "-at_install")
class TestTourKpi(KpiCommon, HttpCase):
    """In a real browser: the page of KPIs and what it leads to."""

    def test_page_leads_on(self):
        self.viewer.password = self.viewer.login
        self.start_tour("/web", "stock_replenish_kpi", login=self.viewer.login)
