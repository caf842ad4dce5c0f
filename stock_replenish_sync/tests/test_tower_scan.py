from odoo import Command
from odoo.tests import tagged

from .common_exception import ExceptionCommon
from .common_network import NetworkCommon


@tagged("post_install", "-at_install")
class TestTowerScan(NetworkCommon, ExceptionCommon):
    """What scans find, as the tower shows it."""

    def tower(self):
        return self.env["stock.replenish.tower"].replenish_tower({"user_id": False})

    def test_shortages_by_segment_of_the_customers(self):
        retail, projects = self.env["res.partner.category"].create(
            [{"name": "Retail"}, {"name": "Projects"}]
        )
        shop = self.env["res.partner"].create(
            {"name": "Shop", "category_id": [Command.set(retail.ids)]}
        )
        builder = self.env["res.partner"].create(
            {"name": "Builder", "category_id": [Command.set(projects.ids)]}
        )
        door = self.env["res.partner"].create(
            {"name": "Back Door", "parent_id": builder.id, "type": "delivery"}
        )
        dozen = self.env.ref("uom.product_uom_dozen")
        untagged, tagged_item = self.make_product(), self.make_product("For Builders")
        for day, quantity, partner, unit in (
            (-10, 20, shop, None),
            # Two dozen; the tag is that of the company, not of its door.
            (-12, 2, door, dozen),
            # Too long ago to count.
            (-120, 99, shop, None),
        ):
            values = {"product_uom": unit.id} if unit else {}
            self.past_move(tagged_item, quantity, day, partner_id=partner.id, **values)
        self.past_demand(untagged, 7, weeks=8)
        for product in (untagged, tagged_item):
            self.sell(product, 3)
            self.plan(self.make_orderpoint(product, self.just_in_time))
        self.scan()
        found = {row.product_id: row for row in self.live("stocked_out")}
        self.assertEqual(found[tagged_item].segment_id, projects)
        self.assertFalse(found[untagged].segment_id)
        heat = self.tower()["risk"]["by"]["segment"]
        self.assertEqual(
            [column["key"] for column in heat["columns"]], [projects.id, False]
        )
        self.assertEqual([cell["count"] for cell in heat["rows"][0]["cells"]], [1, 1])
        # What was told stays until all is looked at again.
        self.past_move(tagged_item, 99, -1, partner_id=shop.id)
        self.scan(tagged_item)
        self.assertEqual(found[tagged_item].segment_id, projects)
        self.scan()
        self.assertEqual(found[tagged_item].segment_id, retail)

    def test_late_transfers_by_lane(self):
        product = self.make_product()
        self.set_stock(product, 100)
        transit = self.company.internal_transit_location_id
        moves = self.env["stock.move"]
        for source, target in (
            (self.stock, transit),
            (transit, self.branch.lot_stock_id),
        ):
            moves += self.env["stock.move"].create(
                {
                    "name": "Transfer",
                    "product_id": product.id,
                    "product_uom_qty": 5,
                    "location_id": source.id,
                    "location_dest_id": target.id,
                    "company_id": self.company.id,
                    "picking_type_id": self.hub.int_type_id.id,
                    "date": self.day(-3),
                    "move_orig_ids": [Command.set(moves[-1:].ids)],
                    "procure_method": "make_to_order" if moves else "make_to_stock",
                }
            )
        moves._action_confirm()
        self.assertRaised(
            "late_transfer", source_warehouse_id=self.hub, warehouse_id=self.branch
        )
        [lane] = self.tower()["stuck"]
        self.assertEqual(lane["label"], f"{self.hub.name} → {self.branch.name}")
        self.assertEqual(lane["count"], 1)
        self.assertIn(lane["hours"], range(59, 85))

    def test_acting_makes_the_number_fall(self):
        self.make_demanded(weekly=7)
        self.scan()
        [row] = self.live("stocked_out")
        tile = self.tower()["tiles"][0]
        self.assertEqual((tile["key"], tile["count"]), ("stocked_out", 1))
        self.assertAlmostEqual(tile["value"], row.value_rank, 2)
        row._acknowledge()
        self.assertEqual(self.tower()["tiles"][0]["count"], 0)
