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

    def test_policy_of_before_is_deleted(self):
        change = self.assign(self.first + self.second, self.high)
        change.action_apply()
        self.low.unlink()
        self.assert_refused(change, "Policy: what was chosen before has been deleted")

    def test_policy_of_the_last_plan_is_deleted(self):
        """It was not the policy of the rule any more when the change was applied."""
        third = self.make_policy(name="Third")
        self.first.policy_id = third
        change = self.assign(self.first, self.high)
        change.action_apply()
        self.second.policy_id = third
        self.env.flush_all()
        self.low.unlink()
        change.action_undo()
        self.assertEqual(self.first.policy_id, third)

    def test_settings_of_before_are_deleted(self):
        category = self.env["product.category"].create({"name": "Gone"})
        line = self.env["stock.replenish.policy.rule"].create(
            {"policy_id": self.low.id, "category_id": category.id}
        )
        change = self.Change._propose(
            "matrix", {"write": {str(line.id): {"category_id": False}}}
        )
        change.action_apply()
        category.unlink()
        self.assert_refused(change, "has been deleted")

    def test_deleted_policy_is_named_as_a_conflict(self):
        lonely = self.make_policy(name="Lonely")
        change = self.Change._propose(
            "policy", {"policy_id": lonely.id, "values": {"lot_quantity": 3}}
        )
        change.action_apply()
        lonely.unlink()
        with self.assertRaisesRegex(UserError, "a deleted policy"):
            change.action_undo()

    def test_rule_locked_since(self):
        change = self.assign(self.first + self.second, self.high)
        change.action_apply()
        self.first._lock("Agreed with the customer")
        self.assert_refused(change, "Rules locked meanwhile: .*First")
        self.first.action_unlock()
        change.action_undo()
        self.assertEqual(self.first.policy_id, self.low)

    def test_lock_does_not_hold_settings(self):
        change = self.policy_change(service_level=0.99)
        change.action_apply()
        self.first._lock("Agreed with the customer")
        change.action_undo()
        self.assertEqual(self.low.service_level, 0.8)

    def test_archived_rules_are_put_back_but_not_planned(self):
        change = self.assign(self.first + self.second, self.high)
        change.action_apply()
        self.first.active = False
        change.action_undo()
        self.assertEqual(self.first.policy_id, self.low)
        self.assertFalse(self.open_suggestions(self.first))
        self.assertTrue(self.open_suggestions(self.second))
