from odoo.tests import tagged

from .common_sourcing import SourcingCommon


@tagged("post_install", "-at_install")
class TestSourcingTrouble(SourcingCommon):
    """Lanes that stopped, rows that can be got nowhere, what people decided."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.product = cls.make_product()
        cls.lane = cls.make_lane(cls.branch, cls.hub)

    def make_asking(self, quantity=30, **values):
        self.ask_at(self.branch, self.product, quantity)
        hub, branch = self.make_rows(self.product, self.hub, self.branch)
        branch.write(values)
        return hub, branch

    def problems(self, row):
        return self.env["stock.replenish.exception"].search(
            [("orderpoint_id", "=", row.id), ("state", "!=", "resolved")]
        )

    def test_a_stopped_lane_is_told_and_nothing_is_bought_in_its_place(self):
        hub, branch = self.make_asking()
        self.lane.route_id.active = False
        self.plan(hub, branch)
        self.assertFalse(self.open_suggestions(branch))
        problem = self.problems(branch)
        self.assertEqual(problem.kind, "master_data")
        self.assertIn(self.lane.display_name, problem.problem)
        self.assertIn(self.lane.problem, problem.problem)
        self.lane.route_id.active = True
        self.stock_at(self.hub, self.product, 100)
        self.plan(hub, branch)
        self.assertEqual(self.got(branch), [("Hub", 30)])
        self.assertFalse(self.problems(branch))

    def test_a_stopped_lane_of_excess_is_told_and_the_rest_goes_on(self):
        hub, branch = self.make_asking()
        self.lane.mode = "excess"
        self.lane.route_id.active = False
        self.plan(hub, branch)
        self.assertEqual(self.got(branch), [("Reliable Vendor", 30)])
        self.assertIn(self.lane.display_name, self.problems(branch).problem)

    def test_a_stopped_lane_is_not_ordered(self):
        self.stock_at(self.hub, self.product, 100)
        hub, branch = self.make_asking()
        self.plan(hub, branch)
        self.lane.route_id.active = False
        branch._procure_orderpoint_confirm(raise_user_error=False)
        self.assertEqual(self.open_suggestions(branch).state, "proposed")
        self.assertIn(self.lane.display_name, self.problems(branch).problem)

    def test_nowhere_to_be_got(self):
        self.lane.mode = "excess"
        self.product.seller_ids.unlink()
        self.stock_at(self.hub, self.product, 10)
        _hub, branch = self.make_asking()
        self.plan(branch)
        self.assertEqual(self.got(branch), [("Hub", 10)])
        problem = self.problems(branch)
        self.assertEqual(problem.code, "no_source")
        self.assertIn("No vendor sells this product", problem.problem)

    def test_a_row_that_asks_for_the_resupply_route_buys_the_rest(self):
        """The route would bring all of it from the hub, whatever the hub has."""
        self.stock_at(self.hub, self.product, 10)
        hub, branch = self.make_asking(route_id=self.lane.route_id.id)
        self.plan(hub, branch)
        self.assertCountEqual(self.got(branch), [("Hub", 10), ("Reliable Vendor", 20)])
        branch._procure_orderpoint_confirm()
        self.assertBought(self.product, 20)
        moves = self.env["stock.move"].search(
            [
                ("product_id", "=", self.product.id),
                ("location_id", "=", self.hub.lot_stock_id.id),
                ("state", "!=", "done"),
            ]
        )
        self.assertEqual(sum(moves.mapped("product_uom_qty")), 10)

    def test_what_a_person_refused_of_a_lane_stays_away(self):
        self.stock_at(self.hub, self.product, 10)
        hub, branch = self.make_asking()
        self.plan(hub, branch)
        by_lane = self.open_suggestions(branch).filtered("lane_id")
        by_lane._reject("Not from there")
        self.plan(hub, branch)
        self.assertEqual(self.got(branch), [("Reliable Vendor", 20)])
        self.assertEqual(by_lane.state, "rejected")
        self.assertFalse(self.open_suggestions(hub))

    def test_a_warehouse_without_lanes_draws_by_its_route_as_before(self):
        third, route = self.make_branch("THREE")
        self.stock_at(self.hub, self.product, 10)
        hub, branch = self.make_asking()
        plain = self.make_orderpoint(
            self.product, self.just_in_time, third, route_id=route.id
        )
        self.ask_at(third, self.product, 25)
        self.plan(hub, branch, plain)
        self.assertEqual(self.got(plain), [("Hub", 25)])
        self.assertFalse(self.open_suggestions(plain).lane_id)
        self.assertEqual(self.got(hub), [("Reliable Vendor", 25)])

    def test_a_source_that_no_policy_plans_gives_what_it_has(self):
        self.lane.mode = "excess"
        self.stock_at(self.hub, self.product, 10)
        self.ask_at(self.branch, self.product, 30)
        hub = self.make_orderpoint(self.product, product_min_qty=4)
        (branch,) = self.make_rows(self.product, self.branch)
        self.plan(hub, branch)
        self.assertEqual(self.by_lane(branch), 6, "its own rule keeps four")
        hub.unlink()
        self.plan(branch)
        self.assertEqual(self.by_lane(branch), 10)
        self.lane.mode = "any"
        self.make_orderpoint(self.product, product_min_qty=4)
        self.plan(branch)
        self.assertEqual(self.by_lane(branch), 30, "core orders what is drawn")

    def test_a_need_in_parts_is_held_as_a_whole(self):
        self.just_in_time.approval_limit = 250
        self.stock_at(self.hub, self.product, 15)
        hub, branch = self.make_asking()
        self.plan(hub, branch)
        held = self.open_suggestions(branch)
        self.assertEqual(held.mapped("value"), [150, 150])
        self.assertEqual(set(held.mapped("state")), {"held"})
        held.action_approve()
        self.plan(hub, branch)
        self.assertEqual(set(held.mapped("state")), {"proposed"})

    def test_a_typed_quantity_comes_as_it_was_planned(self):
        self.stock_at(self.hub, self.product, 10)
        hub, branch = self.make_asking()
        self.plan(hub, branch)
        branch.qty_to_order = 50
        branch._procure_orderpoint_confirm()
        self.assertBought(self.product, 40)
        ordered = self.Suggestion.search(
            [("orderpoint_id", "=", branch.id), ("state", "=", "ordered")]
        )
        self.assertEqual(
            sorted(ordered.mapped(lambda row: (row.kind, row.quantity))),
            [("buy", 40), ("transfer", 10)],
        )

    def test_queries_do_not_grow_with_rows(self):
        def queries(count):
            rows = self.env["stock.warehouse.orderpoint"]
            for _number in range(count):
                product = self.make_product()
                self.stock_at(self.hub, product, 10)
                self.ask_at(self.branch, product, 30)
                rows = rows.concat(*self.make_rows(product, self.hub, self.branch))
            self.plan(rows)
            plan = self.env["stock.replenish.plan"]
            return self.queries_of(lambda: plan._plan_batch(self.company, rows.ids))

        self.assertEqual(queries(2), queries(8))
