from odoo import Command
from odoo.tests import tagged

from .common_supply import SupplyCommon


@tagged("post_install", "-at_install")
class TestOldPains(SupplyCommon):
    """What is on its way is not bought again, however late and by whomever ordered."""

    def _plan_and_order(self, *orderpoints):
        self.plan(*orderpoints)
        self.order()

    def _confirmed(self, product, quantity, day):
        order = self.make_quotation(product, quantity, day)
        order.button_confirm()
        return order

    # --- supply that is there ---

    def test_booked_order_within_the_lead_time(self):
        product = self.make_product()
        self._confirmed(product, 5, 6)
        orderpoint = self.make_short(5, product=product, sold_for=6)
        self.assertDue(orderpoint, 0)
        self.assertEqual(orderpoint.planned_incoming, 5)

    def test_order_after_the_need(self):
        product = self.make_product()
        self._confirmed(product, 5, 6)
        self.assertDue(self.make_short(5, product=product, sold_for=1), 0)

    def test_postponed_order(self):
        product = self.make_product()
        order = self._confirmed(product, 5, 3)
        orderpoint = self.make_short(5, product=product, sold_for=4)
        order.order_line.date_planned = self.day(200)
        self._plan_and_order(orderpoint)
        self.assertBought(product, 5)
        self.assertEqual(orderpoint.stockout_date, self.today(4))

    def test_overdue_receipt(self):
        product = self.make_product()
        order = self._confirmed(product, 5, 3)
        order.order_line.date_planned = self.day(-30)
        orderpoint = self.make_short(5, product=product)
        self.assertDue(orderpoint, 0)
        self.assertEqual(orderpoint.planned_incoming, 5)

    def test_cancelled_order_is_supply_no_more(self):
        product = self.make_product()
        order = self._confirmed(product, 5, 3)
        orderpoint = self.make_short(5, product=product)
        order.button_cancel()
        self.Run._cron_plan()
        self.assertDue(orderpoint, 5)

    def test_every_state_of_an_order_counts(self):
        product = self.make_product()
        orderpoint = self.make_short(5, product=product)
        order = self.make_quotation(product, 5)
        for state in ("draft", "sent", "to approve"):
            order.state = state
            self.plan(orderpoint)
            self.assertDue(orderpoint, 0, state)
        order.state = "draft"
        order.button_confirm()
        self.plan(orderpoint)
        self.assertDue(orderpoint, 0, "confirmed")
        self.done(order.picking_ids)
        self.plan(orderpoint)
        self.assertDue(orderpoint, 0, "received")
        self.assertEqual(orderpoint.planned_on_hand, 5)

    def test_partial_receipt(self):
        product = self.make_product()
        order = self._confirmed(product, 5, 3)
        orderpoint = self.make_short(5, product=product)
        move = order.picking_ids.move_ids
        move.write({"quantity": 2, "picked": True})
        order.picking_ids._action_done()
        self.plan(orderpoint)
        self.assertEqual(orderpoint.planned_on_hand, 2)
        self.assertEqual(orderpoint.planned_incoming, 3)
        self.assertDue(orderpoint, 0)

    # --- a second time ---

    def test_second_run_the_same_day(self):
        orderpoint = self.make_short(5, self.reorder_point)
        for _run in range(3):
            self._plan_and_order(orderpoint)
        self.assertBought(orderpoint.product_id, 20)

    def test_run_after_a_sale_orders_only_what_is_new(self):
        orderpoint = self.make_short(5)
        self.order()
        self.sell(orderpoint.product_id, 3)
        self.Run._cron_plan()
        self.order()
        self.assertBought(orderpoint.product_id, 5, 3)
        order = self.purchase_lines(orderpoint.product_id).order_id
        self.assertEqual(order.amount_untaxed, 8 * 9)

    def test_quotation_of_several_items_grows_by_new_need_only(self):
        first = self.make_short(5, product=self.make_product("First"))
        self.order()
        second = self.make_short(2, product=self.make_product("Second"))
        self._plan_and_order(first, second)
        self._plan_and_order(first, second)
        order = self.purchase_lines(first.product_id).order_id
        self.assertEqual(order, self.purchase_lines(second.product_id).order_id)
        self.assertEqual(order.amount_untaxed, 7 * 9)

    def test_order_to_max_twice(self):
        orderpoint = self.make_short(5, self.reorder_point)
        for _click in range(3):
            orderpoint.action_replenish(force_to_max=True)
        self.assertBought(orderpoint.product_id, 25)

    def test_quotation_made_by_hand_after_the_plan(self):
        orderpoint = self.make_short(5)
        self.make_quotation(orderpoint.product_id, 5)
        self.order()
        self.assertBought(orderpoint.product_id, 5)

    def test_production_made_by_hand_after_the_plan(self):
        product = self.make_product(
            vendor=False, route_ids=[Command.set(self.manufacture.ids)]
        )
        bom = self.make_bom(product, {self.make_product("Part"): 1})
        self.make_short(5, product=product)
        self.env["mrp.production"].create(
            {"bom_id": bom.id, "product_qty": 5, "company_id": self.company.id}
        )
        self.order()
        productions = self.env["mrp.production"].search(
            [("product_id", "=", product.id)]
        )
        self.assertEqual(productions.mapped("product_qty"), [5])

    def test_stock_counted_after_the_plan(self):
        orderpoint = self.make_short(5)
        self.env["stock.quant"].with_context(inventory_mode=True).create(
            {
                "product_id": orderpoint.product_id.id,
                "location_id": self.stock.id,
                "inventory_quantity": 3,
            }
        ).action_apply_inventory()
        self.order()
        self.assertBought(orderpoint.product_id, 2)

    def test_delivery_cancelled_after_the_plan(self):
        product = self.make_product()
        delivery = self.sell(product, 4)
        self.make_short(5, product=product)
        delivery.action_cancel()
        self.order()
        self.assertBought(product, 5)

    def test_quotation_line_removed_after_the_plan(self):
        product = self.make_product()
        order = self.make_quotation(product, 5)
        self.make_short(5, product=product)
        order.order_line.unlink()
        self.Run._cron_plan()
        self.order()
        self.assertBought(product, 5)

    # --- steps of receipts and deliveries ---

    def _check_steps(self, steps, ordered):
        self.warehouse.reception_steps = steps
        product = self.make_product()
        orderpoint = self.make_short(5, product=product)
        if ordered:
            self.order()
        else:
            self.make_quotation(product, 5)
        order = self.purchase_lines(product).order_id
        self.plan(orderpoint)
        self.assertEqual(orderpoint.planned_incoming, 5, "quotation")
        order.button_confirm()
        self.plan(orderpoint)
        self.assertEqual(orderpoint.planned_incoming, 5, "confirmed")
        self.done(order.picking_ids.filtered(lambda row: row.state != "done")[:1])
        self.plan(orderpoint)
        self.assertEqual(orderpoint.planned_on_hand, 5, "in input")
        self.assertEqual(orderpoint.planned_incoming, 0)
        self._plan_and_order(orderpoint)
        self.assertBought(product, 5)

    def test_two_step_receipt(self):
        self._check_steps("two_steps", ordered=True)

    def test_three_step_receipt(self):
        self._check_steps("three_steps", ordered=True)

    def test_two_step_receipt_ordered_by_hand(self):
        self._check_steps("two_steps", ordered=False)

    def test_three_step_receipt_ordered_by_hand(self):
        self._check_steps("three_steps", ordered=False)

    def test_two_step_receipt_for_a_shelf(self):
        self.warehouse.reception_steps = "two_steps"
        shelf = self.env["stock.location"].create(
            {"name": "Shelf", "location_id": self.stock.id}
        )
        product = self.make_product()
        orderpoint = self.make_orderpoint(
            product, self.just_in_time, location_id=shelf.id
        )
        self.sell_at(shelf, product, 5)
        self._plan_and_order(orderpoint)
        self.plan(orderpoint)
        self.assertEqual(orderpoint.planned_incoming, 5, "quotation")
        self.purchase_lines(product).order_id.button_confirm()
        self._plan_and_order(orderpoint)
        self.assertEqual(orderpoint.planned_incoming, 5, "confirmed")
        self.assertBought(product, 5)

    def test_two_step_delivery(self):
        self.warehouse.delivery_steps = "pick_ship"
        product = self.make_product()
        self.set_stock(product, 8)
        sale = self.env["sale.order"].create(
            {
                "partner_id": self.customer.id,
                "company_id": self.company.id,
                "warehouse_id": self.warehouse.id,
                "order_line": [
                    Command.create({"product_id": product.id, "product_uom_qty": 10})
                ],
            }
        )
        sale.action_confirm()
        orderpoint = self.make_orderpoint(product, self.just_in_time)
        self.plan(orderpoint)
        self.assertEqual(orderpoint.planned_position, -2)
        self.assertDue(orderpoint, 2)
        pick = sale.picking_ids.filtered(
            lambda row: row.picking_type_id == self.warehouse.pick_type_id
        )
        pick.action_assign()
        pick.move_ids.write({"quantity": 8, "picked": True})
        pick._action_done()
        self.plan(orderpoint)
        self.assertEqual(orderpoint.planned_on_hand, 8, "reserved in output")
        self.assertEqual(orderpoint.planned_position, -2)
        self.assertDue(orderpoint, 2)

    # --- demand that brings its own supply, and goods that come back ---

    def test_order_made_for_a_sale(self):
        mto = self.env.ref("stock.route_warehouse0_mto")
        mto.active = True
        product = self.make_product(
            route_ids=[Command.set((self.buy | mto).ids)], list_price=20
        )
        orderpoint = self.make_short(5, product=product)
        sale = self.env["sale.order"].create(
            {
                "partner_id": self.customer.id,
                "company_id": self.company.id,
                "warehouse_id": self.warehouse.id,
                "order_line": [
                    Command.create(
                        {
                            "product_id": product.id,
                            "product_uom_qty": 7,
                            "route_id": mto.id,
                        }
                    )
                ],
            }
        )
        sale.action_confirm()
        self.assertBought(product, 7)
        self._plan_and_order(orderpoint)
        self._plan_and_order(orderpoint)
        self.assertBought(product, 7, 5)
        lines = self.purchase_lines(product)
        self.assertEqual(
            lines.mapped(lambda line: bool(line.replenish_suggestion_id)),
            [False, True],
        )

    def test_open_return_is_supply(self):
        product = self.make_product()
        self.set_stock(product, 5)
        delivery = self.sell(product, 5)
        self.done(delivery)
        wizard = (
            self.env["stock.return.picking"]
            .with_context(active_id=delivery.id, active_model="stock.picking")
            .create({"picking_id": delivery.id})
        )
        back = self.env["stock.picking"].browse(wizard.create_returns()["res_id"])
        orderpoint = self.make_short(5, product=product)
        self.assertEqual(orderpoint.planned_incoming, 5)
        self.assertDue(orderpoint, 0)
        self.done(back)
        self.plan(orderpoint)
        self.assertEqual(orderpoint.planned_on_hand, 5)
        self.assertDue(orderpoint, 0)
