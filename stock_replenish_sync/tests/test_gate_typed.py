from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged

from .common_access import new_user
from .common_supply import SupplyCommon


@tagged("post_install", "-at_install")
class TestTypedQuantity(SupplyCommon):
    """What a person typed wins, until the next plan, and within the approval limit."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.manager = new_user(
            cls.env,
            "manager",
            "stock.group_stock_manager,stock_replenish_sync.group_replenish_manager",
            cls.company,
        )

    def _type(self, orderpoint, quantity):
        """Type as the list does: as a stock manager."""
        orderpoint.with_user(self.manager).write({"qty_to_order": quantity})
        self.env.flush_all()
        self.env.invalidate_all()

    def test_ordered_as_typed_once(self):
        orderpoint = self.make_short(5)
        planned = self.open_suggestions(orderpoint)
        self._type(orderpoint, 8)
        self.assertEqual(orderpoint.qty_to_order, 8)
        self.assertEqual(orderpoint.typed_uid, self.manager)
        orderpoint.with_user(self.manager).action_replenish()
        orderpoint.with_user(self.manager).action_replenish()
        self.order()
        self.assertBought(orderpoint.product_id, 8)
        line = self.purchase_lines(orderpoint.product_id)
        self.assertTrue(line.replenish_suggestion_id.is_typed)
        self.assertEqual(line.replenish_suggestion_id.ordered_uid, self.manager)
        self.assertEqual(planned.state, "superseded")
        self.assertFalse(orderpoint.typed_on)
        self.assertEqual(orderpoint.qty_to_order, 0)

    def test_survives_stock_moves_until_the_next_plan(self):
        orderpoint = self.make_short(5)
        self._type(orderpoint, 8)
        self.sell(orderpoint.product_id, 1)
        self.done(self.sell(self.make_product(), 1))
        self.env.flush_all()
        self.assertEqual(orderpoint.qty_to_order, 8)
        self.plan(orderpoint)
        self.assertFalse(orderpoint.typed_on)
        self.assertDue(orderpoint, 6)

    def test_scheduler_orders_what_was_typed(self):
        orderpoint = self.make_short(5)
        self._type(orderpoint, 8)
        self.sell(orderpoint.product_id, 1)
        self.env["procurement.group"]._run_scheduler_tasks(company_id=self.company.id)
        self.assertBought(orderpoint.product_id, 8)

    def test_zero_orders_nothing(self):
        orderpoint = self.make_short(5)
        suggestion = self.open_suggestions(orderpoint)
        self._type(orderpoint, 0)
        orderpoint.action_replenish()
        self.order()
        self.env["procurement.group"]._run_scheduler_tasks(company_id=self.company.id)
        self.assertFalse(self.purchase_lines(orderpoint.product_id))
        self.assertEqual(suggestion.state, "proposed")
        self.plan(orderpoint)
        self.assertDue(orderpoint, 5)

    def test_typed_without_need(self):
        product = self.make_product()
        orderpoint = self.make_orderpoint(product, self.just_in_time)
        self.plan(orderpoint)
        self._type(orderpoint, 4)
        orderpoint.action_replenish()
        line = self.purchase_lines(product)
        self.assertEqual(line.product_qty, 4)
        self.assertEqual(line.date_planned, self.day(7))
        self.assertEqual(line.order_id.date_order, self.day(0))
        self.assertEqual(line.replenish_suggestion_id.vendor_id, self.vendor)

    def test_typed_without_way_of_supply(self):
        product = self.make_product(vendor=False, route_ids=False)
        orderpoint = self.make_orderpoint(product, self.just_in_time)
        self.plan(orderpoint)
        self._type(orderpoint, 4)
        with self.assertRaisesRegex(Exception, "no way to get this product to"):
            orderpoint.action_replenish()

    def test_neutral_row_is_typed_as_in_core(self):
        product = self.make_product()
        orderpoint = self.make_orderpoint(product, trigger="manual")
        self._type(orderpoint, 4)
        self.assertFalse(orderpoint.typed_on)
        orderpoint.trigger = "auto"
        orderpoint.action_replenish()
        self.assertBought(product, 4)

    def test_part_of_a_piece_is_no_piece(self):
        orderpoint = self.make_short(5)
        orderpoint.qty_multiple = 1
        for quantity in (0.5, 0.004, 0.001, 10.004, float("nan"), float("inf")):
            with self.subTest(quantity=quantity):
                with self.assertRaisesRegex(UserError, "counted in steps of"):
                    self._type(orderpoint, quantity)
        for quantity, whole in ((1e-12, 0), (10 + 1e-9, 10), (10 - 1e-9, 10)):
            with self.subTest(quantity=quantity):
                self._type(orderpoint, quantity)
                self.assertEqual(orderpoint.typed_qty, whole)

    def test_noise_of_decimals_is_not_rounded_up(self):
        product = self.make_product()
        product.uom_id = product.uom_po_id = self.env["uom.uom"].create(
            {
                "name": "Tenths",
                "category_id": self.env["uom.category"].create({"name": "T"}).id,
                "rounding": 0.1,
            }
        )
        orderpoint = self.make_short(5, product=product, qty_multiple=0.1)
        self._type(orderpoint, 0.1 + 0.2)
        self.assertAlmostEqual(orderpoint.typed_qty, 0.3, 6)

    def test_typed_together_with_no_policy(self):
        orderpoint = self.make_short(5)
        orderpoint.with_user(self.manager).write(
            {"qty_to_order": 30, "policy_id": False}
        )
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertFalse(orderpoint.is_governed)
        self.assertFalse(orderpoint.typed_on)
        self.assertEqual(orderpoint.qty_to_order, 30)

    def test_typed_together_with_a_policy(self):
        orderpoint = self.make_orderpoint(self.make_product())
        orderpoint.with_user(self.manager).write(
            {"qty_to_order": 30, "policy_id": self.just_in_time.id}
        )
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertTrue(orderpoint.typed_on)
        self.assertEqual(orderpoint.qty_to_order, 30)

    # --- approval ---

    def _held(self, quantity=5, limit=30):
        policy = self.make_policy("just_in_time", lot_days=1, approval_limit=limit)
        return self.make_short(quantity, policy)

    def test_typing_does_not_bypass_approval(self):
        orderpoint = self._held(2)
        self._type(orderpoint, 4)
        with self.assertRaisesRegex(Exception, "wants orders above"):
            orderpoint.action_replenish()
        self.assertFalse(self.purchase_lines(orderpoint.product_id))
        self._type(orderpoint, 3)
        orderpoint.action_replenish()
        self.assertBought(orderpoint.product_id, 3)

    def test_typing_in_parts_does_not_bypass_approval(self):
        orderpoint = self._held(2)
        for quantity in (2, 1):
            self._type(orderpoint, quantity)
            orderpoint.action_replenish()
        self._type(orderpoint, 1)
        with self.assertRaisesRegex(Exception, "typed today is worth .*40"):
            orderpoint.action_replenish()
        self.assertBought(orderpoint.product_id, 2, 1)
        # Another day has its own limit.
        self.env["stock.replenish.suggestion"].search(
            [("orderpoint_id", "=", orderpoint.id), ("state", "=", "ordered")]
        ).ordered_on = fields.Datetime.subtract(fields.Datetime.now(), hours=25)
        orderpoint.action_replenish()
        self.assertBought(orderpoint.product_id, 2, 1, 1)

    def test_what_was_approved_leaves_the_day_s_limit(self):
        orderpoint = self._held(5)
        self.open_suggestions(orderpoint).action_approve()
        for quantity in (5, 3):
            self._type(orderpoint, quantity)
            orderpoint.action_replenish()
        self.assertBought(orderpoint.product_id, 5, 3)

    def test_order_to_max_does_not_bypass_approval(self):
        policy = self.make_policy(approval_limit=220)
        orderpoint = self.make_short(5, policy)
        self.assertDue(orderpoint, 20)
        with self.assertRaisesRegex(Exception, "wants orders above"):
            orderpoint.action_replenish(force_to_max=True)

    def test_typing_within_an_approval(self):
        orderpoint = self._held(5)
        self.open_suggestions(orderpoint).action_approve()
        self._type(orderpoint, 4)
        orderpoint.action_replenish()
        self.assertBought(orderpoint.product_id, 4)

    def test_typing_less_answers_what_was_held(self):
        orderpoint = self._held(5)
        held = self.open_suggestions(orderpoint)
        self._type(orderpoint, 3)
        orderpoint.action_replenish()
        self.assertBought(orderpoint.product_id, 3)
        with self.assertRaises(UserError):
            held.action_approve()

    def test_held_is_not_ordered_until_approved(self):
        orderpoint = self._held()
        suggestion = self.open_suggestions(orderpoint)
        self.assertEqual(suggestion.state, "held")
        self.assertEqual(orderpoint.qty_to_order, 0)
        orderpoint.action_replenish()
        self.order()
        with self.assertRaisesRegex(UserError, "has to approve it"):
            suggestion.action_order()
        self.assertFalse(self.purchase_lines(orderpoint.product_id))
        suggestion.with_user(self.manager).action_approve()
        self.assertDue(orderpoint, 5)
        self.plan(orderpoint)
        self.assertEqual(suggestion.state, "proposed", "an approval outlives plans")
        orderpoint.action_replenish()
        self.assertBought(orderpoint.product_id, 5)

    def test_approval_covers_what_was_approved_only(self):
        orderpoint = self._held()
        self.open_suggestions(orderpoint).action_approve()
        self.sell(orderpoint.product_id, 5)
        self.plan(orderpoint)
        self.assertEqual(self.open_suggestions(orderpoint).state, "held")

    def test_rejected_is_not_suggested_again_unless_it_grows(self):
        orderpoint = self.make_short(5)
        suggestion = self.open_suggestions(orderpoint)
        suggestion.with_user(self.manager)._reject("Not wanted")
        self.assertDue(orderpoint, 0)
        self.plan(orderpoint)
        self.assertDue(orderpoint, 0)
        self.assertEqual(suggestion.state, "rejected")
        self.sell(orderpoint.product_id, 5)
        self.plan(orderpoint)
        self.assertDue(orderpoint, 10)

    def test_rejection_ends_after_a_week(self):
        orderpoint = self.make_short(5)
        suggestion = self.open_suggestions(orderpoint)
        suggestion._reject("Not wanted")
        self.assertEqual(suggestion.rejected_until, self.today(7))
        suggestion.rejected_until = self.today(-1)
        self.plan(orderpoint)
        self.assertDue(orderpoint, 5)

    def test_rejecting_a_later_need_leaves_the_present_one(self):
        product = self.make_product()
        self.sell(product, 5, 30)
        orderpoint = self.make_orderpoint(product, self.just_in_time)
        self.plan(orderpoint)
        self.open_suggestions(orderpoint)._reject("Not wanted")
        self.sell(product, 5, 1)
        self.plan(orderpoint)
        self.assertDue(orderpoint, 5)
