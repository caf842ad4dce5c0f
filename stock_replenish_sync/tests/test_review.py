from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .access_table import USERS
from .common import ReplenishCommon
from .common_access import new_user


class ReviewCommon(ReplenishCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.policy = cls.make_policy(
            service_kind="cycle",
            lot_method="eoq",
            tolerance=0.2,
            apply_mode="review",
        )
        cls.planner = new_user(cls.env, "review_planner", USERS["planner"], cls.company)
        cls.manager = new_user(cls.env, "review_manager", USERS["manager"], cls.company)

    @classmethod
    def make_rows(cls, count, policy=None):
        """Return planned rows with a steady demand each."""
        rows = cls.env["stock.warehouse.orderpoint"]
        for number in range(count):
            product = cls.make_product(f"Reviewed {number}")
            for week, quantity in enumerate((9, 4, 7, 8, 7, 5, 9, 6, 7, 8)):
                cls.past_move(product, quantity * (number + 1), -3 - 7 * week)
            rows += cls.make_orderpoint(
                product, policy or cls.policy, product_min_qty=5, product_max_qty=9
            )
        cls.plan(rows)
        return rows

    def decisions(self, rows, *states):
        domain = [("orderpoint_id", "in", rows.ids)]
        if states:
            domain.append(("state", "in", states))
        return self.env["stock.replenish.decision"].search(domain, order="id")

    def answer(self, action, method, reason=""):
        """Fill in the dialog that an action opens, as the user it was opened for."""
        self.assertEqual(action["res_model"], "stock.replenish.reason")
        dialog = self.env[action["res_model"]].browse(action["res_id"])
        dialog = dialog.with_user(dialog.create_uid)
        dialog.reason = reason
        return getattr(dialog, method)()


@tagged("post_install", "-at_install")
class TestReviewDecisions(ReviewCommon):
    def test_change_in_words(self):
        decision = self.decisions(self.make_rows(1))
        decision.write(
            {
                "after_reorder_point": 62,
                "after_order_quantity": 48,
                "before_min_qty": 40,
            }
        )
        self.assertEqual(decision.change_text, "Min 40 → 62, Max 9 → 110")
        decision.after_reorder_point = 62.25
        self.assertIn("Min 40 → 62.25, Max 9 → 110.25", decision.change_text)
        decision.product_uom_id.rounding = 1.0
        self.env.invalidate_all()
        self.assertEqual(decision.change_text, "Min 40 → 62, Max 9 → 110")

    def test_rank_is_one_currency(self):
        rows = self.make_rows(2)
        first, second = self.decisions(rows)
        self.assertAlmostEqual(first.value_rank, abs(first.stock_value_delta), 2)
        ranked = self.env["stock.replenish.decision"].search(
            [("id", "in", (first + second).ids)], order="value_rank desc"
        )
        self.assertEqual(ranked, second + first, "twice the demand, first")
        self.assertEqual(first.history_weeks, 10)

    def test_money_of_several_currencies_is_not_added(self):
        model = self.env["stock.replenish.decision"]
        group = model.fields_get(["stock_value_delta"])["stock_value_delta"]
        self.assertEqual(group.get("group_operator"), "sum")
        currency = self.env.ref("base.CHF")
        currency.active = True
        other = self.env["res.company"].create(
            {"name": "Franc Company", "currency_id": currency.id}
        )
        self.env.user.company_ids += other
        model = model.with_context(allowed_company_ids=(self.company + other).ids)
        group = model.fields_get(["stock_value_delta"])["stock_value_delta"]
        self.assertNotIn("group_operator", group)

    def test_accept_many(self):
        rows = self.make_rows(3)
        decisions = self.decisions(rows).with_user(self.planner)
        decisions[0]._reject("Not this one")
        result = decisions.action_accept()
        self.assertIn("2 accepted", result["params"]["message"])
        self.assertIn("1 were no longer open", result["params"]["message"])
        for row, decision in zip(rows[1:], decisions[1:], strict=True):
            self.assertTrue(row.is_governed)
            self.assertEqual(row.plan_status, "not_planned", "waits for its first plan")
            self.assertAlmostEqual(row.product_min_qty, decision.after_reorder_point, 2)
            self.assertAlmostEqual(row.product_max_qty, decision.after_max_qty, 2)
            self.assertEqual(decision.reviewed_uid, self.planner)
        queue = self.env["stock.replenish.dirty"].search([]).orderpoint_id
        self.assertLessEqual(rows[1:], queue)
        self.plan(rows)
        self.assertFalse(self.decisions(rows, "to_review"))

    def test_accepting_costs_the_same_for_many(self):
        rows = self.make_rows(12)
        decisions = self.decisions(rows)

        def queries(part):
            accept = part.with_user(self.planner).action_accept
            return self.queries_of(accept, undone=True)

        few = queries(decisions[:2])
        self.assertLessEqual(queries(decisions[2:]), few + 2)

    def test_reject_many_with_a_reason(self):
        rows = self.make_rows(2)
        decisions = self.decisions(rows).with_user(self.planner)
        action = decisions.action_reject()
        with self.assertRaisesRegex(UserError, "why"):
            self.answer(action, "action_reject", " ")
        result = self.answer(action, "action_reject", "Seasonal peak")
        self.assertIn("2 rejected", result["params"]["message"])
        self.assertEqual(set(decisions.mapped("state")), {"rejected"})
        self.assertEqual(set(decisions.mapped("reject_reason")), {"Seasonal peak"})
        self.assertEqual(set(rows.mapped("plan_status")), {"neutral"})

    def test_rejected_stays_away_until_it_moves(self):
        rows = self.make_rows(1)
        self.decisions(rows)._reject("Too much")
        for _day in range(2):
            self.plan(rows)
            self.assertFalse(self.decisions(rows, "to_review"))
            self.assertEqual(rows.plan_status, "neutral")
            self.assertEqual((rows.product_min_qty, rows.product_max_qty), (5, 9))
        # Within tolerance it is still what was refused.
        self.past_move(rows.product_id, 1, -2)
        self.plan(rows)
        self.assertFalse(self.decisions(rows, "to_review"))
        for week in range(10):
            self.past_move(rows.product_id, 7, -2 - 7 * week)
        self.plan(rows)
        self.assertTrue(self.decisions(rows, "to_review"))
        self.assertEqual(rows.plan_status, "to_review")

    def test_rejection_of_a_later_proposal_keeps_what_is_in_force(self):
        rows = self.make_rows(1)
        self.decisions(rows).action_accept()
        self.plan(rows)
        accepted = rows.reorder_point
        for week in range(10):
            self.past_move(rows.product_id, 7, -2 - 7 * week)
        self.plan(rows)
        self.decisions(rows, "to_review")._reject("Project, will not repeat")
        self.assertEqual(rows.plan_status, "planned")
        self.plan(rows)
        self.assertEqual(rows.plan_status, "planned")
        self.assertEqual(rows.reorder_point, accepted)
        self.assertFalse(self.decisions(rows, "to_review"))

    def test_another_policy_asks_anew(self):
        rows = self.make_rows(1)
        self.decisions(rows)._reject("Not with this policy")
        rows.policy_id = self.policy.copy({"name": "Another"})
        self.plan(rows)
        self.assertTrue(self.decisions(rows, "to_review"))

    def test_review_of_what_the_screen_shows(self):
        rows = self.make_rows(3)
        shown = self.decisions(rows)[:2]
        model = self.env["stock.replenish.decision"].with_user(self.planner)
        action = model.with_context(
            active_domain=[("id", "in", shown.ids)]
        ).action_review_shown()
        dialog = self.env["stock.replenish.reason"].browse(action["res_id"])
        self.assertIn("2 proposals", dialog.summary)
        self.answer(action, "action_accept")
        self.assertEqual(len(self.decisions(rows, "accepted")), 2)
        with self.assertRaises(UserError):
            model.with_context(
                active_domain=[("id", "in", shown.ids)]
            ).action_review_shown()

    # --- proposals whose rule is no longer the one they were made for ---

    def accept_refused(self, decision):
        with self.assertRaisesRegex(UserError, "no longer waiting for review"):
            decision.with_user(self.planner).action_accept()

    def test_rule_leaves_its_policy(self):
        rows = self.make_rows(2)
        decision = self.decisions(rows[0])
        rows[0].policy_id = False
        self.assertEqual(decision.state, "superseded")
        # With and without rows that have a policy in the same batch.
        self.plan(rows[0])
        self.plan(rows)
        self.accept_refused(decision)
        rows[0].policy_id = self.policy
        self.assertFalse(rows[0].is_governed)

    def test_plan_of_a_row_that_lost_its_policy_unseen(self):
        rows = self.make_rows(1)
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE stock_warehouse_orderpoint SET policy_id = NULL WHERE id = %s",
            rows.ids,
        )
        self.env.invalidate_all()
        self.assertEqual(self.plan(rows)["planned"], 1)
        self.assertEqual(self.decisions(rows).state, "superseded")

    def test_rule_gets_another_policy(self):
        rows = self.make_rows(1)
        decision = self.decisions(rows)
        rows.policy_id = self.policy.copy({"name": "Another"})
        self.accept_refused(decision)
        self.plan(rows)
        self.assertEqual(self.decisions(rows, "to_review").policy_id, rows.policy_id)

    def test_archived_rule_or_product(self):
        rows = self.make_rows(2)
        rows[0].active = False
        rows[1].product_id.active = False
        for row in rows:
            self.accept_refused(self.decisions(row))
            self.assertFalse(row.is_governed)
        rows[0].active = True
        self.assertEqual(rows[0].replenish_status, "waiting")
        self.plan(rows[0])
        self.assertTrue(self.decisions(rows[0], "to_review"))

    def test_policy_changed_since(self):
        rows = self.make_rows(2)
        first = self.decisions(rows[0])
        self.policy.tolerance = 0.25
        result = first.with_user(self.planner).action_accept()
        self.assertIn("0 accepted", result["params"]["message"])
        self.assertIn("1 were no longer open", result["params"]["message"])
        self.assertEqual(first.state, "superseded")
        self.assertFalse(rows[0].is_governed)
        # The next plan proposes anew, for the policy as it is, what it proposed.
        self.plan(rows)
        decisions = self.decisions(rows, "to_review")
        self.assertEqual(
            decisions.mapped("policy_version"), [self.policy.version] * len(rows)
        )
        decisions.action_accept()
        self.assertTrue(all(rows.mapped("is_governed")))

    def test_rejected_first_proposal_leaves_the_row_to_core(self):
        rows = self.make_rows(1)
        self.assertEqual(rows.replenish_status, "to_review")
        self.decisions(rows).with_user(self.planner)._reject("Too much")
        self.assertEqual(rows.replenish_status, "own_rule")
        self.plan(rows)
        self.assertEqual(rows.replenish_status, "own_rule")
        self.policy.tolerance = 0.25
        rows._refresh_from_suggestions()
        self.assertEqual(rows.replenish_status, "waiting")

    def test_rejected_later_proposal_leaves_the_row_planned(self):
        rows = self.make_rows(1)
        self.decisions(rows).action_accept()
        self.plan(rows)
        status = rows.replenish_status
        for week in range(10):
            self.past_move(rows.product_id, 7, -2 - 7 * week)
        self.plan(rows)
        self.decisions(rows, "to_review")._reject("Project")
        self.assertEqual(rows.replenish_status, status)

    def test_accepting_many_takes_no_more_queries(self):
        counts = []
        for number in (2, 20):
            decisions = self.decisions(self.make_rows(number))
            accept = decisions.with_user(self.planner).action_accept
            counts.append(self.queries_of(accept, undone=True))
        self.assertLessEqual(counts[1], counts[0] + 2)

    # --- archived rules ---

    def test_archived_rules_are_not_planned(self):
        rows = self.make_rows(2, self.make_policy())
        self.assertTrue(self.open_suggestions(rows[0]))
        rows[0].active = False
        rows[1].product_id.active = False
        self.assertFalse(self.open_suggestions(rows[0]))
        self.assertEqual(rows[0].qty_to_order, 0)
        self.assertEqual(self.plan(rows), {})
        # A product archived behind the back of its rules.
        rows[1].active = True
        for part in (rows, rows[0], rows[1]):
            with self.assertRaisesRegex(UserError, "no reordering rule to plan"):
                part.with_user(self.planner).action_plan()
        for row in rows:
            self.assertFalse(self.open_suggestions(row))
        rows[0].active = True
        waiting = self.env["stock.replenish.dirty"].search([]).orderpoint_id
        self.assertIn(rows[0], waiting)

    def test_archived_policy_is_given_to_nobody(self):
        rows = self.make_rows(1)
        archived = self.make_policy(active=False)
        refused = self.assertRaisesRegex(UserError, "is archived. Restore it")
        with refused, self.env.cr.savepoint():
            rows.with_user(self.planner).write({"policy_id": archived.id})
        # Who follows a policy follows it on once it is archived.
        self.policy.active = False
        rows.with_user(self.planner).write({"planner_id": self.planner.id})
        self.assertEqual(rows.policy_id, self.policy)


