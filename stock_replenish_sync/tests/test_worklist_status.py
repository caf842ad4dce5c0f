from odoo.tests import tagged

from .common_worklist import WorklistCommon


@tagged("post_install", "-at_install")
class TestWorklistStatus(WorklistCommon):
    """The status a planner reads is true after whatever happens to a row."""

    def test_no_policy_is_odoos_own_rule(self):
        orderpoint = self.make_orderpoint(self.make_product())
        self.assertStatus(orderpoint, "own_rule")
        self.plan(orderpoint)
        self.assertStatus(orderpoint, "own_rule")

    def test_new_policy_waits_for_a_plan(self):
        orderpoint = self.make_orderpoint(self.make_product(), self.just_in_time)
        self.assertStatus(orderpoint, "waiting")
        self.plan(orderpoint)
        self.assertStatus(orderpoint, "covered")
        orderpoint.policy_id = self.reorder_point
        self.assertStatus(orderpoint, "waiting")
        orderpoint.policy_id = False
        self.assertStatus(orderpoint, "own_rule")

    def test_inline_policy_is_planned_at_once(self):
        product = self.make_product()
        self.sell(product, 5)
        orderpoint = self.make_orderpoint(product)
        orderpoint.with_context(replenish_plan_now=True).policy_id = self.just_in_time
        self.assertStatus(orderpoint, "stocked_out")
        self.assertEqual(orderpoint.qty_to_order, 5)

    def test_policy_that_begins_to_govern(self):
        policy = self.make_policy("min_max")
        orderpoint = self.make_orderpoint(self.make_product(), policy)
        self.plan(orderpoint)
        self.assertStatus(orderpoint, "own_rule")
        policy.method = "just_in_time"
        self.assertStatus(orderpoint, "waiting")

    def test_out_with_demand_is_stocked_out(self):
        orderpoint = self.make_short(5)
        self.assertStatus(orderpoint, "stocked_out")

    def test_nothing_on_hand_without_demand_is_covered(self):
        orderpoint = self.make_orderpoint(self.make_product(), self.just_in_time)
        self.plan(orderpoint)
        self.assertEqual(orderpoint.planned_on_hand, 0)
        self.assertStatus(orderpoint, "covered")

    def test_goods_for_booked_demand_are_not_out_before_it(self):
        product = self.make_product(delay=7)
        self.past_demand(product, 7)
        self.sell(product, 5, 30)
        orderpoint = self.make_orderpoint(product, self.just_in_time)
        self.plan(orderpoint)
        self.assertEqual(orderpoint.planned_on_hand, 0)
        self.assertStatus(orderpoint, "covered")

    def test_stock_ends_before_an_order_arrives(self):
        product = self.make_product(delay=7)
        self.set_stock(product, 2)
        self.sell(product, 5, 3)
        orderpoint = self.make_orderpoint(product, self.just_in_time)
        self.plan(orderpoint)
        self.assertStatus(orderpoint, "runs_out")

    def _due(self):
        """Return a row to order today, in time."""
        product = self.make_product(delay=7)
        self.set_stock(product, 2)
        self.sell(product, 5, 7)
        orderpoint = self.make_orderpoint(product, self.just_in_time)
        self.plan(orderpoint)
        return orderpoint

    def test_due_in_time_is_order_now(self):
        self.assertStatus(self._due(), "order_now")

    def test_due_later_is_covered(self):
        product = self.make_product(delay=7)
        self.sell(product, 5, 30)
        self.set_stock(product, 2)
        orderpoint = self.make_orderpoint(product, self.just_in_time)
        self.plan(orderpoint)
        self.assertStatus(orderpoint, "covered")
        self.assertTrue(orderpoint.order_by_date)

    def test_ordering_shows_at_once_and_after_the_next_plan(self):
        orderpoint = self.make_short(5)
        orderpoint.action_replenish()
        self.assertStatus(orderpoint, "on_the_way")
        self.assertTrue(orderpoint.ordered_on)
        self.plan(orderpoint)
        self.assertStatus(orderpoint, "on_the_way")
        self.assertEqual(orderpoint.planned_incoming, 5)

    def test_held_until_approved(self):
        policy = self.make_policy("just_in_time", lot_days=1, approval_limit=30)
        orderpoint = self.make_short(5, policy)
        self.assertStatus(orderpoint, "held")
        self.assertEqual(orderpoint.held_qty, 5)
        self.open_suggestions(orderpoint).action_approve()
        self.assertStatus(orderpoint, "stocked_out")
        self.assertEqual(orderpoint.held_qty, 0)

    def test_rejecting_does_not_hide_that_it_is_out(self):
        orderpoint = self.make_short(5)
        self.open_suggestions(orderpoint)._reject("Not wanted")
        self.assertEqual(orderpoint.qty_to_order, 0)
        self.assertStatus(orderpoint, "stocked_out")

    def test_review_is_said_until_accepted(self):
        policy = self.make_policy("reorder_point", apply_mode="review")
        product = self.make_product()
        self.past_demand(product, 7)
        orderpoint = self.make_orderpoint(product, policy)
        self.plan(orderpoint)
        self.assertStatus(orderpoint, "to_review")
        orderpoint.decision_ids.action_accept()
        self.assertIn(orderpoint.replenish_status, ("waiting", "stocked_out"))
        self.plan(orderpoint)
        self.assertStatus(orderpoint, "stocked_out")

    def test_without_a_way_of_supply_planning_failed(self):
        product = self.make_product(vendor=False, route_ids=False)
        self.sell(product, 5)
        orderpoint = self.make_orderpoint(product, self.just_in_time)
        self.plan(orderpoint)
        self.assertStatus(orderpoint, "failed")

    def test_own_production_is_named_in_the_companys_language(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        part = self.make_product("Part")
        product = self.make_product(
            vendor=False, route_ids=[(6, 0, self.manufacture.ids)]
        )
        self.make_bom(product, {part: 1})
        orderpoint = self.make_short(5, product=product)
        self.assertEqual(orderpoint.supply_kind, "make")
        self.assertEqual(orderpoint.supply_from, "Manufacturing")

    # --- typed quantities ---

    def test_typed_shows_its_own_value_and_the_plans(self):
        orderpoint = self._due()
        self.assertEqual((orderpoint.qty_to_order, orderpoint.order_value), (3, 30))
        self.type_quantity(orderpoint, 7)
        self.assertEqual((orderpoint.qty_to_order, orderpoint.order_value), (7, 70))
        self.assertEqual(orderpoint.suggested_qty, 3)
        self.assertStatus(orderpoint, "order_now")
        self.env["stock.replenish.apply"]._write_due(orderpoint.ids)
        self.assertEqual(orderpoint.order_value, 70)

    def test_zero_is_skipped_by_hand(self):
        orderpoint = self._due()
        self.type_quantity(orderpoint, 0)
        self.assertStatus(orderpoint, "skipped")
        self.assertEqual(orderpoint.order_value, 0)

    def test_reset_brings_the_plan_back(self):
        orderpoint = self._due()
        self.type_quantity(orderpoint, 7)
        orderpoint.action_reset_quantity()
        self.assertFalse(orderpoint.typed_on)
        self.assertEqual((orderpoint.qty_to_order, orderpoint.order_value), (3, 30))
        self.assertStatus(orderpoint, "order_now")

    def test_large_quantities_are_said_in_full(self):
        product = self.make_product(vendor=False)
        self.make_price(product, min_qty=3456789)
        orderpoint = self.make_short(1234567, product=product)
        self.assertEqual(
            orderpoint._order_warnings(),
            {
                orderpoint.id: "needs 1,234,567, but the vendor's minimum makes it "
                "3,456,789"
            },
        )
        self.type_quantity(orderpoint, 3456790)
        message = orderpoint.action_reset_quantity()["params"]["message"]
        self.assertIn("3,456,789 Units, as planned", message)

    def test_next_plan_forgets_what_was_typed(self):
        orderpoint = self._due()
        self.type_quantity(orderpoint, 7)
        self.plan(orderpoint)
        self.assertEqual((orderpoint.qty_to_order, orderpoint.order_value), (3, 30))

    def test_part_of_a_piece_is_refused(self):
        orderpoint = self._due()
        for quantity in (0.01, 2.5):
            with (
                self.subTest(quantity=quantity),
                self.assertRaisesRegex(Exception, "counted in steps of 1 Units"),
            ):
                orderpoint.qty_to_order = quantity

    def test_part_of_a_kilogram_is_not(self):
        product = self.make_product(
            uom_id=self.env.ref("uom.product_uom_kgm").id,
            uom_po_id=self.env.ref("uom.product_uom_kgm").id,
        )
        self.sell(product, 5)
        orderpoint = self.make_orderpoint(product, self.just_in_time, qty_multiple=0)
        self.plan(orderpoint)
        self.type_quantity(orderpoint, 2.5)
        self.assertEqual(orderpoint.qty_to_order, 2.5)

    def test_typed_is_brought_to_lots_and_minimum(self):
        product = self.make_product(vendor=False)
        self.make_price(product, min_qty=24)
        orderpoint = self.make_short(5, product=product, qty_multiple=12)
        for typed, ordered in ((1, 24), (24, 24), (25, 36)):
            with self.subTest(typed=typed):
                self.type_quantity(orderpoint, typed)
                self.assertEqual(orderpoint.qty_to_order, ordered)
                self.assertEqual(orderpoint.order_value, ordered * 10)

    def test_several_rows_are_typed_in_one_go(self):
        first = self._due()
        product = self.make_product("Dozen")
        second = self.make_short(5, product=product, qty_multiple=12)
        self.type_quantity(first | second, 7)
        self.assertEqual((first | second).mapped("qty_to_order"), [7, 12])
