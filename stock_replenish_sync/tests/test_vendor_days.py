from odoo.tests import tagged

from .common_vendor import VendorCommon


@tagged("post_install", "-at_install")
class TestVendorDays(VendorCommon):
    """Order days, working days and holidays. Today is a Monday."""

    def test_order_weekday(self):
        """Needed on Saturday week, 3 days: ordered on the Tuesday before."""
        self.vendor.replenish_orders_tue = True
        product = self.make_product(delay=3)
        orderpoint = self.sold(5, day=12, product=product)
        suggestion = self.open_suggestions(orderpoint)
        self.assertEqual(self.days_of(suggestion), (8, 11))
        self.assertEqual(suggestion.due_date, self.date(8))
        self.assertEqual(suggestion.need_date, self.date(12))

    def test_late_waits_for_the_order_day(self):
        """What is late is ordered now, for the vendor's next order day."""
        self.vendor.replenish_orders_wed = True
        product = self.make_product(delay=3)
        orderpoint = self.sold(5, day=0, product=product)
        suggestion = self.open_suggestions(orderpoint)
        self.assertEqual(self.days_of(suggestion)[1], 5)
        self.assertIn("Later than the lead time allows", suggestion.reason_text)
        self.order()
        line = self.purchase_lines(product)
        self.assertEqual(
            self.company._replenish_day(line.order_id.date_order), self.date(2)
        )
        self.assertEqual(self.company._replenish_day(line.date_planned), self.date(5))

    def test_working_days(self):
        """Five working days before Friday week is Friday."""
        self.vendor.replenish_calendar_id = self.make_calendar()
        product = self.make_product(delay=5)
        orderpoint = self.sold(5, day=11, product=product)
        self.assertEqual(self.days_of(self.open_suggestions(orderpoint)), (4, 11))
        self.assertEqual(orderpoint.lead_time_mean, 7)

    def test_holiday(self):
        """A holiday in between: one working day earlier."""
        self.vendor.replenish_calendar_id = self.make_calendar(holidays=[8])
        product = self.make_product(delay=5)
        orderpoint = self.sold(5, day=11, product=product)
        self.assertEqual(self.days_of(self.open_suggestions(orderpoint)), (3, 11))

    def test_closed_on_the_order_day(self):
        """The order day is a holiday: the one of the week before."""
        self.vendor.replenish_orders_tue = True
        self.vendor.replenish_calendar_id = self.make_calendar(holidays=[8])
        product = self.make_product(delay=2)
        orderpoint = self.sold(5, day=11, product=product)
        self.assertEqual(self.days_of(self.open_suggestions(orderpoint))[0], 1)

    def test_company_margins_are_calendar_days(self):
        """The company's own security days do not stretch over weekends."""
        self.company.po_lead = 2
        self.vendor.replenish_calendar_id = self.make_calendar()
        product = self.make_product(delay=5)
        orderpoint = self.sold(5, day=13, product=product)
        self.assertEqual(self.days_of(self.open_suggestions(orderpoint)), (4, 13))

    def test_calendar_of_one_company(self):
        """Working days are a matter of the company: the other one counts every day."""
        other = self.env["res.company"].create({"name": "Second Company"})
        self.env.user.company_ids |= other
        self.vendor.replenish_calendar_id = self.make_calendar()
        vendor = self.vendor.with_company(other)
        self.assertFalse(vendor.replenish_calendar_id)
        terms = self.env["stock.replenish.vendor"]._terms(other, [vendor.id])
        self.assertEqual(terms.week.tolist(), [7.0])
        terms = self.env["stock.replenish.vendor"]._terms(self.company, [vendor.id])
        self.assertEqual(terms.week.tolist(), [5.0])

    def test_contacts_sell_on_the_terms_of_their_company(self):
        self.vendor.write({"is_company": True, "replenish_orders_tue": True})
        contact = self.env["res.partner"].create(
            {"name": "Sales desk", "parent_id": self.vendor.id}
        )
        product = self.make_product(vendor=False)
        self.make_price(product, vendor=contact, delay=3)
        orderpoint = self.sold(5, day=12, product=product)
        self.assertEqual(self.days_of(self.open_suggestions(orderpoint)), (8, 11))
