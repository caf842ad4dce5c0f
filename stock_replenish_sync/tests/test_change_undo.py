from odoo.exceptions import UserError
from odoo.tests import tagged

from .common_change import ChangeCommon


@tagged("post_install", "-at_install")
class TestChangeUndo(ChangeCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.first = cls.make_item("First", policy=cls.low, stock=5)
        cls.second = cls.make_item("Second", policy=cls.low, stock=5)
        cls.plan(cls.first, cls.second)

    def policy_change(self, **values):
        return self.Change._propose(
            "policy", {"policy_id": self.low.id, "values": values}
        )

    def assign(self, rows, policy):
        return self.Change._propose(
            "assign", {"orderpoint_ids": rows.ids, "policy_id": policy.id}
        )

    def assert_refused(self, change, words):
        state = self.database()
        with self.assertRaisesRegex(UserError, words) as caught:
            change.action_undo()
        self.assertIn("Nothing was undone", str(caught.exception))
        self.assertEqual(self.database(), state)
        self.assertEqual(change.state, "applied")

    def test_later_change_comes_first(self):
        old = self.parameters(self.first)
        change = self.policy_change(service_level=0.99)
        change.action_apply()
        later = self.assign(self.first, self.high)
        later.action_apply()
        self.assert_refused(change, "undo that one first")
        later.action_undo()
        change.action_undo()
        self.assertEqual(self.parameters(self.first), old)

    def test_changes_of_other_rows_do_not_matter(self):
        change = self.assign(self.first, self.high)
        change.action_apply()
        self.assign(self.second, self.high).action_apply()
        change.action_undo()
        self.assertEqual(self.first.policy_id, self.low)
        self.assertEqual(self.second.policy_id, self.high)

    def test_row_that_follows_another_policy(self):
        change = self.assign(self.first, self.high)
        change.action_apply()
        self.first.policy_id = self.make_policy(name="Third")
        self.assert_refused(change, "First")

    def test_settings_changed_again(self):
        change = self.policy_change(service_level=0.99)
        change.action_apply()
        self.low.lot_quantity = 33
        self.assert_refused(change, "Low")

    def test_minimum_typed_since(self):
        change = self.Change._propose(
            "assign", {"orderpoint_ids": self.first.ids, "policy_id": False}
        )
        change.action_apply()
        self.first.product_min_qty = 77
        self.assert_refused(change, "First")

    def test_orders_made_meanwhile_stay(self):
        change = self.assign(self.first + self.second, self.high)
        change.action_apply()
        self.first.action_replenish()
        lines = self.purchase_lines(self.first.product_id)
        self.assertTrue(lines)
        change.action_undo()
        self.assertTrue(lines.exists())
        self.assertEqual(change.ordered_count, 1)
        self.assertIn("1 order made meanwhile stays", change.note)
        self.assertEqual(self.first.policy_id, self.low)

    def test_a_policy_that_something_was_ordered_by_is_archived(self):
        change = self.Change._propose(
            "adopt",
            {
                "warehouse_ids": self.warehouse.ids,
                "policies": [{"key": "a", "values": {"name": "Adopted"}}],
                "lines": [{"policy": "a", "values": {"sequence": 1}}],
            },
        )
        self.assertFalse(change.row_count, "rows by hand stay")
        (self.first + self.second).write({"policy_source": "matrix"})
        change = self.Change._propose("adopt", change.payload)
        self.assertEqual(change.row_count, 2)
        self.assertIn("Adopted", change.row_ids[0].policy_move)
        change.action_apply()
        adopted = self.first.policy_id
        self.assertEqual(adopted.name, "Adopted")
        self.first.action_replenish()
        change.action_undo()
        self.assertEqual(self.first.policy_id, self.low)
        self.assertTrue(adopted.exists())
        self.assertFalse(adopted.active)

    def test_rows_are_forgotten_after_the_retention(self):
        change = self.policy_change(service_level=0.99)
        change.action_apply()
        preview = self.policy_change(service_level=0.9)
        self.env.flush_all()
        self.env.cr.execute(
            """UPDATE stock_replenish_change SET create_date = create_date
               - interval '2 days';
               UPDATE stock_replenish_change_row SET create_date = create_date
               - interval '13 months' WHERE change_id = %s""",
            [change.id],
        )
        self.env.invalidate_all()
        self.Change._gc_changes()
        self.assertFalse(preview.exists())
        self.assertEqual(change.state, "applied")
        self.assertFalse(change.row_ids)
        with self.assertRaisesRegex(UserError, "too long ago"):
            change.action_undo()
