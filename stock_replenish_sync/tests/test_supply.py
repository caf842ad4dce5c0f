from odoo import Command
from odoo.tests import tagged

from .common_supply import SupplyCommon


@tagged("post_install", "-at_install")
class TestVendors(SupplyCommon):
    """The vendor of the plan is the vendor on the order."""

    def _ordered_from(self, orderpoint):
        self.plan(orderpoint)
        suggestion = self.open_suggestions(orderpoint)
        self.order()
        line = self.purchase_lines(orderpoint.product_id)
        self.assertEqual(line.order_id.partner_id, suggestion.vendor_id)
        return line

    def _problem(self, orderpoint):
        return self.env["stock.replenish.exception"].search(
            [("orderpoint_id", "=", orderpoint.id), ("state", "!=", "resolved")]
        )

    def _orderpoint(self, product, **values):
        self.sell(product, 5)
        return self.make_orderpoint(product, self.just_in_time, **values)

    def _vendor(self, name):
        return self.env["res.partner"].create({"name": name})

    def test_first_by_sequence(self):
        product = self.make_product(vendor=False)
        self.make_price(product, self._vendor("Second"), sequence=2, delay=1)
        self.make_price(product, sequence=1, delay=9)
        orderpoint = self._orderpoint(product)
        line = self._ordered_from(orderpoint)
        self.assertEqual(line.order_id.partner_id, self.vendor)
        self.assertEqual(line.date_planned, self.day(9))

    def test_archived_vendor_is_passed_over(self):
        product = self.make_product()
        second = self._vendor("Second")
        self.make_price(product, second, sequence=5)
        self.vendor.active = False
        line = self._ordered_from(self._orderpoint(product))
        self.assertEqual(line.order_id.partner_id, second)

    def test_only_vendor_archived(self):
        orderpoint = self.make_short(5)
        self.vendor.active = False
        self.plan(orderpoint)
        self.order()
        self.assertFalse(self.purchase_lines(orderpoint.product_id))
        self.assertEqual(self._problem(orderpoint).code, "no_vendor")
        self.assertFalse(self.open_suggestions(orderpoint))
        self.vendor.active = True
        self.plan(orderpoint)
        self.assertFalse(self._problem(orderpoint))
        self.assertDue(orderpoint, 5)

    def test_price_of_another_variant_does_not_count(self):
        red, blue = self.make_variants("Shirt")
        painter = self._vendor("Painter of red")
        self.make_price(red, painter, sequence=1, product_id=red.id, delay=2)
        self.make_price(blue, self.vendor, sequence=2, delay=4)
        self.assertEqual(
            self._ordered_from(self._orderpoint(red)).order_id.partner_id, painter
        )
        self.assertEqual(
            self._ordered_from(self._orderpoint(blue)).order_id.partner_id, self.vendor
        )

    def test_price_of_another_period_does_not_count(self):
        product = self.make_product(vendor=False)
        self.make_price(
            product, self._vendor("Past"), sequence=1, date_end=self.today(-1)
        )
        self.make_price(
            product, self._vendor("Future"), sequence=2, date_start=self.today(1)
        )
        self.make_price(product, sequence=3)
        line = self._ordered_from(self._orderpoint(product))
        self.assertEqual(line.order_id.partner_id, self.vendor)

    def test_forced_vendor(self):
        product = self.make_product()
        forced = self.make_price(product, self._vendor("Forced"), sequence=9, delay=3)
        orderpoint = self._orderpoint(product, supplier_id=forced.id)
        line = self._ordered_from(orderpoint)
        self.assertEqual(line.order_id.partner_id, forced.partner_id)
        self.assertEqual(line.date_planned, self.day(3))

    def test_forced_price_out_of_date_is_still_forced(self):
        product = self.make_product()
        forced = self.make_price(
            product, self._vendor("Forced"), delay=3, date_end=self.today(-1)
        )
        orderpoint = self._orderpoint(product, supplier_id=forced.id)
        line = self._ordered_from(orderpoint)
        self.assertEqual(line.order_id.partner_id, forced.partner_id)

    def test_forced_vendor_archived(self):
        product = self.make_product()
        forced = self.make_price(product, self._vendor("Forced"), delay=3)
        orderpoint = self._orderpoint(product, supplier_id=forced.id)
        forced.partner_id.active = False
        self.plan(orderpoint)
        self.order()
        self.assertFalse(self.purchase_lines(product))
        self.assertEqual(self._problem(orderpoint).code, "dead_vendor")

    def test_price_by_quantity_is_the_vendors(self):
        product = self.make_product(vendor=False)
        self.make_price(product, min_qty=1, price=9)
        self.make_price(product, min_qty=5, price=7)
        line = self._ordered_from(self._orderpoint(product))
        self.assertEqual(line.product_qty, 5)
        self.assertEqual(line.price_unit, 7)


