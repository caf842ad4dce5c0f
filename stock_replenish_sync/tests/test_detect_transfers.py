from odoo import Command
from odoo.tests import tagged

from .common_exception import ExceptionCommon
from .common_network import NetworkCommon


@tagged("post_install", "-at_install")
class TestTransferBottleneck(NetworkCommon, ExceptionCommon):
    KINDS = ("transfer_bottleneck",)

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.switch("transfer_bottleneck")
        cls.product = cls.make_product()
        cls.set_stock(cls.product, 100)

    @classmethod
    def transfer(cls, day, quantity=5, places=None, kind=None):
        """Return the confirmed pickings of a transfer from the hub to the branch.

        :param places: places the goods pass, by default through transit
        """
        transit = cls.company.internal_transit_location_id
        places = places or [cls.stock, transit, cls.branch.lot_stock_id]
        pickings = cls.env["stock.picking"]
        for source, target in zip(places, places[1:], strict=False):
            pickings += cls.env["stock.picking"].create(
                {
                    "picking_type_id": cls.hub.int_type_id.id,
                    "location_id": source.id,
                    "location_dest_id": target.id,
                    "scheduled_date": cls.day(day),
                    "move_ids": [
                        Command.create(
                            {
                                "name": "Transfer",
                                "product_id": cls.product.id,
                                "product_uom_qty": quantity,
                                "location_id": source.id,
                                "location_dest_id": target.id,
                                "date": cls.day(day),
                                "move_orig_ids": [
                                    Command.set(pickings[-1:].move_ids.ids)
                                ],
                                "procure_method": "make_to_order"
                                if pickings
                                else "make_to_stock",
                            }
                        )
                    ],
                }
            )
        pickings.action_confirm()
        return pickings

    def test_one_row_for_each_lane(self):
        pickings = self.transfer(-5) + self.transfer(-3)
        found = self.assertRaised(
            "transfer_bottleneck",
            quantity=2.0,
            days=5,
            date_from=self.today(-5),
            warehouse_id=self.branch,
            move_id=pickings[0].move_ids,
            reference=pickings[0].name,
            other="Hub → Branch",
            severity="1",
        )
        self.assertFalse(found.product_id)
        # Ten pieces at ten each and a fifth a year, for a week.
        self.assertAlmostEqual(found.value_at_risk, 100 * 0.2 * 7 / 365, 2)
        self.assertIn("Hub → Branch", found.problem)

    def test_a_transfer_that_may_wait_some_days(self):
        self.transfer(-2)
        self.assertQuiet("transfer_bottleneck")
        self.switch("transfer_bottleneck", days=1)
        self.assertRaised("transfer_bottleneck", days=2)

    def test_what_is_in_transit_waits_to_be_received(self):
        sent, received = self.transfer(-5)
        self.done(sent)
        self.assertRaised(
            "transfer_bottleneck", quantity=1.0, move_id=received.move_ids
        )

    def test_straight_from_shelf_to_shelf(self):
        picking = self.transfer(-5, places=[self.stock, self.other.lot_stock_id])
        self.assertRaised(
            "transfer_bottleneck", warehouse_id=self.other, reference=picking.name
        )

    def test_inside_a_warehouse_is_no_lane(self):
        shelf = self.env["stock.location"].create(
            {"name": "Shelf", "location_id": self.stock.id}
        )
        self.transfer(-5, places=[self.stock, shelf])
        self.assertQuiet("transfer_bottleneck")

    def test_a_lane_is_told_as_a_whole(self):
        self.transfer(-5)
        self.scan(self.make_product("Other"))
        self.assertEqual(self.live("transfer_bottleneck").quantity, 1)

    def test_closes_with_its_cause(self):
        pickings = self.transfer(-5)
        found = self.assertRaised("transfer_bottleneck")
        for picking in pickings:
            self.done(picking)
        self.assertClosed(found)


