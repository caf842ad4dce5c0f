from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests.common import tagged

from .common_onboarding import MANAGER, OnboardingCommon


@tagged("post_install", "-at_install")
class TestProposeRules(OnboardingCommon):
    def _propose(self, user=None):
        service = self.service(user or self.manager)
        action = service.action_propose_rules()
        return service.env[action["res_model"]].browse(action["res_id"])

    def test_proposes_what_moves_and_has_no_rule(self):
        self.past_demand(self.make_product("Old"), 5, weeks=1)
        archived = self.make_product("Archived rule")
        self.past_demand(archived, 5, weeks=1)
        self.make_orderpoint(archived).active = False
        unmoved = self.make_product("Unmoved")
        proposal = self._propose()
        names = proposal.line_ids.mapped("product_id.name")
        self.assertEqual(names, ["Forgotten", "Old"])
        self.assertNotIn(unmoved, proposal.line_ids.product_id)
        line = proposal.line_ids[0]
        self.assertEqual((line.quantity, line.times), (50, 10))
        self.assertEqual(line.warehouse_id, self.warehouse)
        status = self.service(self.manager).get_status()
        self.assertEqual(status["facts"]["unruled"], proposal.found)

    def test_count_is_in_the_products_unit(self):
        dozen = self.env.ref("uom.product_uom_dozen")
        self.past_move(self.unruled, 2, -5, product_uom=dozen.id)
        self.assertEqual(self._propose().line_ids.quantity, 50 + 24)

    def test_kits_are_left_out(self):
        self.env["mrp.bom"].create(
            {
                "product_tmpl_id": self.unruled.product_tmpl_id.id,
                "type": "phantom",
                "bom_line_ids": [
                    Command.create({"product_id": self.rules[0].product_id.id})
                ],
            }
        )
        with self.assertRaisesRegex(UserError, "has a reordering rule"):
            self._propose()

    def test_created_rules_order_nothing_and_stay(self):
        other = self.make_product("Other")
        self.past_demand(other, 1, weeks=1)
        proposal = self._propose()
        proposal.line_ids.filtered(
            lambda line: line.product_id == other
        ).selected = False
        proposal.action_create_rules()
        rule = self.env["stock.warehouse.orderpoint"].search(
            [("product_id", "in", (other + self.unruled).ids)]
        )
        self.assertEqual(rule.product_id, self.unruled)
        self.assertEqual(rule.company_id, self.company)
        self.assertEqual(rule.create_uid, self.manager)
        self.assertEqual(
            (rule.trigger, rule.product_min_qty, rule.product_max_qty), ("manual", 0, 0)
        )
        self.assertFalse(rule.is_governed)
        # Sold below zero: Odoo's scheduler would order for a rule by itself.
        self.sell(self.unruled, 7)
        self.env.flush_all()
        self.env["procurement.group"].run_scheduler(company_id=self.company.id)
        self.order()
        self.assertFalse(self.purchase_lines(self.unruled))
        self.env["stock.warehouse.orderpoint"]._unlink_processed_orderpoints()
        self.assertTrue(rule.exists())

    def test_nightly_clean_up_leaves_rules_without_need(self):
        self._propose().action_create_rules()
        rule = self.env["stock.warehouse.orderpoint"].search(
            [("product_id", "=", self.unruled.id)]
        )
        self.assertEqual(rule.qty_to_order, 0)
        self.env["stock.warehouse.orderpoint"]._unlink_processed_orderpoints()
        self.assertTrue(rule.exists())

    def test_the_usual_route_is_proposed(self):
        self.rules[:2].route_id = self.buy
        self.assertEqual(self._propose().line_ids.route_id, self.buy)
        self.rules[0].route_id = False
        self.assertFalse(self._propose().line_ids.route_id)

    def test_somebody_made_the_rule_meanwhile(self):
        proposal = self._propose()
        self.make_orderpoint(self.unruled)
        proposal.action_create_rules()
        self.assertEqual(
            self.env["stock.warehouse.orderpoint"].search_count(
                [("product_id", "=", self.unruled.id)]
            ),
            1,
        )

    def test_only_what_is_proposed_is_created(self):
        """A call from outside may add lines: none of these becomes a rule."""
        proposal = self._propose()
        elsewhere = self.env["stock.warehouse"].create(
            {"name": "Annex", "code": "ANX", "company_id": self.company.id}
        )
        archived, consumable = self.make_product("Gone"), self.make_product("Consumed")
        for product in (archived, consumable):
            self.past_demand(product, 5, weeks=1)
        archived.active = False
        consumable.product_tmpl_id.write({"detailed_type": "consu"})
        stock = self.warehouse.lot_stock_id
        customers = self.env.ref("stock.stock_location_customers")
        for product, location in (
            (self.unruled, stock),
            (self.unruled, customers),
            (self.unruled, elsewhere.lot_stock_id),
            (self.make_product("Unmoved"), stock),
            (archived, stock),
            (consumable, stock),
        ):
            self.env["stock.replenish.propose.rules.line"].with_user(
                self.manager
            ).create(
                {
                    "proposal_id": proposal.id,
                    "product_id": product.id,
                    "warehouse_id": self.warehouse.id,
                    "location_id": location.id,
                }
            )
        Orderpoint = self.env["stock.warehouse.orderpoint"].with_context(
            active_test=False
        )
        before = Orderpoint.search([])
        proposal.action_create_rules()
        made = Orderpoint.search([]) - before
        self.assertEqual((made.product_id, made.location_id), (self.unruled, stock))

    def test_route_of_another_company(self):
        other = self.env["res.company"].create({"name": "Elsewhere"})
        self.manager.company_ids += other
        proposal = self._propose()
        proposal.line_ids.sudo().route_id = self.env["stock.route"].create(
            {"name": "Theirs", "company_id": other.id, "product_selectable": True}
        )
        both = proposal.with_context(allowed_company_ids=(self.company + other).ids)
        with self.assertRaises(AccessError):
            both.action_create_rules()

    def test_nothing_selected(self):
        proposal = self._propose()
        proposal.line_ids.selected = False
        with self.assertRaisesRegex(UserError, "No product is selected"):
            proposal.action_create_rules()

    def test_only_managers_and_only_their_own(self):
        proposal = self._propose()
        for user in (self.planner, self.viewer):
            with self.assertRaises(AccessError):
                proposal.with_user(user).action_create_rules()
        other = self.env["res.company"].create({"name": "Elsewhere"})
        foreign = self._user("rules_elsewhere", MANAGER, other)
        with self.assertRaises(AccessError):
            proposal.with_user(foreign).with_context(
                allowed_company_ids=other.ids
            ).action_create_rules()
        line = proposal.line_ids
        with self.assertRaises(AccessError):
            line.with_user(foreign).write({"selected": False})
