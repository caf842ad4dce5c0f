from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common_access import new_user
from .common_why import WhyCommon

GROUPS = "stock_replenish_sync.group_replenish_"


@tagged("post_install", "-at_install")
class TestWhyAccess(WhyCommon):
    """Who sees why, and what they may do from there."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.orderpoint = cls.make_short(5)
        cls.order()
        cls.line = cls.purchase_lines(cls.orderpoint.product_id)
        cls.sell(cls.orderpoint.product_id, 3)
        cls.plan(cls.orderpoint)

    def user(self, groups, company=None):
        company = company or self.company
        return new_user(self.env, f"why_{groups[-12:]}_{company.id}", groups, company)

    def explain_as(self, user, record):
        env = self.env(user=user, context={"allowed_company_ids": user.company_ids.ids})
        return env["stock.replenish.why"].explain(record._name, record.id)

    def test_buyer_sees_why_from_the_line(self):
        buyer = self.user("purchase.group_purchase_user")
        why = self.explain_as(buyer, self.line)
        self.assertEqual((why["tone"], why["quantity"]), ("ordered", 5))
        self.assertEqual(why["documents"][0]["link"]["res_id"], self.line.order_id.id)
        self.assertFalse(why["may"]["order"] or why["may"]["plan"])
        on_hand = next(row for row in why["inputs"] if row["key"] == "on_hand")
        stock = self.env["stock.quant"].with_user(buyer)
        readable = stock.check_access_rights("read", raise_exception=False)
        self.assertEqual(bool(on_hand["links"]), readable)

    def test_buyer_asks_of_purchase_lines_only(self):
        buyer = self.user("purchase.group_purchase_user,stock.group_stock_user")
        env = self.env(user=buyer, context={})
        for record in (self.orderpoint, self.line.replenish_suggestion_id):
            for method in ("explain", "replay", "open_demand"):
                with self.assertRaisesRegex(AccessError, "needs the role Viewer"):
                    getattr(env["stock.replenish.why"], method)(record._name, record.id)
        demand = env["stock.replenish.why"].open_demand(self.line._name, self.line.id)
        self.assertEqual(demand["res_model"], "stock.move")

    def test_nonsense_is_told(self):
        model = self.orderpoint._name
        for method in ("explain", "replay", "open_demand"):
            call = getattr(self.Why, method)
            for number in ("x", None, [1], {}, True, 0, -1, 1e308, 10**30):
                with self.assertRaisesRegex(UserError, "no longer exists"):
                    call(model, number)
            for name in ("x", None, [], {}, "res.users"):
                with self.assertRaisesRegex(UserError, "no explanation"):
                    call(name, self.orderpoint.id)
        for day in ("x", [1], 5, "2025-02-30", "0001-01-01", "9999-12-31"):
            for days in ((day, False), ("2025-01-01", day)):
                with self.assertRaisesRegex(UserError, "is not a day"):
                    self.Why.open_demand(model, self.orderpoint.id, *days)

    def test_every_link_leads_to_what_one_may_read(self):
        buyer = self.user("purchase.group_purchase_user")
        why = self.explain_as(buyer, self.line)
        links = [link for row in why["inputs"] for link in row["links"]]
        links += [row["link"] for row in why["alternatives"] if row["link"]]
        for link in links:
            model = self.env[link["res_model"]].with_user(buyer)
            self.assertTrue(model.check_access_rights("read", raise_exception=False))

    def test_whoever_only_pays_opens_the_order_as_before(self):
        """Accountants read orders, but nothing of what they came from."""
        payer = self.user("account.group_account_invoice")
        order = self.line.order_id.with_user(payer)
        arch = order.get_view(view_type="form")["arch"]
        self.assertIn("product_qty", arch)
        self.assertNotIn("replenish_", arch)

    def test_viewer_may_not_order_planner_may(self):
        viewer = self.explain_as(self.user(f"{GROUPS}viewer"), self.orderpoint)
        planner = self.explain_as(self.user(f"{GROUPS}planner"), self.orderpoint)
        self.assertEqual(viewer["headline"], planner["headline"])
        self.assertEqual(viewer["tone"], "order")
        self.assertFalse(viewer["may"]["order"] or viewer["may"]["plan"])
        self.assertTrue(planner["may"]["order"] and planner["may"]["plan"])

    def test_without_a_role_nothing_is_told(self):
        clerk = self.user("stock.group_stock_user")
        for record in (self.orderpoint, self.line.replenish_suggestion_id):
            with self.assertRaises(AccessError):
                self.explain_as(clerk, record)

    def test_another_company_gets_nothing(self):
        other = self.env["res.company"].create({"name": "Elsewhere"})
        stranger = self.user(
            f"{GROUPS}manager,purchase.group_purchase_manager", company=other
        )
        for record in (
            self.orderpoint,
            self.line,
            self.line.replenish_suggestion_id,
            self.orderpoint.decision_ids[:1],
            self.line.move_ids,
        ):
            if not record:
                continue
            with self.subTest(record._name), self.assertRaises(AccessError):
                self.explain_as(stranger, record)
            env = self.env(user=stranger, context={})
            for method in ("replay", "open_demand"):
                with self.assertRaises(AccessError):
                    getattr(env["stock.replenish.why"], method)(record._name, record.id)

    def test_line_of_another_company_s_rule(self):
        """The rule decides, whoever may read the document."""
        other = self.env["res.company"].create({"name": "Elsewhere"})
        buyer = self.user("purchase.group_purchase_user", company=other)
        mine = self.make_quotation(self.make_product(), 1).order_line
        mine.order_id.company_id = other
        mine.flush_recordset()
        self.env.cr.execute(
            """UPDATE purchase_order_line SET company_id = %s,
                      replenish_suggestion_id = %s WHERE id = %s""",
            [other.id, self.line.replenish_suggestion_id.id, mine.id],
        )
        mine.invalidate_recordset()
        with self.assertRaises(AccessError):
            self.explain_as(buyer, mine)
