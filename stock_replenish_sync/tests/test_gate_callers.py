from contextlib import nullcontext
from unittest.mock import patch

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common_access import new_user
from .common_supply import SupplyCommon


@tagged("post_install", "-at_install")
class TestGateCallers(SupplyCommon):
    """Whoever orders, every policy gives its own quantity, once."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.min_max = cls.make_policy("min_max")

    # Sold 5 with nothing on hand, minimum 10, maximum 30. Core fills up from -5 to 30;
    # a reorder point orders its lot of 20; just in time the 5 that were sold.
    EXPECTED = {"none": 35, "min_max": 35, "reorder_point": 20, "just_in_time": 5}
    # The maximum of a governed row is reorder point plus lot: 0 + 20 and 0 + 0.
    EXPECTED_TO_MAX = {
        "none": 35,
        "min_max": 35,
        "reorder_point": 25,
        "just_in_time": 5,
    }

    def _orderpoint(self, name, **values):
        """Return an orderpoint of a new product, short of 5, under a policy."""
        product = self.make_product(name)
        self.sell(product, 5)
        orderpoint = self.make_orderpoint(
            product,
            None if name == "none" else getattr(self, name),
            product_min_qty=10,
            product_max_qty=30,
            **values,
        )
        self.plan(orderpoint)
        return orderpoint

    def _each_policy(self, expected, order, **values):
        """Order with every policy, twice; check quantity, dates, origin and link."""
        for name, quantity in expected.items():
            with self.subTest(policy=name):
                orderpoint = self._orderpoint(name, **values)
                order(orderpoint)
                order(orderpoint)
                line = self.purchase_lines(orderpoint.product_id)
                self.assertEqual(line.mapped("product_qty"), [quantity])
                self.assertEqual(line.date_planned, self.day(7))
                self.assertEqual(line.order_id.date_order, self.day(0))
                self.assertIn(orderpoint.name, line.order_id.origin.split(", "))
                self.assertEqual(line.orderpoint_id, orderpoint)
                self.assertEqual(
                    bool(line.replenish_suggestion_id), orderpoint.is_governed
                )

    def test_order_once(self):
        self._each_policy(
            self.EXPECTED, lambda row: row.action_replenish(), trigger="auto"
        )

    def test_order_to_max(self):
        self._each_policy(
            self.EXPECTED_TO_MAX, lambda row: row.action_replenish(force_to_max=True)
        )

    def test_automate(self):
        def automate(row):
            row.action_replenish_auto()
            self.assertEqual(row.trigger, "auto")

        self._each_policy(self.EXPECTED, automate)

    def test_scheduler(self):
        Group = self.env["procurement.group"]
        self._each_policy(
            self.EXPECTED,
            lambda row: Group._run_scheduler_tasks(company_id=self.company.id),
        )

    def test_scheduler_of_all_companies(self):
        Group = self.env["procurement.group"]
        self._each_policy(
            {"reorder_point": 20, "just_in_time": 5},
            lambda row: Group.run_scheduler(False),
        )

    def test_scheduler_with_cursors_of_its_own(self):
        governed = self._orderpoint("just_in_time")
        neutral = self._orderpoint("none")
        self.env.flush_all()
        self.registry.enter_test_mode(self.env.cr)
        self.addCleanup(self.registry.leave_test_mode)
        self.env["procurement.group"].run_scheduler(True, self.company.id)
        self.env.invalidate_all()
        self.assertBought(governed.product_id, 5)
        self.assertBought(neutral.product_id, 35)
        self.assertDue(governed, 0)

    def test_ordering_takes_the_right_core_asks_for(self):
        user = new_user(self.env, "stock_user", "stock.group_stock_user", self.company)
        for name in self.EXPECTED:
            orderpoint = self._orderpoint(name, trigger="manual")
            self.env.flush_all()
            self.env.invalidate_all()
            with self.assertRaises(AccessError), self.env.cr.savepoint():
                orderpoint.with_user(user).action_replenish()
            self.assertFalse(self.purchase_lines(orderpoint.product_id))

    def test_scheduler_leaves_manual_rows(self):
        orderpoint = self.make_short(5, trigger="manual")
        self.env["procurement.group"]._run_scheduler_tasks(company_id=self.company.id)
        self.order()
        self.assertFalse(self.purchase_lines(orderpoint.product_id))
        self.assertDue(orderpoint, 5)

    def test_all_policies_in_one_call(self):
        rows = {name: self._orderpoint(name) for name in self.EXPECTED}
        self.env["stock.warehouse.orderpoint"].concat(*rows.values()).action_replenish()
        lines = [self.purchase_lines(row.product_id) for row in rows.values()]
        self.assertEqual(
            [line.product_qty for line in lines], list(self.EXPECTED.values())
        )

    def test_rows_of_the_report_outlive_their_order(self):
        """Core deletes what its report created once it was ordered."""
        governed = self._orderpoint("just_in_time", trigger="manual")
        neutral = self._orderpoint("none", trigger="manual")
        self.assertEqual(governed.create_uid, self.env.ref("base.user_root"))
        (governed | neutral).action_replenish()
        self.assertTrue(governed.exists())
        self.assertFalse(neutral.exists())
        self.env["stock.warehouse.orderpoint"]._unlink_processed_orderpoints()
        self.assertTrue(governed.exists())
        self.assertTrue(self.Suggestion.search([("orderpoint_id", "=", governed.id)]))

    def test_row_not_planned_today_is_planned_first(self):
        product = self.make_product()
        self.sell(product, 5)
        orderpoint = self.make_orderpoint(product, self.just_in_time)
        result = orderpoint.action_replenish()
        self.assertEqual(result["params"]["type"], "warning")
        self.assertIn("order 5 Units", result["params"]["message"])
        self.assertFalse(self.purchase_lines(product))
        orderpoint.action_replenish()
        self.assertBought(product, 5)

    def test_row_changed_since_the_plan_is_planned_first(self):
        orderpoint = self.make_short(5)
        self.make_quotation(orderpoint.product_id, 3)
        result = orderpoint.action_replenish()
        self.assertEqual(result["params"]["type"], "warning")
        self.assertBought(orderpoint.product_id, 3)
        orderpoint.action_replenish()
        self.assertBought(orderpoint.product_id, 3, 2)

    def test_row_that_needs_nothing_any_more(self):
        orderpoint, other = self.make_short(5), self.make_short(4)
        self.make_quotation(orderpoint.product_id, 5)
        message = (orderpoint | other).action_replenish()["params"]["message"]
        self.assertIn("nothing is to be ordered any more", message)
        self.assertBought(orderpoint.product_id, 5)
        self.assertBought(other.product_id, 4)

    def test_orders_of_several_rows_are_named(self):
        rows = self.make_short(5) | self.make_short(4) | self.make_short(3)
        self.make_quotation(rows[2].product_id, 1)
        params = rows.action_replenish()["params"]
        self.assertEqual(params["type"], "warning")
        first, second = rows[:2].product_id.mapped(
            lambda product: self.purchase_lines(product).order_id.name
        )
        self.assertEqual(first, second)
        self.assertIn(f"2 ordered: {first}.", params["message"])
        self.assertIn("order 2 Units now", params["message"])
        self.assertIn(
            f"1 ordered: {first}.",
            rows[2]
            .suggestion_ids.filtered(lambda row: row.state == "proposed")
            .action_order()["params"]["message"],
        )

    def test_scheduler_plans_what_changed(self):
        orderpoint = self.make_short(5)
        self.make_quotation(orderpoint.product_id, 3)
        self.env["procurement.group"]._run_scheduler_tasks(company_id=self.company.id)
        self.assertBought(orderpoint.product_id, 3, 2)

    def test_unchanged_row_of_yesterday_is_ordered_at_once(self):
        orderpoint = self.make_short(5)
        orderpoint.planned_on = self.day(-1)
        orderpoint.action_replenish()
        self.assertBought(orderpoint.product_id, 5)

    def test_row_that_cannot_be_planned_says_why(self):
        orderpoint = self.make_short(5)
        orderpoint.product_id.seller_ids.unlink()
        self.plan(orderpoint)
        with self.assertRaisesRegex(Exception, "No vendor sells this product"):
            orderpoint.action_replenish()


@tagged("post_install", "-at_install")
class TestAutomaticTrigger(SupplyCommon):
    """Confirming demand queues governed rows and orders nothing for them."""

    def _waiting(self, orderpoint):
        return self.env["stock.replenish.dirty"].search_count(
            [("orderpoint_id", "=", orderpoint.id)]
        )

    def _check(self, confirm, product, quantity):
        for policy in (self.reorder_point, self.just_in_time):
            with self.subTest(policy=policy.method):
                orderpoint = self.make_orderpoint(product, policy, trigger="auto")
                self.plan(orderpoint)
                self.assertFalse(self._waiting(orderpoint))
                ordered = self.purchase_lines(product)
                confirm()
                self.assertEqual(self.purchase_lines(product), ordered)
                self.assertTrue(self._waiting(orderpoint))
                self.env.flush_all()
                self.Run._cron_plan()
                self.assertFalse(self._waiting(orderpoint))
                self.order()
                new = self.purchase_lines(product) - ordered
                self.assertEqual(
                    new.product_qty,
                    20 if policy == self.reorder_point else quantity,
                )
                new.order_id.button_cancel()
                orderpoint.unlink()
                self.set_stock(product, quantity)

    def test_sale_order(self):
        product = self.make_product(list_price=20)

        def confirm():
            order = self.env["sale.order"].create(
                {
                    "partner_id": self.customer.id,
                    "company_id": self.company.id,
                    "warehouse_id": self.warehouse.id,
                    "order_line": [
                        Command.create({"product_id": product.id, "product_uom_qty": 5})
                    ],
                }
            )
            order.action_confirm()

        self._check(confirm, product, 5)

    def test_picking(self):
        product = self.make_product()
        self._check(lambda: self.sell(product, 5), product, 5)

    def test_production(self):
        part = self.make_product("Part")
        product = self.make_product(vendor=False, route_ids=False)
        bom = self.make_bom(product, {part: 2})

        def confirm():
            production = self.env["mrp.production"].create(
                {"bom_id": bom.id, "product_qty": 3, "company_id": self.company.id}
            )
            production.action_confirm()

        self._check(confirm, part, 6)

    def test_neutral_row_is_ordered_at_once(self):
        product = self.make_product()
        self.make_orderpoint(product, product_min_qty=2, product_max_qty=4)
        self.sell(product, 5)
        self.assertBought(product, 9)

    def test_cost_is_one_query(self):
        Dirty = type(self.env["stock.replenish.dirty"])

        def queries(with_orderpoint, patched):
            product = self.make_product()
            if with_orderpoint:
                self.make_orderpoint(product, self.just_in_time)
            confirm = self._draft_delivery(product).action_confirm
            with (
                patch.object(Dirty, "_mark_moves", lambda *_args: None)
                if patched
                else nullcontext()
            ):
                return self.queries_of(confirm, undone=True)

        bare = queries(False, True)
        self.assertLessEqual(queries(False, False) - bare, 1)
        governed_bare = queries(True, True)
        self.assertLessEqual(queries(True, False) - governed_bare, 1)

    def _draft_delivery(self, product):
        return self.env["stock.picking"].create(
            {
                "picking_type_id": self.warehouse.out_type_id.id,
                "location_id": self.stock.id,
                "location_dest_id": self.customers.id,
                "move_ids": [
                    Command.create(
                        {
                            "name": product.name,
                            "product_id": product.id,
                            "product_uom_qty": 5,
                            "location_id": self.stock.id,
                            "location_dest_id": self.customers.id,
                        }
                    )
                ],
            }
        )
