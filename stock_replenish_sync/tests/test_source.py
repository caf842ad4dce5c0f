from odoo.exceptions import ValidationError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .common_network import NetworkCommon


@tagged("post_install", "-at_install")
class TestSource(NetworkCommon):
    """A lane between two warehouses, and what keeps it from working."""

    def test_new_lane_takes_the_route_there_is(self):
        lane = self.make_lane(self.branch, self.hub)
        self.assertEqual(lane.route_id, self.route)
        self.assertFalse(lane.has_problem)
        self.assertEqual(lane.display_name, "Hub → Branch")

    def test_new_lane_makes_a_route_that_works(self):
        lane = self.make_lane(self.other, self.branch)
        self.assertEqual(lane.route_id.supplier_wh_id, self.branch)
        self.assertEqual(lane.route_id.supplied_wh_id, self.other)
        self.assertIn(self.branch, self.other.resupply_wh_ids)
        self.assertFalse(lane.problem)
        product = self.make_product(vendor=False, route_ids=False)
        self.env["procurement.group"].run(
            [
                self.env["procurement.group"].Procurement(
                    product,
                    5,
                    product.uom_id,
                    self.other.lot_stock_id,
                    "lane",
                    "lane",
                    self.company,
                    {"route_ids": lane.route_id, "warehouse_id": self.other},
                )
            ]
        )
        moves = self.env["stock.move"].search([("product_id", "=", product.id)])
        self.assertIn(self.branch.lot_stock_id, moves.location_id)
        self.assertIn(self.other.lot_stock_id, moves.location_dest_id)

    def test_route_made_later_is_found(self):
        lane = self.make_lane(self.other, self.branch)
        lane.route_id.unlink()
        lane.invalidate_recordset()
        self.assertIn("No resupply route leads from Branch to Other", lane.problem)
        self.other.create_resupply_routes(self.branch)
        self.assertTrue(lane.route_id)
        self.assertFalse(lane.has_problem)

    def test_form(self):
        with Form(self.env["stock.replenish.source"]) as form:
            form.source_warehouse_id = self.hub
            form.warehouse_id = self.branch
            self.assertEqual(form.route_id, self.route)
            form.sharing = "priority"
        self.assertEqual(self.hub.replenish_sharing, "priority")
        self.assertEqual(self.branch.replenish_sharing, "cover")

    def test_sharing_is_of_the_source(self):
        first = self.make_lane(self.branch, self.hub)
        second = self.make_lane(self.other, self.hub)
        first.sharing = "priority"
        self.assertEqual(second.sharing, "priority")

    def test_days_in_words(self):
        lane = self.make_lane(self.branch, self.hub)
        self.assertEqual(lane.ships_text, "Every day")
        lane.write({"ships_sat": False, "ships_sun": False})
        self.assertEqual(lane.ships_text, "Mon–Fri")
        lane.write({"ships_tue": False, "ships_wed": False, "ships_fri": False})
        self.assertEqual(lane.ships_text, "Mon, Thu")
        self.env["res.lang"]._activate_lang("de_DE")
        self.assertEqual(lane.with_context(lang="de_DE").ships_text, "Mo., Do.")

    # --- refused ---

    def test_loop_is_named(self):
        self.make_lane(self.branch, self.hub)
        self.make_lane(self.other, self.branch)
        with self.assertRaisesRegex(
            ValidationError, "Hub → Branch → Other → Hub|Branch → Other → Hub → Branch"
        ):
            self.make_lane(self.hub, self.other)

    def test_archived_lane_closes_no_loop(self):
        back = self.make_lane(self.hub, self.branch, active=False)
        self.make_lane(self.branch, self.hub)
        with self.assertRaisesRegex(ValidationError, "would loop"):
            back.active = True

    def test_pair_is_unique_and_no_warehouse_supplies_itself(self):
        self.make_lane(self.branch, self.hub)
        for ends in ((self.branch, self.hub), (self.hub, self.hub)):
            with (
                self.subTest(ends),
                mute_logger("odoo.sql_db"),
                self.assertRaises(Exception),
                self.env.cr.savepoint(),
            ):
                self.make_lane(*ends)

    def test_numbers_out_of_range(self):
        lane = self.make_lane(self.branch, self.hub)
        for name, value in (
            ("minimum_qty", -1),
            ("multiple_qty", -0.5),
            ("lead_days", -1),
            ("cutoff_hour", float("nan")),
            ("cutoff_hour", 24),
            ("cutoff_hour", -1),
        ):
            with (
                self.subTest(name, value=value),
                self.assertRaisesRegex(ValidationError, "must be between 0 and"),
            ):
                lane[name] = value

    def test_some_day_is_needed(self):
        lane = self.make_lane(self.branch, self.hub)
        with self.assertRaisesRegex(ValidationError, "leaves on no day"):
            lane.write({name: False for name in lane._fields if name[:6] == "ships_"})

    def test_route_of_another_way(self):
        lane = self.make_lane(self.other, self.branch)
        with self.assertRaisesRegex(ValidationError, "does not lead from"):
            lane.route_id = self.route

    # --- stopped ---

    def assertStopped(self, lane, words):
        lane.invalidate_recordset()
        self.assertTrue(lane.has_problem)
        self.assertIn(words, lane.problem)
        Lane = self.env["stock.replenish.source"]
        self.assertIn(lane, Lane.search([("has_problem", "=", True)]))
        self.assertNotIn(lane, Lane.search([("has_problem", "!=", True)]))

    def test_archived_route(self):
        lane = self.make_lane(self.branch, self.hub)
        other = self.make_lane(self.other, self.branch)
        self.route.toggle_active()
        self.assertStopped(lane, "is archived. Restore it, or archive this lane.")
        self.assertFalse(other.has_problem)
        lane.action_restore_route()
        self.assertFalse(lane.has_problem)
        self.assertTrue(self.route.active)
        self.assertTrue(all(self.route.rule_ids.mapped("active")))

    def test_source_taken_out_of_the_setting(self):
        lane = self.make_lane(self.branch, self.hub)
        self.branch.resupply_wh_ids = [(3, self.hub.id)]
        self.assertStopped(lane, "Hub was taken out of the resupply setting of Branch.")
        lane.action_restore_route()
        self.assertIn(self.hub, self.branch.resupply_wh_ids)
        self.assertFalse(lane.has_problem)

    def test_route_without_rule_in_force(self):
        lane = self.make_lane(self.branch, self.hub)
        for rule in self.route.rule_ids:
            with self.subTest(rule.name):
                rule.active = False
                self.assertStopped(lane, "has no rule in force that brings goods")
                lane.action_restore_route()
                self.assertTrue(rule.active)
                self.assertFalse(lane.has_problem)

    def test_lane_with_steps_works(self):
        lane = self.make_lane(self.branch, self.hub)
        self.branch.reception_steps = "three_steps"
        self.hub.delivery_steps = "pick_pack_ship"
        lane.invalidate_recordset()
        self.assertFalse(lane.problem)

    def test_archived_warehouse(self):
        first = self.make_lane(self.other, self.branch)
        second = self.make_lane(self.branch, self.hub)
        self.branch.active = False
        self.assertStopped(first, "Branch is archived. Archive this lane, or choose")
        self.assertStopped(second, "Branch is archived. Archive this lane too.")

    # --- what the plan reads ---

    def test_lanes_of_a_company(self):
        """One query, whatever their number; shapes hold without any."""
        Lane = self.env["stock.replenish.source"]
        empty = Lane._lanes_of(self.company)
        self.assertEqual(empty["lane"].tolist(), [])
        self.assertEqual(empty["ships"].shape, (0, 7))
        second = self.make_lane(self.other, self.hub, sequence=20, mode="excess")
        first = self.make_lane(
            self.other, self.branch, sequence=10, minimum_qty=6, ships_sun=False
        )
        archived = self.make_lane(self.branch, self.hub, active=False)
        second.route_id.toggle_active()
        self.env.flush_all()
        with self.assertQueryCount(1):
            lanes = Lane._lanes_of(self.company)
        self.assertEqual(lanes["lane"].tolist(), (first + second).ids)
        self.assertNotIn(archived.id, lanes["lane"])
        self.assertEqual(lanes["route"].tolist(), (first + second).route_id.ids)
        self.assertEqual(lanes["source"].tolist(), (self.branch + self.hub).ids)
        self.assertEqual(lanes["mode"].tolist(), ["any", "excess"])
        self.assertEqual(lanes["minimum"].tolist(), [6, 0])
        self.assertEqual(lanes["problem"].tolist(), ["", "route_archived"])
        self.assertEqual(lanes["sharing"].tolist(), ["cover", "cover"])
        self.assertEqual(lanes["ships"].tolist(), [[True] * 6 + [False], [True] * 7])


@tagged("post_install", "-at_install")
class TestSourceAbroad(NetworkCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.abroad = cls.make_abroad()

    def test_no_transit_no_lane(self):
        """Between companies goods pass a location that belongs to neither."""
        self.env["ir.model.data"].search(
            [("module", "=", "stock"), ("name", "=", "stock_location_inter_wh")]
        ).unlink()
        with self.assertRaisesRegex(ValidationError, "no transit location"):
            self.make_lane(self.abroad, self.hub)
