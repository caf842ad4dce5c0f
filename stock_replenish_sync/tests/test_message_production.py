from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import tagged

from .common_message import MessageCommon


@tagged("post_install", "-at_install")
class TestMessageProduction(MessageCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.part = cls.make_product("Part")

    def make_order(self, quantity=5, day=5, sold=5, sold_on=5, confirm=False):
        """Return an orderpoint and a manufacturing order for what was sold; planned.

        Making takes two days.
        """
        product = self.make_product(
            "Made", vendor=False, route_ids=[Command.set(self.manufacture.ids)]
        )
        self.make_bom(product, {self.part: 2}, produce_delay=2)
        if sold:
            self.sell(product, sold, sold_on)
        production = self.env["mrp.production"].create(
            {
                "product_id": product.id,
                "product_qty": quantity,
                "date_start": self.day(day - 2),
                "company_id": self.company.id,
            }
        )
        if confirm:
            production.action_confirm()
        orderpoint = self.make_orderpoint(product, self.just_in_time)
        self.plan(orderpoint)
        return orderpoint, production

    def test_each_kind_on_drafts_and_orders(self):
        for confirm in (False, True):
            for values, expected in (
                (dict(day=20), ("earlier", 8, 5)),
                (dict(day=3, sold_on=20), ("later", 20, 5)),
                (dict(quantity=9), ("less", 5, 5)),
                (dict(day=1, sold=12, sold_on=1), ("more", 1, 12)),
                (dict(sold=0), ("cancel", 5, 0)),
            ):
                if expected[0] == "earlier":
                    values["sold_on"] = 8
                with self.subTest(kind=expected[0], confirm=confirm):
                    orderpoint, production = self.make_order(confirm=confirm, **values)
                    message = self.assertSaid(orderpoint, expected)
                    self.assertEqual(message.production_id, production)
                    message.action_apply()
                    kind, day, quantity = expected
                    if kind == "cancel":
                        self.assertEqual(production.state, "cancel")
                    else:
                        self.assertEqual(production.product_qty, quantity)
                        self.assertEqual(
                            production.date_finished.date(), self.today(day)
                        )
                        self.assertEqual(
                            production.move_raw_ids.product_uom_qty, 2 * quantity
                        )
                    self.plan(orderpoint)
                    self.assertSaid(orderpoint, states=("open", "held", "dismissed"))
                    self.assertFalse(self.open_suggestions(orderpoint))

    def test_nobody_starts_in_the_past(self):
        orderpoint, production = self.make_order(day=20, sold_on=1)
        self.assertSaid(orderpoint, ("earlier", 1, 5)).action_apply()
        self.assertGreaterEqual(production.date_start.date(), self.today())
        self.assertEqual(production.date_finished.date(), self.today(1))
        self.assertLess(production.date_start, production.date_finished)

    def test_what_has_begun_stays(self):
        self.set_stock(self.part, 100)
        orderpoint, production = self.make_order(day=20, sold_on=8, confirm=True)
        message = self.assertSaid(orderpoint, ("earlier", 8, 5))
        production.qty_producing = 1
        self.assertEqual(production.state, "progress")
        message.invalidate_recordset()
        with self.assertRaisesRegex(UserError, "has begun"):
            message.action_apply()
        self.plan(orderpoint)
        self.assertSaid(orderpoint)
