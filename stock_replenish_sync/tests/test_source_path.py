from odoo import Command
from odoo.tests import tagged

from odoo.addons.stock_replenish_sync.models.network.stock_replenish_source import (
    SHIPPING_DAYS,
)

from .common_network import NetworkCommon


class PathCommon(NetworkCommon):
    """Ways of lanes through the steps of warehouses, and transfers along them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Lane = cls.env["stock.replenish.source"]
        cls.lane = cls.make_lane(cls.branch, cls.hub, lead_days=3)
        cls.product = cls.make_product("Carried", vendor=False, route_ids=False)

    @classmethod
    def set_steps(cls, sender, receiver, deliver, receive):
        """Set the steps on both ends; each step takes days of its own.

        Picking 1 and packing 2 days, checking 4 and putting away 5. What the rules of
        the resupply route say is left to the lane.
        """
        sender.delivery_steps, receiver.reception_steps = deliver, receive
        delays = {
            sender.lot_stock_id: 1,
            sender.wh_pack_stock_loc_id: 2,
            receiver.wh_input_stock_loc_id: 4,
            receiver.wh_qc_stock_loc_id: 5,
        }
        steps = sender.delivery_route_id | receiver.reception_route_id
        for rule in steps.rule_ids:
            customers = rule.location_dest_id.usage == "customer"
            rule.delay = 0 if customers else delays.get(rule.location_src_id, 0)
        for lane in cls.Lane.search([("source_warehouse_id", "=", sender.id)]):
            lane.route_id.rule_ids.delay = 9

    def days_of(self, lane):
        """Return the days of a lane as the plan reads them: prepared, on the way."""
        self.env.flush_all()
        lanes = self.Lane._lanes_of(lane.company_id)
        row = lanes["lane"].tolist().index(lane.id)
        self.assertEqual(lanes["problem"][row], "")
        return int(lanes["prepare_days"][row]), int(lanes["lead_days"][row])

    def suggest(self, lane, arrival, product=None, need=None, **values):
        """Return a suggestion to have 5 brought by a lane."""
        product = product or self.product
        place, company = lane.warehouse_id, lane.company_id
        rule = self.env["stock.warehouse.orderpoint"].search(
            [("product_id", "=", product.id), ("warehouse_id", "=", place.id)]
        ) or self.make_orderpoint(product, self.just_in_time, place)
        prepare, days = self.days_of(lane)
        ship = self.today(arrival - days - prepare)
        return self.Suggestion.create(
            {
                "orderpoint_id": rule.id,
                "company_id": company.id,
                "warehouse_id": place.id,
                "product_id": product.id,
                "kind": "transfer",
                "source_warehouse_id": lane.source_warehouse_id.id,
                "lane_id": lane.id,
                "quantity": 5,
                "raw_quantity": 5,
                "need_date": self.today(arrival if need is None else need),
                "arrival_date": self.today(arrival),
                "release_date": ship,
                "due_date": ship,
                **values,
            }
        )

    def chain(self, suggestion):
        """Order a suggestion; return its transfers, last one first, as the warehouse
        and place they leave from and the day of each."""
        if suggestion.state == "proposed":
            self.env["stock.replenish.order"]._run_suggestions(suggestion)
        moves = self.env["stock.move"].search(
            [("replenish_suggestion_id", "=", suggestion.id)]
        )
        start = self.company._replenish_today()
        move, found = moves.filtered(lambda row: not row.move_dest_ids), []
        while move:
            self.assertEqual(len(move), 1)
            day = self.company._replenish_day(move.date)
            self.assertEqual(move.date_deadline, move.date)
            found.append((move.location_id.name, (day - start).days))
            moves -= move
            move = move.move_orig_ids
        self.assertFalse(moves, "all transfers are of one chain")
        return found


@tagged("post_install", "-at_install")
class TestSourcePath(PathCommon):
    """A lane takes as long as the whole way; its transfers are dated by that."""

    def assertChain(self, lane, arrival, *expected):
        suggestion = self.suggest(lane, arrival)
        found = self.chain(suggestion)
        self.assertEqual(found, list(expected))
        prepare, days = self.days_of(lane)
        self.assertEqual(found[0][1], arrival, "arrives on the day that was said")
        self.assertEqual(found[-1][1], arrival - days - prepare, "leaves its stock")
        self.assertEqual(suggestion.release_date, self.today(found[-1][1]))
        door = [day for place, day in found if place == self.door][0]
        self.assertEqual(door, arrival - days, "leaves the source")
        self.assertEqual(lane.total_days, prepare + days)

    def test_one_step(self):
        self.set_steps(self.hub, self.branch, "ship_only", "one_step")
        self.assertEqual(self.days_of(self.lane), (0, 3))
        self.door = "Stock"
        self.assertChain(self.lane, 20, (self.transit, 20), ("Stock", 17))

    def test_two_steps(self):
        self.set_steps(self.hub, self.branch, "pick_ship", "two_steps")
        self.assertEqual(self.days_of(self.lane), (1, 3 + 4))
        self.door = "Output"
        self.assertChain(
            self.lane,
            20,
            ("Input", 20),
            (self.transit, 16),
            ("Output", 13),
            ("Stock", 12),
        )

    def test_three_steps(self):
        self.set_steps(self.hub, self.branch, "pick_pack_ship", "three_steps")
        self.assertEqual(self.days_of(self.lane), (3, 3 + 4 + 5))
        self.door = "Output"
        self.assertChain(
            self.lane,
            20,
            ("Quality Control", 20),
            ("Input", 15),
            (self.transit, 11),
            ("Output", 8),
            ("Packing Zone", 6),
            ("Stock", 5),
        )

    def test_steps_on_one_side(self):
        self.door = "Output"
        self.set_steps(self.hub, self.branch, "pick_pack_ship", "one_step")
        self.assertChain(
            self.lane,
            9,
            (self.transit, 9),
            ("Output", 6),
            ("Packing Zone", 4),
            ("Stock", 3),
        )
        self.door = "Stock"
        self.set_steps(self.hub, self.branch, "ship_only", "two_steps")
        self.product = self.make_product("Other", vendor=False, route_ids=False)
        self.assertChain(self.lane, 9, ("Input", 9), (self.transit, 5), ("Stock", 2))

    @property
    def transit(self):
        return self.company.internal_transit_location_id.name

    def test_two_hops(self):
        """What the branch sends on the one day is there on that day."""
        far = self.make_lane(self.other, self.branch, lead_days=2)
        self.set_steps(self.branch, self.other, "pick_ship", "two_steps")
        self.set_steps(self.hub, self.branch, "pick_pack_ship", "three_steps")
        self.assertEqual(self.days_of(far), (1, 2 + 4))
        self.assertEqual(self.days_of(self.lane), (3, 3 + 4 + 5))
        last = self.chain(self.suggest(far, 30))
        self.assertEqual([day for _place, day in last], [30, 26, 24, 23])
        first = self.chain(self.suggest(self.lane, last[-1][1]))
        self.assertEqual([day for _place, day in first], [23, 18, 14, 11, 9, 8])

    def test_plan_and_transfers_agree(self):
        """Planned in one run over two hops that leave on some days only; ordered."""
        far = self.make_lane(self.other, self.branch, lead_days=2)
        self.set_steps(self.branch, self.other, "pick_ship", "two_steps")
        self.set_steps(self.hub, self.branch, "pick_pack_ship", "three_steps")
        for lane, active in ((far, "ships_tue"), (self.lane, "ships_thu")):
            lane.write({name: name == active for name in SHIPPING_DAYS})
        self.set_stock(self.product, 100, self.hub.lot_stock_id)
        self.sell_at(self.other.lot_stock_id, self.product, 30, 50)
        rows = [
            self.make_orderpoint(self.product, self.just_in_time, place)
            for place in (self.other, self.branch, self.hub)
        ]
        self.plan(*rows)
        wanted = None
        for row, lane, weekday in ((rows[0], far, 1), (rows[1], self.lane, 3)):
            suggestion = self.open_suggestions(row)
            self.assertEqual(suggestion.lane_id, lane)
            self.assertEqual(suggestion.quantity, 30)
            found = self.chain(suggestion)
            days = [self.today(day) for _place, day in found]
            prepare, total = self.days_of(lane)
            door = [
                day
                for (place, _), day in zip(found, days, strict=True)
                if place == "Output"
            ]
            self.assertEqual(door[0].weekday(), weekday)
            self.assertEqual(days[0], suggestion.arrival_date)
            self.assertEqual((days[0] - door[0]).days, total)
            self.assertEqual(days[-1], suggestion.release_date)
            self.assertEqual((door[0] - days[-1]).days, prepare)
            need = wanted or self.today(50)
            self.assertLessEqual(days[0], need, "in time for who draws on it")
            self.assertLess((need - days[0]).days, 7, "by the last truck in time")
            wanted = days[-1]
        self.assertFalse(self.open_suggestions(rows[2]), "the hub has enough")

    def test_part_of_a_day_counts_as_one(self):
        self.lane.lead_days = 1.5
        self.assertEqual(self.days_of(self.lane), (0, 2))
        self.assertEqual(self.lane.total_days, 1.5)
        found = self.chain(self.suggest(self.lane, 8))
        self.assertEqual([day for _place, day in found], [8, 6])

    def test_arrives_before_it_is_needed(self):
        """The last truck in time comes days before: so do the goods."""
        found = self.chain(self.suggest(self.lane, 10, need=14))
        self.assertEqual([day for _place, day in found], [10, 7])

    def test_made_goods_are_brought_all_the_same(self):
        """A product's own route does not step in between the door and the stock."""
        self.set_steps(self.hub, self.branch, "ship_only", "two_steps")
        product = self.make_product(
            "Made", vendor=False, route_ids=[Command.set(self.manufacture.ids)]
        )
        self.make_bom(product, {self.product: 1})
        found = self.chain(self.suggest(self.lane, 9, product))
        self.assertEqual([place for place, _day in found][0], "Input")
        self.assertEqual([day for _place, day in found], [9, 5, 2])

    def test_without_lane_as_core(self):
        """Days of rules date what is not ordered by a lane."""
        self.set_steps(self.hub, self.branch, "ship_only", "two_steps")
        found = self.run_core(self.route)
        days = [(row.date - self.day(0)).days for row in found]
        self.assertEqual(days, [30 - 4, 30 - 4 - 9, 30 - 4 - 9 - 9])

    def run_core(self, routes, place=None):
        place = place or self.branch
        group = self.env["procurement.group"]
        values = {
            "route_ids": routes,
            "warehouse_id": place,
            "date_planned": self.day(30),
        }
        group.run(
            [
                group.Procurement(
                    self.product,
                    5,
                    self.product.uom_id,
                    place.lot_stock_id,
                    "by hand",
                    "by hand",
                    self.company,
                    values,
                )
            ]
        )
        moves = self.env["stock.move"].search([("product_id", "=", self.product.id)])
        return moves.sorted("date", reverse=True)

    def test_way_is_the_one_core_takes(self):
        """The hops that the plan adds up are the transfers that core makes."""
        self.make_lane(self.other, self.branch)
        for deliver, receive in (
            ("ship_only", "one_step"),
            ("pick_ship", "two_steps"),
            ("pick_pack_ship", "three_steps"),
        ):
            with self.subTest(deliver):
                self.set_steps(self.branch, self.other, deliver, receive)
                self.env.flush_all()
                query = self.Lane._hops(self.Lane._lane_ends(None))
                self.env.cr.execute(query)
                hops = self.env.cr.dictfetchall()
                self.product = self.make_product(deliver, vendor=False, route_ids=False)
                lane = self.Lane.search([("warehouse_id", "=", self.other.id)])
                moves = self.run_core(lane.route_id, self.other)
                places = {
                    (hop["place_id"], hop["before_id"])
                    for hop in hops
                    if hop["route_id"] == lane.route_id.id and hop["step"]
                }
                self.assertEqual(
                    places,
                    {(row.location_id.id, row.location_dest_id.id) for row in moves},
                )


