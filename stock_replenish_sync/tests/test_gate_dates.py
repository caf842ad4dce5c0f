from odoo.tests import tagged

from .common_supply import SupplyCommon


@tagged("post_install", "-at_install")
class TestGateDates(SupplyCommon):
    """The lead time on the document is the one that was planned with."""

    def _past_receipts(self, product, days, count=6):
        """Teach a lead time: orders approved long ago, received so many days later."""
        for number in range(count):
            order = self.make_quotation(product, 1)
            self.env.flush_all()
            self.env.cr.execute(
                "UPDATE purchase_order SET state = 'done', date_approve = %s "
                "WHERE id = %s",
                [self.day(-60 - number - days), order.id],
            )
            self.env.cr.execute(
                "UPDATE purchase_order_line SET state = 'done' WHERE order_id = %s",
                [order.id],
            )
            order.invalidate_recordset()
            self.past_move(
                product,
                1,
                -60 - number,
                source=self.suppliers,
                destination=self.stock,
                purchase_line_id=order.order_line.id,
            )
        self.env.invalidate_all()

    def _ordered_line(self, contract, learned):
        product = self.make_product(delay=contract)
        self._past_receipts(product, learned)
        self.sell(product, 5)
        policy = self.make_policy(
            "just_in_time",
            lead_time_source="learned",
            minimum_receipts=3,
            lot_days=1,
        )
        orderpoint = self.make_orderpoint(product, policy)
        self.plan(orderpoint)
        self.assertAlmostEqual(orderpoint.lead_time_mean, learned, 1)
        self.order()
        return self.purchase_lines(product).filtered(lambda line: line.state == "draft")

    def test_learned_longer_than_agreed(self):
        line = self._ordered_line(contract=7, learned=20)
        self.assertEqual(line.date_planned, self.day(20))
        self.assertEqual(line.order_id.date_order, self.day(0))

    def test_learned_shorter_than_agreed(self):
        line = self._ordered_line(contract=20, learned=7)
        self.assertEqual(line.date_planned, self.day(7))
        self.assertEqual(line.order_id.date_order, self.day(0))

    def test_in_time_order_arrives_on_the_need_day(self):
        orderpoint = self.make_short(5, sold_for=7)
        self.order()
        line = self.purchase_lines(orderpoint.product_id)
        self.assertEqual(line.date_planned, self.day(7))
        self.assertEqual(line.order_id.date_order, self.day(0))

    def test_days_to_purchase_and_security_lead_time_count_once(self):
        self.company.write({"po_lead": 2, "days_to_purchase": 3})
        orderpoint = self.make_short(5, sold_for=30)
        self.assertEqual(orderpoint.lead_time_mean, 12)
        suggestion = self.open_suggestions(orderpoint)
        self.assertEqual(suggestion.release_date, self.today(18))
        suggestion.action_order()
        line = self.purchase_lines(orderpoint.product_id)
        self.assertEqual(line.date_planned, self.day(30))
        self.assertEqual(line.order_id.date_order, self.day(18))

    def test_deadline_of_other_lines_is_kept(self):
        quotation = self.make_quotation(self.make_product("Other"), 1)
        quotation.date_order = self.day(5)
        orderpoint = self.make_short(5, product=self.make_product(delay=30))
        self.order()
        line = self.purchase_lines(orderpoint.product_id)
        self.assertEqual(line.order_id, quotation)
        self.assertEqual(
            quotation.date_order, self.day(0), "brought forward to the plan's day"
        )

    def test_earlier_deadline_of_other_lines_is_kept(self):
        quotation = self.make_quotation(self.make_product("Other"), 1)
        quotation.date_order = self.day(2)
        orderpoint = self.make_short(5, sold_for=30)
        self.open_suggestions(orderpoint).action_order()
        self.assertEqual(self.purchase_lines(orderpoint.product_id).order_id, quotation)
        self.assertEqual(quotation.date_order, self.day(2))

    def test_production_starts_in_time(self):
        part = self.make_product("Part")
        product = self.make_product(
            vendor=False, route_ids=[(6, 0, self.manufacture.ids)]
        )
        self.make_bom(product, {part: 2}, produce_delay=4)
        orderpoint = self.make_short(5, sold_for=4, product=product)
        self.assertEqual(orderpoint.lead_time_mean, 4)
        self.order()
        production = self.env["mrp.production"].search(
            [("product_id", "=", product.id)]
        )
        self.assertEqual(production.date_start, self.day(0))
        self.assertEqual(production.date_deadline, self.day(4))
