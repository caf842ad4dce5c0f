from odoo.tests import tagged

from .common_network import NetworkCommon


@tagged("post_install", "-at_install")
class TestSourceTakeOver(NetworkCommon):
    """Lanes out of what warehouses are resupplied from."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Lane = cls.env["stock.replenish.source"]

    def mine(self):
        return self.Lane.with_context(active_test=False).search(
            [("company_id", "=", self.company.id)]
        )

    def test_each_route_becomes_a_lane_once(self):
        self.other.resupply_wh_ids = self.hub + self.branch
        second = self.other.resupply_route_ids.filtered(
            lambda route: route.supplier_wh_id == self.branch
        )
        second.sequence = 1
        second.rule_ids.delay = 2
        message = self.Lane.action_take_over()["params"]["message"]
        self.assertEqual(message, "3 lanes were made.")
        lanes = self.mine()
        self.assertEqual(
            {(lane.warehouse_id, lane.source_warehouse_id) for lane in lanes},
            {
                (self.branch, self.hub),
                (self.other, self.hub),
                (self.other, self.branch),
            },
        )
        self.assertEqual(set(lanes.mapped("mode")), {"any"})
        to_branch = lanes.filtered(lambda lane: lane.warehouse_id == self.branch)
        self.assertEqual(to_branch.route_id, self.route)
        self.assertEqual(to_branch.lead_days, 3)
        to_other = lanes.filtered(lambda lane: lane.warehouse_id == self.other)
        # As the routes are ordered.
        self.assertEqual(
            to_other.sorted("sequence").source_warehouse_id.mapped("name"),
            ["Hub", "Branch"],
        )
        self.assertEqual(to_other.sorted("sequence").mapped("lead_days"), [0, 4])
        message = self.Lane.action_take_over()["params"]["message"]
        self.assertEqual(message, "Every resupply route has its lane already.")
        self.assertEqual(self.mine(), lanes)

    def test_of_one_warehouse(self):
        self.other.resupply_wh_ids = self.hub
        self.assertEqual(self.other.replenish_untaken_count, 1)
        self.other.action_replenish_take_over()
        self.assertEqual(self.mine().warehouse_id, self.other)
        (self.other + self.hub).invalidate_recordset()
        self.assertEqual(self.other.replenish_untaken_count, 0)
        self.assertEqual(self.other.replenish_lane_count, 1)
        self.assertEqual(self.hub.replenish_lane_count, 1)
        action = self.hub.action_replenish_lanes()
        self.assertEqual(self.Lane.search(action["domain"]), self.mine())

    def test_new_lanes_come_after_those_there_are(self):
        first = self.make_lane(self.branch, self.other, sequence=40)
        self.Lane.action_take_over()
        lanes = self.mine().sorted("sequence")
        self.assertEqual(lanes[:1], first)
        self.assertEqual(lanes.mapped("sequence"), [40, 50])

    def test_what_somebody_archived_stays_away(self):
        self.Lane.action_take_over()
        self.mine().active = False
        self.Lane.action_take_over()
        self.assertFalse(self.mine().filtered("active"))

    def test_archived_route_is_left(self):
        self.route.toggle_active()
        self.Lane.action_take_over()
        self.assertFalse(self.mine())

    def test_what_would_loop_is_left_and_named(self):
        """Odoo lets two warehouses resupply each other."""
        self.hub.resupply_wh_ids = self.branch
        params = self.Lane.action_take_over()["params"]
        self.assertEqual(params["type"], "warning")
        self.assertIn("1 lane was made.", params["message"])
        self.assertRegex(params["message"], "Hub → Branch → Hub|Branch → Hub → Branch")
        self.assertEqual(len(self.mine()), 1)

    def test_empty_list_offers_it(self):
        self.assertIn("Take over resupply routes", self.Lane.get_empty_list_help(""))
        self.Lane.action_take_over()
        self.assertNotIn("Take over", self.Lane.get_empty_list_help(""))
