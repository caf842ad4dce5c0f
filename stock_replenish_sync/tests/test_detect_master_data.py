from odoo import Command
from odoo.tests import tagged

from .common_exception import ExceptionCommon


@tagged("post_install", "-at_install")
class TestDetectMasterData(ExceptionCommon):
    """Each of what may be missing is named, and closes once it is there."""

    KINDS = ("master_data", "order_error", "planning_error")

    def assertMissing(self, row, code, word, **expected):
        self.plan(row)
        found = self.assertRaised("master_data", row, code=code, **expected)
        self.assertIn(word, found.problem)
        return found

    def assertMended(self, row, found):
        self.plan(row)
        self.assertClosed(found)
        self.assertFalse(self.live("master_data", row))

    def test_vendor(self):
        row = self.make_demanded(product=self.make_product(vendor=False))
        found = self.assertMissing(
            row, "no_vendor", "vendor", severity="2", suggested_action="fix"
        )
        self.make_price(row.product_id)
        self.assertMended(row, found)

    def test_route(self):
        row = self.make_demanded(product=self.make_product(route_ids=False))
        found = self.assertMissing(row, "no_route", "route")
        row.product_id.route_ids = self.buy
        self.assertMended(row, found)

    def test_bill_of_materials(self):
        product = self.make_product(
            vendor=False, route_ids=[Command.set(self.manufacture.ids)]
        )
        row = self.make_demanded(product=product)
        found = self.assertMissing(row, "no_bom", "bill of materials")
        self.make_bom(product, {self.make_product("Part"): 1})
        self.assertMended(row, found)

    def set_purchase_unit(self, product, unit):
        """Have a product bought in a unit, as no screen would let anybody."""
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE product_template SET uom_po_id = %s WHERE id = %s",
            [unit.id, product.product_tmpl_id.id],
        )
        self.env.invalidate_all()

    def test_purchase_unit(self):
        row = self.make_demanded()
        self.set_purchase_unit(row.product_id, self.env.ref("uom.product_uom_kgm"))
        found = self.assertMissing(row, "no_unit", "cannot be converted")
        self.assertEqual(row.plan_status, "failed")
        self.assertFalse(self.open_suggestions(row))
        self.set_purchase_unit(row.product_id, row.product_id.uom_id)
        self.assertMended(row, found)

    def test_unit_of_the_bill(self):
        product = self.make_product(
            vendor=False, route_ids=[Command.set(self.manufacture.ids)]
        )
        bill = self.make_bom(product, {self.make_product("Part"): 1})
        row = self.make_demanded(product=product)
        bill.product_uom_id = self.env.ref("uom.product_uom_kgm")
        found = self.assertMissing(row, "no_unit", "bill of materials")
        bill.product_uom_id = product.uom_id
        self.assertMended(row, found)

    def test_lead_time(self):
        product = self.make_product(delay=0)
        row = self.make_demanded(product=product)
        found = self.assertMissing(row, "no_lead_time", "0 days", severity="0")
        self.assertIn(self.vendor.name, found.problem)
        self.assertEqual(row.plan_status, "planned")
        self.assertGreater(row.qty_to_order, 0)
        product.seller_ids.delay = 4
        self.assertMended(row, found)

    def test_lead_time_of_another_vendor_does_not_matter(self):
        product = self.make_product()
        self.make_price(product, self.customer, delay=0, sequence=9)
        row = self.make_demanded(product=product)
        self.assertQuiet("master_data", row)

    def test_under_own_rule_nothing_is_said(self):
        product = self.make_product(delay=0)
        row = self.make_orderpoint(product)
        self.plan(row)
        self.assertQuiet("master_data", row)

    def test_scans_leave_what_was_reported(self):
        row = self.make_demanded(product=self.make_product(vendor=False))
        self.env["stock.replenish.exception"]._report(
            [(row.id, "order_error", "procurement", "Wrong")], ["order_error"], row.ids
        )
        for _time in range(2):
            self.assertRaised("master_data", row)
            found = self.assertRaised("order_error", row, problem="Wrong")
        self.assertEqual(found.severity, "2")

    def test_of_the_company_alone(self):
        row = self.make_demanded(product=self.make_product(vendor=False))
        other = self.env["res.company"].create({"name": "Other Company"})
        self.assertFalse(self.live("master_data", row, other))
        self.assertEqual(self.live("master_data", row).company_id, self.company)
