from odoo.tests import tagged

from .access_table import USERS
from .common_access import new_user
from .common_network import NetworkCommon
from .common_tour import TourCase


@tagged("post_install", "-at_install")
class TestTourNetwork(NetworkCommon, TourCase):
    """In a real browser: the graph and what it leads to."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.product = cls.make_product("Network Desk")
        cls.rules = cls.make_orderpoint(cls.product, cls.just_in_time)
        cls.rules += cls.make_orderpoint(
            cls.product, cls.just_in_time, cls.branch, route_id=cls.route.id
        )
        cls.set_stock(cls.product, 30)
        cls.sell_at(cls.branch.lot_stock_id, cls.product, 8)
        cls.plan(*cls.rules)
        cls.manager = new_user(cls.env, "network", USERS["manager"], cls.company)

    def test_graph_takes_over_and_leads_on(self):
        self.start_tour(
            "/web#action=stock_replenish_sync.stock_replenish_network_action",
            "stock_replenish_network",
            user=self.manager,
        )
        lane = self.env["stock.replenish.source"].search([])
        self.assertEqual(lane.warehouse_id, self.branch)
