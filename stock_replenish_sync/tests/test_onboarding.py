from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests.common import tagged

from .common_onboarding import OnboardingCommon

WRITTEN = ("product_min_qty", "product_max_qty", "policy_id", "trigger", "qty_to_order")


@tagged("post_install", "-at_install")
class TestOnboardingStatus(OnboardingCommon):
    def test_facts_before_anything_was_done(self):
        status = self.service(self.manager).get_status()
        self.assertEqual(status["rules"]["all"], 3)
        self.assertEqual(status["rules"]["governed"], 0)
        self.assertEqual(status["facts"], {"months": 2, "vendors": 1, "unruled": 1})
        self.assertFalse(status["history"])
        self.assertFalse(status["adopted"])
        self.assertTrue(status["may"]["manage"])
        [warehouse] = status["warehouses"]
        self.assertEqual(warehouse["id"], self.warehouse.id)
        self.assertEqual(warehouse["rules"], 3)

    def test_other_companies_do_not_count(self):
        other = self.env["res.company"].create({"name": "Elsewhere"})
        user = self._user(
            "onboarding_elsewhere",
            "stock_replenish_sync." "group_replenish_manager",
            other,
        )
        status = self.service(user, other).get_status()
        self.assertEqual(status["rules"]["all"], 0)
        self.assertEqual(status["facts"], {"months": 0, "vendors": 0, "unruled": 0})
        self.assertNotIn(self.warehouse.id, [row["id"] for row in status["warehouses"]])
        with self.assertRaises(AccessError):
            self.service(user, self.company).get_status()

    def test_the_best_pilot_supplies_no_other(self):
        hub = self.warehouse
        branch = self.env["stock.warehouse"].create(
            {
                "name": "Branch",
                "code": "BRA",
                "company_id": self.company.id,
                "resupply_wh_ids": [Command.link(hub.id)],
            }
        )
        self.make_orderpoint(self.rules[0].product_id, warehouse=branch)
        rows = self.service(self.manager).get_status()["warehouses"]
        self.assertEqual([row["id"] for row in rows], [branch.id, hub.id])
        self.assertEqual([row["supplies_others"] for row in rows], [False, True])

    def test_as_many_queries_however_much_there_is(self):
        service = self.service(self.manager)
        service.action_read_history()

        def queries(more):
            for number in range(more):
                self.make_orderpoint(self.make_product(f"More {more} {number}"))
            return self.queries_of(service.get_status)

        self.assertEqual(queries(1), queries(10))

    def test_roles(self):
        status = self.service(self.viewer).get_status()
        self.assertFalse(status["may"]["manage"])
        nobody = self._user("onboarding_nobody", "stock.group_stock_user")
        with self.assertRaises(AccessError):
            self.service(nobody).get_status()
        for user in (self.viewer, self.planner):
            service = self.service(user)
            for act in (
                service.action_read_history,
                service.action_propose_rules,
                lambda service=service: service.action_compare(
                    "pilot", self.warehouse.id
                ),
            ):
                with self.assertRaisesRegex(AccessError, "Replenishment Manager"):
                    act()

    def test_to_order_opens_getting_started_until_a_rule_has_a_policy(self):
        service = self.service(self.viewer)
        self.assertEqual(
            service.action_open_to_order()["tag"], "stock_replenish_sync.onboarding"
        )
        self.rules[0].policy_id = self.make_policy()
        self.assertEqual(
            service.action_open_to_order()["res_model"], "stock.warehouse.orderpoint"
        )
        menu = self.env.ref("stock_replenish_sync.stock_warehouse_orderpoint_menu")
        self.assertIn(
            menu.id,
            self.env["ir.ui.menu"].with_user(self.viewer)._visible_menu_ids(),
        )
        opened = menu.action.with_user(self.viewer).run()
        self.assertEqual(opened["res_model"], "stock.warehouse.orderpoint")

    def test_control_tower_comes_first_and_opens_once_a_rule_has_a_policy(self):
        menu = self.env.ref("stock_replenish_sync.stock_replenish_tower_menu")
        self.assertEqual(menu.parent_id.child_id[0], menu)
        self.assertIn(
            menu.id,
            self.env["ir.ui.menu"].with_user(self.viewer)._visible_menu_ids(),
        )
        action = menu.action.with_user(self.viewer)
        self.assertEqual(action.run()["tag"], "stock_replenish_sync.onboarding")
        self.rules[0].policy_id = self.make_policy()
        self.assertEqual(action.run()["tag"], "stock_replenish_sync.tower")


