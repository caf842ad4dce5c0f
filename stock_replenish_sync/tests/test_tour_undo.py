from odoo import fields
from odoo.tests import tagged

from .common_change import ChangeCommon
from .common_tour import TourCase


@tagged("post_install", "-at_install")
class TestTourUndo(ChangeCommon, TourCase):
    def test_undo(self):
        """A manager changes a policy, sees the effect, applies and undoes it."""
        first = self.make_item("First", policy=self.low, stock=5)
        second = self.make_item("Second", policy=self.low, stock=60)
        self.plan(first, second)
        before = self.state(first, second)
        manager = self.make_user("undo_manager", "manager")
        # Somebody orders between applying and undoing.
        Change = type(self.env["stock.replenish.change"])
        apply = Change.action_apply

        def apply_and_order(change):
            result = apply(change)
            change.env["stock.replenish.suggestion"].sudo().search(
                [("orderpoint_id", "=", first.id), ("state", "=", "proposed")], limit=1
            ).write({"state": "ordered", "ordered_on": fields.Datetime.now()})
            return result

        self.patch(Change, "action_apply", apply_and_order)
        self.start_tour("/web", "stock_replenish_sync.undo", user=manager)
        change = self.Change.search([("state", "=", "undone")])
        self.assertEqual(change.applied_uid, manager)
        self.assertEqual(change.undone_uid, manager)
        self.env.invalidate_all()
        self.assertEqual(self.low.service_level, 0.8)
        after = self.state(first, second)
        for row, values in before.items():
            for name in ("reorder_point", "safety_stock", "order_quantity"):
                self.assertEqual(after[row][name], values[name])
