from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import tagged

from .common_access import new_user
from .common_exception_action import PLANNER, ExceptionActionCommon


@tagged("post_install", "-at_install")
class TestExceptionActionFix(ExceptionActionCommon):
    """Master data is set in place; the next plan closes the exception."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.keeper = new_user(
            cls.env,
            "acting_keeper",
            f"{PLANNER},purchase.group_purchase_manager,mrp.group_mrp_manager,"
            "stock.group_stock_manager",
            cls.company,
        )

    def reported(self, row):
        """Return what the plan said of a rule."""
        self.plan(row)
        problem = self.live("master_data", row)
        self.assertEqual(len(problem), 1)
        return problem

    def mending(self, problem, user=None, **values):
        user = user or self.keeper
        dialog = self.dialog(self.by(user, problem).action_fix()).with_user(user)
        dialog.write(values)
        return dialog

    def test_sets_a_vendor(self):
        product = self.make_product("Desk", vendor=False)
        row = self.make_short(5, product=product)
        problem = self.reported(row)
        dialog = self.mending(problem, partner_id=self.vendor.id, price=4, days=9)
        self.assertEqual(dialog.remedy, "vendor")
        dialog.action_apply()
        price = product.seller_ids
        self.assertEqual(
            (price.partner_id, price.price, price.delay, price.company_id),
            (self.vendor, 4, 9, self.company),
        )
        self.assertEqual((problem.state, problem.ended), ("resolved", "itself"))
        self.assertActed(problem, "fix", self.keeper, "Reliable Vendor sells Desk")
        self.assertEqual(row.qty_to_order, 5)

    def test_sets_a_route(self):
        product = self.make_product("Desk", route_ids=[Command.clear()])
        row = self.make_short(5, product=product)
        problem = self.reported(row)
        # Of a rule planners decide themselves.
        dialog = self.mending(problem, self.planner, route_id=self.buy.id)
        self.assertEqual(dialog.remedy, "route")
        dialog.action_apply()
        self.assertEqual(row.route_id, self.buy)
        self.assertEqual(problem.state, "resolved")
        self.assertActed(problem, "fix", self.planner)

    def test_opens_a_bill_of_materials(self):
        product = self.make_product(
            "Desk", vendor=False, route_ids=[Command.set(self.manufacture.ids)]
        )
        problem = self.reported(self.make_short(5, product=product))
        dialog = self.mending(problem)
        self.assertEqual(dialog.remedy, "bom")
        action = dialog.action_apply()
        self.assertEqual(action["res_model"], "mrp.bom")
        self.assertEqual(
            action["context"]["default_product_tmpl_id"], product.product_tmpl_id.id
        )
        self.assertNotActed(problem)

    def test_sets_lead_time_and_unit(self):
        product = self.make_product("Desk", delay=0)
        other = self.make_price(product, delay=5)
        row = self.make_orderpoint(product, self.just_in_time)
        problem = self.make_problem(row, code="no_lead_time")
        dialog = self.mending(problem, days=12)
        self.assertEqual(dialog.remedy, "lead_time")
        dialog.action_apply()
        self.assertEqual(product.seller_ids.mapped("delay"), [12, 5])
        self.assertEqual(other.delay, 5)
        problem = self.make_problem(row, code="no_unit")
        dozen = self.env.ref("uom.product_uom_dozen")
        dialog = self.mending(problem, uom_id=dozen.id)
        self.assertEqual(dialog.remedy, "unit")
        dialog.action_apply()
        self.assertEqual(product.uom_po_id, dozen)

    def test_lead_time_of_what_is_made(self):
        product = self.make_product("Desk", vendor=False)
        bom = self.make_bom(product, {self.make_product("Board"): 1})
        problem = self.make_problem(self.make_orderpoint(product), code="no_lead_time")
        self.mending(problem, days=3).action_apply()
        self.assertEqual(bom.produce_delay, 3)

    def test_who_keeps_no_master_data_is_told(self):
        product = self.make_product("Desk", vendor=False)
        problem = self.make_problem(self.make_orderpoint(product), code="no_vendor")
        dialog = self.mending(problem, self.planner, partner_id=self.vendor.id)
        with self.assertRaisesRegex(UserError, "You may not change this"):
            dialog.action_apply()
        dialog.write({"remedy": "bom"})
        with self.assertRaisesRegex(UserError, "You may not change this"):
            dialog.action_apply()
        self.assertFalse(product.seller_ids)
        self.assertNotActed(problem)

    def test_bad_input(self):
        problem = self.make_problem(
            self.make_orderpoint(self.make_product("Desk")), code="no_vendor"
        )
        litre = self.env.ref("uom.product_uom_litre").id
        for values, words in (
            ({}, "Choose a vendor"),
            ({"partner_id": self.vendor.id, "days": 0}, "between 1 and 730"),
            ({"partner_id": self.vendor.id, "price": -1}, "negative"),
            ({"remedy": "route"}, "Choose a route"),
            ({"remedy": "unit"}, "Choose a unit"),
            ({"remedy": "unit", "uom_id": litre}, "cannot be converted"),
        ):
            dialog = self.mending(problem, **values)
            with self.assertRaisesRegex(UserError, words):
                dialog.action_apply()

    def test_one_at_a_time(self):
        problem = self.make_problem(self.make_orderpoint(self.make_product()))
        problem += self.make_problem(self.make_orderpoint(self.make_product()))
        with self.assertRaisesRegex(UserError, "Select one exception"):
            self.by(self.keeper, problem).action_fix()