@tagged("post_install", "-at_install")
class TestReceiptNotProcessed(ExceptionCommon):
    KINDS = ("receipt_not_processed",)

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.switch("receipt_not_processed")
        cls.product = cls.make_product()

    def receive(self, quantity=5, day=-3, **values):
        """Return the receipt of a confirmed order that was expected on a day."""
        order = self.make_quotation(self.product, quantity, day, **values)
        order.button_confirm()
        return order.picking_ids

    def test_late_alone_is_late_supply(self):
        self.receive()
        self.assertQuiet("receipt_not_processed")

    def test_somebody_has_begun(self):
        receipt = self.receive()
        receipt.move_ids.picked = True
        found = self.assertRaised(
            "receipt_not_processed",
            self.product,
            code="begun",
            quantity=5.0,
            days=3,
            date_expected=self.today(-3),
            reference=receipt.name,
            move_id=receipt.move_ids,
            warehouse_id=self.warehouse,
            partner_id=self.vendor,
            severity="1",
        )
        self.assertIn(receipt.name, found.problem)
        self.assertIn("begun", found.problem)
        self.done(receipt)
        self.assertClosed(found)

    def test_not_before_its_day(self):
        self.receive(day=0).move_ids.picked = True
        self.assertQuiet("receipt_not_processed")

    def test_other_goods_of_its_order_have_come(self):
        other = self.make_product("Other")
        order = self.make_quotation(self.product, 5, -3)
        order.order_line.copy({"order_id": order.id, "product_id": other.id})
        order.button_confirm()
        receipt = order.picking_ids
        came = receipt.move_ids.filtered(lambda move: move.product_id == other)
        came.write({"quantity": came.product_uom_qty, "picked": True})
        (receipt.move_ids - came).picked = False
        receipt._action_done()
        self.assertRaised("receipt_not_processed", self.product, code="partly")

    def test_the_vendor_has_billed_it(self):
        receipt = self.receive()
        line = receipt.move_ids.purchase_line_id
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE purchase_order_line SET qty_invoiced = 5 WHERE id = %s", line.ids
        )
        line.invalidate_recordset()
        self.assertRaised("receipt_not_processed", self.product, code="billed")

    def test_goods_in_the_input(self):
        self.warehouse.reception_steps = "two_steps"
        receipt = self.receive()
        self.done(receipt)
        onward = receipt.move_ids.move_dest_ids.picking_id
        self.assertEqual(onward.state, "assigned")
        onward.scheduled_date = self.day(-2)
        self.assertRaised(
            "receipt_not_processed",
            self.product,
            code="put_away",
            reference=onward.name,
        )

    def test_moving_from_shelf_to_shelf_is_no_receipt(self):
        self.warehouse.reception_steps = "two_steps"
        self.set_stock(self.product, 5)
        shelf = self.stock.create({"name": "Shelf", "location_id": self.stock.id})
        picking = self.env["stock.picking"].create(
            {
                "picking_type_id": self.warehouse.int_type_id.id,
                "location_id": self.stock.id,
                "location_dest_id": shelf.id,
                "scheduled_date": self.day(-3),
                "move_ids": [
                    Command.create(
                        {
                            "name": "Move",
                            "product_id": self.product.id,
                            "product_uom_qty": 5,
                            "location_id": self.stock.id,
                            "location_dest_id": shelf.id,
                        }
                    )
                ],
            }
        )
        picking.action_confirm()
        picking.action_assign()
        picking.move_ids.picked = True
        self.assertEqual(picking.state, "assigned")
        self.assertQuiet("receipt_not_processed")

    def test_goods_nobody_can_sell_meanwhile(self):
        row = self.make_demanded(product=self.product)
        self.receive().move_ids.picked = True
        self.plan(row)
        found = self.assertRaised(
            "receipt_not_processed", row, orderpoint_id=row, severity="2"
        )
        # Five of the seven a week that could be sold, 15 each.
        self.assertGreaterEqual(found.value_at_risk, 75)

    def test_one_row_for_each_receipt(self):
        order = self.make_quotation(self.product, 5, -3)
        dear = self.make_product("Dear", standard_price=1000)
        order.order_line.copy({"order_id": order.id, "product_id": dear.id})
        order.button_confirm()
        order.picking_ids.move_ids.picked = True
        self.scan(self.product)
        self.assertEqual(self.live("receipt_not_processed").product_id, dear)
