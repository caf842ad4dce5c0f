from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common_change import ChangeCommon


@tagged("post_install", "-at_install")
class TestChangeAccess(ChangeCommon):
    """Who may preview, apply and undo what, and which companies it reaches."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.item = cls.make_item("Item", policy=cls.low)
        cls.plan(cls.item)
        cls.planner = cls.make_user("change_planner", "planner")
        cls.manager = cls.make_user("change_manager", "manager")
        cls.policy_payload = {
            "policy_id": cls.low.id,
            "values": {"service_level": 0.99},
        }

    def test_planner_assigns_and_undoes(self):
        Change = self.as_user(self.planner)
        action = Change.preview_assign(self.item.ids, self.high.id)
        change = Change.browse(action["res_id"])
        self.assertTrue(change.may_act)
        change.action_apply()
        self.assertEqual(self.item.policy_id, self.high)
        self.assertEqual(change.applied_uid, self.planner)
        change.action_undo()
        self.assertEqual(self.item.policy_id, self.low)

    def test_planner_neither_previews_nor_applies_settings(self):
        change = self.Change._propose("policy", self.policy_payload)
        state = self.database()
        Change = self.as_user(self.planner)
        with self.assertRaisesRegex(AccessError, "Replenishment Manager"):
            Change.preview_policy_values(self.low.id, {"service_level": 0.99})
        seen = Change.browse(change.id)
        self.assertFalse(seen.may_act)
        for method in ("action_apply", "action_apply_review", "action_discard"):
            with self.assertRaisesRegex(AccessError, "Replenishment Manager"):
                getattr(seen, method)()
        change.action_apply()
        with self.assertRaisesRegex(AccessError, "Replenishment Manager"):
            seen.action_undo()
        change.action_undo()
        self.assertEqual(state["res.company"], self.database()["res.company"])

    def test_manager_without_rights_on_inventory_settings(self):
        """A manager of replenishment need not be one of inventory or of companies."""
        self.assertFalse(self.manager.has_group("stock.group_stock_manager"))
        Change = self.as_user(self.manager)
        for kind, payload in (
            ("policy", self.policy_payload),
            (
                "classes",
                {
                    "company_id": self.company.id,
                    "values": {"replenish_abc_a_share": 0.5},
                },
            ),
            ("matrix", {"create": [{"policy_id": self.high.id}]}),
        ):
            with self.subTest(kind=kind):
                change = Change._propose(kind, payload)
                change.action_apply()
                change.action_undo()
                self.assertEqual(change.state, "undone")

    def test_nobody_writes_changes_by_hand(self):
        change = self.Change._propose("policy", self.policy_payload)
        seen = self.as_user(self.manager).browse(change.id)
        with self.assertRaises(AccessError):
            seen.write({"payload": {}})
        with self.assertRaises(AccessError):
            seen.row_ids.write({"restore": {}})
        with self.assertRaises(AccessError):
            self.as_user(self.manager).create({"name": "x", "kind": "policy"})


@tagged("post_install", "-at_install")
class TestChangeCompanies(ChangeCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.item = cls.make_item("Item", policy=cls.low)
        cls.plan(cls.item)
        cls.other = cls.env["res.company"].create(
            {"name": "Other", "currency_id": cls.env.ref("base.CHF").id}
        )
        warehouse = cls.env["stock.warehouse"].search(
            [("company_id", "=", cls.other.id)], limit=1
        )
        cls.foreign = cls.make_orderpoint(
            cls.item.product_id, cls.low, warehouse=warehouse
        )
        cls.manager = cls.make_user("change_manager", "manager")
        cls.payload = {"policy_id": cls.low.id, "values": {"service_level": 0.99}}

    def test_shared_policy_of_others_is_told_and_not_applied(self):
        Change = self.as_user(self.manager)
        change = Change._propose("policy", self.payload)
        self.assertEqual(change.row_ids.orderpoint_id, self.item)
        self.assertEqual(change.hidden_count, 1)
        self.assertIn("1 rule of a company", change.obstacle)
        with self.assertRaisesRegex(UserError, "have not selected"):
            change.action_apply()
        self.assertEqual(self.low.service_level, 0.8)

    def test_both_companies_at_once(self):
        self.env.user.company_ids += self.other
        both = self.Change.with_context(
            allowed_company_ids=(self.company + self.other).ids
        )
        rate = self.other.currency_id._get_conversion_rate(
            self.other.currency_id,
            self.company.currency_id,
            self.company,
            self.company._replenish_today(),
        )
        change = both._propose("policy", self.payload)
        self.assertEqual(change.row_ids.orderpoint_id, self.item + self.foreign)
        self.assertEqual(change.currency_id, self.company.currency_id)
        if self.other.currency_id != self.company.currency_id:
            self.assertIn("today's rate", change.note)
        own = change.row_ids.filtered(lambda row: row.company_id == self.company)
        foreign = change.row_ids - own
        self.assertAlmostEqual(
            change.stock_value_after,
            own.stock_value_after + rate * foreign.stock_value_after,
            2,
        )
        change.action_apply()
        # Who works in one of the companies sees nothing of it, and cannot undo it.
        seen = self.as_user(self.manager)
        self.assertFalse(seen.search([("id", "=", change.id)]))
        self.env.invalidate_all()
        with self.assertRaises(AccessError):
            seen.browse(change.id).action_undo()
        # Nor does somebody who has not selected both.
        with self.assertRaisesRegex(UserError, "Other"):
            change.with_context(allowed_company_ids=self.company.ids).action_undo()
        change.action_undo()
        self.assertEqual(self.low.service_level, 0.8)

    def test_rows_of_others_cannot_be_given_a_policy(self):
        with self.assertRaises(AccessError):
            self.as_user(self.manager).preview_assign(
                (self.item + self.foreign).ids, self.high.id
            )

    def test_matrix_stays_in_its_companies(self):
        (self.item + self.foreign).write({"policy_source": "matrix"})
        self.env["stock.replenish.policy.rule"].create({"policy_id": self.high.id})
        change = self.as_user(self.manager)._propose("matrix", {})
        self.assertEqual(change.row_ids.orderpoint_id, self.item)
        change.action_apply()
        self.assertEqual(self.foreign.policy_id, self.low)
        shared = self.as_user(self.manager)._propose(
            "matrix", {"create": [{"policy_id": self.low.id, "sequence": 0}]}
        )
        self.assertEqual(shared.hidden_count, 1)
        with self.assertRaisesRegex(UserError, "have not selected"):
            shared.action_apply()
