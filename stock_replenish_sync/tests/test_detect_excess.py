from odoo.tests import tagged

from .common_exception import ExceptionCommon

# Of stock worth 10 each, for a week.
WEEK = 10 * 0.2 * 7 / 365


@tagged("post_install", "-at_install")
class TestDetectExcess(ExceptionCommon):
    KINDS = ("excess",)

    def test_above_maximum_and_ninety_days(self):
        row = self.make_demanded(stock=500)
        excess = 500 - 90 * row.demand_mean
        found = self.assertRaised(
            "excess",
            row,
            orderpoint_id=row,
            severity="0",
            code="too_much",
            quantity=excess,
            value_at_risk=excess * WEEK,
            suggested_action="why",
        )
        self.assertIn("too many", found.problem)
        self.assertIn(str(found.days), found.problem)

    def test_pieces_are_whole_in_words(self):
        row = self.make_demanded(stock=500.4)
        found = self.assertRaised("excess", row, quantity=500.4 - 90 * row.demand_mean)
        self.assertRegex(found.problem, r"^\d+ Units too many")

    def test_above_maximum_alone(self):
        row = self.make_demanded(stock=60)
        self.assertGreater(60, row.product_max_qty)
        self.assertQuiet("excess", row)
        self.switch("excess", days=30)
        self.assertRaised("excess", row, quantity=60 - 30 * row.demand_mean)

    def test_days_alone(self):
        row = self.make_demanded(stock=500)
        row.policy_id = False
        row.product_max_qty = 600
        self.plan(row)
        self.assertQuiet("excess", row)

    def test_nobody_asks_for_any(self):
        row = self.make_demanded(stock=50, weekly=0)
        found = self.assertRaised("excess", row, code="no_demand")
        self.assertIn("nobody", found.problem)

    def test_booked_stock_is_no_excess(self):
        row = self.make_demanded(stock=500)
        self.sell(row.product_id, 450, 5)
        self.plan(row)
        self.assertQuiet("excess", row)

    def test_closes_when_it_is_gone(self):
        row = self.make_demanded(stock=500)
        found = self.assertRaised("excess", row)
        self.set_stock(row.product_id, -450)
        self.plan(row)
        self.assertClosed(found)

    def test_more_is_coming(self):
        row = self.make_demanded(stock=500)
        self.make_quotation(row.product_id, 10)
        self.plan(row)
        self.assertRaised("excess", row, severity="1", suggested_action="reduce")

    def test_another_warehouse_is_short(self):
        row = self.make_demanded(stock=500)
        branch, _route = self.make_branch()
        there = self.make_orderpoint(row.product_id, None, branch, product_min_qty=5)
        self.plan(there)
        self.assertRaised("excess", row, suggested_action="transfer")

    def test_of_the_company_alone(self):
        row = self.make_demanded(stock=500)
        other = self.env["res.company"].create({"name": "Other Company"})
        self.scan(company=other)
        self.assertFalse(self.live("excess", row, other))
        self.assertRaised("excess", row)