@tagged("post_install", "-at_install")
class TestRoutes(SupplyCommon):
    """A way of supply that is broken is a problem, not a purchase."""

    def _problem(self, orderpoint):
        return self.env["stock.replenish.exception"].search(
            [("orderpoint_id", "=", orderpoint.id), ("state", "!=", "resolved")]
        )

    def _branch_orderpoint(self, product):
        branch, route = self.make_branch()
        self.sell_at(branch.lot_stock_id, product, 5)
        return self.make_orderpoint(
            product, self.just_in_time, branch, route_id=route.id
        )

    def test_archived_route(self):
        orderpoint = self._branch_orderpoint(self.make_product())
        orderpoint.route_id.active = False
        self.plan(orderpoint)
        self.order()
        self.assertFalse(self.purchase_lines(orderpoint.product_id))
        self.assertEqual(self._problem(orderpoint).code, "archived_route")

    def test_route_without_rules(self):
        orderpoint = self._branch_orderpoint(self.make_product())
        orderpoint.route_id.rule_ids.active = False
        self.plan(orderpoint)
        self.order()
        self.assertFalse(self.purchase_lines(orderpoint.product_id))
        self.assertEqual(self._problem(orderpoint).code, "dead_route")

    def test_no_route_at_all(self):
        product = self.make_product(route_ids=False)
        orderpoint = self.make_short(5, product=product)
        self.order()
        self.assertFalse(self.purchase_lines(product))
        self.assertEqual(self._problem(orderpoint).code, "no_route")

    def test_buy_route_on_the_orderpoint(self):
        self.warehouse.reception_steps = "two_steps"
        product = self.make_product(route_ids=False)
        orderpoint = self.make_short(5, product=product, route_id=self.buy.id)
        self.order()
        self.assertBought(product, 5)
        self.assertFalse(self._problem(orderpoint))

    def test_manufacture_route_on_the_orderpoint_in_three_steps(self):
        self.warehouse.manufacture_steps = "pbm_sam"
        product = self.make_product(vendor=False, route_ids=False)
        self.make_bom(product, {self.make_product("Part"): 1})
        orderpoint = self.make_short(5, product=product, route_id=self.manufacture.id)
        self.assertFalse(self._problem(orderpoint))
        self.order()
        production = self.env["mrp.production"].search(
            [("product_id", "=", product.id)]
        )
        self.assertEqual(production.product_qty, 5)
        self.plan(orderpoint)
        self.assertEqual(orderpoint.planned_incoming, 5)
        self.assertDue(orderpoint, 0)

    def test_products_without_stock_are_refused(self):
        for kind in ("consu", "service"):
            product = self.make_product(kind, type=kind)
            orderpoint = self.make_orderpoint(product, self.reorder_point)
            self.sell(product, 5)
            self.plan(orderpoint)
            self.order()
            self.assertFalse(self.purchase_lines(product))
            self.assertEqual(self._problem(orderpoint).code, "not_stored")

    def test_archiving_a_product_withdraws_its_suggestions(self):
        orderpoint = self.make_short(5)
        suggestion = self.open_suggestions(orderpoint)
        orderpoint.product_id.active = False
        self.assertFalse(orderpoint.active)
        self.assertEqual(suggestion.state, "superseded")
        self.env["procurement.group"]._run_scheduler_tasks(company_id=self.company.id)
        self.order()
        self.assertFalse(self.purchase_lines(orderpoint.product_id))

    # --- transfers between warehouses ---

    def test_branch_from_hub(self):
        product = self.make_product(delay=7)
        self.set_stock(product, 2)
        branch = self._branch_orderpoint(product)
        hub = self.make_orderpoint(product, self.just_in_time)
        self.plan(branch, hub)
        suggestion = self.open_suggestions(branch)
        self.assertEqual(branch.lead_time_mean, 3)
        self.assertEqual(suggestion.arrival_date, self.today(3))
        self.assertEqual(suggestion.source_warehouse_id, self.warehouse)
        self.assertDue(branch, 5)
        self.assertDue(hub, 3, "what the branch is planned to draw is demand")
        self.order()
        self.assertBought(product, 3)
        moves = suggestion.move_ids
        self.assertEqual(moves.mapped("product_qty"), [5, 5], "one hop out, one hop in")
        self.plan(branch, hub)
        self.assertDue(branch, 0)
        self.assertDue(hub, 0, "booked now, and planned no more")
        self.assertEqual(branch.planned_incoming, 5)
        self.order()
        self.assertBought(product, 3)

    def test_hub_is_planned_again_when_the_branch_needs_more(self):
        product = self.make_product()
        branch = self._branch_orderpoint(product)
        hub = self.make_orderpoint(product, self.just_in_time)
        self.plan(branch, hub)
        self.assertDue(hub, 5)
        self.sell_at(branch.location_id, product, 3)
        self.plan(branch)
        self.Run._cron_plan()
        self.assertDue(hub, 8)

    def test_hub_is_planned_again_when_a_transfer_was_ordered(self):
        product = self.make_product()
        self.set_stock(product, 50)
        branch = self._branch_orderpoint(product)
        hub = self.make_orderpoint(product, self.just_in_time)
        self.plan(branch, hub)
        self.assertEqual(hub.planned_position, 50)
        branch.action_replenish()
        self.assertIn(hub, self.env["stock.replenish.dirty"].search([]).orderpoint_id)

    def test_hub_is_planned_again_when_the_branch_needs_nothing(self):
        product = self.make_product()
        branch = self._branch_orderpoint(product)
        hub = self.make_orderpoint(product, self.just_in_time)
        self.plan(branch, hub)
        self.set_stock(product, 5, branch.location_id)
        self.plan(branch)
        self.Run._cron_plan()
        self.assertDue(hub, 0)

    def test_resupply_route_on_the_product(self):
        branch, route = self.make_branch()
        product = self.make_product(vendor=False, route_ids=[Command.set(route.ids)])
        self.set_stock(product, 50)
        orderpoint = self.make_orderpoint(product, self.reorder_point, branch)
        self.sell_at(branch.lot_stock_id, product, 5)
        self.plan(orderpoint)
        self.assertDue(orderpoint, 20)
        self.assertEqual(self.open_suggestions(orderpoint).kind, "transfer")
        self.order()
        self.assertEqual(
            self.env["stock.move"].search_count(
                [
                    ("product_id", "=", product.id),
                    ("location_id", "=", self.stock.id),
                    ("product_qty", "=", 20),
                ]
            ),
            1,
        )

    def test_order_to_max_covers_what_branches_draw(self):
        product = self.make_product()
        self.set_stock(product, 2)
        branch = self._branch_orderpoint(product)
        hub = self.make_orderpoint(product, self.just_in_time)
        self.plan(branch, hub)
        hub.action_replenish(force_to_max=True)
        self.assertBought(product, 3)

    def test_hub_ships_in_two_steps(self):
        self.warehouse.delivery_steps = "pick_ship"
        product = self.make_product()
        branch = self._branch_orderpoint(product)
        hub = self.make_orderpoint(product, self.just_in_time)
        self.plan(branch, hub)
        self.assertDue(hub, 5)
        self.order()
        self.plan(branch, hub)
        self.assertEqual(hub.planned_incoming, 5)
        self.assertDue(hub, 0)
        self.assertDue(branch, 0)


