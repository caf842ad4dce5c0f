from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import ValidationError
from odoo.tests import tagged

from .common import ReplenishCommon


@tagged("post_install", "-at_install")
class TestGoverning(ReplenishCommon):
    """When a rule follows its policy, and when Odoo's own min and max."""

    def queued(self):
        return self.env["stock.replenish.dirty"].search([]).orderpoint_id

    def test_new_rule_with_a_policy_is_planned_by_the_next_run(self):
        neutral = self.make_orderpoint(self.make_product("Neutral"))
        governed = self.make_orderpoint(self.make_product(), self.make_policy())
        self.assertIn(governed, self.queued())
        self.assertNotIn(neutral, self.queued())

    def test_review_after_release_starts_anew(self):
        orderpoint = self.make_orderpoint(self.make_product(), self.make_policy())
        self.past_demand(orderpoint.product_id, 7)
        self.plan(orderpoint)
        self.assertTrue(orderpoint.parameters_on)
        orderpoint.policy_id = False
        self.assertFalse(orderpoint.is_governed)
        orderpoint.policy_id = self.make_policy(apply_mode="review")
        self.assertFalse(orderpoint.is_governed)

    def test_review_in_place_of_automatic_keeps_what_is_in_force(self):
        orderpoint = self.make_orderpoint(self.make_product(), self.make_policy())
        self.past_demand(orderpoint.product_id, 7)
        self.plan(orderpoint)
        before = orderpoint.reorder_point
        orderpoint.policy_id = self.make_policy(
            apply_mode="review", lot_quantity=50, safety_days=5
        )
        self.plan(orderpoint)
        self.assertTrue(orderpoint.is_governed)
        self.assertEqual(orderpoint.reorder_point, before)
        self.assertEqual(orderpoint.plan_status, "to_review")

    def test_suggestion_says_what_it_is(self):
        orderpoint = self.make_orderpoint(self.make_product("Desk"), self.make_policy())
        self.past_demand(orderpoint.product_id, 7)
        self.plan(orderpoint)
        suggestion = self.open_suggestions(orderpoint)[0]
        self.assertIn("20 Units of Desk for", suggestion.display_name)

    def test_negative_quantity_is_refused(self):
        orderpoint = self.make_orderpoint(self.make_product(), self.make_policy())
        with self.assertRaisesRegex(ValidationError, "cannot be negative"):
            orderpoint.qty_to_order = -5

    def test_new_line_of_the_matrix_is_the_last(self):
        policy = self.make_policy()
        Rule = self.env["stock.replenish.policy.rule"]
        first = Rule.create({"policy_id": policy.id, "sequence": 70})
        second = Rule.create({"policy_id": policy.id})
        self.assertGreater(second.sequence, first.sequence)

    def test_ordering_several_rows_says_how_many_and_where(self):
        orderpoints = self.env["stock.warehouse.orderpoint"]
        for name in ("One", "Two"):
            row = self.make_orderpoint(self.make_product(name), self.make_policy())
            self.past_demand(row.product_id, 7)
            orderpoints |= row
        self.plan(orderpoints)
        action = orderpoints.action_replenish()
        order = self.purchase_lines(orderpoints[0].product_id).order_id
        self.assertEqual(action["params"]["message"], f"2 ordered: {order.name}.")

    @freeze_time("2026-03-04 12:00:00")  # a Wednesday
    def test_weekly_review_orders_on_mondays(self):
        orderpoint = self.make_orderpoint(
            self.make_product(), self.make_policy(review_days=7)
        )
        self.past_demand(orderpoint.product_id, 7)
        self.plan(orderpoint)
        suggestion = self.open_suggestions(orderpoint)[0]
        self.assertEqual(suggestion.due_date, fields.Date.to_date("2026-03-09"))
        self.assertEqual(orderpoint.qty_to_order, 0)
        with freeze_time("2026-03-09 12:00:00"):
            self.plan(orderpoint)
            self.assertGreater(orderpoint.qty_to_order, 0)
