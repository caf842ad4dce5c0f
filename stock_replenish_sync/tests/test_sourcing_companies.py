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

    def test_ordered_it_leaves_one_company_and_enters_the_other(self):
        self.product.with_company(self.abroad.company_id).standard_price = 8.0
        self.ask_at(self.branch, self.product, 30)
        self.plan_here()
        self.order()
        moves = self.env["stock.move"].search(
            [("product_id", "=", self.product.id), ("state", "!=", "done")]
        )
        into = moves.filtered(lambda m: m.location_dest_id == self.branch.lot_stock_id)
        out = moves.filtered(lambda m: m.location_id == self.abroad.lot_stock_id)
        self.assertEqual(into.company_id, self.company)
        self.assertEqual(out.company_id, self.abroad.company_id)
        self.assertEqual(into.location_id, out.location_dest_id)
        self.assertEqual(into.location_id.usage, "transit")
        self.assertEqual((into.product_qty, out.product_qty), (30, 30))
        self.assertEqual(into.move_orig_ids, out)
        for move in (out, into):
            move._action_assign()
            move.quantity = 30
            move.picked = True
            move._action_done()
        value = {
            layer.company_id: (layer.quantity, layer.value)
            for layer in (out | into).sudo().stock_valuation_layer_ids
        }
        self.assertEqual(
            value, {self.abroad.company_id: (-30, -240), self.company: (30, 300)}
        )
        self.assertEqual(self.open_suggestions(self.row).mapped("quantity"), [])
