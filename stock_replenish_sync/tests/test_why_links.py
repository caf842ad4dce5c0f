from odoo import Command
from odoo.tests import tagged

from .common_why import WhyCommon


@tagged("post_install", "-at_install")
class TestWhyLinks(WhyCommon):
    """Links open the very records that were counted."""

    def assertDemand(self, orderpoint):
        """Check total and every week of the history against the moves behind them."""
        why = self.explain(orderpoint)
        history = why["history"]
        if history["weeks"]:
            moves = self.found(history["link"])
            self.assertAlmostEqual(self.demand_of(moves), history["total"], 6)
        for week in history["weeks"]:
            action = self.Why.open_demand(
                orderpoint._name, orderpoint.id, week["start"], week["end"]
            )
            moves = self.env["stock.move"].search(action["domain"])
            self.assertAlmostEqual(self.demand_of(moves), week["quantity"], 6)
        return history

    def test_history_with_units_and_returns(self):
        product = self.make_product()
        dozen = self.env.ref("uom.product_uom_dozen")
        self.past_demand(product, 7, 6)
        sold = self.past_move(product, 2, -10, product_uom=dozen.id)
        self.past_move(
            product,
            5,
            0,
            self.customers,
            self.stock,
            origin_returned_move_id=sold.id,
        )
        # None of these is demand.
        self.past_move(product, 50, -4, self.suppliers, self.stock)
        self.past_move(
            product, 3, -4, destination=self.warehouse.wh_output_stock_loc_id
        )
        self.past_move(product, 9, 0)
        orderpoint = self.make_orderpoint(product, self.reorder_point)
        self.plan(orderpoint)
        history = self.assertDemand(orderpoint)
        self.assertEqual(history["total"], 6 * 7 + 24 - 5)

    def test_history_of_several_steps(self):
        """What leaves counts once, from whatever place of the warehouse."""
        self.warehouse.delivery_steps = "pick_ship"
        product = self.make_product()
        output = self.warehouse.wh_output_stock_loc_id
        for week in range(3):
            self.past_move(product, 4, -4 - 7 * week, destination=output)
            self.past_move(product, 4, -3 - 7 * week, source=output)
        orderpoint = self.make_orderpoint(product, self.reorder_point)
        self.plan(orderpoint)
        self.assertEqual(self.assertDemand(orderpoint)["total"], 12)

    def test_history_of_a_shelf(self):
        shelf = self.env["stock.location"].create(
            {"name": "Shelf", "location_id": self.stock.id}
        )
        product = self.make_product()
        self.past_move(product, 4, -3, source=shelf)
        self.past_move(product, 6, -3)
        orderpoint = self.make_orderpoint(
            product, self.reorder_point, location_id=shelf.id
        )
        self.plan(orderpoint)
        self.assertEqual(self.assertDemand(orderpoint)["total"], 4)

    def test_history_of_a_kit_is_that_of_its_parts(self):
        part = self.make_product("Part")
        kit = self.make_product("Kit", vendor=False)
        self.make_bom(kit, {part: 3}, type="phantom")
        self.set_stock(part, 100)
        picking = self.sell(kit, 2)
        self.done(picking)
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE stock_move SET date = %s WHERE id = ANY(%s)",
            [self.day(-3), picking.move_ids.ids],
        )
        picking.move_ids.invalidate_recordset()
        orderpoint = self.make_orderpoint(part, self.reorder_point)
        self.plan(orderpoint)
        self.assertEqual(self.assertDemand(orderpoint)["total"], 6)

    def test_days_begin_with_the_company(self):
        self.company.partner_id.tz = "Pacific/Auckland"
        product = self.make_product()
        for hours in (-14, -8, 0, 8):
            move = self.past_move(product, 1, -8)
            self.env.cr.execute(
                "UPDATE stock_move SET date = date + %s * interval '1 hour' "
                "WHERE id = %s",
                [hours, move.id],
            )
            move.invalidate_recordset()
        orderpoint = self.make_orderpoint(product, self.reorder_point)
        self.plan(orderpoint)
        self.assertEqual(self.assertDemand(orderpoint)["total"], 4)

    def test_stock(self):
        product = self.make_product(tracking="lot")
        lots = self.env["stock.lot"].create(
            [
                {
                    "name": name,
                    "product_id": product.id,
                    "company_id": self.company.id,
                }
                for name in ("good", "other")
            ]
        )
        self.set_stock(product, 5, lot_id=lots[0])
        self.set_stock(product, 7, lot_id=lots[1], owner_id=self.customer)
        self.set_stock(product, 2, self.warehouse.wh_input_stock_loc_id)
        if "expiration_date" in lots._fields:
            old = lots[0].copy({"name": "old", "expiration_date": self.day(-3)})
            old.write({"removal_date": self.day(-3)})
            self.set_stock(product, 11, lot_id=old)
        orderpoint = self.make_orderpoint(product, self.reorder_point)
        self.plan(orderpoint)
        quants = self.links(self.explain(orderpoint), "on_hand")["stock.quant"]
        self.assertEqual(sum(quants.mapped("quantity")), orderpoint.planned_on_hand)
        self.assertEqual(orderpoint.planned_on_hand, 7)

    def test_what_comes(self):
        dozen = self.env.ref("uom.product_uom_dozen")
        product = self.make_product(
            uom_po_id=dozen.id, route_ids=[Command.set(self.buy.ids)]
        )
        part = self.make_product("Part")
        self.make_bom(product, {part: 1})
        self.make_quotation(product, 2, product_uom=dozen.id)
        order = self.make_quotation(product, 1, day=9, product_uom=dozen.id)
        order.button_confirm()
        self.env["mrp.production"].create(
            {
                "product_id": product.id,
                "product_qty": 5,
                "company_id": self.company.id,
                "picking_type_id": self.warehouse.manu_type_id.id,
            }
        )
        self.sell(product, 100)
        orderpoint = self.make_orderpoint(product, self.just_in_time)
        self.plan(orderpoint)
        why = self.explain(orderpoint)
        self.assertIn("41 on order", self.line(why, "position")[1])
        found = self.links(why, "receipts")
        counted = sum(found["stock.move"].mapped("product_qty"))
        counted += sum(found["purchase.order.line"].mapped("product_uom_qty"))
        self.assertEqual(counted, 41)
        self.assertEqual(
            {row["type"] for row in why["events"] if row["kind"] == "receipts"},
            {"Request for quotation", "Purchase order", "Manufacturing order"},
        )
        booked = self.links(why, "booked")["stock.move"]
        self.assertEqual(sum(booked.mapped("product_qty")), 100)

    def test_what_other_warehouses_draw(self):
        branch, route = self.make_branch()
        product = self.make_product()
        self.sell_at(branch.lot_stock_id, product, 4)
        below = self.make_orderpoint(
            product, self.just_in_time, branch, route_id=route.id
        )
        above = self.make_orderpoint(product, self.just_in_time)
        self.plan(below)
        self.plan(above)
        why = self.explain(above)
        found = self.links(why, "dependent")["stock.replenish.suggestion"]
        self.assertEqual(found, self.open_suggestions(below))
        self.assertEqual(sum(found.mapped("quantity")), 4)
        names = [(row["kind"], row["chosen"]) for row in why["alternatives"]]
        self.assertIn(("Buy", True), names)
        there = self.explain(below)["alternatives"]
        self.assertIn(
            (self.warehouse.name, True), [(row["name"], row["chosen"]) for row in there]
        )

    def test_lead_time_receipts(self):
        policy = self.make_policy(lead_time_source="learned")
        product = self.make_product(delay=5)
        for index, days in enumerate((5, 6, 5, 4, 5, 60)):
            order = self.make_quotation(product, 1)
            order.button_confirm()
            move = order.order_line.move_ids
            order.date_approve = self.day(-70 - index)
            self.env.flush_all()
            self.env.cr.execute(
                "UPDATE stock_move SET state = 'done', date = %s WHERE id = %s",
                [self.day(-70 - index + days), move.id],
            )
            order.order_line.date_planned = self.day(-70 - index + 5)
            move.invalidate_recordset()
        orderpoint = self.make_orderpoint(product, policy)
        self.plan(orderpoint)
        why = self.explain(orderpoint)
        time = why["lead_time"]
        self.assertEqual((time["count"], time["outliers"]), (6, 1))
        self.assertEqual(time["agreed"], "5 days")
        self.assertTrue(time["is_learned"])
        self.assertEqual(time["mean"], 5.0)
        self.assertEqual(time["late"], "33.3 %")
        moves = self.found(time["link"])
        self.assertEqual(len(moves), 6)
        self.assertEqual(moves.product_id, product)
        self.assertEqual(
            sorted(row["days"] for row in time["receipts"] if not row["is_outlier"]),
            [4, 5, 5, 5, 6],
        )

    def test_other_vendors(self):
        product = self.make_product()
        other = self.env["res.partner"].create({"name": "Other Vendor"})
        self.make_price(product, other, delay=2, sequence=5, min_qty=3, price=7)
        self.make_price(
            product, other, sequence=9, date_end=self.today(-2), date_start=False
        )
        why = self.explain(self.make_short(5, product=product))
        reasons = {
            (row["name"], row["chosen"]): row["reason"] for row in why["alternatives"]
        }
        self.assertIn(("Reliable Vendor", True), reasons)
        self.assertIn("Chosen", reasons["Reliable Vendor", True])
        self.assertEqual(
            [row["reason"][:9] for row in why["alternatives"] if not row["chosen"]][:2],
            ["Comes lat", "The price"],
        )

    def test_projection_is_the_plan_s(self):
        product = self.make_product()
        self.set_stock(product, 5)
        self.past_demand(product, 7)
        self.make_quotation(product, 4, day=3)
        orderpoint = self.make_orderpoint(product, self.reorder_point)
        self.plan(orderpoint)
        shown = self.explain(orderpoint)["projection"]
        self.assertEqual(shown["start"], str(self.today()))
        self.assertEqual(shown["receipts"][3], 4)
        self.assertEqual(sum(shown["receipts"]), 4)
        out = next(day for day, value in enumerate(shown["balance"]) if value < 0)
        self.assertEqual(self.today(out), orderpoint.stockout_date)
        need = self.open_suggestions(orderpoint)[:1]
        self.assertEqual(self.today(shown["need_day"]), need.need_date)
        arrival = (need.arrival_date - self.today()).days
        self.assertEqual(shown["orders"][arrival], need.quantity)
        self.assertIn("lowest", shown["text"])

    def test_uneven_demand_is_explained_by_the_balance(self):
        """Much that leaves at once is due though averages say otherwise."""
        branch, route = self.make_branch()
        product = self.make_product(delay=2)
        self.past_demand(product, 7)
        self.set_stock(product, 20)
        self.sell_at(branch.lot_stock_id, product, 60)
        policy = self.make_policy(horizon_days=60)
        below = self.make_orderpoint(
            product, self.just_in_time, branch, route_id=route.id
        )
        above = self.make_orderpoint(product, policy)
        self.plan(below)
        self.plan(above)
        self.assertGreater(above.planned_position, above.reorder_point)
        why = self.explain(above)
        self.assertEqual(why["tone"], "order")
        value, text = self.line(why, "position")
        self.assertLess(float(value), 0)
        self.assertIn("20 on hand + 0 on order", text)
        self.assertIn("must not fall below", self.line(why, "point")[1])
