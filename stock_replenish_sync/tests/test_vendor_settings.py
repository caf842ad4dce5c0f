from odoo.exceptions import ValidationError
from odoo.tests import Form, tagged

from .common_access import new_user
from .common_vendor import VendorCommon


@tagged("post_install", "-at_install")
class TestVendorSettings(VendorCommon):
    """What a vendor wants, where users look for it."""

    def test_vendor_form(self):
        calendar = self.make_calendar()
        with Form(self.vendor) as form:
            form.replenish_calendar_id = calendar
            form.replenish_minimum_value = 500
            form.replenish_window_days = 3
        self.assertEqual(self.vendor.replenish_minimum_value, 500)
        self.assertEqual(self.vendor.replenish_calendar_id, calendar)
        self.assertEqual(self.vendor.replenish_currency_id, self.company.currency_id)

    def test_price_form(self):
        price = self.make_price(self.make_product(vendor=False))
        with Form(price) as form:
            form.replenish_multiple = 6
            form.replenish_share = 40
        self.assertEqual((price.replenish_multiple, price.replenish_share), (6, 40))

    def test_settings(self):
        with Form(self.env["res.config.settings"]) as form:
            form.replenish_vendor_rule = "in_time"
        form.record.execute()
        self.assertEqual(self.company.replenish_vendor_rule, "in_time")

    def test_terms_are_those_of_the_company(self):
        other = self.env["res.company"].create({"name": "Second Company"})
        self.vendor.replenish_minimum_value = 500
        self.assertEqual(self.vendor.with_company(other).replenish_minimum_value, 0)

    def test_wrong_terms_are_refused(self):
        for values in (
            {"replenish_minimum_value": -1},
            {"replenish_minimum_value": float("inf")},
            {"replenish_window_days": -1},
            {"replenish_window_days": 401},
        ):
            with self.assertRaises(ValidationError), self.cr.savepoint():
                self.vendor.write(values)

    def test_wrong_prices_are_refused(self):
        price = self.make_price(self.make_product(vendor=False))
        for values in (
            {"replenish_multiple": -1},
            {"replenish_multiple": 1e16},
            {"replenish_share": -1},
            {"replenish_share": 101},
        ):
            with self.assertRaises(ValidationError), self.cr.savepoint():
                price.write(values)

    def test_calendar_of_another_company_is_refused(self):
        other = self.env["res.company"].create({"name": "Second Company"})
        calendar = self.make_calendar(company=other)
        with self.assertRaisesRegex(ValidationError, "those of another company"):
            self.vendor.replenish_calendar_id = calendar

    def test_order_days_outside_working_days_are_refused(self):
        self.vendor.replenish_calendar_id = self.make_calendar()
        with self.assertRaisesRegex(ValidationError, "does not work"):
            self.vendor.replenish_orders_sun = True

    def test_calendar_without_hours_is_refused(self):
        calendar = self.make_calendar(days="")
        with self.assertRaisesRegex(ValidationError, "nobody works"):
            self.vendor.replenish_calendar_id = calendar

    def test_planner_orders_without_rights_on_vendors(self):
        """A planner who may not read calendars and properties orders all the same."""
        planner = new_user(
            self.env,
            "vendor_planner",
            "stock_replenish_sync.group_replenish_planner",
            self.company,
        )
        self.vendor.replenish_orders_wed = True
        self.vendor.replenish_minimum_value = 100
        self.vendor.replenish_window_days = 3
        self.vendor.replenish_calendar_id = self.make_calendar()
        orderpoint = self.sold(5, day=0)
        self.put_together()
        suggestion = self.open_suggestions(orderpoint).with_user(planner)
        self.assertIn("Below the vendor's minimum of", suggestion.reason_text)
        orderpoint.with_user(planner).action_replenish()
        line = self.purchase_lines(orderpoint.product_id)
        self.assertEqual(line.product_qty, 5)
        self.assertEqual(
            self.company._replenish_day(line.order_id.date_order), self.date(2)
        )
