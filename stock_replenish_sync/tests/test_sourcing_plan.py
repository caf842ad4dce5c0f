from odoo.tests import tagged

from .common_sourcing import SourcingCommon


@tagged("post_install", "-at_install")
class TestSourcingPlan(SourcingCommon):
    """Needs are cut over lanes in sequence, and the rest is bought."""

    def setUp(self):
        super().setUp()
        self.product = self.make_product()

    def test_what_the_hub_has_comes_before_buying(self):
        self.make_lane(self.branch, self.hub)
        self.stock_at(self.hub, self.product, 100)
        hub, branch = self.make_rows(self.product, self.hub, self.branch)
        self.ask_at(self.branch, self.product, 30)
        self.plan(hub, branch)
        suggestion = self.open_suggestions(branch)
        self.assertEqual(self.got(branch), [("Hub", 30)])
        self.assertEqual(suggestion.kind, "transfer")
        self.assertEqual(suggestion.lane_id.source_warehouse_id, self.hub)
        self.assertEqual(branch.supply_kind, "transfer")
        self.assertFalse(self.open_suggestions(hub), "it has enough")

    def test_two_lanes_in_sequence_and_the_rest_is_bought(self):
        self.make_lane(self.branch, self.other, sequence=1)
        self.make_lane(self.branch, self.hub, sequence=2)
        self.stock_at(self.other, self.product, 12)
        self.stock_at(self.hub, self.product, 10)
        rows = self.make_rows(self.product, self.hub, self.branch, self.other)
        self.ask_at(self.branch, self.product, 30)
        self.plan(*rows)
        self.assertCountEqual(
            self.got(rows[1]),
            [("Other", 12), ("Hub", 10), ("Reliable Vendor", 8)],
        )
        bought = self.open_suggestions(rows[1]).filtered(lambda row: not row.lane_id)
        self.assertEqual(bought.kind, "buy")

    def test_the_next_lane_gets_nothing_to_do_while_the_first_one_has_enough(self):
        self.make_lane(self.branch, self.other, sequence=2)
        self.make_lane(self.branch, self.hub, sequence=1)
        for place in (self.hub, self.other):
            self.stock_at(place, self.product, 100)
        rows = self.make_rows(self.product, self.hub, self.branch, self.other)
        self.ask_at(self.branch, self.product, 30)
        self.plan(*rows)
        self.assertEqual(self.got(rows[1]), [("Hub", 30)])

    def test_planning_twice_changes_nothing(self):
        self.make_lane(self.branch, self.other, mode="fair_share", sequence=1)
        self.make_lane(self.branch, self.hub, mode="excess", sequence=2)
        self.stock_at(self.other, self.product, 12)
        self.stock_at(self.hub, self.product, 10)
        rows = self.make_rows(self.product, self.hub, self.branch, self.other)
        for day in (0, 3, 9):
            self.ask_at(self.branch, self.product, 10, day)
            self.ask_at(self.other, self.product, 3, day)
        self.plan(*rows)
        before = self.state_of(*rows)
        self.assertGreater(len(before), 3)
        self.env.cr.execute(
            "UPDATE stock_replenish_suggestion SET write_date = '2020-01-01'"
        )
        self.env.invalidate_all()
        before = self.state_of(*rows)
        self.plan(*rows)
        self.assertEqual(self.state_of(*rows), before)

    def test_a_lane_that_changes_has_its_receivers_planned(self):
        Dirty = self.env["stock.replenish.dirty"]
        hub, branch = self.make_rows(self.product, self.hub, self.branch)

        def queued():
            rows = Dirty.search([]).orderpoint_id
            Dirty.search([]).unlink()
            return rows

        queued()
        lane = self.make_lane(self.branch, self.hub, mode="fair_share")
        self.assertEqual(queued(), branch)
        lane.priority = 3
        self.assertEqual(queued(), branch)
        self.hub.replenish_sharing = "priority"
        self.assertEqual(queued(), branch)
        lane.unlink()
        self.assertEqual(queued(), branch)
        self.hub.name = "Another name"
        self.assertFalse(queued())
        self.assertFalse(hub.suggestion_ids)
