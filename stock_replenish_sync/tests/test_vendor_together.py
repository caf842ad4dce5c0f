from odoo import Command
from odoo.tests import tagged

from .common_vendor import VendorCommon


@tagged("post_install", "-at_install")
class TestVendorTogether(VendorCommon):
    """Orders of a vendor put together: window, minimum order value."""

    def lines(self, *days, quantity=5, **values):
        """Return rules of products needed on days; 9 a piece, 7 days, all planned."""
        return [
            self.sold(
                quantity, day=day, product=self.make_product(f"For {day}"), **values
            )
            for day in days
        ]

    def due(self, orderpoints):
        """Return on which day each is ordered, counted from today."""
        return [
            (self.open_suggestions(row).due_date - self.date(0)).days
            for row in orderpoints
        ]

    def test_minimum_value_is_filled_with_the_soonest(self):
        """45 is due; up to 100 what is needed on day 9 and 12 comes along."""
        self.vendor.replenish_minimum_value = 100
        rows = self.lines(7, 30, 12, 9)
        self.put_together()
        self.assertEqual(self.due(rows), [0, 23, 0, 0])
        moved = self.open_suggestions(rows[2])
        self.assertEqual(moved.alone_due_date, self.date(5))
        self.assertIn("Ordered 5 days early: fills the vendor's", moved.reason_text)
        self.assertIn("100.00", moved.reason_text)
        self.assertEqual(rows[2].qty_to_order, 5)
        self.assertEqual(rows[2].order_by_date, self.date(5))

    def test_filled_order(self):
        """One order, above the minimum, on its day; what was early is asked for when
        it is needed."""
        self.vendor.replenish_minimum_value = 100
        rows = self.lines(7, 9, 12, 30)
        self.put_together()
        self.order()
        order = self.env["purchase.order"].search([("partner_id", "=", self.vendor.id)])
        self.assertEqual(len(order), 1)
        self.assertEqual(order.amount_untaxed, 135)
        self.assertEqual(self.company._replenish_day(order.date_order), self.date(0))
        self.assertEqual(
            [
                self.company._replenish_day(line.date_planned)
                for line in order.order_line
            ],
            [self.date(day) for day in (7, 9, 12)],
        )
        self.assertEqual(rows[1].qty_to_order, 0)

    def test_window_behind_a_receipt_in_steps(self):
        """Goods that are bought for the first of several moves are ordered too."""
        self.warehouse.reception_steps = "three_steps"
        self.vendor.replenish_window_days = 3
        rows = self.lines(7, 10)
        self.put_together()
        self.order()
        order = self.env["purchase.order"].search([("partner_id", "=", self.vendor.id)])
        self.assertEqual(len(order), 1)
        self.assertEqual(
            order.order_line.product_id, rows[0].product_id | rows[1].product_id
        )

    def test_what_a_draft_holds_counts(self):
        """After the order nothing more has to be filled."""
        self.vendor.replenish_minimum_value = 100
        rows = self.lines(7, 9, 12, 30)
        self.put_together()
        self.order()
        self.plan(*rows)
        self.put_together()
        self.assertEqual(self.due(rows[3:]), [23])

    def test_minimum_that_cannot_be_met(self):
        """The order goes on its day all the same, and says so."""
        self.vendor.replenish_minimum_value = 1000
        rows = self.lines(7, 9)
        self.put_together()
        self.assertEqual(self.due(rows), [0, 0])
        for row in rows:
            self.assertIn(
                "Below the vendor's minimum", self.open_suggestions(row).reason_text
            )

    def test_nothing_due_moves_nothing_to_today(self):
        """A minimum makes nobody order before the first line is due."""
        self.vendor.replenish_minimum_value = 100
        rows = self.lines(20, 25, 30, 40)
        self.put_together()
        self.assertEqual(self.due(rows), [13, 13, 13, 33])

    def test_plan_again_changes_nothing(self):
        """A plan that says the same keeps what was put together, and writes nothing."""
        self.vendor.replenish_minimum_value = 1000
        rows = self.lines(7, 9)
        self.put_together()
        suggestions = self.open_suggestions(rows[0]) | self.open_suggestions(rows[1])
        before = suggestions.read()
        self.plan(*rows)
        self.assertEqual(suggestions.read(), before)
        vendor = self.env["stock.replenish.vendor"]
        self.assertEqual(vendor._put_together(self.company), 0)

    def test_rule_that_was_lifted(self):
        """Without the minimum everything goes back to its own day."""
        self.vendor.replenish_minimum_value = 100
        rows = self.lines(7, 9, 12)
        self.put_together()
        self.vendor.replenish_minimum_value = 0
        self.assertTrue(self.env["stock.replenish.vendor"]._puts_together(self.company))
        self.put_together()
        self.assertEqual(self.due(rows), [0, 2, 5])
        self.assertFalse(self.open_suggestions(rows[1]).alone_due_date)
        self.assertFalse(self.open_suggestions(rows[1]).vendor_reasons)
        self.assertFalse(
            self.env["stock.replenish.vendor"]._puts_together(self.company)
        )

    def test_window(self):
        """What is due within three days goes along with the first."""
        self.vendor.replenish_window_days = 3
        rows = self.lines(7, 10, 11)
        self.put_together()
        self.assertEqual(self.due(rows), [0, 0, 4])
        self.assertIn(
            "Ordered 3 days early: goes along",
            self.open_suggestions(rows[1]).reason_text,
        )

    def test_draft_beyond_the_window_grows_no_more(self):
        self.vendor.replenish_window_days = 3
        self.lines(7)
        self.order()
        first = self.env["purchase.order"].search([("partner_id", "=", self.vendor.id)])
        self.lines(7, quantity=1)
        self.order()
        self.assertEqual(len(first.order_line), 2, "joined within the window")
        self.env.cr.execute(
            "UPDATE purchase_order SET create_date = %s WHERE id = %s",
            [f"{self.date(-4)} 10:00:00", first.id],
        )
        first.invalidate_recordset()
        self.lines(7, quantity=2)
        self.order()
        orders = self.env["purchase.order"].search(
            [("partner_id", "=", self.vendor.id)], order="id"
        )
        self.assertEqual([len(order.order_line) for order in orders], [2, 1])

    def test_draft_without_window_takes_in_all(self):
        self.lines(7)
        self.order()
        self.env.cr.execute(
            "UPDATE purchase_order SET create_date = %s WHERE partner_id = %s",
            [f"{self.date(-40)} 10:00:00", self.vendor.id],
        )
        self.env.invalidate_all()
        self.lines(7, quantity=2)
        self.order()
        order = self.env["purchase.order"].search([("partner_id", "=", self.vendor.id)])
        self.assertEqual(len(order.order_line), 2)

    def test_minimum_in_the_currency_of_the_vendor(self):
        """100 of a currency of which ten are one of ours: 10 of ours is enough."""
        currency = self.env["res.currency"].create(
            {
                "name": "VRY",
                "symbol": "y",
                "rate_ids": [
                    Command.create(
                        {
                            "name": "2020-01-01",
                            "rate": 10.0,
                            "company_id": self.company.id,
                        }
                    )
                ],
            }
        )
        self.vendor.property_purchase_currency_id = currency
        self.vendor.replenish_minimum_value = 500
        rows = self.lines(7, 9, 12)
        self.put_together()
        self.assertEqual(self.due(rows), [0, 0, 5])

    def test_warehouses_and_vendors_have_orders_of_their_own(self):
        self.vendor.replenish_minimum_value = 100
        branch = self.env["stock.warehouse"].create(
            {"name": "Branch", "code": "BRV", "company_id": self.company.id}
        )
        here = self.lines(7)
        there = self.sold(5, day=7, product=self.make_product("There"))
        there = self.make_orderpoint(
            there.product_id, self.just_in_time, warehouse=branch
        )
        self.sell_at(branch.lot_stock_id, there.product_id, 5, day=9)
        elsewhere = self.make_product("Elsewhere", vendor=False)
        self.make_price(elsewhere, vendor=self.other)
        elsewhere = self.sold(5, day=9, product=elsewhere)
        self.plan(there)
        self.put_together()
        self.assertEqual(self.due([*here, there, elsewhere]), [0, 2, 2])

    def test_by_hand_and_by_itself(self):
        """What somebody orders by hand does not fill what goes by itself."""
        self.vendor.replenish_minimum_value = 60
        by_itself = self.lines(7, 12)
        by_hand = self.lines(9, trigger="manual")
        self.put_together()
        self.assertEqual(self.due(by_itself), [0, 0])
        self.assertEqual(self.due(by_hand), [2])

    def test_run(self):
        """The run puts together at its end, if any vendor asks for it."""
        rows = self.lines(7, 9, 12)
        self.env.flush_all()
        self.env["stock.replenish.run"].search([]).unlink()
        self.plan_run()
        steps = self.last_run().part_ids.mapped("step")
        self.assertNotIn("together", steps)
        self.vendor.replenish_minimum_value = 80
        self.last_run().unlink()
        self.plan_run()
        run = self.last_run()
        self.assertEqual(run.part_ids.sorted("id")[-1].step, "together")
        self.assertEqual(run.state, "done")
        self.assertEqual(self.due(rows), [0, 0, 5])

    def plan_run(self):
        self.env.flush_all()
        self.Run._cron_plan()

    def last_run(self):
        return self.Run.search(
            [("company_id", "=", self.company.id), ("scope", "=", "full")],
            order="id desc",
            limit=1,
        )

    def test_second_company(self):
        """Minimum and window are those of the company that orders."""
        other = self.env["res.company"].create({"name": "Second Company"})
        self.vendor.with_company(other).write(
            {"replenish_minimum_value": 100, "replenish_window_days": 5}
        )
        rows = self.lines(7, 9)
        vendor = self.env["stock.replenish.vendor"]
        self.assertFalse(vendor._puts_together(self.company))
        self.assertTrue(vendor._puts_together(other))
        self.put_together()
        self.assertEqual(self.due(rows), [0, 2])
