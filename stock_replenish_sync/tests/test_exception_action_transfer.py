from odoo.exceptions import UserError
from odoo.tests import Form, tagged

from .common_exception_action import ExceptionActionCommon
from .common_network import NetworkCommon


class TransferCommon(NetworkCommon, ExceptionActionCommon):
    def transfer_of(self, problem, user=None):
        """Return the dialog that shows who can spare something."""
        user = user or self.planner
        action = self.by(user, problem).action_transfer()
        return self.by(user, self.dialog(action))

    def needing(self, product, quantity, warehouse=None, policy=None):
        """Return an exception of a place where something was sold and is not there."""
        warehouse = warehouse or self.branch
        self.sell_at(warehouse.lot_stock_id, product, quantity)
        row = self.make_orderpoint(product, policy, warehouse)
        return self.make_problem(row)

    def stocked(self, quantity, warehouse=None, product=None):
        product = product or self.make_product("Desk")
        self.set_stock(product, quantity, (warehouse or self.hub).lot_stock_id)
        return product

    def transfers(self, product):
        return self.env["stock.move"].search(
            [("product_id", "=", product.id), ("picking_id", "!=", False)], order="id"
        )


@tagged("post_install", "-at_install")
class TestExceptionActionTransfer(TransferCommon):
    """Goods come from where there are more than are needed there."""

    def test_candidates_keep_what_they_need(self):
        product = self.stocked(100)
        self.stocked(10, self.other, product)
        self.make_orderpoint(product, None, self.hub, product_min_qty=20)
        self.sell_at(self.hub.lot_stock_id, product, 30, 3)
        problem = self.needing(product, 40)
        dialog = self.transfer_of(problem)
        self.assertEqual(dialog.total, 40)
        # The hub supplies the branch by a route, so it is asked first.
        self.assertEqual(dialog.line_ids.mapped("place_name"), ["Hub", "Other"])
        self.assertEqual(dialog.line_ids.mapped("limit"), [50, 10])
        self.assertEqual(dialog.line_ids.mapped("quantity"), [40, 0])

    def test_pieces_are_sent_whole(self):
        product = self.stocked(100)
        self.make_orderpoint(product, None, self.hub, product_min_qty=20.4)
        row = self.make_orderpoint(
            product, None, self.branch, product_min_qty=9.87, product_max_qty=20
        )
        dialog = self.transfer_of(self.make_problem(row))
        self.assertEqual(dialog.total, 10)
        self.assertEqual(dialog.line_ids.mapped("limit"), [79])
        self.assertEqual(dialog.line_ids.mapped("quantity"), [10])

    def test_cover_before_and_after(self):
        product = self.make_product("Desk")
        self.past_demand(product, 7)
        self.set_stock(product, 100)
        row = self.make_orderpoint(product, self.reorder_point, self.hub)
        self.plan(row)
        self.assertGreater(row.demand_mean, 0)
        dialog = self.transfer_of(self.needing(product, 40))
        line = dialog.line_ids
        line.quantity = 40
        days = round(100 / row.demand_mean), round(60 / row.demand_mean)
        before, after = line.cover_text.split(" → ")
        self.assertAlmostEqual(int(before), days[0], delta=1)
        self.assertAlmostEqual(int(after), days[1], delta=1)

    def test_what_is_missing_comes_from_several(self):
        product = self.stocked(30)
        self.stocked(30, self.other, product)
        problem = self.needing(product, 40)
        dialog = self.transfer_of(problem)
        self.assertEqual(dialog.line_ids.mapped("quantity"), [30, 10])
        dialog.action_apply()
        moves = self.transfers(product)
        self.assertEqual(
            sum(
                moves.filtered(
                    lambda move: move.location_id == self.hub.lot_stock_id
                ).mapped("product_qty")
            ),
            30,
        )
        direct = moves.filtered(
            lambda move: move.location_id == self.other.lot_stock_id
        )
        self.assertEqual(direct.product_qty, 10)
        self.assertActed(
            problem, "transfer", self.planner, "from Hub to Branch", "from Other"
        )

    def test_by_resupply_route(self):
        product = self.stocked(50)
        problem = self.needing(product, 40)
        self.transfer_of(problem).action_apply()
        moves = self.transfers(product)
        self.assertIn(self.hub.lot_stock_id, moves.location_id)
        self.assertIn(self.branch.lot_stock_id, moves.location_dest_id)
        self.assertEqual(set(moves.mapped("product_qty")), {40})
        self.assertFalse(self.purchase_lines(product))
        for picking in moves.picking_id:
            self.assertIn(picking.name, self.notes(problem))

    def test_without_any_way_from_stock_to_stock(self):
        product = self.stocked(50)
        problem = self.needing(product, 40, self.other)
        self.transfer_of(problem).action_apply()
        move = self.transfers(product)
        self.assertEqual(len(move), 1)
        self.assertEqual(move.location_id, self.hub.lot_stock_id)
        self.assertEqual(move.location_dest_id, self.other.lot_stock_id)
        # Nobody else takes it.
        self.assertEqual((move.state, move.quantity), ("assigned", 40))

    def test_over_a_lane_as_a_suggestion(self):
        lane = self.make_lane(self.branch, self.hub, lead_days=2)
        product = self.stocked(50)
        problem = self.needing(product, 40, policy=self.just_in_time)
        dialog = self.transfer_of(problem)
        self.assertEqual(dialog.line_ids.lane_name, lane.display_name)
        self.assertEqual(dialog.line_ids.date_arrival, self.today(2))
        dialog.action_apply()
        suggestion = self.Suggestion.search(
            [("product_id", "=", product.id), ("state", "=", "ordered")]
        )
        self.assertEqual((suggestion.lane_id, suggestion.quantity), (lane, 40))
        self.assertEqual(suggestion.ordered_uid, self.planner)
        arriving = self.transfers(product).filtered(
            lambda move: move.location_dest_id == self.branch.lot_stock_id
        )
        self.assertEqual(self.company._replenish_day(arriving.date), self.today(2))
        self.assertActed(problem, "transfer", self.planner)

    def test_over_a_lane_needs_approval_as_any_order(self):
        self.make_lane(self.branch, self.hub)
        self.just_in_time.approval_limit = 100
        product = self.stocked(50)
        problem = self.needing(product, 40, policy=self.just_in_time)
        dialog = self.transfer_of(problem)
        with self.assertRaisesRegex(UserError, "approved"):
            dialog.action_apply()
        self.assertFalse(self.transfers(product))
        self.assertNotActed(problem)

    def test_over_a_lane_to_core_s_own_rule(self):
        self.make_lane(self.branch, self.hub)
        product = self.stocked(50)
        self.transfer_of(self.needing(product, 40)).action_apply()
        self.assertIn(
            self.branch.lot_stock_id, self.transfers(product).location_dest_id
        )

    def test_never_more_than_spare(self):
        product = self.stocked(50)
        self.make_orderpoint(product, None, self.hub, product_min_qty=20)
        problem = self.needing(product, 40)
        dialog = self.transfer_of(problem)
        dialog.line_ids.quantity = 31
        with self.assertRaisesRegex(UserError, "Hub has 30 Units of Desk to spare now"):
            dialog.action_apply()
        self.assertFalse(self.transfers(product))
        self.assertNotActed(problem)

    def test_what_was_sold_meanwhile_is_not_taken(self):
        product = self.stocked(50)
        problem = self.needing(product, 40)
        dialog = self.transfer_of(problem)
        self.sell_at(self.hub.lot_stock_id, product, 20)
        with self.assertRaisesRegex(UserError, "30 Units"):
            dialog.action_apply()
        self.sell_at(self.hub.lot_stock_id, product, 30)
        with self.assertRaisesRegex(UserError, "0 Units"):
            dialog.action_apply()

    def test_two_at_once_do_not_take_the_same(self):
        """Whoever waits for the stock starts anew, and sees what is left."""
        product = self.stocked(50)
        self.env.flush_all()

        def versions():
            self.env.cr.execute(
                "SELECT ctid::text FROM stock_quant WHERE product_id = %s", product.ids
            )
            return self.env.cr.fetchall()

        before = versions()
        self.env["stock.replenish.spare"]._hold(product, self.other)
        self.assertEqual(versions(), before)
        self.env["stock.replenish.spare"]._hold(product, self.hub)
        self.assertNotEqual(versions(), before)

    def test_what_is_typed_is_a_quantity(self):
        product = self.stocked(50)
        dialog = self.transfer_of(self.needing(product, 40))
        for quantity, words in ((-1, "cannot be transferred"), (0, "Type how much")):
            dialog.line_ids.quantity = quantity
            with self.assertRaisesRegex(UserError, words):
                dialog.action_apply()

    def test_nobody_can_spare_anything(self):
        product = self.stocked(5)
        self.sell_at(self.hub.lot_stock_id, product, 5)
        problem = self.needing(product, 40)
        with self.assertRaisesRegex(UserError, "No other warehouse has Desk to spare"):
            self.by(self.planner, problem).action_transfer()

    def test_many_take_from_the_best_each(self):
        """Nobody is promised what another one of them has taken."""
        product = self.stocked(50)
        chair = self.make_product("Chair")
        problems = self.needing(product, 40)
        problems += self.needing(product, 40, self.other)
        problems += self.needing(chair, 5)
        action = self.by(self.planner, problems).action_transfer()
        taken = self.transfers(product).filtered(
            lambda move: move.location_id == self.hub.lot_stock_id
        )
        self.assertEqual(taken.mapped("product_qty"), [40, 10])
        self.assertEqual(action["params"]["type"], "warning")
        self.assertIn("No other warehouse has Chair", action["params"]["message"])
        self.assertActed(problems[0], "transfer", self.planner, "40 Units")
        self.assertActed(problems[1], "transfer", self.planner, "10 Units")
        self.assertNotActed(problems[2])

    def test_typed_on_the_screen(self):
        product = self.make_product("Desk")
        self.past_demand(product, 7)
        self.set_stock(product, 100)
        self.plan(self.make_orderpoint(product, self.reorder_point, self.hub))
        dialog = self.transfer_of(self.needing(product, 40))
        with Form(dialog) as form:
            with form.line_ids.edit(0) as line:
                said = line.cover_text
                line.quantity = 12
                self.assertNotEqual(line.cover_text, said)
            self.assertIn("12 Units taken", form.summary)
        self.assertEqual(dialog.line_ids.quantity, 12)

    def test_excess_goes_to_where_it_is_missing(self):
        product = self.stocked(90)
        here = self.make_orderpoint(product, None, self.hub, product_min_qty=20)
        self.sell_at(self.other.lot_stock_id, product, 30)
        there = self.make_orderpoint(product, self.just_in_time, self.other)
        self.make_orderpoint(product, None, self.branch)
        self.plan(there)
        self.assertEqual(there.planned_position, -30)
        problem = self.make_problem(here, kind="excess", quantity=50)
        dialog = self.transfer_of(problem)
        self.assertEqual(dialog.line_ids.mapped("place_name"), ["Other"])
        self.assertEqual((dialog.total, dialog.line_ids.quantity), (50, 30))
        self.assertIn("too much", dialog.summary)
        dialog.line_ids.quantity = 71
        with self.assertRaisesRegex(UserError, "Hub has 70 Units of Desk to spare"):
            dialog.action_apply()
        dialog.line_ids.quantity = 40
        dialog.action_apply()
        move = self.transfers(product)
        self.assertEqual(move.location_dest_id, self.other.lot_stock_id)
        self.assertEqual(move.product_qty, 40)
        self.assertActed(problem, "transfer", self.planner, "from Hub to Other")

    def test_nobody_needs_the_excess(self):
        product = self.stocked(90)
        here = self.make_orderpoint(product, None, self.hub)
        problem = self.make_problem(here, kind="excess", quantity=50)
        with self.assertRaisesRegex(UserError, "No other warehouse needs Desk"):
            self.by(self.planner, problem).action_transfer()

    def test_lots_of_a_lane(self):
        self.make_lane(self.branch, self.hub, multiple_qty=12)
        product = self.stocked(50)
        dialog = self.transfer_of(self.needing(product, 40))
        self.assertEqual(dialog.line_ids.quantity, 48)

    def test_what_is_reserved_or_another_owner_s_is_not_free(self):
        product = self.stocked(20)
        self.set_stock(product, 30, owner_id=self.customer)
        dialog = self.transfer_of(self.needing(product, 40))
        self.assertEqual(dialog.line_ids.limit, 20)


