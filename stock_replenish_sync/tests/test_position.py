from datetime import timedelta

from odoo import Command
from odoo.tests import tagged

from .common_supply import SupplyCommon


@tagged("post_install", "-at_install")
class TestPosition(SupplyCommon):
    """Only stock of our own that can be used counts, and where it counts, once."""

    def _on_hand(self, product, **values):
        orderpoint = self.make_orderpoint(product, self.just_in_time, **values)
        self.plan(orderpoint)
        return orderpoint.planned_on_hand

    def _shelf(self, name="Shelf"):
        return self.env["stock.location"].create(
            {"name": name, "location_id": self.stock.id}
        )

    def test_stock_of_others(self):
        product = self.make_product()
        self.set_stock(product, 3)
        self.set_stock(product, 5, owner_id=self.customer)
        self.assertEqual(self._on_hand(product), 3)

    def test_stock_of_our_own_with_owner(self):
        product = self.make_product()
        self.set_stock(product, 3, owner_id=self.company.partner_id)
        self.assertEqual(self._on_hand(product), 3)

    def test_receipt_for_another_owner(self):
        product = self.make_product()
        picking = self.env["stock.picking"].create(
            {
                "picking_type_id": self.warehouse.in_type_id.id,
                "location_id": self.suppliers.id,
                "location_dest_id": self.stock.id,
                "owner_id": self.customer.id,
                "move_ids": [
                    Command.create(
                        {
                            "name": product.name,
                            "product_id": product.id,
                            "product_uom_qty": 5,
                            "location_id": self.suppliers.id,
                            "location_dest_id": self.stock.id,
                        }
                    )
                ],
            }
        )
        picking.action_confirm()
        orderpoint = self.make_short(5, product=product)
        self.assertEqual(orderpoint.planned_incoming, 0)
        self.assertDue(orderpoint, 5)

    def _lot(self, product, name, **dates):
        return self.env["stock.lot"].create(
            {
                "name": name,
                "product_id": product.id,
                "company_id": self.company.id,
                **{name: self.day(days) for name, days in dates.items()},
            }
        )

    def test_expired_lots(self):
        product = self.make_product(tracking="lot", use_expiration_date=True)
        lots = {
            "gone": ({"expiration_date": -1, "removal_date": -2}, 7),
            "to remove": ({"expiration_date": 9, "removal_date": -1}, 5),
            "good": ({"expiration_date": 90, "removal_date": 80}, 3),
        }
        for name, (dates, quantity) in lots.items():
            self.set_stock(product, quantity, lot_id=self._lot(product, name, **dates))
        self.assertEqual(self._on_hand(product), 3)

    def test_lots_without_date(self):
        product = self.make_product(tracking="lot")
        self.set_stock(product, 3, lot_id=self._lot(product, "plain"))
        self.assertEqual(self._on_hand(product), 3)

    def test_negative_stock_is_made_good_by_the_next_need(self):
        product = self.make_product()
        self.set_stock(product, -4)
        orderpoint = self.make_short(5, product=product)
        self.assertEqual(orderpoint.planned_on_hand, -4)
        self.assertDue(orderpoint, 9)

    def test_stock_in_transit_and_customer_places(self):
        product = self.make_product()
        self.set_stock(product, 5, self.customers)
        self.set_stock(
            product, 5, self.warehouse.company_id.internal_transit_location_id
        )
        self.assertEqual(self._on_hand(product), 0)

    def test_whole_warehouse_and_shelf(self):
        product = self.make_product()
        shelf, other = self._shelf(), self._shelf("Other")
        self.set_stock(product, 3, shelf)
        self.set_stock(product, 5, other)
        self.set_stock(product, 7, self.warehouse.wh_output_stock_loc_id)
        self.assertEqual(self._on_hand(product), 15)
        self.assertEqual(self._on_hand(product, location_id=shelf.id), 3)

    def test_shelf_is_supplied_on_the_shelf(self):
        product = self.make_product()
        shelf = self._shelf()
        self.set_stock(product, 50)
        self.sell_at(shelf, product, 5)
        orderpoint = self.make_orderpoint(
            product, self.just_in_time, location_id=shelf.id
        )
        self.plan(orderpoint)
        self.assertDue(orderpoint, 5)
        self.order()
        self.plan(orderpoint)
        self.assertEqual(orderpoint.planned_incoming, 5)
        self.assertDue(orderpoint, 0)
        line = self.purchase_lines(product)
        line.order_id.button_confirm()
        self.assertEqual(line.move_ids.location_dest_id, shelf)
        self.plan(orderpoint)
        self.assertEqual(orderpoint.planned_incoming, 5)

    def test_move_within_the_warehouse_is_neither_supply_nor_demand(self):
        product = self.make_product()
        self.set_stock(product, 5)
        shelf = self._shelf()
        self.env["stock.move"].create(
            {
                "name": "tidy",
                "product_id": product.id,
                "product_uom_qty": 5,
                "location_id": self.stock.id,
                "location_dest_id": shelf.id,
            }
        )._action_confirm()
        orderpoint = self.make_orderpoint(product, self.just_in_time)
        self.plan(orderpoint)
        self.assertEqual(orderpoint.planned_position, 5)
        self.assertEqual(orderpoint.planned_incoming, 0)

    def test_other_warehouse_does_not_count(self):
        product = self.make_product()
        other = self.env["stock.warehouse"].create(
            {"name": "Other", "code": "OTH", "company_id": self.company.id}
        )
        self.set_stock(product, 9, other.lot_stock_id)
        self.make_quotation(product, 4, warehouse=other)
        self.sell_at(other.lot_stock_id, product, 3)
        orderpoint = self.make_short(5, product=product)
        self.assertEqual(orderpoint.planned_position, -5)
        self.assertDue(orderpoint, 5)

    def test_dropship_does_not_count(self):
        product = self.make_product()
        order = self.make_quotation(product, 5)
        dropship = self.warehouse.in_type_id.copy(
            {"default_location_dest_id": self.customers.id, "sequence_code": "DS"}
        )
        order.picking_type_id = dropship
        orderpoint = self.make_short(5, product=product)
        self.assertEqual(orderpoint.planned_incoming, 0)

    def test_days_are_the_companys(self):
        """A delivery at 01:00 in Auckland is the day before in UTC."""
        self.company.partner_id.tz = "Pacific/Auckland"
        midnight = self.company._replenish_noon(self.today(20)) - timedelta(hours=11)
        product = self.make_product()
        move = self.sell_at(self.stock, product, 5)
        move.date = midnight
        orderpoint = self.make_orderpoint(product, self.just_in_time)
        self.plan(orderpoint)
        self.assertEqual(self.open_suggestions(orderpoint).need_date, self.today(20))
