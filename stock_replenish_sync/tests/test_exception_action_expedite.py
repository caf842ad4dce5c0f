from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged

from .common_exception_action import ExceptionActionCommon


@tagged("post_install", "-at_install")
class TestExceptionActionExpedite(ExceptionActionCommon):
    """Vendors are asked when it comes, and what they answer is planned with."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.vendor.email = "vendor@example.com"
        cls.template = cls.env.ref("stock_replenish_sync.mail_template_expedite")

    @classmethod
    def make_late(cls, product=None, day=-3, quantity=20, confirm=True):
        """Return an exception about the line of a purchase order that is late."""
        product = product or cls.make_product("Desk")
        order = cls.make_quotation(product, quantity, day)
        if confirm:
            order.button_confirm()
        row = cls.make_orderpoint(product, cls.just_in_time)
        line = order.order_line
        return cls.make_problem(row, purchase_line_id=line.id, reference=order.name)

    def asking(self, problems, user=None):
        user = user or self.buyer
        action = self.by(user, problems).action_expedite()
        return self.dialog(action).with_user(user)

    def mails(self, order):
        return order.message_ids.filtered(
            lambda message: message.partner_ids == self.vendor
        )

    def test_asks_about_what_is_late(self):
        problem = self.make_late()
        order = problem.purchase_line_id.order_id
        dialog = self.asking(problem)
        self.assertIn(order.name, dialog.summary)
        action = dialog.action_send()
        self.assertEqual(action["params"]["type"], "success")
        mail = self.mails(order)
        self.assertEqual(len(mail), 1)
        self.assertIn(order.name, mail.subject)
        self.assertIn("Desk", mail.body)
        self.assertIn("20 Units", mail.body)
        self.assertIn("confirm a new date", mail.body)
        self.assertActed(problem, "expedite", self.buyer, "Reliable Vendor", order.name)

    def test_in_the_vendor_s_language(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        self.vendor.lang = "fr_FR"
        body = self.template.body_html.replace(
            "Please confirm a new date", "Merci de confirmer une nouvelle date"
        )
        self.template.with_context(lang="fr_FR").body_html = body
        problem = self.make_late()
        self.asking(problem).action_send()
        mail = self.mails(problem.purchase_line_id.order_id)
        self.assertIn("Merci de confirmer", mail.body)
        line = problem.purchase_line_id
        day = self.company._replenish_day(line.date_planned)
        self.assertIn(day.strftime("%d/%m/%Y"), mail.body)

    def test_one_message_an_order(self):
        """With all that is late of it, and nothing that is not."""
        first = self.make_late()
        order = first.purchase_line_id.order_id
        chair, lamp = self.make_product("Chair"), self.make_product("Lamp")
        for product, day in ((chair, -1), (lamp, 5)):
            order.order_line.create(
                {
                    "order_id": order.id,
                    "product_id": product.id,
                    "product_qty": 5,
                    "date_planned": self.day(day),
                }
            )
        line = order.order_line.filtered(lambda line: line.product_id == chair)
        second = self.make_problem(
            self.make_orderpoint(chair), purchase_line_id=line.id
        )
        dialog = self.asking(first + second)
        self.assertEqual(dialog.line_ids.mapped("product_id.name"), ["Desk", "Chair"])
        dialog.action_send()
        mail = self.mails(order)
        self.assertEqual(len(mail), 1)
        self.assertIn("Chair", mail.body)
        self.assertNotIn("Lamp", mail.body)
        self.assertActed(first, "expedite", self.buyer)
        self.assertActed(second, "expedite", self.buyer)

    def test_of_a_stock_out_what_is_on_order(self):
        late = self.make_late()
        row = late.orderpoint_id
        self.assertEqual(
            self.asking(self.make_problem(row)).line_ids.purchase_line_id,
            late.purchase_line_id,
        )

    def test_nobody_to_ask(self):
        problem = self.make_late(confirm=False)
        with self.assertRaisesRegex(UserError, "No confirmed purchase order"):
            self.by(self.buyer, problem).action_expedite()

    def test_who_may_not_buy_does_not_write_to_vendors(self):
        problem = self.make_late()
        dialog = self.asking(problem, self.planner)
        with self.assertRaisesRegex(UserError, "You may not write to Reliable Vendor"):
            dialog.action_send()
        dialog.line_ids.date_new = self.today(9)
        with self.assertRaisesRegex(UserError, "You may not change"):
            dialog.action_answer()
        self.assertFalse(self.mails(problem.purchase_line_id.order_id))
        self.assertNotActed(problem)

    def test_vendor_that_cannot_be_reached_stops_no_other(self):
        good = self.make_late()
        silent = self.env["res.partner"].create({"name": "Silent"})
        bad = self.make_late(self.make_product("Chair"))
        bad.purchase_line_id.order_id.partner_id = silent
        action = self.asking(good + bad).action_send()
        self.assertIn("Silent has no e-mail address", action["params"]["message"])
        self.assertEqual(len(self.mails(good.purchase_line_id.order_id)), 1)
        self.assertActed(good, "expedite", self.buyer)
        self.assertNotActed(bad)

    def test_the_answer_moves_order_and_receipt(self):
        problem = self.make_late()
        line, row = problem.purchase_line_id, problem.orderpoint_id
        self.plan(row)
        self.env["stock.replenish.dirty"].sudo()._take(row.ids)
        dialog = self.asking(problem)
        dialog.line_ids.date_new = self.today(9)
        dialog.action_answer()
        self.env.flush_all()
        self.env.invalidate_all()
        move = line.move_ids
        for moment in (line.date_planned, move.date, move.date_deadline):
            self.assertEqual(self.company._replenish_day(moment), self.today(9))
        self.assertEqual(line.product_qty, 20)
        Dirty = self.env["stock.replenish.dirty"].sudo()
        Dirty.flush_model()
        self.assertIn(row, Dirty.search([]).orderpoint_id)
        day = fields.Date.to_string(self.today(9))[:4]
        self.assertActed(problem, "expedite", self.buyer, "Desk comes on", day)

    def test_an_answer_is_not_past(self):
        problem = self.make_late()
        dialog = self.asking(problem)
        with self.assertRaisesRegex(UserError, "Enter a new day"):
            dialog.action_answer()
        dialog.line_ids.date_new = self.today(-1)
        with self.assertRaisesRegex(UserError, "is past"):
            dialog.action_answer()

    def test_nothing_selected(self):
        dialog = self.asking(self.make_late())
        dialog.line_ids.selected = False
        with self.assertRaisesRegex(UserError, "at least one line"):
            dialog.action_send()