@tagged("post_install", "-at_install")
class TestExceptionActionTransferAbroad(TransferCommon):
    """Another company helps only where a lane leads from it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.abroad = cls.make_abroad()

    def test_only_over_a_lane(self):
        product = self.stocked(50, self.abroad)
        problem = self.needing(product, 40)
        with self.assertRaisesRegex(UserError, "No other warehouse"):
            self.by(self.planner, problem).action_transfer()
        self.make_lane(self.branch, self.abroad, lead_days=4)
        dialog = self.transfer_of(problem)
        self.assertEqual(dialog.line_ids.place_name, "Abroad")
        self.assertEqual(dialog.line_ids.quantity, 40)
        # Whoever works for one company only sees the name, and may ask for it.
        dialog.line_ids.read(["place_name", "limit", "cover_text"])
        dialog.action_apply()
        moves = self.transfers(product)
        self.assertIn(self.abroad.lot_stock_id, moves.location_id)
        self.assertIn(self.branch.lot_stock_id, moves.location_dest_id)

    def test_stopped_lane(self):
        product = self.stocked(50, self.abroad)
        lane = self.make_lane(self.branch, self.abroad)
        lane.route_id.active = False
        with self.assertRaisesRegex(UserError, "No other warehouse"):
            self.by(self.planner, self.needing(product, 40)).action_transfer()
