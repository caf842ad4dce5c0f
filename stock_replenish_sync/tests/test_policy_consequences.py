from functools import partial

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..models.policy import stock_replenish_policy_consequences as module
from ..models.policy.stock_replenish_policy import PARAMETER_FIELDS
from .common import ReplenishCommon
from .common_access import new_user


@tagged("post_install", "-at_install")
class TestConsequences(ReplenishCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.user.company_ids = [Command.set(cls.company.ids)]
        cls.policy = cls.make_policy(
            name="Tested", service_kind="cycle", service_level=0.95, lot_quantity=30
        )
        cls.rows = cls.env["stock.warehouse.orderpoint"]
        for number in range(3):
            product = cls.make_product(f"Item {number}", standard_price=4.0 + number)
            row = cls.make_orderpoint(product, cls.policy)
            for week in range(20):
                cls.past_move(product, 5 + week % (number + 3), -3 - 7 * week)
            cls.rows += row

    def values(self, policy=None, **changes):
        policy = policy or self.policy
        return {**{name: policy[name] for name in PARAMETER_FIELDS}, **changes}

    def ask(self, scope=None, policy=None, **changes):
        self.env.flush_all()
        policy = policy or self.policy
        return policy.get_consequences(self.values(policy, **changes), scope)

    def test_figures_are_those_a_plan_puts_in_force(self):
        self.plan(self.rows)
        told = self.ask()
        stock = sum(
            row.safety_stock * row.product_id.standard_price for row in self.rows
        )
        self.assertEqual(
            (told["scope"], told["count"], told["used"]), ("governed", 3, 3)
        )
        self.assertAlmostEqual(told["own"]["safety_value"], stock, 2)
        self.assertAlmostEqual(told["today"]["safety_value"], stock, 2)
        self.assertIn("20 order cycles", told["words"]["service"])

    def test_unsaved_values_foresee_the_next_plan(self):
        self.plan(self.rows)
        told = self.ask(service_level=0.99, review_days=7.0)
        self.assertEqual(self.policy.service_level, 0.95)
        self.policy.write({"service_level": 0.99, "review_days": 7})
        self.plan(self.rows)
        stock = sum(
            row.safety_stock * row.product_id.standard_price for row in self.rows
        )
        self.assertAlmostEqual(told["own"]["safety_value"], stock, 2)
        levels = {row["level"]: row for row in told["levels"]}
        self.assertTrue(levels[0.99]["chosen"])
        self.assertLess(levels[0.95]["safety_value"], levels[0.99]["safety_value"])
        self.assertGreater(levels[0.95]["stockouts"], levels[0.99]["stockouts"])

    def test_honest_before_a_plan(self):
        told = self.ask()
        self.assertEqual((told["used"], told["not_planned"]), (0, 3))

    def test_nothing_governed_yet(self):
        self.plan(self.rows)
        policy = self.make_policy(name="New", lot_quantity=10)
        told = self.ask(policy=policy)
        self.assertEqual((told["scope"], told["count"]), ("all", 3))
        self.assertNotIn("governed", [scope["key"] for scope in told["scopes"]])
        self.rows[:2].policy_id = False
        self.env["stock.replenish.policy.rule"].search([]).unlink()
        self.env["stock.replenish.policy.rule"].create({"policy_id": policy.id})
        told = self.ask(policy=policy)
        self.assertEqual((told["scope"], told["count"]), ("matrix", 2))

    def test_policy_that_is_not_saved_yet(self):
        self.plan(self.rows)
        Policy = self.env["stock.replenish.policy"]
        told = Policy.get_consequences(self.values(), None)
        self.assertEqual((told["scope"], told["used"]), ("all", 3))

    def test_bad_values_are_told_in_the_words_of_the_form(self):
        told = self.ask(service_level=1.0)
        self.assertIn("Service Level", told["problem"])

    def test_min_max_computes_nothing(self):
        self.assertTrue(self.ask(method="min_max")["neutral"])

    def test_many_rules_are_sampled_and_said_to_be(self):
        self.plan(self.rows)
        whole = self.ask()
        self.patch(module, "SAMPLE", 2)
        told = self.ask()
        self.assertEqual((told["sampled"], told["used"]), (2, 3))
        self.assertGreater(told["own"]["orders"], whole["own"]["orders"] / 2)

    def test_without_cost_is_said(self):
        self.rows[0].product_id.standard_price = 0
        self.plan(self.rows)
        self.assertEqual(self.ask()["without_cost"], 1)

    def test_cost_does_not_grow_with_rows(self):
        self.plan(self.rows)

        ask = partial(self.policy.get_consequences, self.values(), None)
        few = self.queries_of(ask)
        for number in range(10):
            self.make_orderpoint(self.make_product(f"More {number}"), self.policy)
        self.assertLessEqual(self.queries_of(ask), few)

    def test_viewer_reads_and_a_stranger_does_not(self):
        self.plan(self.rows)
        viewer = new_user(
            self.env,
            "consequences_viewer",
            "stock_replenish_sync.group_replenish_viewer",
            self.company,
        )
        policy = self.policy.with_user(viewer)
        self.assertEqual(policy.get_consequences(self.values(), None)["used"], 3)
        nobody = new_user(self.env, "nobody", "base.group_user", self.company)
        with self.assertRaises(AccessError):
            self.policy.with_user(nobody).get_consequences(self.values(), None)

    def test_another_company_sees_none_of_it(self):
        self.plan(self.rows)
        company = self.env["res.company"].create({"name": "Second Company"})
        user = new_user(
            self.env,
            "consequences_other",
            "stock_replenish_sync.group_replenish_manager",
            company,
        )
        policy = self.policy.with_user(user).with_context(
            allowed_company_ids=company.ids
        )
        told = policy.get_consequences(self.values(), None)
        self.assertEqual((told["count"], told["used"]), (0, 0))
        self.assertEqual(told["hidden"], 3, "how many, but nothing of them")
        self.policy.company_id = self.company
        with self.assertRaises(AccessError):
            policy.get_consequences(self.values(), None)
