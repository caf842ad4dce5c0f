from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common_access import new_user
from .common_exception_action import PLANNER, ExceptionActionCommon


@tagged("post_install", "-at_install")
class TestExceptionActionOther(ExceptionActionCommon):
    """Who sees to it and when, what is suggested, and looking into it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.row = cls.make_orderpoint(cls.make_product("Desk"), cls.just_in_time)

    def asking(self, action, problems):
        method = getattr(self.by(self.planner, problems), f"action_{action}")
        return self.dialog(method()).with_user(self.planner)

    # --- owner ---

    def test_whoever_takes_it_acts(self):
        problem = self.make_problem(self.row)
        dialog = self.asking("assign", problem)
        self.assertEqual(dialog.user_id, self.planner)
        dialog.note = "I call them."
        dialog.action_apply()
        self.assertEqual(problem.user_id, self.planner)
        self.assertActed(problem, "assign", self.planner, "I call them.")

    def test_handed_on_it_stays_open_for_the_other_one(self):
        problem = self.make_problem(self.row)
        dialog = self.asking("assign", problem)
        dialog.user_id = self.buyer
        dialog.action_apply()
        self.assertEqual((problem.user_id, problem.state), (self.buyer, "open"))
        self.assertEqual(problem.sudo().episode_ids.acted_how, "assign")
        self.assertIn("acting_buyer", self.notes(problem))

    def test_owner_can_see_it(self):
        problem = self.make_problem(self.row)
        clerk = new_user(self.env, "acting_clerk", "base.group_user", self.company)
        elsewhere = self.env["res.company"].create({"name": "Elsewhere"})
        stranger = new_user(self.env, "acting_stranger", PLANNER, elsewhere)
        for user, words in (
            (clerk, "cannot see exceptions"),
            (stranger, "does not work for"),
        ):
            dialog = self.asking("assign", problem)
            dialog.sudo().user_id = user
            with self.assertRaisesRegex(UserError, words):
                dialog.action_apply()
        self.assertFalse(problem.user_id)

    # --- snooze ---

    def test_snoozed_until_a_day_or_until_it_worsens(self):
        for how, until in (("day", self.today(3)), ("worse", False)):
            problem = self.make_problem(self.row)
            dialog = self.asking("snooze", problem)
            dialog.write({"how": how, "until": self.today(3), "note": "On its way."})
            dialog.action_apply()
            self.assertEqual((problem.state, problem.snoozed_until), ("snoozed", until))
            self.assertIn("On its way.", self.notes(problem))
            self.assertEqual(problem.sudo().episode_ids.acted_how, "snooze")

    def test_snoozing_wants_a_day_to_come_and_a_reason(self):
        problem = self.make_problem(self.row)
        for values, words in (
            ({"until": self.today(), "note": "Later"}, "day after today"),
            ({"until": False, "note": "Later"}, "day after today"),
            ({"until": self.today(2), "note": " "}, "why it can wait"),
        ):
            dialog = self.asking("snooze", problem)
            dialog.write(values)
            with self.assertRaisesRegex(UserError, words):
                dialog.action_apply()
        self.assertNotActed(problem)

    # --- what is suggested ---

    def test_does_what_is_suggested(self):
        short = self.make_short(5)
        problem = self.make_problem(short, suggested_action="order")
        self.by(self.planner, problem).action_suggested()
        self.assertBought(short.product_id, 5)
        problem = self.make_problem(self.row, suggested_action="fix")
        action = self.by(self.planner, problem).action_suggested()
        self.assertEqual(action["res_model"], "stock.replenish.fix")

    def test_different_suggestions_are_no_one_thing(self):
        problems = self.make_problem(self.row, suggested_action="order")
        problems += self.make_problem(self.row, suggested_action="fix")
        with self.assertRaisesRegex(UserError, "different actions"):
            self.by(self.planner, problems).action_suggested()
        problem = self.make_problem(self.row, suggested_action="unlink")
        with self.assertRaisesRegex(UserError, "Nothing is suggested"):
            self.by(self.planner, problem).action_suggested()
        self.assertTrue(problem.exists())

    # --- looking ---

    def test_looking_is_no_response(self):
        problem = self.make_problem(self.row)
        seen = self.by(self.planner, problem)
        self.assertEqual(seen.action_why()["params"]["resId"], self.row.id)
        self.assertEqual(seen.action_document()["res_model"], "product.product")
        self.assertEqual(seen.action_open_orderpoint()["res_id"], self.row.id)
        self.assertNotActed(problem)

    def test_opens_what_it_is_about(self):
        line = self.make_quotation(self.row.product_id, 5).order_line
        vendor = self.vendor.id
        for values, model in (
            ({"purchase_line_id": line.id, "partner_id": vendor}, "purchase.order"),
            ({"partner_id": vendor}, "res.partner"),
            ({"product_id": self.row.product_id.id}, "product.product"),
        ):
            problem = self.make_problem(**values)
            action = self.by(self.planner, problem).action_document()
            self.assertEqual(action["res_model"], model)

    def test_without_rule_there_is_nothing_to_explain(self):
        problem = self.make_problem(product_id=self.row.product_id.id)
        with self.assertRaisesRegex(UserError, "no reordering rule"):
            self.by(self.planner, problem).action_why()

    # --- companies ---

    def test_another_company_s(self):
        elsewhere = self.env["res.company"].create({"name": "Elsewhere"})
        problem = self.make_problem(company_id=elsewhere.id)
        for code in ("order", "transfer", "expedite", "cancel", "fix", "snooze"):
            with self.subTest(code), self.assertRaises(AccessError):
                getattr(self.by(self.planner, problem), f"action_{code}")()

    def test_a_dialog_cannot_name_another_company_s(self):
        elsewhere = self.env["res.company"].create({"name": "Elsewhere"})
        problem = self.make_problem(company_id=elsewhere.id)
        dialog = (
            self.env["stock.replenish.exception.assign"]
            .with_user(self.planner)
            .create({"exception_ids": [Command.set(problem.ids)]})
        )
        with self.assertRaises(AccessError):
            dialog.action_apply()
