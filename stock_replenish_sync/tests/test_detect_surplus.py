from odoo.tests import tagged

from .common_exception import ExceptionCommon


@tagged("post_install", "-at_install")
class TestDetectSurplus(ExceptionCommon):
    KINDS = ("surplus_on_order",)

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.switch("surplus_on_order")

    def make_ordered(self, *orders, weekly=7):
        """Return a planned orderpoint of what is on order as (quantity, day), and the
        orders. One is needed a day, 27 is the maximum."""
        product = self.make_product()
        quotations = [self.make_quotation(product, *order) for order in orders]
        return self.make_demanded(product=product, weekly=weekly), quotations

    def test_beyond_the_days_of_demand(self):
        row, (order,) = self.make_ordered((200, 10))
        found = self.assertRaised(
            "surplus_on_order",
            row,
            quantity=200 - 90 * row.demand_mean,
            orderpoint_id=row,
            warehouse_id=self.warehouse,
            purchase_line_id=order.order_line,
            partner_id=self.vendor,
            reference=order.name,
            act_by=self.today(10),
            suggested_action="reduce",
        )
        # 110 at 10 each and a fifth a year, for a week.
        self.assertAlmostEqual(
            found.value_at_risk, found.quantity * 10 * 0.2 * 7 / 365, 1
        )
        self.assertIn("110", found.problem)

    def test_what_comes_after_these_days_is_left_for_later(self):
        row, _orders = self.make_ordered((200, 91))
        self.assertQuiet("surplus_on_order", row)
        # Nobody waits for it, whenever it comes.
        row, _orders = self.make_ordered((200, 91), weekly=0)
        self.assertRaised("surplus_on_order", row)

    def test_as_much_is_taken_off_as_is_told(self):
        row, _orders = self.make_ordered((200, 10))
        found = self.assertRaised("surplus_on_order", row)
        action = found.action_suggested()
        line = self.env[action["res_model"]].browse(action["res_id"]).line_ids
        self.assertAlmostEqual(line.quantity_new, 200 - found.quantity, 2)

    def test_less_than_the_days_of_demand_is_no_surplus(self):
        row, _orders = self.make_ordered((80, 10))
        self.assertGreater(row.planned_position, row.product_max_qty)
        self.assertQuiet("surplus_on_order")

    def test_more_days_may_be_covered(self):
        self.make_ordered((200, 10))
        self.switch("surplus_on_order", days=365)
        self.assertQuiet("surplus_on_order")

    def test_stock_on_hand_is_another_problem(self):
        self.make_demanded(stock=500)
        self.assertQuiet("surplus_on_order")

    def test_what_comes_last_is_left_out_first(self):
        row, (_early, late) = self.make_ordered((100, 5), (60, 20))
        self.assertRaised(
            "surplus_on_order",
            row,
            quantity=160 - 90 * row.demand_mean,
            purchase_line_id=late.order_line,
            date_expected=self.today(20),
            act_by=self.today(5),
            suggested_action="postpone",
        )

    def test_what_nobody_asks_for_is_cancelled(self):
        row, (order,) = self.make_ordered((40, 10), weekly=0)
        row.product_max_qty = 0
        self.assertRaised(
            "surplus_on_order", row, quantity=40.0, suggested_action="cancel"
        )
        order.button_cancel()
        self.plan(row)
        self.assertQuiet("surplus_on_order")

    def test_manufacturing_order(self):
        product = self.make_product(
            vendor=False, route_ids=[(6, 0, self.manufacture.ids)]
        )
        bom = self.make_bom(product, {self.make_product("Part"): 1})
        order = self.env["mrp.production"].create(
            {"product_id": product.id, "product_qty": 200, "bom_id": bom.id}
        )
        order.action_confirm()
        row = self.make_demanded(product=product)
        self.assertRaised(
            "surplus_on_order", row, production_id=order, reference=order.name
        )

    def test_what_has_begun_stays(self):
        row, (order,) = self.make_ordered((200, 10))
        order.button_confirm()
        order.picking_ids.move_ids.picked = True
        self.plan(row)
        self.assertQuiet("surplus_on_order")

    def test_closes_with_its_cause(self):
        row, (order,) = self.make_ordered((200, 10))
        found = self.assertRaised("surplus_on_order", row)
        order.order_line.product_qty = 50
        self.plan(row)
        self.assertClosed(found)

    def test_nobody_hears_of_it_unless_switched_on(self):
        self.switch("surplus_on_order", False)
        self.make_ordered((200, 10))
        self.assertQuiet("surplus_on_order")
