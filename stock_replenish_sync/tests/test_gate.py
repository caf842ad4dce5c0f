from unittest.mock import patch

from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common_supply import SupplyCommon

ISOLATE = "odoo.addons.stock_replenish_sync.tools.isolate"


@tagged("post_install", "-at_install")
class TestGate(SupplyCommon):
    """What is due becomes a document once, with the plan's dates, and is used up."""

    def _refuse(self, *products):
        """Let buying these products raise what an item's own data may raise."""
        Rule = type(self.env["stock.rule"])
        run_buy = Rule._run_buy

        def refuse(rules, procurements):
            for procurement, _rule in procurements:
                if procurement.product_id in products:
                    raise ValueError("Vendor on strike")
            return run_buy(rules, procurements)

        return patch.object(Rule, "_run_buy", refuse)

    def _order_from(self, orderpoints):
        return orderpoints._procure_orderpoint_confirm(raise_user_error=False)

    # --- once, or not at all ---

    def test_error_leaves_suggestion_and_no_document(self):
        orderpoint = self.make_short(5)
        suggestion = self.open_suggestions(orderpoint)
        with self._refuse(orderpoint.product_id), mute_logger(ISOLATE):
            self._order_from(orderpoint)
        self.assertEqual(suggestion.state, "proposed")
        self.assertFalse(self.purchase_lines(orderpoint.product_id))
        self.assertDue(orderpoint, 5)

    def test_error_after_the_document_undoes_the_document(self):
        orderpoint = self.make_short(5)
        Line = type(self.env["purchase.order.line"])

        def fail(*_args):
            raise ValueError("Too late")

        with (
            patch.object(Line, "_align_replenish_order_dates", fail),
            mute_logger(ISOLATE),
        ):
            self._order_from(orderpoint)
        self.assertFalse(self.purchase_lines(orderpoint.product_id))
        self.assertDue(orderpoint, 5)

    def test_error_reaches_the_person_who_orders_one_row(self):
        orderpoint = self.make_short(5)
        with (
            self._refuse(orderpoint.product_id),
            mute_logger(ISOLATE),
            self.assertRaisesRegex(Exception, "Vendor on strike"),
        ):
            orderpoint.action_replenish()

    def test_one_of_many_fails(self):
        orderpoints = self.env["stock.warehouse.orderpoint"]
        for number in range(21):
            product = self.make_product(f"P{number}")
            self.sell_at(self.stock, product, number + 1)
            orderpoints |= self.make_orderpoint(product, self.just_in_time)
        self.plan(orderpoints)
        broken = orderpoints[10]
        with self._refuse(broken.product_id), mute_logger(ISOLATE):
            result = orderpoints.action_replenish()
        self.assertIn("Vendor on strike", result["params"]["message"])
        for orderpoint in orderpoints - broken:
            lines = self.purchase_lines(orderpoint.product_id)
            self.assertEqual(len(lines), 1)
            self.assertDue(orderpoint, 0)
        self.assertFalse(self.purchase_lines(broken.product_id))
        problem = self.env["stock.replenish.exception"].search(
            [("orderpoint_id", "in", orderpoints.ids)]
        )
        self.assertEqual(problem.orderpoint_id, broken)
        self.assertEqual(problem.problem, "Vendor on strike")
        # The vendor is back: the next order closes the exception.
        self._order_from(orderpoints)
        self.assertBought(broken.product_id, 11)
        self.assertEqual(problem.state, "resolved")

    def test_ordered_cannot_be_ordered_again(self):
        orderpoint = self.make_short(5)
        suggestion = self.open_suggestions(orderpoint)
        self._order_from(orderpoint)
        self._order_from(orderpoint)
        self.assertBought(orderpoint.product_id, 5)
        self.assertEqual(suggestion.state, "ordered")
        self.assertEqual(suggestion.ordered_uid, self.env.user)
        with self.assertRaisesRegex(UserError, "already Ordered"):
            suggestion.action_order()

    @freeze_time("2026-11-21 12:00:00")  # a review day of every fifth
    def test_one_procurement_for_each_suggestion(self):
        product = self.make_product(delay=7)
        self.sell(product, 3, 7)
        self.sell(product, 4, 9)
        policy = self.make_policy("just_in_time", lot_days=1, review_days=5)
        orderpoint = self.make_orderpoint(product, policy)
        self.plan(orderpoint)
        suggestions = self.open_suggestions(orderpoint)
        self.assertEqual(suggestions.mapped("quantity"), [3, 4])
        self.assertDue(orderpoint, 7)
        self._order_from(orderpoint)
        lines = self.purchase_lines(product)
        self.assertEqual(lines.replenish_suggestion_id, suggestions)
        self.assertEqual(len(lines.order_id), 1)
        self.assertEqual(lines.mapped("date_planned"), [self.day(7), self.day(9)])

    def test_suggestion_not_due_is_not_ordered_but_can_be(self):
        orderpoint = self.make_short(5, sold_for=20)
        suggestion = self.open_suggestions(orderpoint)
        self.assertEqual(suggestion.release_date, self.today(13))
        self._order_from(orderpoint)
        self.assertFalse(self.purchase_lines(orderpoint.product_id))
        suggestion.action_order()
        line = self.purchase_lines(orderpoint.product_id)
        self.assertEqual(line.product_qty, 5)
        self.assertEqual(line.date_planned, self.day(20))
        self.assertEqual(line.order_id.date_order, self.day(13))

    def test_picked_suggestion_of_yesterday_is_checked_first(self):
        orderpoint = self.make_short(5)
        suggestion = self.open_suggestions(orderpoint)
        orderpoint.planned_on = self.day(-1)
        self.sell(orderpoint.product_id, 3)
        result = suggestion.action_order()
        self.assertEqual(result["params"]["type"], "warning")
        self.assertFalse(self.purchase_lines(orderpoint.product_id))
        suggestion.action_order()
        self.assertBought(orderpoint.product_id, 8)

    # --- links ---

    def test_link_to_transfer_and_its_backorder(self):
        branch, route = self.make_branch()
        product = self.make_product(vendor=False)
        self.set_stock(product, 50)
        orderpoint = self.make_orderpoint(
            product, self.just_in_time, branch, route_id=route.id
        )
        self.sell_at(branch.lot_stock_id, product, 5)
        self.plan(orderpoint)
        suggestion = self.open_suggestions(orderpoint)
        self.assertEqual(suggestion.kind, "transfer")
        self.assertEqual(suggestion.source_warehouse_id, self.warehouse)
        self._order_from(orderpoint)
        moves = suggestion.move_ids
        self.assertEqual(len(moves), 2, "one move out of the hub, one into the branch")
        out = moves.filtered(lambda move: move.location_id == self.stock)
        backorder = out._split(2)
        self.assertEqual(backorder[0]["replenish_suggestion_id"], suggestion.id)

    def test_link_to_production_and_its_backorder(self):
        product, _part = self._made_product()
        orderpoint = self.make_short(5, product=product)
        suggestion = self.open_suggestions(orderpoint)
        self.assertEqual(suggestion.kind, "make")
        self._order_from(orderpoint)
        production = suggestion.production_ids
        self.assertEqual(production.product_qty, 5)
        self.assertEqual(
            production._get_backorder_mo_vals()["replenish_suggestion_id"],
            suggestion.id,
        )

    def test_link_through_a_chain_of_pulls(self):
        self.warehouse.reception_steps = "three_steps"
        orderpoint = self.make_short(5)
        suggestion = self.open_suggestions(orderpoint)
        self.assertEqual(suggestion.kind, "buy")
        self._order_from(orderpoint)
        self.assertEqual(suggestion.purchase_line_ids.product_qty, 5)
        self.assertEqual(len(suggestion.move_ids), 2)
        self.assertEqual(
            suggestion.action_view_documents()["res_model"], "purchase.order"
        )

    def _made_product(self, **values):
        part = self.make_product("Part")
        product = self.make_product(
            "Made", vendor=False, route_ids=[Command.set(self.manufacture.ids)]
        )
        self.make_bom(product, {part: 2}, **values)
        return product, part