@tagged("post_install", "-at_install")
class TestManufacture(SupplyCommon):
    """Manufacturing orders are supply of the product and demand for its parts."""

    def setUp(self):
        super().setUp()
        self.part = self.make_product("Part", delay=5)
        self.made = self.make_product(
            "Made", vendor=False, route_ids=[Command.set(self.manufacture.ids)]
        )
        self.bom = self.make_bom(self.made, {self.part: 2}, produce_delay=3)

    def _productions(self):
        return self.env["mrp.production"].search(
            [("product_id", "=", self.made.id)], order="id"
        )

    def test_draft_production_counts(self):
        made = self.make_short(5, product=self.made)
        self.env["mrp.production"].create(
            {"bom_id": self.bom.id, "product_qty": 5, "company_id": self.company.id}
        )
        part = self.make_orderpoint(self.part, self.just_in_time)
        self.plan(made, part)
        self.assertDue(made, 0)
        self.assertEqual(made.planned_incoming, 5)
        self.assertDue(part, 10)

    def test_ordered_production_counts_once(self):
        made = self.make_short(5, product=self.made)
        part = self.make_orderpoint(self.part, self.just_in_time)
        self.order()
        self.assertEqual(self._productions().mapped("product_qty"), [5])
        self.assertEqual(self._productions().state, "confirmed")
        self.plan(made, part)
        self.assertDue(made, 0)
        self.assertDue(part, 10)
        self.order()
        self.assertBought(self.part, 10)
        self.assertEqual(len(self._productions()), 1)

    def test_one_production_for_each_suggestion(self):
        made = self.make_short(5, product=self.made)
        self.order()
        self.sell(self.made, 3)
        self.plan(made)
        self.order()
        self.assertEqual(self._productions().mapped("product_qty"), [5, 3])
        self.assertEqual(
            self._productions().replenish_suggestion_id.mapped("quantity"), [5, 3]
        )

    def test_forced_bill(self):
        other = self.make_bom(self.made, {self.part: 1}, produce_delay=9, sequence=99)
        made = self.make_short(5, product=self.made, bom_id=other.id)
        self.assertEqual(made.lead_time_mean, 9)
        self.order()
        self.assertEqual(self._productions().bom_id, other)

    def test_no_bill(self):
        self.bom.active = False
        made = self.make_short(5, product=self.made)
        self.assertEqual(made.plan_status, "failed")
        self.order()
        self.assertFalse(self._productions())

    def test_kit_asks_for_its_parts(self):
        kit = self.make_product("Kit", vendor=False, list_price=50)
        self.make_bom(kit, {self.part: 4}, type="phantom")
        sale = self.env["sale.order"].create(
            {
                "partner_id": self.customer.id,
                "company_id": self.company.id,
                "warehouse_id": self.warehouse.id,
                "order_line": [
                    Command.create({"product_id": kit.id, "product_uom_qty": 3})
                ],
            }
        )
        sale.action_confirm()
        part = self.make_orderpoint(self.part, self.just_in_time)
        self.plan(part)
        self.assertDue(part, 12)
