import json

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import ReplenishCommon


@tagged("post_install", "-at_install")
class TestDecision(ReplenishCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.policy = cls.make_policy(
            service_kind="cycle", lot_method="eoq", tolerance=0.1
        )
        cls.product = cls.make_product()
        for week, quantity in enumerate((9, 4, 7, 8, 7, 5, 9, 6, 7, 8)):
            cls.past_move(cls.product, quantity, -3 - 7 * week)
        cls.orderpoint = cls.make_orderpoint(
            cls.product, cls.policy, product_min_qty=5, product_max_qty=9
        )

    def decisions(self, *states):
        domain = [("orderpoint_id", "=", self.orderpoint.id)]
        if states:
            domain.append(("state", "in", states))
        return self.env["stock.replenish.decision"].search(domain, order="id")

    def demand_doubles(self):
        for week in range(10):
            self.past_move(self.product, 7, -2 - 7 * week)

    def parameters(self):
        return [
            self.orderpoint[name]
            for name in (
                "safety_stock",
                "reorder_point",
                "order_quantity",
                "product_min_qty",
                "product_max_qty",
            )
        ]

    # --- applied at once ---

    def test_first_plan(self):
        self.plan(self.orderpoint)
        decision = self.decisions()
        row = self.orderpoint
        self.assertEqual(decision.cause, "first")
        self.assertEqual(decision.state, "applied")
        self.assertEqual(decision.before_min_qty, 5)
        self.assertEqual(decision.before_max_qty, 9)
        self.assertAlmostEqual(decision.after_reorder_point, row.reorder_point)
        self.assertGreater(row.reorder_point, row.safety_stock)
        self.assertAlmostEqual(row.product_min_qty, row.reorder_point, 2)
        self.assertAlmostEqual(
            row.product_max_qty, row.reorder_point + row.order_quantity, 2
        )
        self.assertAlmostEqual(
            decision.change_pct, (decision.after_reorder_point - 5) / 5
        )
        self.assertAlmostEqual(
            decision.stock_value_delta,
            (row.safety_stock + row.order_quantity / 2 - (5 + 9) / 2) * 10,
            2,
        )

    def test_drift_beyond_tolerance(self):
        self.plan(self.orderpoint)
        before = self.orderpoint.reorder_point
        self.demand_doubles()
        self.plan(self.orderpoint)
        self.assertEqual(self.decisions().mapped("cause"), ["first", "drift"])
        self.assertGreater(self.orderpoint.reorder_point, 1.5 * before)

    def test_drift_within_tolerance_leaves_everything(self):
        self.plan(self.orderpoint)
        before = self.parameters()
        self.past_move(self.product, 1, -2)
        self.plan(self.orderpoint)
        self.assertEqual(self.parameters(), before)
        self.assertEqual(len(self.decisions()), 1)

    def test_policy_change_is_told_however_small(self):
        self.plan(self.orderpoint)
        before = self.parameters()
        self.policy.service_level = 0.951
        self.plan(self.orderpoint)
        self.assertEqual(self.decisions().mapped("cause"), ["first", "policy"])
        self.assertNotEqual(self.parameters(), before)
        self.assertEqual(self.decisions()[-1].policy_version, 2)

    def test_policy_change_that_moves_nothing_is_no_decision(self):
        self.plan(self.orderpoint)
        self.policy.horizon_days = 90
        self.plan(self.orderpoint)
        self.assertEqual(len(self.decisions()), 1)
        self.assertEqual(self.orderpoint.planned_policy_version, 2)

    def test_no_tolerance_is_not_a_decision_a_day(self):
        """Square roots do not fit two digits; that is no change."""
        self.policy.tolerance = 0
        for _day in range(3):
            self.plan(self.orderpoint)
        self.assertEqual(len(self.decisions()), 1)

    def test_typed_limits_come_back_with_the_next_change(self):
        self.plan(self.orderpoint)
        self.orderpoint.product_min_qty = 1
        self.demand_doubles()
        self.plan(self.orderpoint)
        self.assertAlmostEqual(
            self.orderpoint.product_min_qty, self.orderpoint.reorder_point, 2
        )
        self.assertEqual(self.decisions()[-1].before_min_qty, 1)

    # --- under review ---

    def review(self):
        self.policy.apply_mode = "review"
        self.plan(self.orderpoint)
        return self.decisions("to_review")

    def test_core_governs_until_the_first_acceptance(self):
        self.set_stock(self.product, 2)
        decision = self.review()
        row = self.orderpoint
        self.assertEqual(decision.cause, "first")
        self.assertEqual(row.plan_status, "to_review")
        self.assertEqual((row.product_min_qty, row.product_max_qty), (5, 9))
        self.assertFalse(row.is_governed)
        self.assertFalse(self.open_suggestions(row))
        self.assertEqual(row.qty_to_order, 7, "core's rule: up to the maximum")
        decision.action_accept()
        self.assertTrue(row.is_governed)
        self.assertIn(row, self.env["stock.replenish.dirty"].search([]).orderpoint_id)
        self.plan(row)
        self.assertEqual(row.plan_status, "planned")
        self.assertTrue(self.open_suggestions(row))
        self.assertFalse(self.decisions("to_review"))
        self.assertEqual(decision.reviewed_uid, self.env.user)

    def test_same_proposal_is_made_once(self):
        decision = self.review()
        for _day in range(2):
            self.plan(self.orderpoint)
        self.assertEqual(self.decisions(), decision)
        # Another version of the policy asks anew: its inputs are not those stored.
        self.policy.tolerance = 0
        for _day in range(2):
            self.plan(self.orderpoint)
        waiting = self.decisions("to_review")
        self.assertEqual(self.decisions(), decision + waiting)
        self.assertEqual(waiting.policy_version, self.policy.version)

    def test_newer_proposal_takes_the_place_of_the_older(self):
        first = self.review()
        self.demand_doubles()
        self.plan(self.orderpoint)
        self.assertEqual(first.state, "superseded")
        self.assertEqual(len(self.decisions("to_review")), 1)

    def test_proposal_goes_when_its_cause_goes(self):
        self.review().action_accept()
        self.demand_doubles()
        self.plan(self.orderpoint)
        waiting = self.decisions("to_review")
        self.assertEqual(waiting.cause, "drift")
        self.env.cr.execute(
            "UPDATE stock_move SET state = 'cancel' WHERE product_id = %s AND id IN ("
            " SELECT id FROM stock_move ORDER BY id DESC LIMIT 10)",
            [self.product.id],
        )
        self.plan(self.orderpoint)
        self.assertEqual(waiting.state, "superseded")
        self.assertEqual(self.orderpoint.plan_status, "planned")

    def test_accepted_parameters_drive_while_later_ones_wait(self):
        self.review().action_accept()
        self.plan(self.orderpoint)
        accepted = self.parameters()
        self.demand_doubles()
        self.plan(self.orderpoint)
        self.assertEqual(self.parameters(), accepted)
        self.assertEqual(self.orderpoint.plan_status, "to_review")
        self.assertTrue(self.open_suggestions(self.orderpoint))
        # On hand is nothing: the need is what the accepted parameters ask for.
        first = self.open_suggestions(self.orderpoint)[0]
        self.assertGreaterEqual(first.raw_quantity, accepted[0])

    def test_accepted_parameters_are_no_change_of_their_own(self):
        """What was accepted is stored in two digits; its own plan agrees with it."""
        self.policy.tolerance = 0
        self.review().action_accept()
        self.plan(self.orderpoint)
        self.assertFalse(self.decisions("to_review"))

    def test_rejected_proposal(self):
        decision = self.review()
        decision._reject("Seasonal peak")
        self.assertEqual(decision.state, "rejected")
        self.assertEqual(decision.reject_reason, "Seasonal peak")
        self.assertFalse(self.orderpoint.is_governed)
        self.assertFalse(self.orderpoint.parameters_on)

    def test_decided_once(self):
        decision = self.review()
        decision.action_accept()
        for action in (decision.action_accept, decision.action_reject):
            with self.assertRaises(UserError):
                action()
        self.assertEqual(decision.state, "accepted")

    # --- replay ---

    def test_replay_gives_the_same_numbers(self):
        self.set_stock(self.product, 3)
        self.sell(self.product, 12, 4)
        self.sell(self.product, 1, -4)
        self.plan(self.orderpoint)
        decision = self.decisions()
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual(decision._replay(), {})
        self.assertEqual(decision.action_replay()["params"]["type"], "success")
        # As a backup would bring it back.
        decision.snapshot = json.loads(json.dumps(decision.snapshot))
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual(decision._replay(), {})

    def test_replay_does_not_look_at_today(self):
        self.plan(self.orderpoint)
        self.demand_doubles()
        self.policy.service_level = 0.6
        self.assertEqual(self.decisions()._replay(), {})

    def test_tampered_snapshot_shows(self):
        self.plan(self.orderpoint)
        decision = self.decisions()
        snapshot = json.loads(json.dumps(decision.snapshot))
        snapshot["inputs"]["history"][0] += 100
        decision.snapshot = snapshot
        self.assertIn("demand_mean", decision._replay())
        params = decision.action_replay()["params"]
        self.assertEqual(params["type"], "danger")
        self.assertIn("demand_mean", params["message"])

    def test_replay_without_snapshot(self):
        self.plan(self.orderpoint)
        decision = self.decisions()
        decision.snapshot = False
        with self.assertRaises(UserError):
            decision.action_replay()

    # --- retention ---

    def test_old_decisions_go_but_not_those_to_review(self):
        self.plan(self.orderpoint)
        old = self.decisions()
        waiting = old.copy({"state": "to_review"})
        young = old.copy({"state": "applied"})
        self.env.cr.execute(
            "UPDATE stock_replenish_decision SET create_date = %s WHERE id = ANY(%s)",
            [
                fields.Datetime.subtract(fields.Datetime.now(), months=25),
                (old + waiting).ids,
            ],
        )
        self.env.invalidate_all()
        self.env["stock.replenish.decision"]._gc_decisions()
        self.assertEqual(self.decisions(), waiting + young)
        self.env["ir.config_parameter"].set_param(
            "stock_replenish_sync.decision_retention_months", "1200"
        )
        self.env["stock.replenish.decision"]._gc_decisions()
        self.assertTrue(young.exists())
