from odoo import fields
from odoo.tests import tagged

from .common_access import new_user
from .common_sourcing import SourcingCommon
from .common_why import WhyCommon


class WhySourcingCommon(WhyCommon, SourcingCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.product = cls.make_product()

    def ways(self, why):
        """Return (name, quantity) of each source, in the order of the page."""
        return [(way["name"], way["quantity"]) for way in why["sourcing"]["ways"]]

    def reasons(self, why):
        return [way["reason"] for way in why["sourcing"]["ways"]]


@tagged("post_install", "-at_install")
class TestWhySourcing(WhySourcingCommon):
    """The Why says where a quantity comes from, and why not more from there."""

    def make_shared(self, stock=60):
        """Two branches that sell 4 and 6 a day ask 40 and 50 of a hub with 60."""
        second = self.make_warehouse("Second")
        for place, daily, asked in ((self.branch, 4, 40), (second, 6, 50)):
            self.make_lane(place, self.hub, mode="fair_share")
            for week in range(20):
                self.past_move(
                    self.product, 7 * daily, -3 - 7 * week, place.lot_stock_id
                )
            self.ask_at(place, self.product, asked)
        self.stock_at(self.hub, self.product, stock)
        rows = self.make_rows(
            self.product, self.hub, self.branch, second, policy=self.booked
        )
        self.plan(*rows)
        return rows

    def test_shared_shortage(self):
        _hub, branch, second = self.make_shared()
        why = self.explain(branch)
        self.assertEqual(
            self.ways(why), [("Hub", "24 Units"), ("Reliable Vendor", "16 Units")]
        )
        reasons = self.reasons(why)
        self.assertIn("40 Units were asked for, 24 Units can be had.", reasons[0])
        self.assertIn("Hub has 60 Units free on", reasons[0])
        self.assertEqual(reasons[1], "What no lane brings in time.")
        (share,) = why["sourcing"]["shares"]
        self.assertIn("Hub has 60 Units for 90 Units asked for", share["title"])
        self.assertIn("lasts equally long", share["text"])
        own, other = share["rows"]
        self.assertEqual(
            (own["name"], own["own"], own["asked"], own["got"]),
            ("Branch", True, "40 Units", "24 Units"),
        )
        self.assertEqual(
            (other["name"], other["own"], other["asked"], other["got"]),
            ("Second", False, "50 Units", "36 Units"),
        )
        self.assertEqual(own["after"], other["after"], "days of cover")
        self.assertIn("What is booked needs 40 Units", why["sentences"][0])
        self.assertIn(share["title"], why["sentences"])
        self.assertIn(share["title"], why["text"], "copied, too")
        told = self.explain(second)["sourcing"]["shares"][0]["rows"]
        self.assertEqual([row["name"] for row in told], ["Second", "Branch"])
        # The same story from each part of the need.
        for part in self.open_suggestions(branch):
            self.assertEqual(self.explain(part)["sourcing"], why["sourcing"])

    def test_chart_shows_what_comes_from_each_source(self):
        """On its own day; and what the rule alone would order is no change."""
        _hub, branch, _second = self.make_shared()
        why = self.explain(branch)
        start = fields.Date.to_date(why["projection"]["start"])
        coming = dict.fromkeys(range(len(why["projection"]["orders"])), 0)
        for part in self.open_suggestions(branch):
            coming[(part.arrival_date - start).days] += part.quantity
        self.assertEqual(why["projection"]["orders"], list(coming.values()))
        self.assertFalse(why["since_plan"])

    def test_to_order_names_who_brings_most_of_what_is_due(self):
        _hub, branch, second = self.make_shared()
        self.assertEqual((branch + second).mapped("supply_from"), ["Hub", "Hub"])

    def test_to_order_names_the_vendor_of_the_rest(self):
        """A hub with little gives 8 of 40: the vendor brings more."""
        _hub, branch, _second = self.make_shared(stock=20)
        self.assertEqual(branch.supply_from, "Reliable Vendor")
        self.assertEqual(branch.supply_kind, "transfer")

    def test_what_was_ordered_keeps_its_story(self):
        _hub, branch, _second = self.make_shared()
        parts = self.open_suggestions(branch)
        before = self.explain(branch)["sourcing"]
        message = parts.action_order()["params"]["message"]
        self.assertEqual(parts.mapped("state"), ["ordered", "ordered"], message)
        self.assertEqual(self.explain(parts[0])["sourcing"], before)

    def test_lanes_in_their_order(self):
        third = self.make_warehouse("Third")
        self.make_lane(self.branch, third, sequence=3, minimum_qty=6)
        self.make_lane(self.branch, self.other, sequence=1)
        self.make_lane(self.branch, self.hub, sequence=2, ships_sun=False)
        self.stock_at(self.other, self.product, 12)
        self.stock_at(self.hub, self.product, 10)
        self.stock_at(third, self.product, 5)
        (branch,) = self.make_rows(self.product, self.branch, policy=self.booked)
        self.ask_at(self.branch, self.product, 30)
        self.plan(branch)
        why = self.explain(branch)
        self.assertEqual(
            self.ways(why),
            [
                ("Other", "12 Units"),
                ("Hub", "10 Units"),
                ("Third", "0 Units"),
                ("Reliable Vendor", "8 Units"),
            ],
        )
        reasons = self.reasons(why)
        self.assertIn("30 Units were asked for, 12 Units can be had.", reasons[0])
        self.assertIn("18 Units were asked for, 10 Units can be had.", reasons[1])
        self.assertIn("Less than the minimum lot of 6 Units is not sent.", reasons[2])
        self.assertFalse(why["sourcing"]["shares"])
        self.assertIn("12 Units from Other", why["sourcing"]["summary"])
        self.assertIn("8 Units from Reliable Vendor", " ".join(why["sentences"]))
        facts = [way["facts"] for way in why["sourcing"]["ways"]]
        self.assertIn("arrives on", facts[0])
        self.assertNotIn("only", facts[0])
        self.assertIn("goods leave on Mon–Sat only", facts[1])
        self.assertIn("order by", facts[3])
        link = why["sourcing"]["ways"][0]["link"]
        self.assertEqual(self.found(link).source_warehouse_id, self.other)

    def test_lane_that_was_not_asked(self):
        self.make_lane(self.branch, self.hub, sequence=1)
        self.make_lane(self.branch, self.other, sequence=2)
        self.stock_at(self.hub, self.product, 100)
        (branch,) = self.make_rows(self.product, self.branch, policy=self.booked)
        self.ask_at(self.branch, self.product, 30)
        self.plan(branch)
        why = self.explain(branch)
        self.assertEqual(self.ways(why), [("Hub", "30 Units"), ("Other", "0 Units")])
        self.assertEqual(
            self.reasons(why),
            [
                "Brings all that was asked for.",
                "Was not asked: nothing was left to bring.",
            ],
        )
        self.assertEqual(why["sourcing"]["summary"], "")

    def test_excess_only(self):
        branch = self.plan_excess(self.product)
        self.assertIn(
            "above its own reorder point and commitments",
            self.reasons(self.explain(branch))[0],
        )

    def test_stopped_lane(self):
        lane = self.make_lane(self.branch, self.hub)
        self.stock_at(self.hub, self.product, 100)
        (branch,) = self.make_rows(self.product, self.branch, policy=self.booked)
        self.ask_at(self.branch, self.product, 30)
        self.route.toggle_active()
        self.plan(branch)
        why = self.explain(branch)
        self.assertEqual(self.ways(why), [("Hub", "0 Units")])
        self.assertIn(lane.problem, self.reasons(why)[0])

    def test_without_lanes_there_is_no_page(self):
        row = self.make_short(5)
        why = self.explain(row)
        self.assertIs(why["sourcing"], False)


@tagged("post_install", "-at_install")
class TestWhySourcingAbroad(WhySourcingCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.abroad = cls.make_abroad()

    def explain_as(self, companies, record):
        user = new_user(
            self.env,
            f"why_sourcing_{len(companies)}",
            "stock_replenish_sync.group_replenish_viewer",
            companies[0],
        )
        user.company_ids = companies
        env = self.env(user=user, context={"allowed_company_ids": companies.ids})
        return env["stock.replenish.why"].explain(record._name, record.id)

    def test_figures_of_another_company(self):
        """Who does not work there sees own figures, and that others asked too."""
        self.make_lane(self.branch, self.abroad, mode="fair_share")
        self.stock_at(self.abroad, self.product, 17)
        (branch,) = self.make_rows(self.product, self.branch, policy=self.booked)
        self.ask_at(self.branch, self.product, 40)
        self.plan(branch)
        part = self.open_suggestions(branch)[:1]
        (record,) = part.shares
        figures = {"asked": 333, "granted": 222, "cover_before": 3, "cover_after": 9}
        other = {"warehouse": self.abroad.id, **figures}
        for row in self.open_suggestions(branch):
            row.shares = [{**record, "claimed": 777, "others": [other]}]
        told = self.explain_as(self.company, branch)
        self.assertEqual(self.ways(told)[0], ("Abroad", "17 Units"))
        self.assertEqual(
            self.reasons(told)[0],
            "40 Units were asked for, 17 Units can be had. It is shared, see below.",
        )
        own, hidden = told["sourcing"]["shares"][0]["rows"]
        self.assertEqual((own["asked"], own["got"]), ("40 Units", "17 Units"))
        self.assertEqual(
            hidden,
            {
                "name": "Another company",
                "own": False,
                **dict.fromkeys(("asked", "got", "before", "after"), ""),
            },
        )
        for number in ("777", "333", "222", "free"):
            self.assertNotIn(number, str(told["sourcing"]))
        both = self.explain_as(self.company + self.abroad.company_id, branch)
        shown = both["sourcing"]["shares"][0]
        self.assertIn("Abroad has 17 Units for 777 Units asked for", shown["title"])
        self.assertEqual(shown["rows"][1]["name"], "Abroad, for itself")
        self.assertEqual(shown["rows"][1]["got"], "222 Units")
