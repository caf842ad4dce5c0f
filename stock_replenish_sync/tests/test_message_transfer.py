from odoo.exceptions import UserError
from odoo.tests import tagged

from .common_message import MessageCommon


@tagged("post_install", "-at_install")
class TestMessageTransfer(MessageCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.branch, cls.route = cls.make_branch()

    def make_transfer(self, sold_on=10):
        """Return an orderpoint of the branch, the move that brings what was sold there,
        and the move to the customer; the transfer takes three days."""
        product = self.make_product()
        self.set_stock(product, 100)
        sale = self.sell_at(self.branch.lot_stock_id, product, 5, sold_on)
        orderpoint = self.make_orderpoint(
            product, self.just_in_time, self.branch, route_id=self.route.id
        )
        self.plan(orderpoint)
        self.open_suggestions(orderpoint).action_order()
        moves = self.env["stock.move"].search(
            [
                ("product_id", "=", product.id),
                ("location_dest_id", "=", self.branch.lot_stock_id.id),
            ]
        )
        self.assertEqual(len(moves), 1)
        self.plan(orderpoint)
        self.assertSaid(orderpoint, states=("open", "held"))
        return orderpoint, moves, sale

    def test_later_and_earlier_move_the_whole_way(self):
        orderpoint, move, sale = self.make_transfer()
        before = move.move_orig_ids.date
        for day in (30, 2):
            sale.date = self.day(day)
            self.plan(orderpoint)
            kind = "later" if day == 30 else "earlier"
            message = self.assertSaid(orderpoint, (kind, day, 5))
            self.assertEqual(message.document_kind, "transfer")
            self.assertEqual(message.reference, move.picking_id.name)
            arrived = move.date
            message.action_apply()
            self.assertEqual(move.date.date(), self.today(day))
            shift = move.date - arrived
            self.assertEqual(move.move_orig_ids.date - before, shift)
            before = move.move_orig_ids.date
            self.plan(orderpoint)
            self.assertSaid(orderpoint, states=("open", "held"))

    def test_all_or_nothing_is_cancelled(self):
        orderpoint, move, sale = self.make_transfer()
        origin = move.move_orig_ids
        sale.product_uom_qty = 2
        self.plan(orderpoint)
        self.assertSaid(orderpoint, states=("open", "held"))
        sale._action_cancel()
        self.plan(orderpoint)
        message = self.assertSaid(
            orderpoint, ("cancel", (move.date.date() - self.today()).days, 0)
        )
        message.action_apply()
        self.assertEqual(set((move + origin).mapped("state")), {"cancel"})
        self.plan(orderpoint)
        self.assertSaid(orderpoint, states=("open", "held"))

    def test_goods_on_their_way_stay(self):
        orderpoint, move, sale = self.make_transfer()
        sale._action_cancel()
        self.plan(orderpoint)
        message = self.assertSaid(
            orderpoint, ("cancel", (move.date.date() - self.today()).days, 0)
        )
        self.done(move.move_orig_ids.picking_id)
        message.invalidate_recordset()
        with self.assertRaisesRegex(UserError, "on their way"):
            message.action_apply()
        self.plan(orderpoint)
        self.assertSaid(orderpoint, states=("open", "held"))
        self.assertEqual(message.state, "withdrawn")
