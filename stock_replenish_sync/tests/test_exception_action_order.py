from odoo.exceptions import UserError
from odoo.tests import tagged

from .common_exception_action import ExceptionActionCommon


@tagged("post_install", "-at_install")
class TestExceptionActionOrder(ExceptionActionCommon):
    """What is due is ordered, and said on the exception."""

    def order_by(self, *problems, user=None):
        rows = self.Exception.concat(*problems)
        return self.by(user or self.planner, rows).action_order()

    def message(self, action):
        self.assertEqual(action["tag"], "display_notification")
        return action["params"]["message"]

    def test_orders_what_is_due(self):
        row = self.make_short(5)
        problem = self.make_problem(row)
        message = self.message(self.order_by(problem))
        self.assertBought(row.product_id, 5)
        order = self.purchase_lines(row.product_id).order_id.name
        self.assertIn(order, message)
        self.assertActed(problem, "order", self.planner, order, "Ordered 5 Units")

    def test_what_was_typed_wins(self):
        row = self.make_short(5)
        row.qty_to_order = 8
        self.order_by(self.make_problem(row))
        self.assertBought(row.product_id, 8)

    def test_nothing_due_says_what_to_do(self):
        row = self.make_orderpoint(self.make_product("Desk"), self.just_in_time)
        self.plan(row)
        problem = self.make_problem(row)
        with self.assertRaisesRegex(
            UserError, "Nothing is due for Desk at .*type a quantity in To Order"
        ):
            self.order_by(problem)
        self.assertNotActed(problem)

    def test_without_rule(self):
        problem = self.make_problem(
            product_id=self.make_product("Desk").id, warehouse_id=self.warehouse.id
        )
        with self.assertRaisesRegex(UserError, "Desk has no reordering rule"):
            self.order_by(problem)

    def test_held_names_who_can_release_it(self):
        self.just_in_time.approval_limit = 10
        row = self.make_short(5)
        with self.assertRaisesRegex(UserError, "is held.*manager has to approve"):
            self.order_by(self.make_problem(row))
        self.assertFalse(self.purchase_lines(row.product_id))

    def test_own_rule_of_core(self):
        row = self.make_orderpoint(
            self.make_product(), product_min_qty=4, product_max_qty=9
        )
        problem = self.make_problem(row)
        self.order_by(problem)
        self.assertBought(row.product_id, 9)
        order = self.purchase_lines(row.product_id).order_id.name
        self.assertActed(problem, "order", self.planner, order)

    def test_one_that_fails_stops_no_other(self):
        good, bad = self.make_short(5), self.make_short(6)
        core = self.make_orderpoint(
            self.make_product(), product_min_qty=4, product_max_qty=9
        )
        bad_core = self.make_orderpoint(
            self.make_product("Nobody sells me", vendor=False),
            product_min_qty=4,
            product_max_qty=9,
        )
        idle = self.make_orderpoint(self.make_product("Idle"), self.just_in_time)
        self.plan(idle)
        bad.product_id.seller_ids.unlink()
        problems = [self.make_problem(x) for x in (good, bad, core, bad_core, idle)]
        action = self.order_by(*problems)
        self.assertBought(good.product_id, 5)
        self.assertBought(core.product_id, 9)
        self.assertFalse(self.purchase_lines(bad.product_id))
        self.assertEqual(action["params"]["type"], "warning")
        self.assertIn("3", action["params"]["title"])
        self.assertIn("Nobody sells me", action["params"]["message"])
        self.assertActed(problems[0], "order", self.planner)
        self.assertActed(problems[2], "order", self.planner)
        self.assertNotActed(problems[3])
        self.assertNotActed(problems[4])

    def test_ordering_that_failed_is_tried_again(self):
        """The exception closes by it, and yet somebody acted."""
        row = self.make_short(5)
        problem = self.make_problem(row, kind="order_error")
        self.order_by(problem)
        self.assertBought(row.product_id, 5)
        self.assertActed(problem, "order", self.planner)

    def test_solved_already(self):
        problem = self.make_problem(self.make_short(5))
        problem._resolve("Done")
        with self.assertRaisesRegex(UserError, "solved already"):
            self.order_by(problem)
