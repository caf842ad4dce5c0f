from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .access_table import USERS
from .common_access import new_user
from .common_supply import SupplyCommon


@tagged("post_install", "-at_install")
class TestPlannerWorks(SupplyCommon):
    """A person who is a planner and nothing else orders what there is to order."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.people = {
            name: new_user(cls.env, name, USERS[name], cls.company)
            for name in ("viewer", "planner", "stock_user", "stock_manager")
        }
        cls.planner = cls.people["planner"]

    def as_planner(self, record):
        record = record.with_user(self.planner)
        record.invalidate_recordset()
        return record

    def make_neutral(self, quantity=5, product=None, **values):
        """Return a rule without policy that misses a quantity."""
        product = product or self.make_product()
        self.sell(product, quantity)
        return self.make_orderpoint(product, **values)

    # --- governed rules ---

    def test_purchase_order(self):
        orderpoint = self.make_short(5)
        result = self.as_planner(orderpoint).action_replenish()
        self.assertBought(orderpoint.product_id, 5)
        line = self.purchase_lines(orderpoint.product_id)
        suggestion = line.replenish_suggestion_id
        self.assertEqual(suggestion.ordered_uid, self.planner)
        self.assertEqual(result["tag"], "display_notification")
        # What the notification links to can be opened.
        line.order_id.with_user(self.planner).read(["name", "state"])
        action = suggestion.with_user(self.planner).action_view_documents()
        self.assertEqual(action["res_model"], "purchase.order")

    def test_transfer(self):
        branch, route = self.make_branch()
        product = self.make_product(vendor=False)
        product.route_ids = [Command.set(route.ids)]
        self.set_stock(product, 100)
        self.sell_at(branch.lot_stock_id, product, 5)
        orderpoint = self.make_orderpoint(product, self.just_in_time, branch)
        self.plan(orderpoint)
        self.as_planner(orderpoint).action_replenish()
        moves = self.env["stock.move"].search(
            [("product_id", "=", product.id), ("replenish_suggestion_id", "!=", False)]
        )
        self.assertEqual(
            moves.filtered(
                lambda move: move.location_dest_id == branch.lot_stock_id
            ).product_qty,
            5,
        )
        moves.picking_id.with_user(self.planner).read(["name", "state"])

    def test_manufacturing_order(self):
        product = self.make_product(vendor=False)
        product.route_ids = [Command.set(self.manufacture.ids)]
        self.make_bom(product, {self.make_product("Part"): 2})
        orderpoint = self.make_short(5, product=product)
        self.as_planner(orderpoint).action_replenish()
        production = self.env["mrp.production"].search(
            [("product_id", "=", product.id)]
        )
        self.assertEqual(production.product_qty, 5)
        self.assertEqual(production.state, "confirmed")
        production.with_user(self.planner).read(["name", "state"])

    def test_several_at_once(self):
        rows = self.make_short(5) + self.make_short(3)
        self.as_planner(rows).action_replenish()
        for orderpoint, quantity in zip(rows, (5, 3), strict=True):
            self.assertBought(orderpoint.product_id, quantity)

    def test_typed_quantity(self):
        orderpoint = self.make_short(5)
        row = self.as_planner(orderpoint)
        row.qty_to_order = 8
        row.action_replenish()
        self.assertBought(orderpoint.product_id, 8)

    def test_to_max_and_automate(self):
        orderpoint = self.make_short(5, self.reorder_point)
        self.as_planner(orderpoint).action_replenish(force_to_max=True)
        self.assertTrue(self.purchase_lines(orderpoint.product_id))
        other = self.make_short(5, trigger="manual")
        self.as_planner(other).action_replenish_auto()
        self.assertEqual(other.trigger, "auto")
        self.assertBought(other.product_id, 5)

    def test_plan_and_policy(self):
        orderpoint = self.make_short(5)
        row = self.as_planner(orderpoint)
        row.policy_id = self.reorder_point
        row.action_plan()
        self.assertEqual(orderpoint.planned_policy_id, self.reorder_point)
        self.reorder_point.with_user(self.planner).action_plan()

    def test_suggestions(self):
        first, second = self.make_short(5), self.make_short(3)
        self.open_suggestions(first).with_user(self.planner).action_order()
        self.assertBought(first.product_id, 5)
        self.open_suggestions(second).with_user(self.planner)._reject("Not needed")
        self.assertFalse(self.open_suggestions(second))

    def test_problem_with_one_row_is_told(self):
        orderpoint = self.make_short(5)
        orderpoint.product_id.seller_ids.unlink()
        result = self.as_planner(orderpoint).action_replenish()
        self.assertIn("cannot be planned", result["params"]["message"])
        self.assertIn("No vendor sells", result["params"]["message"])

    # --- rules without policy, as core has them ---

    def test_neutral_purchase_order(self):
        orderpoint = self.make_neutral(5)
        result = self.as_planner(orderpoint).action_replenish()
        self.assertBought(orderpoint.product_id, 5)
        self.assertEqual(result["tag"], "display_notification")

    def test_neutral_to_max(self):
        orderpoint = self.make_neutral(5, product_max_qty=9, trigger="manual")
        product = orderpoint.product_id
        self.as_planner(orderpoint).action_replenish(force_to_max=True)
        self.assertBought(product, 14)

    def test_neutral_transfer(self):
        branch, route = self.make_branch()
        product = self.make_product(vendor=False)
        product.route_ids = [Command.set(route.ids)]
        self.set_stock(product, 100)
        self.sell_at(branch.lot_stock_id, product, 5)
        orderpoint = self.make_orderpoint(product, warehouse=branch)
        self.as_planner(orderpoint).action_replenish()
        self.assertTrue(
            self.env["stock.move"].search(
                [("product_id", "=", product.id), ("location_id", "=", self.stock.id)]
            )
        )

    def test_neutral_manufacturing_order(self):
        product = self.make_product(vendor=False)
        product.route_ids = [Command.set(self.manufacture.ids)]
        self.make_bom(product, {self.make_product("Part"): 2})
        orderpoint = self.make_neutral(5, product)
        self.as_planner(orderpoint).action_replenish()
        self.assertEqual(
            self.env["mrp.production"]
            .search([("product_id", "=", product.id)])
            .mapped("state"),
            ["confirmed"],
        )

    def test_report_and_snooze(self):
        self.sell(self.make_product("Missing"), 5)
        Orderpoint = self.env["stock.warehouse.orderpoint"].with_user(self.planner)
        action = Orderpoint.action_open_orderpoints()
        self.assertEqual(action["res_model"], "stock.warehouse.orderpoint")
        row = Orderpoint.search([("product_id.name", "=", "Missing")])
        self.env["stock.orderpoint.snooze"].with_user(self.planner).create(
            {
                "orderpoint_ids": [Command.set(row.ids)],
                "predefined_date": "custom",
                "snoozed_until": self.today(7),
            }
        ).action_snooze()
        self.assertEqual(row.snoozed_until, self.today(7))
        row.action_stock_replenishment_info()
        # Made by the report, needed no more once ordered: core drops it.
        row.action_replenish()
        self.assertFalse(row.exists())
        self.assertTrue(
            self.env.ref("stock.action_replenishment").with_user(self.planner).run()
        )

    # --- what core lets everybody do ---

    def test_stock_manager_duplicates_a_governed_rule(self):
        orderpoint = self.make_short(5, planner_id=self.planner.id)
        copy = orderpoint.with_user(self.people["stock_manager"]).copy(
            {"product_id": self.make_product("Twin").id}
        )
        self.assertFalse(copy.policy_id)
        self.assertEqual(copy.policy_source, "none")
        self.assertFalse(copy.planner_id)

    def test_unlink_of_nothing(self):
        for name in ("viewer", "planner", "stock_user"):
            Orderpoint = self.env["stock.warehouse.orderpoint"]
            self.assertTrue(Orderpoint.with_user(self.people[name]).unlink())

    # --- people who are no planners ---

    def test_viewer_and_stock_user_order_nothing(self):
        for orderpoint in (self.make_short(5), self.make_neutral(5)):
            for name in ("viewer", "stock_user"):
                row = orderpoint.with_user(self.people[name])
                for method in ("action_replenish", "action_replenish_auto"):
                    with self.subTest(user=name, method=method):
                        with self.assertRaisesRegex(
                            AccessError, "Ordering needs the role Planner"
                        ):
                            getattr(row, method)()
            self.assertFalse(self.purchase_lines(orderpoint.product_id))

    def test_viewer_snoozes_nothing(self):
        orderpoint = self.make_neutral(5, trigger="manual")
        snooze = (
            self.env["stock.orderpoint.snooze"]
            .with_user(self.people["viewer"])
            .create({"orderpoint_ids": [Command.set(orderpoint.ids)]})
        )
        with self.assertRaisesRegex(AccessError, "needs the role Planner"):
            snooze.action_snooze()

    def test_stock_manager_orders_as_before(self):
        manager = self.people["stock_manager"]
        for orderpoint in (self.make_neutral(5), self.make_short(5)):
            orderpoint.with_user(manager).action_replenish()
            self.assertBought(orderpoint.product_id, 5)

    def test_scheduler_as_anybody(self):
        """Confirming demand triggers core's rules, whoever confirms."""
        orderpoint = self.make_orderpoint(self.make_product(), product_min_qty=0)
        picking = self.env["stock.picking"].with_user(self.people["stock_user"])
        picking = picking.create(
            {
                "picking_type_id": self.warehouse.out_type_id.id,
                "location_id": self.stock.id,
                "location_dest_id": self.customers.id,
                "move_ids": [
                    Command.create(
                        {
                            "name": "demand",
                            "product_id": orderpoint.product_id.id,
                            "product_uom_qty": 4,
                            "location_id": self.stock.id,
                            "location_dest_id": self.customers.id,
                        }
                    )
                ],
            }
        )
        picking.action_confirm()
        self.assertBought(orderpoint.product_id, 4)

    def test_nothing_to_plan(self):
        with self.assertRaises(UserError):
            self.env["stock.warehouse.orderpoint"].with_user(self.planner).action_plan()
