from odoo.exceptions import AccessError
from odoo.tests import tagged

from .access_table import USERS
from .common_access import new_user
from .common_network import NetworkCommon


class SourceNetworkCommon(NetworkCommon):
    """A hub that buys and a branch it supplies, planned."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.lane = cls.make_lane(cls.branch, cls.hub, lead_days=3)
        cls.product = cls.make_product("Network Desk", delay=9)
        cls.at_hub = cls.make_orderpoint(cls.product, cls.reorder_point)
        cls.at_branch = cls.make_orderpoint(
            cls.product, cls.just_in_time, cls.branch, route_id=cls.route.id
        )
        cls.past_demand(cls.product, 14)
        cls.set_stock(cls.product, 30)
        cls.sell_at(cls.branch.lot_stock_id, cls.product, 8)
        cls.sell_at(cls.branch.lot_stock_id, cls.product, 4, day=40)
        cls.plan(cls.at_hub, cls.at_branch)

    def graph(self, product=None, **kwargs):
        network = self.env["stock.replenish.source"].network(
            (product or self.product).id, **kwargs
        )
        nodes = {node["id"]: node for node in network["nodes"]}
        return network, nodes


@tagged("post_install", "-at_install")
class TestSourceNetwork(SourceNetworkCommon):
    """The graph says what the rows say."""

    def test_figures_are_those_of_the_rows(self):
        network, nodes = self.graph()
        self.assertEqual(set(nodes), {self.hub.id, self.branch.id})
        for rule in (self.at_hub, self.at_branch):
            node = nodes[rule.warehouse_id.id]
            self.assertEqual(node["rule"], rule.id)
            self.assertEqual(node["on_hand"], rule.planned_on_hand)
            self.assertEqual(node["reorder_point"], rule.reorder_point)
            self.assertEqual(node["due"], rule.suggested_qty)
            self.assertEqual(node["status"], rule.replenish_status)
            self.assertEqual(
                node["stockout_date"], str(rule.stockout_date or "") or False
            )
            self.assertEqual(
                node["need"], sum(self.open_suggestions(rule).mapped("quantity"))
            )
        self.assertEqual(nodes[self.hub.id]["on_hand"], 30)
        self.assertEqual(nodes[self.hub.id]["days"], self.at_hub.days_of_supply)
        # What is due today is a part of what is needed.
        self.assertEqual(nodes[self.branch.id]["need"], 12)
        self.assertEqual(nodes[self.branch.id]["due"], 8)
        self.assertEqual(nodes[self.branch.id]["days"], False, "no demand so far")
        self.assertEqual(network["product"]["unit"], self.product.uom_id.name)

    def test_vendor_at_the_head(self):
        network, _nodes = self.graph()
        self.assertEqual(
            network["vendors"],
            [
                {
                    "name": self.vendor.name,
                    "kind": "buy",
                    "warehouse": self.hub.id,
                    "lead_days": self.at_hub.lead_time_mean,
                }
            ],
        )

    def test_lanes(self):
        self.lane.write({"mode": "excess", "ships_sun": False})
        network, _nodes = self.graph()
        self.assertEqual(
            network["lanes"],
            [
                {
                    "id": self.lane.id,
                    "source": self.hub.id,
                    "destination": self.branch.id,
                    "lead_days": 3,
                    "ships": "Mon–Sat",
                    "mode": "excess",
                    "mode_label": "Excess only",
                    "problem": "",
                }
            ],
        )
        self.route.toggle_active()
        [lane] = self.graph()[0]["lanes"]
        self.assertIn("is archived", lane["problem"])

    def test_warehouse_without_a_lane_or_a_rule(self):
        """Who has the product is shown, and so is who has a lane."""
        self.make_orderpoint(self.product, self.just_in_time, self.other)
        _network, nodes = self.graph()
        self.assertIn(self.other.id, nodes)
        # Not planned yet: no false 0.
        for name in ("on_hand", "days", "reorder_point"):
            self.assertIs(nodes[self.other.id][name], False)
        _network, nodes = self.graph(self.make_product("Nowhere"))
        self.assertEqual(set(nodes), {self.hub.id, self.branch.id})
        self.assertFalse(nodes[self.hub.id]["rule"])

    def test_rule_of_the_stock_speaks_for_the_warehouse(self):
        shelf = self.env["stock.location"].create(
            {"name": "Shelf", "location_id": self.stock.id}
        )
        self.at_hub.unlink()
        self.make_orderpoint(self.product, self.just_in_time, location_id=shelf.id)
        stock = self.make_orderpoint(self.product, self.just_in_time)
        _network, nodes = self.graph()
        self.assertEqual(nodes[self.hub.id]["rule"], stock.id)
        self.assertEqual(nodes[self.hub.id]["rules"], 2)

    def test_opens_on_the_worst_stock_out(self):
        cheap = self.make_product("Cheap", standard_price=1)
        dear = self.make_product("Dear", standard_price=500)
        far = self.make_product("Far", standard_price=900)
        rows = [
            self.make_orderpoint(product, self.just_in_time, place)
            for product, place in (
                (cheap, self.branch),
                (dear, self.branch),
                (far, self.other),
            )
        ]
        for row in rows:
            self.sell_at(row.location_id, row.product_id, 5)
        self.plan(*rows)
        self.assertEqual(set(row.replenish_status for row in rows), {"stocked_out"})
        network = self.env["stock.replenish.source"].network()
        self.assertEqual(network["product"]["id"], dear.id, "Far is on no lane")

    def test_nothing_there(self):
        self.env["stock.replenish.source"].search([]).unlink()
        self.env["stock.warehouse.orderpoint"].search([]).unlink()
        network = self.env["stock.replenish.source"].network()
        self.assertEqual(network["lanes"], [])
        self.assertFalse(network["product"])
        self.assertEqual(network["untaken"], 1)

    def test_queries_do_not_grow(self):
        few = self.queries_of(self.graph)
        for number in range(6):
            place = self.make_warehouse(f"{number} Depot")
            self.make_lane(place, self.hub)
            row = self.make_orderpoint(self.product, self.just_in_time, place)
            self.sell_at(place.lot_stock_id, self.product, 5)
            self.plan(row)
        self.assertEqual(self.queries_of(self.graph), few)


@tagged("post_install", "-at_install")
class TestSourceNetworkAbroad(SourceNetworkCommon):
    """Of other companies the name, and what stands in the way of a lane."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.abroad = cls.make_abroad()

    def test_figures_stay_in_their_company(self):
        self.make_lane(self.abroad, self.hub)
        self.product.seller_ids.company_id = False
        row = self.make_orderpoint(self.product, self.just_in_time, self.abroad)
        self.sell_at(self.abroad.lot_stock_id, self.product, 5)
        self.plan(row)
        _network, nodes = self.graph()
        self.assertEqual(nodes[self.abroad.id]["need"], 5)
        self.assertEqual(nodes[self.abroad.id]["company"], "Abroad Company")
        viewer = new_user(self.env, "graph", USERS["viewer"], self.company)
        self.env.invalidate_all()
        network = (
            self.env["stock.replenish.source"]
            .with_user(viewer)
            .with_context(allowed_company_ids=self.company.ids)
            .network(self.product.id)
        )
        nodes = {node["id"]: node for node in network["nodes"]}
        self.assertEqual(nodes[self.abroad.id]["name"], "Abroad")
        self.assertFalse(nodes[self.abroad.id]["own"])
        self.assertFalse(nodes[self.abroad.id]["rule"])
        self.assertEqual(nodes[self.abroad.id]["need"], 0)
        self.assertTrue(nodes[self.hub.id]["own"])
        self.assertEqual(len(network["vendors"]), 1)
        self.assertEqual(network["untaken"], 0, "a viewer takes nothing over")

    def test_product_of_another_company(self):
        self.product.company_id = False
        viewer = new_user(self.env, "graph", USERS["viewer"], self.company)
        foreign = self.make_product("Foreign", company_id=self.abroad.company_id.id)
        with self.assertRaises(AccessError):
            self.env["stock.replenish.source"].with_user(viewer).with_context(
                allowed_company_ids=self.company.ids
            ).network(foreign.id)
