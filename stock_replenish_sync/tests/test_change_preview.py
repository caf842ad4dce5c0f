from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from .common_change import ChangeCommon


@tagged("post_install", "-at_install")
class TestChangePreview(ChangeCommon):
    def policy_change(self, **values):
        return self.Change._propose(
            "policy", {"policy_id": self.low.id, "values": values}
        )

    def test_dry_run_leaves_nothing(self):
        item = self.make_item(policy=self.low)
        other = self.make_item("Other")
        self.plan(item, other)
        self.env["stock.replenish.policy.rule"].create({"policy_id": self.high.id})
        before = self.database()
        for kind, payload in (
            ("policy", {"policy_id": self.low.id, "values": {"service_level": 0.99}}),
            ("assign", {"orderpoint_ids": other.ids, "policy_id": self.high.id}),
            ("matrix", {"create": [{"policy_id": self.low.id, "sequence": 1}]}),
            (
                "classes",
                {
                    "company_id": self.company.id,
                    "values": {"replenish_abc_a_share": 0.5},
                },
            ),
            (
                "adopt",
                {
                    "warehouse_ids": self.warehouse.ids,
                    "policies": [{"key": "a", "values": {"name": "New"}}],
                    "lines": [{"policy": "a", "values": {"sequence": 1}}],
                },
            ),
        ):
            with self.subTest(kind=kind):
                change = self.Change._propose(kind, payload)
                self.assertTrue(change.row_count)
                self.assertEqual(self.database(), before)
                self.assertEqual(change.state, "preview")

    def test_figures_of_a_policy(self):
        item = self.make_item(policy=self.low, stock=5)
        self.plan(item)
        old = self.parameters(item)
        change = self.policy_change(service_level=0.99)
        row = change.row_ids
        self.assertEqual(row.orderpoint_id, item)
        self.assertEqual(row.status, "direct")
        self.assertAlmostEqual(row.safety_stock_before, old[0], 2)
        self.assertGreater(row.safety_stock_after, row.safety_stock_before)
        self.assertEqual(row.order_quantity_after, 20)
        # Half a lot and the safety stock, at a cost of 10.
        self.assertAlmostEqual(change.stock_value_before, (old[0] + 10) * 10, 2)
        self.assertAlmostEqual(change.safety_value_before, old[0] * 10, 2)
        self.assertAlmostEqual(change.stock_value_delta, change.safety_value_delta, 2)
        self.assertGreater(change.fill_rate_after, change.fill_rate_before)
        self.assertEqual(change.fill_rate_count, 1)
        self.assertEqual((change.due_count_before, change.due_count_after), (1, 1))
        self.assertGreater(change.due_value_after, 0)
        self.assertEqual(change.largest_ids, row)

    def test_only_what_differs_is_a_change(self):
        item = self.make_item(policy=self.low)
        self.plan(item)
        change = self.policy_change(name="Low", service_level=0.8, version=7)
        self.assertEqual(change.payload["values"], {})
        self.assertFalse(change.row_count)

    def test_neutral_row_is_told_by_minimum_and_maximum(self):
        item = self.make_item(stock=3)
        change = self.Change._propose(
            "assign", {"orderpoint_ids": item.ids, "policy_id": self.high.id}
        )
        row = change.row_ids
        self.assertFalse(row.governed_before)
        self.assertEqual(row.reorder_point_before, 10)
        self.assertEqual(row.order_quantity_before, 20)
        # Odoo would fill up to 30.
        self.assertEqual(row.due_quantity_before, 27)
        self.assertEqual(row.policy_after_id, self.high)

    def test_released_row_goes_back_to_minimum_and_maximum(self):
        item = self.make_item(policy=self.high, stock=200)
        self.plan(item)
        change = self.Change._propose(
            "assign", {"orderpoint_ids": item.ids, "policy_id": False}
        )
        row = change.row_ids
        self.assertEqual(row.status, "neutral")
        self.assertEqual(row.reorder_point_after, item.product_min_qty)

    def test_tolerance_keeps_parameters_under_review(self):
        policy = self.make_policy(
            apply_mode="review", tolerance=0.5, service_kind="cycle", service_level=0.9
        )
        item = self.make_item(policy=policy)
        self.plan(item)
        item.decision_ids.action_accept()
        self.plan(item)
        change = self.Change._propose(
            "policy", {"policy_id": policy.id, "values": {"service_level": 0.91}}
        )
        self.assertEqual(change.row_ids.status, "kept")
        self.assertEqual(change.kept_count, 1)
        self.assertEqual(change.stock_value_delta, 0)
        change = self.Change._propose(
            "policy", {"policy_id": policy.id, "values": {"service_level": 0.999}}
        )
        self.assertEqual(change.row_ids.status, "review")
        self.assertEqual(change.review_count, 1)
        self.assertGreater(change.stock_value_delta, 0)

    def test_broken_item_does_not_stop_the_others(self):
        items = [
            self.make_item(f"Item {number}", policy=self.low) for number in range(3)
        ]
        broken = items[1]
        self.plan(*items)
        before = self.parameters(broken)
        self.env["product.supplierinfo"].search(
            [("product_tmpl_id", "=", broken.product_id.product_tmpl_id.id)]
        ).unlink()
        change = self.policy_change(service_level=0.99)
        self.assertEqual(change.row_count, 3)
        self.assertEqual(change.failed_count, 1)
        row = change.row_ids.filtered(lambda row: row.orderpoint_id == broken)
        self.assertEqual(row.status, "failed")
        self.assertTrue(row.problem)
        self.assertEqual(self.foreseen(change, broken), before)
        self.assertEqual(row.stock_value_delta, 0)
        self.assertEqual(set((change.row_ids - row).mapped("status")), {"direct"})

    def test_item_that_makes_planning_raise(self):
        items = [
            self.make_item(f"Item {number}", policy=self.low) for number in range(3)
        ]
        self.plan(*items)
        broken = items[1].id
        Plan = type(self.env["stock.replenish.plan"])
        original = Plan._evaluate

        def evaluate(plan, company, ids, **options):
            if broken in ids:
                raise ZeroDivisionError("no such thing")
            return original(plan, company, ids, **options)

        self.patch(Plan, "_evaluate", evaluate)
        change = self.policy_change(service_level=0.99)
        row = change.row_ids.filtered(lambda row: row.orderpoint_id.id == broken)
        self.assertEqual(row.problem, "no such thing")
        self.assertEqual(change.failed_count, 1)
        self.assertEqual(self.foreseen(change, items[1]), self.parameters(items[1]))

    def test_locked_rows_are_left_alone(self):
        item = self.make_item()
        locked = self.make_item("Locked")
        locked.write({"policy_locked": True, "lock_reason": "Season"})
        change = self.Change._propose(
            "assign",
            {"orderpoint_ids": (item + locked).ids, "policy_id": self.high.id},
        )
        self.assertEqual(change.row_ids.orderpoint_id, item)
        self.assertEqual(change.locked_count, 1)

    def test_matrix_leaves_manual_and_locked_rows_alone(self):
        manual = self.make_item("Manual", policy=self.low)
        locked = self.make_item("Locked")
        locked.write({"policy_locked": True, "lock_reason": "Season"})
        free = self.make_item("Free")
        self.env["stock.replenish.policy.rule"].create({"policy_id": self.high.id})
        change = self.Change._propose("matrix", {})
        self.assertEqual(change.row_ids.orderpoint_id, free)
        self.assertFalse(change.row_ids.orderpoint_id & (manual + locked))

    def test_bad_values_are_told(self):
        with self.assertRaises(ValidationError):
            self.policy_change(service_level=2)
        with self.assertRaises(UserError):
            self.policy_change(no_such_setting=1)

    def test_sources_see_what_their_branches_will_draw(self):
        branch = self.env["stock.warehouse"].create(
            {
                "name": "Branch",
                "code": "BR",
                "company_id": self.company.id,
                "resupply_wh_ids": [(6, 0, self.warehouse.ids)],
            }
        )
        product = self.make_product()
        for week in range(16):
            self.past_move(
                product, (2, 9, 4, 13)[week % 4], -3 - 7 * week, branch.lot_stock_id
            )
        hub = self.make_orderpoint(product)
        shop = self.make_orderpoint(
            product, warehouse=branch, route_id=branch.resupply_route_ids.id
        )
        change = self.Change._propose(
            "assign", {"orderpoint_ids": (hub + shop).ids, "policy_id": self.low.id}
        )
        foreseen = {row: self.foreseen(change, row) for row in (hub, shop)}
        self.assertGreater(foreseen[hub][1], 0)
        change.action_apply()
        for row, parameters in foreseen.items():
            self.assertEqual(self.parameters(row), parameters)