@tagged("post_install", "-at_install")
class TestSourcePathAbroad(PathCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.abroad = cls.make_abroad()

    def test_between_companies(self):
        lane = self.make_lane(self.abroad, self.hub, lead_days=3)
        self.set_steps(self.hub, self.abroad, "pick_ship", "two_steps")
        self.assertEqual(self.days_of(lane), (1, 3 + 4))
        found = self.chain(self.suggest(lane, 20))
        self.assertEqual([day for _place, day in found], [20, 16, 13, 12])


@tagged("post_install", "-at_install")
class TestSourcePathProblems(PathCommon):
    """Where a hop is missing, the lane says which one."""

    def assertProblem(self, words, lane=None):
        self.env.flush_all()
        self.env.invalidate_all()
        lane = lane or self.lane
        self.assertTrue(lane.has_problem)
        self.assertIn(words, lane.problem)
        self.assertIn(lane, self.Lane.search([("has_problem", "=", True)]))

    def test_step_of_receipt(self):
        self.set_steps(self.hub, self.branch, "ship_only", "three_steps")
        rules = self.branch.reception_route_id.rule_ids
        rules.filtered(
            lambda rule: rule.location_dest_id == self.branch.wh_qc_stock_loc_id
        ).active = False
        self.assertProblem("No rule in force brings goods to BR/Quality Control.")

    def test_step_of_delivery(self):
        self.set_steps(self.hub, self.branch, "pick_pack_ship", "one_step")
        self.hub.delivery_route_id.rule_ids.filtered(
            lambda rule: rule.location_dest_id == self.hub.wh_pack_stock_loc_id
        ).active = False
        self.assertProblem("No rule in force brings goods to")
        self.assertProblem("Packing Zone. Set the steps of Hub again")

    def test_leg_of_the_route(self):
        self.set_steps(self.hub, self.branch, "ship_only", "two_steps")
        self.route.rule_ids.filtered(
            lambda rule: rule.location_dest_id == self.branch.wh_input_stock_loc_id
        ).active = False
        self.assertProblem("has no rule in force that brings goods to BR/Input.")

    def test_from_somewhere_else(self):
        self.route.rule_ids.filtered(
            lambda rule: rule.location_src_id == self.hub.lot_stock_id
        ).location_src_id = self.other.lot_stock_id
        self.assertProblem("goods come from OTHER/Stock, not from the stock of Hub")

    def test_bought_on_the_way(self):
        self.set_steps(self.hub, self.branch, "ship_only", "two_steps")
        self.branch.reception_route_id.rule_ids.write(
            {"action": "buy", "location_src_id": False}
        )
        self.assertProblem("goods for BR/Stock would be bought or made")

    def test_round_in_circles(self):
        rule = self.route.rule_ids.filtered(
            lambda rule: rule.location_src_id == self.hub.lot_stock_id
        )
        rule.write(
            {
                "location_src_id": self.branch.lot_stock_id.id,
                "procure_method": "make_to_order",
                "warehouse_id": False,
            }
        )
        self.route.rule_ids.propagate_warehouse_id = False
        self.assertProblem("go round in circles")

    def test_mended(self):
        self.test_step_of_receipt()
        self.branch.reception_route_id.with_context(
            active_test=False
        ).rule_ids.active = True
        self.env.invalidate_all()
        self.assertFalse(self.lane.problem)
        self.assertEqual(self.lane.total_days, 3 + 9)

    def test_queries_do_not_grow(self):
        self.make_lane(self.other, self.branch)
        self.env.flush_all()
        with self.assertQueryCount(1):
            self.Lane._lanes_of(self.company)
