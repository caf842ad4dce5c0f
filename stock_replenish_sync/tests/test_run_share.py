from odoo import Command
from odoo.tests import tagged

from ..tools import connected
from .common_supply import SupplyCommon


@tagged("post_install", "-at_install")
class TestRunShare(SupplyCommon):
    """Who orders side by side: two workers never write the same document."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["stock.warehouse.orderpoint"].search([]).active = False
        cls.near, cls.near_route = cls.make_branch("NR")
        cls.far, cls.far_route = cls.make_branch("FR")

    def bought(self, warehouse):
        """Return a row that is short and buys for itself."""
        return self.short(warehouse)

    def drawn(self, warehouse, route):
        """Return a row that is short and is supplied from another warehouse."""
        return self.short(warehouse, route_id=route.id)

    def short(self, warehouse, **values):
        product = self.make_product(f"Product {len(self.Suggestion.search([]))}")
        self.sell_at(warehouse.lot_stock_id, product, 5)
        row = self.make_orderpoint(product, self.just_in_time, warehouse, **values)
        self.plan(row)
        self.assertEqual(row.qty_to_order, 5)
        return row

    def groups(self):
        """Return the rows that go to one worker at a time, group by group."""
        found = self.Run._rows_to_order(self.company)
        return {frozenset(ids) for ids in found.values()}

    def assertGroups(self, *groups):
        self.assertEqual(self.groups(), {frozenset(rows.ids) for rows in groups})

    def test_warehouses_buy_side_by_side(self):
        hub, near = self.bought(self.warehouse), self.bought(self.near)
        again = self.bought(self.near)
        self.assertGroups(hub, near + again)

    def test_branches_of_one_source_share_its_transfers(self):
        near = self.drawn(self.near, self.near_route)
        far = self.drawn(self.far, self.far_route)
        own = self.bought(self.near)
        self.assertGroups(near + far, own)
        self.order()
        self.assertEqual(len(self.Suggestion.search([("state", "=", "ordered")])), 3)
        # Out of the hub in one transfer, as core does it.
        leaving = (
            self.env["stock.picking"]
            .search([("picking_type_id", "=", self.warehouse.out_type_id.id)])
            .filtered(lambda picking: picking.location_dest_id.usage == "transit")
        )
        self.assertEqual(len(leaving), 1)

    def test_hub_orders_with_what_leaves_it_and_first(self):
        near = self.drawn(self.near, self.near_route)
        hub = self.bought(self.warehouse)
        [ids] = self.Run._rows_to_order(self.company).values()
        self.assertEqual(ids, (hub + near).ids)

    def test_sources_of_one_branch_share_what_enters_it(self):
        other = self.env["stock.warehouse"].create(
            {"name": "Other", "code": "OT", "company_id": self.company.id}
        )
        self.near.resupply_wh_ids = [Command.link(other.id)]
        route = self.near.resupply_route_ids - self.near_route
        one, two = self.drawn(self.near, self.near_route), self.drawn(self.near, route)
        self.assertGroups(one + two, self.bought(self.far))

    def test_chain_of_warehouses_is_one_group(self):
        self.far.resupply_wh_ids = [Command.link(self.near.id)]
        route = self.far.resupply_route_ids - self.far_route
        last = self.drawn(self.far, route)
        middle = self.drawn(self.near, self.near_route)
        hub = self.bought(self.warehouse)
        self.assertGroups(last + middle + hub)

    def test_typed_quantity_of_a_transfer(self):
        """Typed where nothing is due: its source is one that supplies the branch."""
        row = self.make_orderpoint(
            self.make_product(),
            self.just_in_time,
            self.near,
            route_id=self.near_route.id,
        )
        self.plan(row)
        row.qty_to_order = 3
        self.assertEqual(row.supply_kind, "transfer")
        drawn = self.drawn(self.far, self.far_route)
        self.assertGroups(row + drawn, self.bought(self.near))

    def test_operation_type_of_another_warehouse(self):
        """What one warehouse buys arrives at another: they share the requests."""
        rule = self.env["stock.rule"].search(
            [("action", "=", "buy"), ("warehouse_id", "=", self.near.id)]
        )
        near, hub = self.bought(self.near), self.bought(self.warehouse)
        self.assertGroups(near, hub)
        rule.picking_type_id = self.warehouse.in_type_id
        self.assertGroups(near + hub)

    def test_received_in_several_steps(self):
        """What comes from vendors and from the hub is put away in one transfer."""
        near, own = self.drawn(self.near, self.near_route), self.bought(self.near)
        far = self.bought(self.far)
        self.assertGroups(near, own, far)
        self.near.reception_steps = "two_steps"
        self.assertGroups(near + own, far)

    def test_orders_that_lead_to_orders(self):
        """Drawn to order from a branch, goods may be asked for at its hub."""
        near, hub = self.bought(self.near), self.bought(self.warehouse)
        far = self.bought(self.far)
        self.assertGroups(near, hub, far)
        self.near_route.rule_ids.filtered(
            lambda rule: rule.location_dest_id == self.near.lot_stock_id
        ).copy(
            {
                "location_src_id": self.near.lot_stock_id.id,
                "location_dest_id": self.customers.id,
                "procure_method": "make_to_order",
            }
        )
        self.assertGroups(near + hub, far)

    def test_connected(self):
        self.assertEqual(connected([]), {})
        groups = connected([{1, 2}, {3}, {4, 5}, {2, 4}])
        self.assertEqual(groups[1], {1, 2, 4, 5})
        self.assertEqual(groups[5], groups[1])
        self.assertEqual(groups[3], {3})
