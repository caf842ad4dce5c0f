from odoo.exceptions import UserError
from odoo.tests import tagged

from .common_change import ChangeCommon


@tagged("post_install", "-at_install")
class TestChangeApply(ChangeCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.first = cls.make_item("First", policy=cls.low, stock=5)
        cls.second = cls.make_item("Second", policy=cls.low, stock=60)
        cls.neutral = cls.make_item("Neutral", stock=3)
        cls.plan(cls.first, cls.second, cls.neutral)

    def assert_as_foreseen(self, change):
        """Assert that what is in force is what the preview had foreseen."""
        self.assertTrue(change.row_ids)
        for row in change.row_ids:
            item = row.orderpoint_id
            if row.status in ("direct", "kept"):
                self.assertEqual(
                    self.parameters(item), self.foreseen(change, item), item.name
                )
                due = self.open_suggestions(item).filtered(
                    lambda need: (need.due_date - self.company._replenish_today()).days
                    <= 1
                )
                self.assertEqual(row.due_count_after, len(due))
                self.assertEqual(row.due_quantity_after, sum(due.mapped("quantity")))
            elif row.status == "neutral":
                self.assertEqual(row.reorder_point_after, item.product_min_qty)

    # --- each kind gives what it foresaw, and undoing gives what was ---

    def payloads(self):
        return (
            ("policy", {"policy_id": self.low.id, "values": {"service_level": 0.99}}),
            (
                "policy",
                {
                    "policy_id": self.low.id,
                    "values": {"method": "just_in_time", "lot_method": "lot_for_lot"},
                },
            ),
            ("policy", {"policy_id": self.low.id, "values": {"method": "min_max"}}),
            (
                "assign",
                {
                    "orderpoint_ids": (self.first + self.neutral).ids,
                    "policy_id": self.high.id,
                },
            ),
            ("assign", {"orderpoint_ids": self.first.ids, "policy_id": False}),
            (
                "matrix",
                {
                    "write": {str(self.line.id): {"policy_id": self.high.id}},
                    "create": [{"policy_id": self.low.id, "sequence": 999}],
                },
            ),
            (
                "classes",
                {
                    "company_id": self.company.id,
                    "values": {
                        "replenish_xyz_x_cut": 0.01,
                        "replenish_xyz_y_cut": 0.02,
                    },
                },
            ),
            (
                "adopt",
                {
                    "warehouse_ids": self.warehouse.ids,
                    "policies": [
                        {
                            "key": "new",
                            "values": {
                                "name": "New",
                                "lot_method": "days",
                                "lead_time_source": "contract",
                            },
                        },
                        {"key": "high", "policy_id": self.high.id},
                    ],
                    "lines": [
                        {"policy": "new", "values": {"sequence": 1}},
                        {"policy": "high", "values": {"sequence": 2}},
                    ],
                },
            ),
        )

    def settings(self):
        """Return policies, matrix and class settings, but for counters."""
        self.env.flush_all()
        self.env.invalidate_all()
        policies = self.env["stock.replenish.policy"].with_context(active_test=False)
        lines = self.env["stock.replenish.policy.rule"].with_context(active_test=False)
        names = [
            name
            for name, field in policies._fields.items()
            if field.store
            and name not in ("version", "write_date", "write_uid", "orderpoint_ids")
        ]
        return (
            policies.search([]).read(names, load=None),
            lines.search([]).read(
                [
                    name
                    for name in lines._fields
                    if name not in ("write_date", "write_uid", "__last_update")
                ],
                load=None,
            ),
            self.company.read(
                [name for name in self.company._fields if name.startswith("replenish")],
                load=None,
            ),
        )

    def prepare(self):
        self.company.replenish_classified_on = False
        self.env["stock.replenish.classification"]._classify(self.company)
        self.line = self.env["stock.replenish.policy.rule"].create(
            {"policy_id": self.low.id, "xyz_class": "Y"}
        )
        self.env["stock.replenish.policy.rule"]._assign(self.company)
        self.plan(self.first, self.second, self.neutral)

    def test_applied_as_foreseen_and_undone_exactly(self):
        self.prepare()
        rows = (self.first, self.second, self.neutral)
        settings, before = self.settings(), self.state(*rows)
        for kind, payload in self.payloads():
            for how in ("action_apply", "action_apply_review"):
                with self.subTest(kind=kind, payload=payload, how=how):
                    change = self.Change._propose(kind, payload)
                    getattr(change, how)()
                    self.assertEqual(change.state, "applied")
                    self.assertEqual(change.applied_uid, self.env.user)
                    if how == "action_apply":
                        self.assert_as_foreseen(change)
                    else:
                        self.assert_kept(before, change)
                    change.action_undo()
                    self.assertEqual(change.state, "undone")
                    self.assertEqual(self.settings(), settings)
                    self.assertEqual(self.state(*rows), before)
                    self.assertFalse(
                        self.env["stock.replenish.decision"].search(
                            [("state", "=", "to_review")]
                        )
                    )

    def assert_kept(self, before, change):
        """Assert that parameters stay as they were until somebody accepts others."""
        after = self.state(change.row_ids.orderpoint_id)
        for row in change.row_ids:
            old, new = before[row.orderpoint_id.id], after[row.orderpoint_id.id]
            for name in ("safety_stock", "reorder_point", "order_quantity"):
                self.assertEqual(new[name], old[name], name)
            self.assertEqual(new["product_min_qty"], old["product_min_qty"])
            if row.status == "direct":
                self.assertEqual(new["plan_status"], "to_review")

    # --- review ---

    def test_review_of_a_row_that_core_decides_on(self):
        change = self.assign(self.neutral, self.high)
        change.action_apply_review()
        self.assertTrue(self.neutral.review_changes)
        self.assertFalse(self.neutral.is_governed)
        self.assertEqual(self.neutral.product_min_qty, 10)
        self.assertFalse(self.open_suggestions(self.neutral))
        decision = self.neutral.decision_ids.filtered(
            lambda row: row.state == "to_review"
        )
        self.assertAlmostEqual(
            decision.after_reorder_point, change.row_ids.reorder_point_after, 2
        )
        # A second plan says the same.
        self.plan(self.neutral)
        self.assertEqual(decision.state, "to_review")
        decision.action_accept()
        self.assertFalse(self.neutral.review_changes)
        self.assertTrue(self.neutral.is_governed)
        self.plan(self.neutral)
        self.assertEqual(self.neutral.plan_status, "planned")
        self.assertAlmostEqual(
            self.neutral.reorder_point, change.row_ids.reorder_point_after, 2
        )

    def test_review_keeps_what_is_in_force(self):
        old = self.parameters(self.first)
        change = self.policy_change(service_level=0.99)
        change.action_apply_review()
        self.assertTrue(self.first.is_governed)
        self.assertEqual(self.parameters(self.first), old)
        self.assertEqual(self.first.plan_status, "to_review")
        self.first.decision_ids.filtered(
            lambda row: row.state == "to_review"
        ).action_accept()
        self.plan(self.first)
        self.assertFalse(self.first.review_changes)
        self.assertAlmostEqual(
            self.first.safety_stock,
            change.row_ids.filtered(
                lambda row: row.orderpoint_id == self.first
            ).safety_stock_after,
            2,
        )

    def test_review_ends_where_nothing_is_to_be_reviewed(self):
        self.low.tolerance = 0.9
        self.plan(self.first, self.second)
        change = self.policy_change(service_level=0.801)
        change.action_apply_review()
        self.assertFalse(self.first.review_changes)
        self.assertEqual(self.first.plan_status, "planned")

    def test_rejected_stays_as_it_is(self):
        old = self.parameters(self.first)
        self.policy_change(service_level=0.99).action_apply_review()
        self.first.decision_ids.filtered(lambda row: row.state == "to_review")._reject(
            "Not now"
        )
        self.plan(self.first)
        self.assertEqual(self.parameters(self.first), old)
        self.assertTrue(self.first.review_changes)

    # --- a preview that does not hold any more ---

    def test_stale_previews_are_refused(self):
        def change_policy():
            self.low.service_level = 0.85

        def change_row():
            self.first.policy_id = self.high

        def move_parameters():
            self.first._apply_parameters(*({self.first.id: n} for n in (1, 2, 3)))

        for change_something in (change_policy, change_row, move_parameters):
            with self.subTest(what=change_something.__name__):
                with self.env.cr.savepoint() as savepoint:
                    preview = self.policy_change(service_level=0.99)
                    change_something()
                    with self.assertRaisesRegex(UserError, "new preview"):
                        preview.action_apply()
                    self.assertEqual(preview.state, "preview")
                    self.assertNotEqual(self.low.service_level, 0.99)
                    savepoint.rollback()

    def test_matrix_that_changed_is_refused(self):
        line = self.env["stock.replenish.policy.rule"].create(
            {"policy_id": self.high.id}
        )
        preview = self.Change._propose("matrix", {})
        line.policy_id = self.low
        with self.assertRaisesRegex(UserError, "new preview"):
            preview.action_apply()

    def test_rows_that_came_since_are_refused(self):
        preview = self.policy_change(service_level=0.99)
        self.make_item("Late", policy=self.low)
        with self.assertRaisesRegex(UserError, "new preview"):
            preview.action_apply()

    def test_applied_once(self):
        change = self.policy_change(service_level=0.99)
        change.action_apply()
        with self.assertRaises(UserError):
            change.action_apply()
        change.action_undo()
        with self.assertRaises(UserError):
            change.action_undo()
        preview = self.policy_change(service_level=0.99)
        policy = change.policy_id
        policy.invalidate_recordset()
        self.assertEqual(policy.change_count, 1, "the preview is none yet")
        action = policy.action_view_changes()
        found = self.env[action["res_model"]].search(action["domain"])
        self.assertEqual(found, change)
        preview.action_discard()
        with self.assertRaises(UserError):
            preview.action_apply()

    def test_many_rows_are_left_to_the_next_run(self):
        self.patch(
            type(self.Change),
            "_plan_or_queue",
            lambda change, rows: bool(change.env["stock.replenish.dirty"]._mark(rows)),
        )
        change = self.policy_change(service_level=0.99)
        old = self.parameters(self.first)
        change.action_apply()
        self.assertTrue(change.is_queued)
        self.assertIn("background", change.note)
        self.assertEqual(self.parameters(self.first), old)
        self.Run._cron_plan()
        self.assertEqual(self.parameters(self.first), self.foreseen(change, self.first))
        change.action_undo()
        self.assertEqual(self.parameters(self.first), old)
        # What the undone settings asked for is not ordered in the meantime.
        self.assertFalse(self.open_suggestions(self.first))
        self.Run._cron_plan()
        self.assertTrue(self.open_suggestions(self.first))
        self.assertEqual(self.parameters(self.first), old)

    def test_policy_deleted_since_the_preview(self):
        lonely = self.make_policy(name="Lonely")
        change = self.Change._propose(
            "policy", {"policy_id": lonely.id, "values": {"lot_quantity": 3}}
        )
        lonely.unlink()
        with self.assertRaisesRegex(UserError, "Make a new preview"):
            change.action_apply()

    def test_policy_archived_since_the_preview(self):
        change = self.assign(self.first, self.high)
        self.high.active = False
        with self.assertRaisesRegex(UserError, "Make a new preview"):
            change.action_apply()
        self.assertEqual(self.first.policy_id, self.low)

    def test_typed_quantities_that_are_dropped_are_told(self):
        self.first.qty_to_order = 40
        change = self.assign(self.first + self.second, self.high)
        self.assertIn("dropped, and stay so if this is undone: 1.", change.note)
        change.action_apply()
        self.assertFalse(self.first.typed_on)
        self.assertNotIn("dropped", self.assign(self.second, self.low).note)
