from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common_access import new_user
from .common_message import MessageCommon

PLANNER = "stock_replenish_sync.group_replenish_planner"


@tagged("post_install", "-at_install")
class TestMessageAccess(MessageCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.viewer = new_user(
            cls.env,
            "viewer",
            "stock_replenish_sync.group_replenish_viewer",
            cls.company,
        )
        cls.planner = new_user(cls.env, "planner", PLANNER, cls.company)
        cls.buyer = new_user(
            cls.env, "buyer", f"{PLANNER},purchase.group_purchase_user", cls.company
        )

    def test_the_rights_on_the_order_decide(self):
        orderpoint, line = self.make_open(day=20)
        message = self.assertSaid(orderpoint, ("earlier", 5, 5))
        for user, error in ((self.viewer, AccessError), (self.planner, UserError)):
            mine = message.with_user(user)
            self.assertFalse(mine.can_apply)
            self.assertIn("may not change", mine.problem)
            self.assertTrue(mine.reason)
            with self.assertRaises(error):
                mine.action_apply()
        self.assertEqual(line.date_planned.date(), self.today(20))
        mine = message.with_user(self.buyer)
        self.assertTrue(mine.can_apply)
        mine.action_apply()
        self.assertEqual(line.date_planned.date(), self.today(5))
        self.assertEqual(message.decided_uid, self.buyer)
        self.assertEqual(line.order_id.message_ids[0].author_id, self.buyer.partner_id)

    def test_one_that_fails_does_not_keep_the_others(self):
        rows = [self.make_open(day=20, confirm=True) for _number in range(3)]
        rows[1][1].order_id.button_done()
        messages = self.Message.concat(*(self.messages(row) for row, _line in rows))
        result = messages.with_user(self.buyer).action_apply()
        text = result["params"]["message"]
        self.assertIn("2 applied", text)
        self.assertIn("is locked", text)
        messages.invalidate_recordset()
        states = [self.Message.browse(row.id).state for row in messages]
        self.assertEqual(states, ["applied", "open", "applied"])
        queued = self.env["stock.replenish.dirty"].search([]).orderpoint_id
        self.assertIn(rows[0][0], queued)
        with self.assertRaises(UserError):
            (messages[0] + messages[2]).action_apply()

    def test_companies_are_apart(self):
        orderpoint, line = self.make_open(day=20)
        message = self.assertSaid(orderpoint, ("earlier", 5, 5))
        abroad = self.env["res.company"].create({"name": "Abroad"})
        stranger = new_user(
            self.env, "stranger", f"{PLANNER},purchase.group_purchase_user", abroad
        )
        context = {"allowed_company_ids": abroad.ids}
        theirs = self.Message.with_user(stranger).with_context(**context)
        self.assertFalse(theirs.search([]))
        for method in ("action_apply", "action_dismiss", "action_open_document"):
            with self.subTest(method), self.assertRaises(AccessError):
                getattr(theirs.browse(message.id), method)()
        # Each company has its own budget, and plans its own rows.
        abroad.replenish_message_budget = 0
        self.env["stock.replenish.watch"]._tell(abroad + self.company)
        self.env.user.company_ids = [Command.link(abroad.id)]
        warehouse = self.env["stock.warehouse"].search([("company_id", "=", abroad.id)])
        row = self.make_orderpoint(
            orderpoint.product_id, self.just_in_time, warehouse=warehouse
        )
        self.plan(row)
        self.assertSaid(orderpoint, ("earlier", 5, 5))
