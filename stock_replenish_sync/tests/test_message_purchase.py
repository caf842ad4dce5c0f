from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import tagged

from .common_message import MessageCommon


@tagged("post_install", "-at_install")
class TestMessagePurchase(MessageCommon):
    def test_each_kind_on_quotations_and_orders(self):
        for confirm in (False, True):
            for values, expected in (
                (dict(day=20), ("earlier", 5, 5)),
                (dict(day=2, sold_on=20), ("later", 20, 5)),
                (dict(quantity=9), ("less", 5, 5)),
                # A new order would come on day 7.
                (dict(sold=12), ("more", 5, 12)),
                (dict(sold=0), ("cancel", 5, 0)),
            ):
                with self.subTest(kind=expected[0], confirm=confirm):
                    orderpoint, line = self.make_open(confirm=confirm, **values)
                    message = self.assertSaid(orderpoint, expected)
                    self.assertEqual(message.purchase_line_id, line)
                    self.assertEqual(message.reference, line.order_id.name)
                    self.assertTrue(message.reason)
                    self.assertTrue(message.can_apply, message.problem)
                    message.action_apply()
                    self.assertEqual(message.state, "applied")
                    self.assertTrue(message.note)
                    self.plan(orderpoint)
                    self.assertSaid(orderpoint, states=("open", "held", "dismissed"))
                    self.assertFalse(self.open_suggestions(orderpoint))
                    self.assertApplied(line, expected, confirm)

    def assertApplied(self, line, expected, confirm):
        kind, day, quantity = expected
        if kind == "cancel":
            self.assertEqual(line.order_id.state, "cancel")
            return
        self.assertEqual(line.date_planned.date(), self.today(day))
        self.assertEqual(line.product_qty, quantity)
        if confirm:
            moves = line.move_ids.filtered(lambda move: move.state != "cancel")
            self.assertEqual(sum(moves.mapped("product_qty")), quantity)
            self.assertEqual(moves.location_id.usage, "supplier")
            self.assertEqual(moves.date.date(), self.today(day))
            self.assertEqual(moves.date_deadline.date(), self.today(day))

    def test_day_and_quantity_in_one_message(self):
        orderpoint, line = self.make_open(quantity=9, day=20)
        message = self.assertSaid(orderpoint, ("earlier", 5, 5))
        self.assertIn("4 Units of it are not needed", message.reason)
        message.action_apply()
        self.assertEqual(line.product_qty, 5)
        self.assertEqual(line.date_planned.date(), self.today(5))
        self.assertIn("9 Units → 5 Units", message.note)
        self.assertIn(message.note, line.order_id.message_ids[0].body)

    def test_what_was_received_stays(self):
        orderpoint, line = self.make_open(quantity=10, sold=10, confirm=True)
        picking = line.move_ids.picking_id
        picking.move_ids.write({"quantity": 4, "picked": True})
        picking._action_done()
        self.assertEqual(line.qty_received, 4)
        self.cancel_sales(orderpoint.product_id)
        self.plan(orderpoint)
        message = self.assertSaid(orderpoint, ("cancel", 5, 0))
        self.assertEqual(message.quantity_current, 6)
        message.action_apply()
        self.assertEqual((line.product_qty, line.order_id.state), (4, "purchase"))
        self.assertFalse(line.move_ids.filtered(lambda m: m.state == "assigned"))

    def test_a_line_of_several_is_taken_off(self):
        product, other = self.make_product(), self.make_product("Other")
        order = self.make_quotation(product, 5, 5)
        order.order_line = [
            Command.create({"product_id": other.id, "product_qty": 3, "price_unit": 1})
        ]
        orderpoint = self.make_orderpoint(product, self.just_in_time)
        self.plan(orderpoint)
        message = self.assertSaid(orderpoint, ("cancel", 5, 0))
        message.action_apply()
        self.assertEqual(order.order_line.product_id, other)
        self.assertEqual(order.state, "draft")
        message.invalidate_recordset()
        self.assertEqual(message.reference, order.name)
        with self.assertRaises(UserError):
            message.action_open_document()

    def test_a_locked_order_says_so(self):
        orderpoint, line = self.make_open(day=20, confirm=True)
        message = self.assertSaid(orderpoint, ("earlier", 5, 5))
        line.order_id.button_done()
        message.invalidate_recordset()
        self.assertFalse(message.can_apply)
        self.assertIn("is locked", message.problem)
        with self.assertRaisesRegex(UserError, "is locked"):
            message.action_apply()
        self.assertEqual(message.state, "open")

    def test_purchase_units_are_rounded_up(self):
        dozen = self.env.ref("uom.product_uom_dozen")
        orderpoint, line = self.make_open(
            quantity=5, sold=30, uom_po_id=dozen.id, day=5
        )
        self.assertEqual(line.product_uom, dozen)
        message = self.assertSaid(orderpoint, ("less", 5, 36))
        message.action_apply()
        self.assertEqual(line.product_qty, 3)

    @classmethod
    def cancel_sales(cls, product):
        cls.env["stock.move"].search(
            [
                ("product_id", "=", product.id),
                ("location_dest_id", "=", cls.customers.id),
            ]
        )._action_cancel()
