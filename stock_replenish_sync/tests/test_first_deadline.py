from odoo import Command
from odoo.tests import tagged

from .common_supply import SupplyCommon


@tagged("post_install", "-at_install")
class TestFirstDeadline(SupplyCommon):
    """A delivery remembers when the customer was to have it first."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.product = cls.make_product(vendor=False)
        cls.set_stock(cls.product, 100)

    def sell_for(self, day, quantity=10):
        """Return the move of a sales order, and the order."""
        order = self.env["sale.order"].create(
            {
                "partner_id": self.customer.id,
                "warehouse_id": self.warehouse.id,
                "commitment_date": self.day(day),
                "order_line": [
                    Command.create(
                        {"product_id": self.product.id, "product_uom_qty": quantity}
                    )
                ],
            }
        )
        order.action_confirm()
        return order.order_line.move_ids, order

    def test_only_what_is_changed(self):
        move, order = self.sell_for(5)
        self.assertFalse(move.replenish_deadline)
        with self.assertQueryCount(0):
            move._keep_first_deadline(move.date_deadline)
        order.commitment_date = self.day(9)
        self.assertEqual(move.date_deadline, self.day(9))
        self.assertEqual(move.replenish_deadline, self.day(5))
        order.commitment_date = self.day(12)
        self.assertEqual(move.replenish_deadline, self.day(5))
        order.commitment_date = self.day(5)
        self.assertEqual(move.replenish_deadline, self.day(5))

    def test_what_was_done_or_given_up(self):
        for end in ("done", "cancel"):
            with self.subTest(end):
                move, order = self.sell_for(-3)
                if end == "done":
                    self.done(order.picking_ids)
                else:
                    move._action_cancel()
                self.assertEqual(move.state, end)
                order.commitment_date = self.day(3)
                self.assertEqual(move.replenish_deadline, self.day(-3))

    def test_what_is_split_and_added(self):
        move, order = self.sell_for(5)
        order.commitment_date = self.day(9)
        order.order_line.product_uom_qty = 14
        move = order.order_line.move_ids
        self.assertEqual(move.product_uom_qty, 14, "core adds it to the move")
        self.assertEqual(move.replenish_deadline, self.day(5))
        move.write({"quantity": 6, "picked": True})
        move.picking_id._action_done()
        rest = order.order_line.move_ids - move
        self.assertEqual(rest.product_uom_qty, 8)
        self.assertEqual(rest.replenish_deadline, self.day(5))
        self.assertFalse(move.copy().replenish_deadline)

    def test_not_of_others(self):
        draft = self.env["stock.move"].create(
            {
                "name": "Draft",
                "product_id": self.product.id,
                "product_uom_qty": 1,
                "location_id": self.stock.id,
                "location_dest_id": self.customers.id,
                "date_deadline": self.day(5),
            }
        )
        receipt = draft.copy(
            {
                "location_id": self.suppliers.id,
                "location_dest_id": self.stock.id,
                "date_deadline": self.day(5),
            }
        )
        receipt._action_confirm()
        for move in (draft, receipt):
            move.date_deadline = self.day(7)
            self.assertFalse(move.replenish_deadline)
        # Without a deadline nothing was promised yet.
        undated = draft.copy({"date_deadline": False})
        undated._action_confirm(merge=False)
        undated.date_deadline = self.day(4)
        self.assertFalse(undated.replenish_deadline)
        undated.date_deadline = self.day(6)
        self.assertEqual(undated.replenish_deadline, self.day(4))
