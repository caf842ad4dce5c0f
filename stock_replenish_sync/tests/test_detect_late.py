from odoo import Command
from odoo.tests import tagged

from .common_exception import ExceptionCommon


@tagged("post_install", "-at_install")
class TestDetectLatePurchase(ExceptionCommon):
    KINDS = ("late_purchase", "late_transfer")

    def make_ordered(self, day=-3, quantity=40, confirm=True, **values):
        """Return a planned orderpoint and a purchase that was expected on a day."""
        product = self.make_product()
        order = self.make_quotation(product, quantity, day)
        if confirm:
            order.button_confirm()
        return self.make_demanded(product=product, **values), order

    def test_late_and_out(self):
        row, order = self.make_ordered()
        found = self.assertRaised(
            "late_purchase",
            row,
            orderpoint_id=row,
            warehouse_id=self.warehouse,
            partner_id=self.vendor,
            purchase_line_id=order.order_line,
            reference=order.name,
            code="late_and_out",
            severity="2",
            quantity=40.0,
            days=3,
            date_expected=self.today(-3),
            act_by=self.today(),
            suggested_action="expedite",
            # Out today; three days late, so it may be in three days.
            value_at_risk=row.demand_mean * 15 * 3,
        )
        self.assertIn("nothing is left", found.problem)
        self.assertEqual(row.qty_to_order, 0, "it stays supply")

    def test_stock_lasts(self):
        row, _order = self.make_ordered(stock=60)
        found = self.assertRaised(
            "late_purchase",
            row,
            code="late_and_needed",
            severity="1",
            value_at_risk=0.0,
        )
        self.assertEqual((found.act_by - self.today()).days, 60 // row.demand_mean)
        self.assertIn("stock lasts until", found.problem)

    def test_nobody_asks_for_it(self):
        row, _order = self.make_ordered(weekly=0)
        found = self.assertRaised("late_purchase", row, code="late", severity="0")
        self.assertFalse(found.act_by)
        self.assertTrue(found.problem.endswith("."))

    def test_no_more_is_lost_than_is_late(self):
        row, _order = self.make_ordered(day=-5, quantity=2)
        self.assertRaised("late_purchase", row, value_at_risk=2 * 15.0)

    def test_not_late(self):
        row, _order = self.make_ordered(day=0)
        self.assertQuiet("late_purchase", row)

    def test_days_of_grace(self):
        self.switch("late_purchase", days=4)
        row, _order = self.make_ordered()
        self.assertQuiet("late_purchase", row)
        self.switch("late_purchase", days=3)
        self.assertRaised("late_purchase", row)

    def test_closes_when_it_comes(self):
        row, order = self.make_ordered()
        found = self.assertRaised("late_purchase", row)
        self.done(order.picking_ids)
        self.assertClosed(found)

    def test_closes_with_a_new_date(self):
        row, order = self.make_ordered()
        found = self.assertRaised("late_purchase", row)
        order.order_line.date_planned = self.day(4)
        self.assertClosed(found)

    def test_a_line_each(self):
        row, order = self.make_ordered()
        product = self.make_product("Second")
        order.write(
            {
                "order_line": [
                    Command.create(
                        {
                            "product_id": product.id,
                            "product_qty": 5,
                            "date_planned": self.day(-2),
                        }
                    )
                ]
            }
        )
        self.assertRaised("late_purchase", row)
        self.assertRaised("late_purchase", product, quantity=5.0, days=2)

    def test_in_two_steps_the_way_inside_does_not_count(self):
        self.warehouse.reception_steps = "two_steps"
        row, order = self.make_ordered()
        found = self.assertRaised("late_purchase", row)
        self.done(order.picking_ids.filtered("purchase_id")[0])
        self.assertClosed(found)
        self.assertQuiet("late_transfer", row)

    def test_nobody_confirmed_it(self):
        row, order = self.make_ordered(confirm=False)
        found = self.assertRaised(
            "late_purchase",
            row,
            code="not_confirmed",
            suggested_action="document",
            purchase_line_id=order.order_line,
        )
        self.assertIn("not confirmed", found.problem)
        order.button_cancel()
        self.assertClosed(found)

    def test_booked_demand_waits_for_it(self):
        product = self.make_product()
        self.sell(product, 5)
        self.make_quotation(product, 8, -2).button_confirm()
        row = self.make_demanded(product=product, weekly=0, policy=self.just_in_time)
        self.assertRaised("late_purchase", row, severity="2", value_at_risk=5 * 15.0)

    def test_of_the_company_alone(self):
        row, _order = self.make_ordered()
        other = self.env["res.company"].create({"name": "Other Company"})
        self.scan(company=other)
        self.assertFalse(self.live("late_purchase", row, other))
        self.assertRaised("late_purchase", row)


@tagged("post_install", "-at_install")
class TestDetectLateManufacturing(ExceptionCommon):
    KINDS = ("late_manufacturing", "late_purchase", "late_transfer")

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.part = cls.make_product("Part")

    def make_production(self, day=-3, confirm=True):
        """Return a planned orderpoint and a manufacturing order that was to be done on
        a day; making takes two days."""
        product = self.make_product(
            "Made", vendor=False, route_ids=[Command.set(self.manufacture.ids)]
        )
        self.make_bom(product, {self.part: 2}, produce_delay=2)
        production = self.env["mrp.production"].create(
            {
                "product_id": product.id,
                "product_qty": 5,
                "date_start": self.day(day - 2),
                "company_id": self.company.id,
            }
        )
        if confirm:
            production.action_confirm()
        return self.make_demanded(product=product), production

    def test_late(self):
        row, production = self.make_production()
        self.assertRaised(
            "late_manufacturing",
            row,
            orderpoint_id=row,
            production_id=production,
            reference=production.name,
            code="late_and_out",
            severity="2",
            quantity=5.0,
            days=3,
            date_expected=self.today(-3),
            suggested_action="document",
            value_at_risk=row.demand_mean * 15 * 3,
        )
        self.assertQuiet("late_transfer", row)
        self.assertFalse(self.live("late_purchase", row))

    def test_not_late(self):
        row, _production = self.make_production(day=0)
        self.assertQuiet("late_manufacturing", row)

    def test_closes_with_a_new_date(self):
        row, production = self.make_production()
        found = self.assertRaised("late_manufacturing", row)
        production.date_start = self.day(1)
        self.assertClosed(found)

    def test_draft_then_cancelled(self):
        row, production = self.make_production(confirm=False)
        found = self.assertRaised("late_manufacturing", row, code="not_confirmed")
        production.action_cancel()
        self.assertClosed(found)


@tagged("post_install", "-at_install")
class TestDetectLateTransfer(ExceptionCommon):
    KINDS = ("late_transfer",)

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.branch, cls.route = cls.make_branch()

    def make_transfer(self, day=-3):
        """Return an orderpoint of the branch and the move that brings goods there."""
        product = self.make_product()
        self.set_stock(product, 100)
        self.sell_at(self.branch.lot_stock_id, product, 5)
        row = self.make_orderpoint(
            product, self.just_in_time, self.branch, route_id=self.route.id
        )
        self.plan(row)
        self.open_suggestions(row).action_order()
        move = self.env["stock.move"].search(
            [
                ("product_id", "=", product.id),
                ("location_dest_id", "=", self.branch.lot_stock_id.id),
            ]
        )
        (move + move.move_orig_ids).write({"date": self.day(day)})
        self.plan(row)
        return row, move

    def test_told_once_where_it_comes_in(self):
        row, move = self.make_transfer()
        found = self.assertRaised(
            "late_transfer",
            row,
            orderpoint_id=row,
            warehouse_id=self.branch,
            move_id=move,
            reference=move.picking_id.name,
            quantity=5.0,
            days=3,
            severity="2",
            value_at_risk=5 * 15.0,
            suggested_action="document",
        )
        self.assertIn("should have come", found.problem)

    def test_not_late(self):
        row, _move = self.make_transfer(day=0)
        self.assertQuiet("late_transfer", row)

    def test_closes_when_it_is_in(self):
        row, move = self.make_transfer()
        found = self.assertRaised("late_transfer", row)
        self.done(move.move_orig_ids.picking_id)
        self.assertEqual(self.live("late_transfer", row), found)
        self.done(move.picking_id)
        self.assertClosed(found)

    def test_steps_inside_a_warehouse(self):
        product = self.make_product()
        shelf = self.env["stock.location"].create(
            {"name": "Shelf", "location_id": self.stock.id}
        )
        self.set_stock(product, 5)
        picking = self.env["stock.picking"].create(
            {
                "picking_type_id": self.warehouse.int_type_id.id,
                "location_id": self.stock.id,
                "location_dest_id": shelf.id,
                "move_ids": [
                    Command.create(
                        {
                            "name": "Inside",
                            "product_id": product.id,
                            "product_uom_qty": 5,
                            "location_id": self.stock.id,
                            "location_dest_id": shelf.id,
                            "date": self.day(-5),
                        }
                    )
                ],
            }
        )
        picking.action_confirm()
        picking.move_ids.date = self.day(-5)
        self.assertQuiet("late_transfer", product)
