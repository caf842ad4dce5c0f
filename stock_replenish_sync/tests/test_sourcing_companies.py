from odoo.tests import tagged

from .access_table import USERS
from .common_access import new_user
from .common_sourcing import SourcingCommon


@tagged("post_install", "-at_install")
class TestSourcingCompanies(SourcingCommon):
    """A lane from the warehouse of another company, which is planned by itself."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.abroad = cls.make_abroad()
        cls.lane = cls.make_lane(cls.branch, cls.abroad)
        cls.product = cls.make_product()
        cls.product.seller_ids.company_id = False
        cls.stock_at(cls.abroad, cls.product, 40)
        (cls.row,) = cls.make_rows(cls.product, cls.branch)
        cls.planner = new_user(cls.env, "here", USERS["planner"], cls.company)

    def plan_here(self):
        """Plan as somebody who knows nothing of the other company."""
        self.env.flush_all()
        self.env.invalidate_all()
        self.row.with_user(self.planner).with_context(
            allowed_company_ids=self.company.ids
        ).action_plan()

    def test_what_is_there_is_drawn_and_the_rest_bought(self):
        self.ask_at(self.branch, self.product, 50)
        self.plan_here()
        self.assertCountEqual(
            self.got(self.row), [("Abroad", 40), ("Reliable Vendor", 10)]
        )

    def test_what_it_promised_is_not_given(self):
        self.ask_at(self.abroad, self.product, 15)
        self.ask_at(self.branch, self.product, 50)
        self.plan_here()
        self.assertEqual(self.by_lane(self.row), 25)
        self.plan_here()
        self.assertEqual(self.by_lane(self.row), 25, "its own draw does not count")

    def test_its_rule_is_told_and_counts_the_demand(self):
        there = self.make_orderpoint(self.product, self.just_in_time, self.abroad)
        self.plan(there)
        self.assertFalse(self.open_suggestions(there))
        self.ask_at(self.branch, self.product, 60, day=20)
        Dirty = self.env["stock.replenish.dirty"]
        Dirty.search([]).unlink()
        self.plan_here()
        self.assertEqual(self.by_lane(self.row), 60, "in time for it to order")
        self.assertIn(there, Dirty.search([]).orderpoint_id)
        self.plan(there)
        self.assertEqual(sum(self.open_suggestions(there).mapped("quantity")), 20)
        before = self.state_of(self.row, there)
        self.plan_here()
        self.plan(there)
        self.assertEqual(self.state_of(self.row, there), before)