@tagged("post_install", "-at_install")
class TestReviewSuggestions(ReviewCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.limited = cls.make_policy(approval_limit=100)

    def held(self, count=2):
        rows = self.make_rows(count, self.limited)
        suggestions = self.open_suggestions(rows[:1])
        for row in rows[1:]:
            suggestions |= self.open_suggestions(row)
        held = suggestions.filtered(lambda row: row.state == "held")
        self.assertGreaterEqual(len(held), count)
        return held

    def test_says_why_it_is_held(self):
        held = self.held()[0]
        limit = self.company.currency_id.format(100)
        self.assertEqual(held.held_reason, f"Value above {limit}")
        with self.assertRaisesRegex(UserError, "held: Value above"):
            held.with_user(self.planner).action_order()

    def test_manager_approves_many(self):
        held = self.held()
        with self.assertRaisesRegex(AccessError, "Replenishment Manager"):
            held.with_user(self.planner).action_approve()
        result = held.with_user(self.manager).action_approve()
        self.assertIn(f"{len(held)} approved", result["params"]["message"])
        self.assertEqual(set(held.mapped("state")), {"proposed"})
        self.assertEqual(held.mapped("approved_value"), held.mapped("value"))
        self.assertFalse(any(held.mapped("held_reason")))
        # What is approved stays so while the plan says the same.
        self.plan(held.orderpoint_id)
        self.assertEqual(set(held.mapped("state")), {"proposed"})

    def test_approval_leaves_out_what_is_decided(self):
        held = self.held()
        held[0]._reject("Enough for now")
        result = held.with_user(self.manager).action_approve()
        self.assertIn("1 were not open", result["params"]["message"])
        self.assertEqual(held[0].state, "rejected")

    def test_reject_many_with_a_reason(self):
        held = self.held()
        action = held.with_user(self.planner).action_reject()
        self.answer(action, "action_reject", "Vendor closes in May")
        self.assertEqual(set(held.mapped("state")), {"rejected"})
        self.assertEqual(set(held.mapped("reject_reason")), {"Vendor closes in May"})
        self.assertTrue(all(held.mapped("rejected_until")))
        self.assertEqual(held[0].write_uid, self.planner)

    def test_quantity_in_words(self):
        suggestion = self.held()[0]
        suggestion.product_uom_id.rounding = 1.0
        suggestion.quantity = 1200
        self.env.invalidate_all()
        unit = suggestion.product_uom_id.name
        self.assertEqual(suggestion.quantity_text, f"1,200 {unit}")
        self.assertTrue(suggestion.display_name.startswith(f"1,200 {unit} of"))


@tagged("post_install", "-at_install")
class TestReviewExceptions(ReviewCommon):
    def problem(self):
        product = self.make_product(vendor=False)
        self.past_demand(product, 7, weeks=3)
        row = self.make_orderpoint(product, self.make_policy())
        self.plan(row)
        return self.env["stock.replenish.exception"].search(
            [("orderpoint_id", "=", row.id)]
        )

    def test_acknowledge_with_a_note(self):
        problem = self.problem()
        action = problem.with_user(self.planner).action_acknowledge()
        result = self.answer(action, "action_close", "Asked purchasing")
        self.assertIn("1 acknowledged", result["params"]["message"])
        self.assertEqual(problem.state, "acknowledged")
        message = problem.message_ids.filtered(lambda row: "purchasing" in row.body)
        self.assertEqual(message.author_id, self.planner.partner_id)

    def test_acknowledge_without_a_note(self):
        problem = self.problem()
        self.answer(
            problem.with_user(self.planner).action_acknowledge(), "action_close"
        )
        self.assertEqual(problem.state, "acknowledged")

    def test_resolved_by_hand_stays_closed_while_it_is_no_worse(self):
        problem = self.problem()
        action = problem.with_user(self.planner).action_resolve()
        with self.assertRaisesRegex(UserError, "how it was solved"):
            self.answer(action, "action_close")
        self.answer(action, "action_close", "Vendor entered")
        self.assertEqual(problem.state, "resolved")
        self.assertTrue(problem.resolved_on)
        self.plan(problem.orderpoint_id)
        self.assertEqual(problem.state, "resolved")
        self.assertTrue(problem.is_present)
        with self.assertRaises(UserError):
            problem.action_resolve()
