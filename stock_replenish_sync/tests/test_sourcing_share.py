from odoo.tests import tagged

from .common_sourcing import SourcingCommon


@tagged("post_install", "-at_install")
class TestSourcingShare(SourcingCommon):
    """What a source has is shared when it is short, and what it keeps."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.second = cls.make_warehouse("Second")
        cls.product = cls.make_product()

    def make_branches(self, **values):
        """Two branches that sell 4 and 6 a day ask 40 and 50 of a hub with 60."""
        lanes = self.Lane
        for place, daily, asked, priority in (
            (self.branch, 4, 40, 1),
            (self.second, 6, 50, 2),
        ):
            lanes += self.make_lane(place, self.hub, **{"priority": priority, **values})
            for week in range(20):
                self.past_move(
                    self.product, 7 * daily, -3 - 7 * week, place.lot_stock_id
                )
            self.ask_at(place, self.product, asked)
        self.stock_at(self.hub, self.product, 60)
        rows = self.make_rows(
            self.product, self.hub, self.branch, self.second, policy=self.booked
        )
        return lanes, rows

    def test_equal_days_of_cover(self):
        _lanes, (hub, branch, second) = self.make_branches(mode="fair_share")
        self.plan(hub, branch, second)
        got = [self.by_lane(branch), self.by_lane(second)]
        self.assertAlmostEqual(sum(got), 60, 2)
        self.assertAlmostEqual(got[0] / 4, got[1] / 6, 1, "days of cover")
        for row, asked in ((branch, 40), (second, 50)):
            self.assertAlmostEqual(
                sum(self.open_suggestions(row).mapped("quantity")), asked, 2
            )

    def test_branches_that_help_one_another_share_the_hub(self):
        self.make_lane(self.second, self.branch, mode="excess", sequence=99)
        _lanes, (hub, branch, second) = self.make_branches(mode="fair_share")
        self.plan(hub, branch, second)
        self.assertEqual([self.by_lane(branch), self.by_lane(second)], [24, 36])

    def test_lanes_without_lots_bring_the_rule_s(self):
        _lanes, (hub, branch, second) = self.make_branches(mode="fair_share")
        self.stock_at(self.hub, self.product, 1)
        branch.qty_multiple = second.qty_multiple = 5
        self.plan(hub, branch, second)
        self.assertEqual([self.by_lane(branch), self.by_lane(second)], [25, 35])

    def test_what_became_of_who_asked_is_kept(self):
        lanes, (hub, branch, second) = self.make_branches(mode="fair_share")
        self.plan(hub, branch, second)
        for suggestion in self.open_suggestions(branch):
            (told,) = suggestion._short_sources()
            self.assertEqual(told["source"], self.hub)
            self.assertEqual(told["lane"], lanes[0])
            self.assertEqual(told["day"], self.today())
            self.assertEqual(told["available"], 60)
            self.assertEqual(told["claimed"], 90)
            self.assertEqual(told["asked"], 40)
            self.assertAlmostEqual(told["granted"], self.by_lane(branch), 2)
            (other,) = told["others"]
            self.assertEqual(other["warehouse"], self.second)
            self.assertEqual(other["asked"], 50)
            self.assertAlmostEqual(other["granted"], self.by_lane(second), 2)
            self.assertAlmostEqual(other["cover_after"], told["cover_after"], 1)

    def test_enough_for_all_is_not_recorded(self):
        _lanes, rows = self.make_branches()
        self.stock_at(self.hub, self.product, 100)
        self.plan(*rows)
        self.assertEqual(self.by_lane(rows[1]), 40)
        self.assertFalse(self.open_suggestions(rows[1])._short_sources())

    def test_by_priority(self):
        self.hub.replenish_sharing = "priority"
        _lanes, (hub, branch, second) = self.make_branches(mode="fair_share")
        self.plan(hub, branch, second)
        self.assertEqual(self.by_lane(branch), 40)
        self.assertEqual(self.by_lane(second), 20)

    def test_alone_gets_what_it_gets_among_others(self):
        """Whoever shares a source is planned with the others who do."""
        _lanes, (hub, branch, second) = self.make_branches(mode="fair_share")
        self.plan(branch)
        alone = self.state_of(hub, branch, second)
        self.assertEqual(sum(self.by_lane(row) for row in (branch, second)), 60)
        self.plan(hub, branch, second)
        together = self.state_of(hub, branch, second)
        self.assertEqual(
            [(row["id"], row["quantity"]) for row in alone],
            [(row["id"], row["quantity"]) for row in together],
        )

    def test_other_products_in_the_batch_do_not_matter(self):
        _lanes, rows = self.make_branches(mode="fair_share")
        self.plan(*rows)
        before = [self.got(row) for row in rows]
        product = self.make_product("Another one")
        self.stock_at(self.hub, product, 5)
        others = self.make_rows(product, self.second, self.hub, policy=self.booked)
        self.ask_at(self.second, product, 30)
        self.plan(*others, *rows)
        self.assertEqual([self.got(row) for row in rows], before)
        self.assertEqual(self.by_lane(others[0]), 5)

    def test_excess_leaves_the_source_its_reorder_point(self):
        branch = self.plan_excess(self.product)
        # Two a day of its own, until an order of its own is there: 7 and 1 days.
        self.assertAlmostEqual(self.by_lane(branch), 60 - 2 * 8, 2)
        self.assertAlmostEqual(
            sum(self.open_suggestions(branch).mapped("quantity")), 100, 2
        )

    def test_full_supply_is_ordered_by_the_source(self):
        """What is asked in time is passed on to the hub's own plan."""
        self.make_lane(self.branch, self.hub, lead_days=2)
        hub, branch = self.make_rows(
            self.product, self.hub, self.branch, policy=self.booked
        )
        self.ask_at(self.branch, self.product, 30, day=20)
        self.plan(hub, branch)
        drawn, bought = self.open_suggestions(branch), self.open_suggestions(hub)
        self.assertEqual(self.got(branch), [("Hub", 30)])
        self.assertEqual(self.got(hub), [("Reliable Vendor", 30)])
        self.assertEqual(drawn.release_date, self.today(18))
        self.assertEqual(drawn.arrival_date, self.today(20))
        self.assertEqual(bought.need_date, drawn.release_date)

    def test_in_whole_lots(self):
        lane = self.make_lane(self.branch, self.hub, multiple_qty=12)
        self.stock_at(self.hub, self.product, 100)
        (hub, branch) = self.make_rows(
            self.product, self.hub, self.branch, policy=self.booked
        )
        self.ask_at(self.branch, self.product, 30)
        self.plan(hub, branch)
        self.assertEqual(self.got(branch), [("Hub", 36)])
        lane.write({"multiple_qty": 0, "minimum_qty": 50})
        self.plan(hub, branch)
        self.assertEqual(self.got(branch), [("Hub", 50)])

    def test_two_hops(self):
        """A branch draws on another one, and that one on the hub, in one plan."""
        self.make_lane(self.branch, self.second)
        self.make_lane(self.second, self.hub)
        self.stock_at(self.hub, self.product, 100)
        rows = self.make_rows(
            self.product, self.branch, self.second, self.hub, policy=self.booked
        )
        self.ask_at(self.branch, self.product, 30, day=20)
        self.plan(*rows)
        self.assertEqual(self.got(rows[0]), [("Second", 30)])
        self.assertEqual(self.got(rows[1]), [("Hub", 30)])
        self.assertFalse(self.got(rows[2]))
        leaves = [self.open_suggestions(row).release_date for row in rows[:2]]
        self.assertEqual(leaves, [self.today(19), self.today(18)])
