from odoo import Command
from odoo.tests import tagged

from .access_table import USERS
from .common_access import new_user
from .common_exception_screen import ExceptionScreenCommon
from .common_network import NetworkCommon
from .common_tour import TourCase


@tagged("post_install", "-at_install")
class TestTourException(ExceptionScreenCommon, NetworkCommon, TourCase):
    """In a real browser: the list of exceptions and what is done in it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.planner = new_user(cls.env, "exception", USERS["planner"], cls.company)
        cls.planner.groups_id += cls.env.ref("purchase.group_purchase_user")
        cls.company.replenish_scanned_all_on = cls.now()
        cls.vendor.email = "vendor@example.com"

    def make_late_purchase(self, product, quantity):
        """Return the line of a confirmed order that should have come last week."""
        order = self.env["purchase.order"].create(
            {
                "partner_id": self.vendor.id,
                "picking_type_id": self.hub.in_type_id.id,
                "order_line": [
                    Command.create(
                        {
                            "product_id": product.id,
                            "product_qty": quantity,
                            "date_planned": self.day(-7),
                        }
                    )
                ],
            }
        )
        order.button_confirm()
        return order.order_line

    def test_acting_in_the_list(self):
        lamp = self.make_exception(product_id=self.make_product("Tour Lamp").id)
        chair = self.make_exception(product_id=self.make_product("Tour Chair").id)
        desk = self.make_product("Tour Desk")
        table = self.make_product("Tour Table")
        self.set_stock(desk, 30)
        rule = self.make_orderpoint(
            desk, self.just_in_time, self.branch, route_id=self.route.id
        )
        self.sell_at(self.branch.lot_stock_id, desk, 8)
        self.plan(rule)
        out = self.make_exception(
            kind="stocked_out",
            severity="3",
            product_id=desk.id,
            warehouse_id=self.branch.id,
            orderpoint_id=rule.id,
            quantity=8,
            suggested_action="transfer",
            strip={"days": 1, "balance": [-8] * 12},
            value_at_risk=500,
            value_rank=500,
        )
        line = self.make_late_purchase(table, 5)
        late = self.make_exception(
            kind="late_purchase",
            product_id=table.id,
            warehouse_id=self.hub.id,
            partner_id=self.vendor.id,
            purchase_line_id=line.id,
            reference=line.order_id.name,
            quantity=5,
            days=7,
            date_expected=self.day(-7),
            suggested_action="expedite",
        )
        self.start_tour(
            "/web#action=stock_replenish_sync.stock_replenish_exception_action",
            "stock_replenish_exception",
            user=self.planner,
        )
        self.assertEqual(lamp.state, "acknowledged")
        self.assertEqual(chair.state, "snoozed")
        self.assertEqual((out.state, late.state), ("acknowledged", "acknowledged"))
        self.assertIn(line.product_id.name, line.order_id.message_ids[0].body)
        moves = self.env["stock.move"].search(
            [
                ("product_id", "=", desk.id),
                ("location_id", "=", self.hub.lot_stock_id.id),
            ]
        )
        self.assertEqual(sum(moves.mapped("product_uom_qty")), 8)
