from odoo import Command
from odoo.tests import tagged

from .common_supply import SupplyCommon


@tagged("post_install", "-at_install")
class TestNeutral(SupplyCommon):
    """Without a policy, or with min/max, everything is as core does it."""

    def _neutral(self, product=None, **values):
        return self.make_orderpoint(
            product or self.make_product(),
            **{"product_min_qty": 10, "product_max_qty": 30, **values},
        )

    def _numbers(self, orderpoints):
        self.env.flush_all()
        self.env.invalidate_all()
        return orderpoints.mapped(
            lambda row: (
                row.qty_to_order,
                row.qty_forecast,
                row.qty_on_hand,
                row.lead_days_date,
                row.product_min_qty,
                row.product_max_qty,
            )
        )

    def test_policies_elsewhere_change_nothing(self):
        product = self.make_product()
        self.set_stock(product, 4)
        self.sell(product, 3)
        rows = self._neutral(product) | self._neutral(qty_multiple=8)
        before = self._numbers(rows)
        self.assertEqual(
            before,
            [
                (29, 1, 4, self.today(7), 10, 30),
                (32, 0, 0, self.today(7), 10, 30),
            ],
        )
        self.make_short(5)
        self.make_short(5, self.reorder_point)
        self.Run._cron_plan()
        self.order()
        self.assertEqual(self._numbers(rows), before)
        self.assertFalse(self.purchase_lines(product))

    def test_min_max_policy_changes_nothing(self):
        rows = self._neutral() | self._neutral(qty_multiple=8)
        before = self._numbers(rows)
        rows.policy_id = self.make_policy("min_max")
        self.plan(rows)
        self.order()
        self.assertEqual(self._numbers(rows), before)
        self.assertFalse(rows.suggestion_ids)
        self.assertEqual(set(rows.mapped("plan_status")), {"neutral"})

    def test_moves_keep_the_quantity_fresh(self):
        orderpoint = self._neutral(trigger="manual")
        self.assertEqual(orderpoint.qty_to_order, 30)
        self.make_quotation(orderpoint.product_id, 12).button_confirm()
        self.env.flush_all()
        self.assertEqual(orderpoint.qty_to_order, 0)
        self.sell(orderpoint.product_id, 5)
        self.env.flush_all()
        self.assertEqual(orderpoint.qty_to_order, 23)

    def test_quantity_is_cores_again_without_policy(self):
        orderpoint = self._neutral(policy=self.just_in_time)
        self.plan(orderpoint)
        self.env.flush_all()
        self.assertEqual(orderpoint.qty_to_order, 0)
        orderpoint.write({"policy_id": False, "product_min_qty": 10})
        orderpoint.product_max_qty = 30
        self.env.flush_all()
        self.assertEqual(orderpoint.qty_to_order, 30)

    def test_losing_the_policy_withdraws_suggestions(self):
        orderpoint = self.make_short(5)
        suggestion = self.open_suggestions(orderpoint)
        orderpoint.policy_id = False
        self.assertEqual(suggestion.state, "superseded")

    def test_policy_becomes_min_max(self):
        policy = self.make_policy("just_in_time", lot_days=1)
        orderpoint = self.make_short(
            5, policy, product_min_qty=10, product_max_qty=30, trigger="manual"
        )
        suggestion = self.open_suggestions(orderpoint)
        policy.method = "min_max"
        orderpoint.write({"product_min_qty": 10, "product_max_qty": 30})
        self.env.flush_all()
        self.assertFalse(orderpoint.is_governed)
        self.assertEqual(orderpoint.qty_to_order, 35)
        suggestion.action_order()
        self.assertFalse(self.purchase_lines(orderpoint.product_id))
        self.Run._cron_plan()
        self.assertEqual(suggestion.state, "superseded")

    def test_purchase_lines_grow(self):
        first, second = self._neutral(), self._neutral()
        (first | second).action_replenish()
        self.sell(first.product_id, 25)
        lines = self.purchase_lines(first.product_id)
        self.assertEqual(lines.mapped("product_qty"), [55])
        self.assertEqual(
            lines.order_id, self.purchase_lines(second.product_id).order_id
        )
        self.assertFalse(lines.replenish_suggestion_id)

    def test_lines_of_governed_rows_are_left_alone(self):
        product = self.make_product()
        shelf = self.env["stock.location"].create(
            {"name": "Shelf", "location_id": self.stock.id}
        )
        governed = self.make_short(5, product=product)
        governed.action_replenish()
        self._neutral(product, location_id=shelf.id).action_replenish()
        lines = self.purchase_lines(product)
        self.assertEqual(lines.mapped("product_qty"), [5, 30])
        self.assertEqual(len(lines.order_id), 1)

    def test_productions_grow(self):
        product = self.make_product(
            vendor=False, route_ids=[Command.set(self.manufacture.ids)]
        )
        self.make_bom(product, {self.make_product("Part"): 1})
        orderpoint = self._neutral(product)
        orderpoint.action_replenish()
        self.sell(product, 25)
        productions = self.env["mrp.production"].search(
            [("product_id", "=", product.id)]
        )
        self.assertEqual(productions.mapped("product_qty"), [55])

    def test_dates_of_the_order(self):
        self.company.write({"po_lead": 2, "days_to_purchase": 3})
        orderpoint = self._neutral()
        orderpoint.action_replenish()
        line = self.purchase_lines(orderpoint.product_id)
        self.assertEqual(orderpoint.lead_days_date, self.today(12))
        self.assertEqual(line.date_planned, self.day(10))
        self.assertEqual(line.order_id.date_order, self.day(3))