@tagged("post_install", "-at_install")
class TestOnboardingHistory(OnboardingCommon):
    def test_reading_writes_classes_and_nothing_else(self):
        self.env.flush_all()
        before = self.rules.read(WRITTEN)
        counts = [
            self.env[f"stock.replenish.{name}"].search_count([])
            for name in ("policy", "policy.rule", "suggestion", "decision")
        ]
        status = self.service(self.manager).action_read_history()
        self.assertEqual(self.rules.mapped("abc_class"), ["A", "B", "C"])
        self.assertEqual(self.rules.read(WRITTEN), before)
        self.assertEqual(
            counts,
            [
                self.env[f"stock.replenish.{name}"].search_count([])
                for name in ("policy", "policy.rule", "suggestion", "decision")
            ],
        )
        history = status["history"]
        by_class = {
            row["abc"]: sum(cell["count"] for cell in row["counts"])
            for row in history["cells"]
        }
        self.assertEqual(by_class, {"A": 1, "B": 1, "C": 1})
        self.assertEqual(sum(row["count"] for row in history["patterns"]), 3)

    def test_how_sure(self):
        young = self.make_product("Young")
        self.past_move(young, 3, -10)
        self.make_orderpoint(young)
        self.make_orderpoint(self.make_product("Unmoved"))
        history = self.service(self.manager).action_read_history()["history"]
        self.assertEqual(
            (history["sure"], history["thin"], history["unmoved"]), (3, 1, 1)
        )

    def test_what_cannot_be_supplied(self):
        lost = self.make_orderpoint(self.make_product("No vendor", vendor=False))
        history = self.service(self.manager).action_read_history()["history"]
        self.assertEqual(history["unsupplied"], lost.ids)
        self.assertEqual(history["unsupplied_count"], 1)

    def test_progress_is_the_companys(self):
        self.service(self.manager).action_read_history()
        self.assertTrue(self.service(self.viewer).get_status()["history"])

    def test_nothing_to_read(self):
        self.rules.unlink()
        with self.assertRaisesRegex(UserError, "Propose rules first"):
            self.service(self.manager).action_read_history()


@tagged("post_install", "-at_install")
class TestOnboardingAdopt(OnboardingCommon):
    def setUp(self):
        super().setUp()
        self.service(self.manager).action_read_history()

    def _compare(self, *args, **options):
        service = self.service(self.manager)
        action = service.action_compare(*args, **options)
        self.assertEqual(action["res_model"], "stock.replenish.change")
        change = service.env["stock.replenish.change"].browse(action["res_id"])
        return action, change

    def test_comparing_changes_nothing(self):
        self.env.flush_all()
        before = self.rules.read(WRITTEN)
        policies = self.env["stock.replenish.policy"].search_count([])
        _action, change = self._compare("pilot", self.warehouse.id)
        self.assertEqual(change.kind, "adopt")
        self.assertEqual(change.row_count, 3)
        self.assertEqual(self.rules.read(WRITTEN), before)
        self.assertEqual(self.env["stock.replenish.policy"].search_count([]), policies)

    def test_pilot_governs_its_warehouse_and_can_be_undone(self):
        other = self.env["stock.warehouse"].create(
            {"name": "Other", "code": "OTH", "company_id": self.company.id}
        )
        elsewhere = self.make_orderpoint(self.rules[0].product_id, warehouse=other)
        _action, change = self._compare("pilot", self.warehouse.id)
        change.action_apply()
        self.assertEqual(self.rules.mapped("is_governed"), [True, True, False])
        self.assertEqual(self.rules[2].policy_id.method, "min_max")
        self.assertEqual(self.rules.policy_id.mapped("service_level")[:2], [0.98, 0.95])
        self.assertFalse(elsewhere.policy_id)
        self.assertEqual(self.rules.policy_id.company_id, self.company)
        status = self.service(self.manager).get_status()
        self.assertEqual(status["rules"]["governed"], 2)
        self.assertEqual(status["adopted"]["change_id"], change.id)
        self.assertIn(status["adopted"]["first"]["id"], self.rules.ids)
        change.action_undo()
        self.assertFalse(self.rules.policy_id)
        self.assertEqual(self.rules.mapped("product_min_qty"), [1, 1, 1])
        self.assertFalse(self.service(self.manager).get_status()["adopted"])

    def test_ready_policies_are_made_once(self):
        other = self.env["stock.warehouse"].create(
            {"name": "Other", "code": "OTH", "company_id": self.company.id}
        )
        elsewhere = self.make_orderpoint(self.rules[0].product_id, warehouse=other)
        self._compare("pilot", self.warehouse.id)[1].action_apply()
        self._compare("pilot", other.id)[1].action_apply()
        self.assertEqual(elsewhere.policy_id, self.rules[0].policy_id)

    def test_watching_reviews_everything(self):
        action, change = self._compare("watch", c_items="C")
        self.assertTrue(action["context"]["replenish_review_only"])
        change.action_apply_review()
        self.assertFalse(any(self.rules.mapped("is_governed")))
        self.assertEqual(set(self.rules.mapped("plan_status")), {"to_review"})
        status = self.service(self.manager).get_status()
        self.assertEqual(status["rules"]["to_review"], 3)
        self.assertEqual(status["rules"]["governed"], 0)

    def test_shared_policies(self):
        self._compare("all", shared=True)[1].action_apply()
        self.assertFalse(self.rules.policy_id.company_id)

    def test_choices_that_make_no_sense(self):
        service = self.service(self.manager)
        foreign = self.env["stock.warehouse"].search(
            [("company_id", "!=", self.company.id)], limit=1
        )
        for choice, words in (
            (("everything",), "Choose a pilot"),
            (("pilot", foreign.id), "Choose a warehouse of"),
            (("pilot", self.warehouse.id, "D"), "C items"),
        ):
            with self.assertRaisesRegex(UserError, words):
                service.action_compare(*choice)
        self.rules.unlink()
        with self.assertRaisesRegex(UserError, "Propose rules first"):
            service.action_compare("all")
