from datetime import datetime
from math import sqrt

import numpy as np
from freezegun import freeze_time

from odoo.tests import tagged

from .common import ReplenishCommon


@tagged("post_install", "-at_install")
class TestStatistics(ReplenishCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.product = cls.make_product()
        cls.orderpoint = cls.make_orderpoint(cls.product, cls.make_policy())
        cls.production = cls.product.with_company(cls.company).property_stock_production
        cls.inventory = cls.product.with_company(cls.company).property_stock_inventory

    def weeks(self, orderpoint=None, count=4):
        """Return the demand of the last weeks, oldest first."""
        orderpoint = orderpoint or self.orderpoint
        self.env.flush_all()
        history, _first = self.demand(orderpoint)
        return history[0, -count:].tolist()

    def demand(self, orderpoint):
        company = orderpoint.company_id
        frame = self.env["stock.replenish.frame"]._lay_out(
            company, orderpoint.ids, company._replenish_today()
        )
        return self.env["stock.replenish.history"]._demand(
            frame, company.replenish_history_weeks
        )

    def move_at(self, moment, quantity=1):
        """Return a delivery done at a UTC moment."""
        move = self.past_move(self.product, quantity, -1)
        self.env.cr.execute(
            "UPDATE stock_move SET date = %s WHERE id = %s", [moment, move.id]
        )
        return move

    # --- buckets ---

    def test_ledger_by_hand(self):
        """Weeks of 12, 0, 4 and 10: buckets end yesterday, zeros since the first."""
        for quantity, day in ((7, -1), (3, -7), (4, -8), (12, -22), (1000, 0)):
            self.past_move(self.product, quantity, day)
        self.assertEqual(self.weeks(), [12, 0, 4, 10])
        self.plan(self.orderpoint)
        self.assertAlmostEqual(self.orderpoint.demand_mean, 6.5 / 7)
        self.assertAlmostEqual(self.orderpoint.demand_std, sqrt(91 / 3) / sqrt(7))

    def test_history_starts_with_any_movement(self):
        """What was received eight weeks ago could have been sold since then."""
        self.past_move(self.product, 50, -50, self.suppliers, self.stock)
        self.past_move(self.product, 8, -2)
        self.plan(self.orderpoint)
        self.assertAlmostEqual(self.orderpoint.demand_mean, 8 / 8 / 7)

    def test_product_older_than_the_window(self):
        self.company.replenish_history_weeks = 10
        self.past_move(self.product, 500, -400)
        self.past_move(self.product, 30, -5)
        self.plan(self.orderpoint)
        self.assertAlmostEqual(self.orderpoint.demand_mean, 30 / 10 / 7)

    def test_edges_of_the_window(self):
        self.company.replenish_history_weeks = 4
        self.past_move(self.product, 3, -28)
        self.past_move(self.product, 100, -29)
        self.assertEqual(self.weeks(), [3, 0, 0, 0])

    def test_nothing_ever_moved(self):
        self.plan(self.orderpoint)
        self.assertEqual(self.orderpoint.demand_mean, 0)
        self.assertEqual(self.orderpoint.plan_status, "planned")
        self.assertEqual(self.orderpoint.qty_to_order, 0)

    def test_moves_dated_in_the_future_are_no_history(self):
        self.past_move(self.product, 9, 3)
        self.past_move(self.product, 2, -3)
        self.assertEqual(self.weeks(), [0, 0, 0, 2])

    # --- what counts ---

    def test_customers_and_production_count(self):
        self.past_move(self.product, 5, -2)
        self.past_move(self.product, 6, -2, destination=self.production)
        self.assertEqual(self.weeks(count=1), [11])

    def test_what_does_not_count(self):
        transit = self.company.internal_transit_location_id
        other = self.env["stock.warehouse"].create(
            {"name": "Other", "code": "OTH", "company_id": self.company.id}
        )
        shelf = self.env["stock.location"].create(
            {"name": "Shelf", "location_id": self.stock.id}
        )
        scrap = self.env["stock.location"].search(
            [("scrap_location", "=", True), ("company_id", "=", self.company.id)],
            limit=1,
        )
        for source, destination in (
            (self.stock, scrap),
            (self.stock, self.inventory),
            (self.inventory, self.stock),
            (self.suppliers, self.customers),
            (self.stock, shelf),
            (self.stock, transit),
            (self.stock, other.lot_stock_id),
            (other.lot_stock_id, self.customers),
            (self.stock, self.suppliers),
            (self.customers, self.stock),
        ):
            self.past_move(self.product, 100, -2, source, destination)
        self.past_move(self.product, 1, -2, shelf)
        self.assertEqual(self.weeks(count=1), [1])

    def test_cancelled_and_open_moves_do_not_count(self):
        move = self.past_move(self.product, 4, -2)
        for state in ("draft", "waiting", "assigned", "cancel"):
            self.env.cr.execute(
                "UPDATE stock_move SET state = %s WHERE id = %s", [state, move.id]
            )
            self.assertEqual(self.weeks(count=1), [0], state)

    def test_return_is_taken_off_the_week_of_its_delivery(self):
        delivery = self.past_move(self.product, 10, -20)
        self.past_move(
            self.product,
            4,
            -3,
            self.customers,
            self.stock,
            origin_returned_move_id=delivery.id,
        )
        self.assertEqual(self.weeks(), [0, 6, 0, 0])

    def test_goods_sent_again_after_a_return(self):
        delivery = self.past_move(self.product, 10, -20)
        back = self.past_move(
            self.product,
            10,
            -10,
            self.customers,
            self.stock,
            origin_returned_move_id=delivery.id,
        )
        self.past_move(self.product, 9, -3, origin_returned_move_id=back.id)
        self.assertEqual(self.weeks(), [0, 0, 0, 9])

    def test_more_returned_than_delivered(self):
        delivery = self.past_move(self.product, 2, -3)
        self.past_move(
            self.product,
            5,
            -2,
            self.customers,
            self.stock,
            origin_returned_move_id=delivery.id,
        )
        self.assertEqual(self.weeks(count=1), [0])

    def test_units_of_the_move(self):
        dozen = self.env.ref("uom.product_uom_dozen")
        delivery = self.past_move(self.product, 2, -9, product_uom=dozen.id)
        self.past_move(
            self.product,
            5,
            -2,
            self.customers,
            self.stock,
            origin_returned_move_id=delivery.id,
        )
        self.assertEqual(self.weeks(count=2), [19, 0])

    def test_quantity_given_up_is_not_shipped(self):
        """Ten asked, six shipped, no backorder: core leaves ten in the demand."""
        self.set_stock(self.product, 6)
        picking = self.sell(self.product, 10)
        picking.move_ids.write({"quantity": 6, "picked": True})
        picking.with_context(cancel_backorder=True)._action_done()
        move = picking.move_ids.filtered(lambda row: row.state == "done")
        self.assertEqual(sum(move.mapped("quantity")), 6)
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE stock_move SET date = %s WHERE id = ANY(%s)",
            [self.day(-1), picking.move_ids.ids],
        )
        self.assertEqual(self.weeks(count=1), [6])

    def test_delivery_in_steps_counts_once(self):
        self.warehouse.delivery_steps = "pick_pack_ship"
        output = self.warehouse.wh_output_stock_loc_id
        packing = self.warehouse.wh_pack_stock_loc_id
        self.past_move(self.product, 5, -3, self.stock, packing)
        self.past_move(self.product, 5, -3, packing, output)
        self.past_move(self.product, 5, -2, output, self.customers)
        self.assertEqual(self.weeks(count=1), [5])

    # --- whose ---

    def test_per_warehouse(self):
        other = self.env["stock.warehouse"].create(
            {"name": "Other", "code": "OTH", "company_id": self.company.id}
        )
        elsewhere = self.make_orderpoint(self.product, warehouse=other)
        self.past_move(self.product, 5, -2)
        self.past_move(self.product, 8, -2, other.lot_stock_id)
        self.assertEqual(self.weeks(count=1), [5])
        self.assertEqual(self.weeks(elsewhere, count=1), [8])

    def test_per_company(self):
        company = self.env["res.company"].create({"name": "Second Company"})
        self.env.user.company_ids += company
        warehouse = self.env["stock.warehouse"].search(
            [("company_id", "=", company.id)], limit=1
        )
        elsewhere = self.make_orderpoint(self.product, warehouse=warehouse)
        self.past_move(self.product, 5, -2)
        self.past_move(
            self.product, 9, -2, warehouse.lot_stock_id, company_id=company.id
        )
        self.assertEqual(self.weeks(count=1), [5])
        self.assertEqual(self.weeks(elsewhere, count=1), [9])

    def test_shelf_speaks_for_itself(self):
        shelf = self.env["stock.location"].create(
            {"name": "Shelf", "location_id": self.stock.id}
        )
        at_shelf = self.make_orderpoint(self.product, location_id=shelf.id)
        self.past_move(self.product, 5, -2)
        self.past_move(self.product, 2, -2, shelf)
        self.assertEqual(self.weeks(at_shelf, count=1), [2])
        self.assertEqual(self.weeks(count=1), [7])

    # --- the calendar ---

    def test_days_begin_in_the_time_zone_of_the_company(self):
        """At four in the afternoon, UTC, it is already tomorrow in Tokyo."""
        with freeze_time("2024-05-05 16:00:00"):
            self.move_at(datetime(2024, 5, 5, 14, 30), 1)
            self.move_at(datetime(2024, 5, 5, 15, 30), 10)
            self.move_at(datetime(2024, 4, 28, 15, 30), 100)
            self.move_at(datetime(2024, 4, 28, 14, 30), 1000)
            # Monday the 6th in Tokyo: its week began on Monday the 29th.
            self.company.partner_id.tz = "Asia/Tokyo"
            self.assertEqual(self.weeks(count=2), [1000, 101])
            # Sunday the 5th in UTC and in a company without a time zone.
            for zone in ("UTC", False):
                self.company.partner_id.tz = zone
                self.assertEqual(self.weeks(count=2), [0, 1100], zone)

    def test_summer_time(self):
        """The day on which clocks change has 23 hours, and is one day."""
        self.company.partner_id.tz = "Europe/Berlin"
        with freeze_time("2024-04-01 10:00:00"):
            self.move_at(datetime(2024, 3, 31, 21, 59), 1)
            self.move_at(datetime(2024, 3, 31, 22, 1), 10)
            self.move_at(datetime(2024, 3, 24, 23, 1), 100)
            self.move_at(datetime(2024, 3, 24, 22, 59), 1000)
            self.assertEqual(self.weeks(count=2), [1000, 101])

    def test_first_bucket_follows_the_same_calendar(self):
        self.company.partner_id.tz = "Asia/Tokyo"
        with freeze_time("2024-05-05 16:00:00"):
            self.move_at(datetime(2024, 4, 28, 15, 30))
            _history, first = self.demand(self.orderpoint)
            self.assertEqual(first[0], self.company.replenish_history_weeks - 1)
            self.move_at(datetime(2024, 4, 28, 14, 30))
            _history, first = self.demand(self.orderpoint)
            self.assertEqual(first[0], self.company.replenish_history_weeks - 2)

    def test_batch_gives_every_row_its_own(self):
        """A batch of many rows says of each what it says alone."""
        rows = self.orderpoint
        for number in range(3):
            product = self.make_product(f"Product {number}")
            self.past_move(product, number + 1, -2 - 7 * number)
            rows += self.make_orderpoint(product)
        self.past_move(self.product, 40, -2)
        together, first = self.demand(rows)
        for place, row in enumerate(rows):
            alone, first_alone = self.demand(row)
            np.testing.assert_array_equal(together[place], alone[0])
            self.assertEqual(first[place], first_alone[0])
