from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common_change import ChangeCommon


@tagged("post_install", "-at_install")
class TestChangeInput(ChangeCommon):
    """What a manager may put into a change by calling its entry points."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.item = cls.make_item("Item", policy=cls.low)
        cls.plan(cls.item)
        cls.manager = cls.make_user("change_manager", "manager")
        cls.other = cls.env["res.company"].create({"name": "Other"})
        cls.other_warehouse = cls.env["stock.warehouse"].search(
            [("company_id", "=", cls.other.id)], limit=1
        )
        cls.foreign = cls.make_orderpoint(
            cls.item.product_id, warehouse=cls.other_warehouse
        )
        cls.foreign_policy = cls.make_policy(name="Theirs", company_id=cls.other.id)
        cls.line = cls.env["stock.replenish.policy.rule"].create(
            {"policy_id": cls.low.id, "company_id": cls.company.id}
        )

    def setUp(self):
        super().setUp()
        self.mine = self.as_user(self.manager)

    def adopt(self, values, line=None):
        return self.mine.preview_adopt(
            self.warehouse.ids,
            [{"key": "a", "values": values}],
            [{"policy": "a", "values": line or {"sequence": 1}}],
        )

    def assert_refused(self, error, method, *args):
        state = self.database()
        with self.assertRaises(error):
            getattr(self.mine, method)(*args)
        self.assertEqual(self.database(), state)

    # --- nothing but values of the fields meant ---

    def test_new_policy_takes_no_commands(self):
        for name, commands in (
            (
                "orderpoint_ids",
                [Command.update(self.foreign.id, {"product_min_qty": 1})],
            ),
            ("orderpoint_ids", [Command.link(self.foreign.id)]),
            ("message_ids", [Command.create({"body": "x"})]),
            ("message_follower_ids", [Command.create({"res_model": "res.users"})]),
        ):
            with self.subTest(name=name, commands=commands):
                with self.assertRaisesRegex(UserError, "no setting"):
                    self.adopt({"name": "New", name: commands})

    def test_line_takes_its_fields_only(self):
        with self.assertRaisesRegex(UserError, "no field create_uid"):
            self.adopt({"name": "New"}, {"create_uid": 1})

    def test_payload_holds_nothing_else(self):
        action = self.mine.preview_adopt(
            self.warehouse.ids,
            [{"key": "a", "values": {"name": "New", "version": 7}, "more": 1}],
            [{"policy": "a", "values": {"sequence": 1}, "more": 1}],
        )
        self.assertEqual(
            self.mine.browse(action["res_id"]).payload,
            {
                "company_id": self.company.id,
                "warehouse_ids": self.warehouse.ids,
                "policies": [{"key": "a", "values": {"name": "New"}}],
                "lines": [{"policy": "a", "values": {"sequence": 1}}],
            },
        )

    # --- only companies one works in ---

    def test_no_line_for_another_company(self):
        for write, create in (
            (None, [{"company_id": self.other.id, "policy_id": self.high.id}]),
            (None, [{"policy_id": self.foreign_policy.id}]),
            (
                None,
                [
                    {
                        "warehouse_id": self.other_warehouse.id,
                        "policy_id": self.high.id,
                    }
                ],
            ),
            ({str(self.line.id): {"company_id": self.other.id}}, None),
            ({str(self.line.id): {"warehouse_id": self.other_warehouse.id}}, None),
            ({str(self.line.id): {"policy_id": self.foreign_policy.id}}, None),
        ):
            with self.subTest(write=write, create=create):
                self.assert_refused(
                    AccessError, "preview_matrix", self.company.ids, write, create
                )

    def test_no_policy_for_another_company(self):
        for values in ({"company_id": self.other.id},):
            self.assert_refused(
                AccessError, "preview_policy_values", self.high.id, values
            )
            with self.assertRaises(AccessError):
                self.adopt({"name": "New", **values})

    def test_company_not_selected(self):
        self.manager.company_ids += self.other
        for method, args in (
            (
                "preview_matrix",
                (
                    None,
                    None,
                    [{"company_id": self.other.id, "policy_id": self.high.id}],
                ),
            ),
            ("preview_policy_values", (self.high.id, {"company_id": self.other.id})),
            ("preview_classes", (self.other.id, {"replenish_abc_a_share": 0.7})),
        ):
            with self.subTest(method=method):
                self.assert_refused(AccessError, method, *args)

    def test_line_of_another_company_is_applied_by_who_works_there(self):
        """Also if it moves none of that company's rules."""
        self.env.user.company_ids += self.other
        both = self.Change.with_context(
            allowed_company_ids=(self.company + self.other).ids
        )
        self.foreign.policy_id = self.low
        self.item.policy_source = "matrix"
        self.line.policy_id = self.high
        change = both._propose(
            "matrix",
            {"create": [{"company_id": self.other.id, "policy_id": self.high.id}]},
        )
        self.assertEqual(change.row_ids.orderpoint_id, self.item)
        self.assertIn(self.other, change.company_ids)
        with self.assertRaises(AccessError):
            self.mine.browse(change.id).action_apply()

    def test_line_made_shared_reaches_others(self):
        self.foreign.policy_source = "matrix"
        change = self.mine._propose(
            "matrix", {"write": {str(self.line.id): {"company_id": False}}}
        )
        self.assertEqual(change.hidden_count, 1)
        with self.assertRaisesRegex(UserError, "have not selected"):
            change.action_apply()

    # --- archived policies ---

    def test_archived_policy_is_not_given(self):
        self.high.active = False
        for method, args in (
            ("preview_assign", (self.item.ids, self.high.id)),
            (
                "preview_adopt",
                (
                    self.warehouse.ids,
                    [{"key": "a", "policy_id": self.high.id}],
                    [{"policy": "a", "values": {"sequence": 1}}],
                ),
            ),
        ):
            with self.subTest(method=method):
                with self.assertRaisesRegex(UserError, "archived"):
                    getattr(self.mine, method)(*args)

    # --- nonsense ---

    def test_nonsense_is_refused_in_words(self):
        policy, company = self.low.id, self.company.id
        warehouses = self.warehouse.ids
        for method, args in (
            *(
                ("preview_policy_values", (policy, {"service_level": value}))
                for value in ("abc", [1], float("nan"), float("inf"), 1e308, True, {})
            ),
            *(
                ("preview_policy_values", (key, {"service_level": 0.9}))
                for key in ("x", None, [1], {}, 1.5, 10**12, -1)
            ),
            *(("preview_policy_values", (policy, value)) for value in (None, [1], "x")),
            ("preview_policy_values", (policy, {"name": False})),
            ("preview_policy_values", (policy, {"name": " "})),
            ("preview_policy_values", (policy, {"method": "magic"})),
            ("preview_policy_values", (policy, {"method": False})),
            ("preview_policy_values", (policy, {"sequence": 10**12})),
            ("preview_policy_values", (policy, {"horizon_days": 1.5})),
            ("preview_policy_values", (policy, {"active": "maybe"})),
            ("preview_policy_values", (policy, {"company_id": "x"})),
            *(("preview_assign", (ids, policy)) for ids in (None, "x", 1, ["x"], [[]])),
            ("preview_assign", (self.item.ids, "x")),
            ("preview_matrix", (None, None, [{}])),
            ("preview_matrix", (None, None, [None])),
            ("preview_matrix", (None, None, {"x": 1})),
            ("preview_matrix", (None, {"x": {"policy_id": policy}})),
            ("preview_matrix", (None, {str(self.line.id): None})),
            ("preview_matrix", (None, {str(self.line.id): {"policy_id": False}})),
            ("preview_matrix", (None, [1])),
            ("preview_matrix", ("x",)),
            ("preview_classes", (company, None)),
            ("preview_classes", (None, {})),
            ("preview_classes", (company, {"replenish_history_weeks": "x"})),
            ("preview_adopt", (None, [], [])),
            ("preview_adopt", (warehouses, None, None)),
            ("preview_adopt", (warehouses, [{}], [])),
            ("preview_adopt", (warehouses, [{"key": "a"}], [])),
            ("preview_adopt", (warehouses, [{"key": "a", "values": {}}], [])),
            ("preview_adopt", (warehouses, [], [{"policy": "a"}])),
            ("preview_adopt", (warehouses, [], ["x"])),
        ):
            with self.subTest(method=method, args=args):
                self.assert_refused(UserError, method, *args)

    def test_values_as_forms_send_them(self):
        change = self.mine._propose(
            "policy",
            {
                "policy_id": self.low.id,
                "values": {
                    "company_id": [self.company.id, "Name"],
                    "lot_quantity": 25,
                    "ready_key": False,
                    "approval_limit": False,
                },
            },
        )
        change.action_apply()
        self.assertEqual(self.low.company_id, self.company)
        self.assertEqual(self.low.lot_quantity, 25)
