"""The generated data is what it says: repeatable, and stock is what the moves left."""

import numpy as np

from odoo import fields
from odoo.tests import TransactionCase, tagged

from ..generator import (
    bulk,
    create_demo,
    create_volume,
    demo,
    sourcing,
    streams,
    volume_plan,
)

DAY = "2025-03-03"

#: Per product, place and lot: what done move lines brought, next to what the quants
#: say.
DIFFERENCES = """
    SELECT product_id, location_id, lot_id, SUM(moved), SUM(stocked)
      FROM (SELECT product_id, location_dest_id AS location_id, lot_id,
                   quantity AS moved, 0 AS stocked
              FROM stock_move_line
             WHERE state = 'done' AND company_id IN %(companies)s
             UNION ALL
            SELECT product_id, location_id, lot_id, -quantity, 0
              FROM stock_move_line
             WHERE state = 'done' AND company_id IN %(companies)s
             UNION ALL
            SELECT product_id, location_id, lot_id, 0, quantity
              FROM stock_quant
             WHERE product_id IN (SELECT product_id FROM stock_move
                                   WHERE company_id IN %(companies)s)) line
     GROUP BY product_id, location_id, lot_id
    HAVING SUM(moved) <> SUM(stocked)
"""


class TestStreams(TransactionCase):
    def test_same_seed_same_numbers(self):
        for pattern in streams.PATTERNS:
            first, second = (
                streams.demand(pattern, 2.0, 3.0, DAY, 200, np.random.default_rng(5))
                for _turn in range(2)
            )
            np.testing.assert_array_equal(first, second)
            self.assertTrue((first >= 0).all())
            self.assertGreater(first.sum(), 0)

    def test_patterns_differ_as_named(self):
        def stream(pattern, mean=4.0):
            return streams.demand(
                pattern, mean, 2.0, "2024-01-01", 728, np.random.default_rng(1)
            )

        trending, dying, summer = stream("trending"), stream("dying"), stream("summer")
        self.assertGreater(trending[364:].sum(), 1.5 * trending[:364].sum())
        self.assertLess(dying[364:].sum(), 0.3 * dying[:364].sum())
        self.assertGreater(summer[150:210].sum(), 3 * summer[:60].sum())
        self.assertLess((stream("intermittent", 0.3) > 0).mean(), 0.2)
        with self.assertRaises(ValueError):
            stream("unheard of")

    def test_vendors_keep_their_word_as_named(self):
        rng = np.random.default_rng(3)
        reliable, late, erratic = (
            streams.actual_delay(behaviour, 20, 500, rng)
            for behaviour in ("reliable", "late", "erratic")
        )
        self.assertAlmostEqual(reliable.mean(), 20, delta=1)
        self.assertGreater(late.mean(), 27)
        self.assertGreater(erratic.std(), 3 * late.std())


class TestVolume(TransactionCase):
    def test_plan_adds_up(self):
        items, moves = 500, 9000
        vendor = np.arange(items) % 30
        plans = [
            volume_plan.plan(
                items,
                moves,
                np.arange(items) % 5,
                vendor,
                np.arange(1, 31),
                728,
                0.25,
                4,
            )
            for _turn in range(2)
        ]
        plan = plans[0]
        self.assertEqual(len(plan.item), moves)
        self.assertEqual((plan.on_hand < plan.minimum).sum(), 125)
        sign = np.where(plan.kind == volume_plan.DELIVERY, -1, 1)
        np.testing.assert_array_equal(
            np.bincount(plan.item, sign * plan.quantity, items), plan.on_hand
        )
        for name in ("item", "quantity", "second", "order", "minimum"):
            np.testing.assert_array_equal(getattr(plan, name), getattr(plans[1], name))

    def test_volume_counts_and_stock(self):
        steps = []
        counts = create_volume(
            self.env,
            orderpoints=60,
            moves=900,
            warehouses=3,
            weeks=30,
            today=DAY,
            progress=lambda step, done, total: steps.append((step, done, total)),
        )
        company = self.env["res.company"].browse(counts["company"])
        moves = self.env["stock.move"].search([("company_id", "=", company.id)])
        self.assertEqual(len(moves), 900)
        self.assertEqual(set(moves.mapped("state")), {"done"})
        self.assertFalse(moves.move_line_ids)
        orderpoints = self.env["stock.warehouse.orderpoint"].search(
            [("company_id", "=", company.id)]
        )
        self.assertEqual(len(orderpoints), 60)
        self.assertEqual(len(orderpoints.warehouse_id), 3)
        below = orderpoints.filtered(
            lambda row: row.with_company(company).qty_on_hand < row.product_min_qty
        )
        self.assertEqual(len(below), 15)
        for orderpoint in orderpoints[:20]:
            done = moves.filtered(
                lambda move, row=orderpoint: move.product_id == row.product_id
            )
            arrived = sum(
                done.filtered(
                    lambda m, row=orderpoint: m.location_dest_id == row.location_id
                ).mapped("quantity")
            )
            left = sum(
                done.filtered(
                    lambda m, row=orderpoint: m.location_id == row.location_id
                ).mapped("quantity")
            )
            self.assertAlmostEqual(
                orderpoint.with_company(company).qty_on_hand, arrived - left
            )
        stored = orderpoints.mapped("qty_to_order")
        orderpoints._compute_qty_to_order()
        self.assertEqual(
            orderpoints.mapped("qty_to_order"),
            stored,
            "core agrees with the stored quantity",
        )
        self.assertIn(("moves", 900, 900), steps)

    def test_indexes_and_keys_come_back(self):
        def definitions():
            self.env.cr.execute(
                "SELECT indexdef FROM pg_indexes WHERE tablename = 'stock_lot'"
                " UNION SELECT pg_get_constraintdef(oid) FROM pg_constraint"
                " WHERE conrelid = 'stock_lot'::regclass"
            )
            return sorted(row[0] for row in self.env.cr.fetchall())

        before = definitions()
        with bulk.without_indexes(self.env.cr, "stock_lot"):
            self.assertLess(len(definitions()), len(before))
        self.assertEqual(definitions(), before)


@tagged("post_install", "-at_install")
class TestDemo(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        if cls.env.ref(
            demo.MARKER, raise_if_not_found=False
        ):  # the demo is there, in full size
            cls.counts = None
        else:
            cls.counts = create_demo(cls.env, seed=3, today=None, days=70, scale=0.25)
        cls.companies = cls.env["res.company"].concat(
            *(
                cls.env.ref(f"stock_replenish_sync.demo_company_{key}")
                for key in ("group", "americas", "lakeside")
            )
        )

    def _ref(self, name):
        return self.env.ref(f"stock_replenish_sync.demo_{name}").with_context(
            allowed_company_ids=self.companies.ids
        )

    def test_created_once(self):
        self.assertEqual(create_demo(self.env), {})

    def test_stock_is_the_net_of_the_moves(self):
        self.env.flush_all()
        self.env.cr.execute(DIFFERENCES, {"companies": tuple(self.companies.ids)})
        self.assertFalse(self.env.cr.fetchall())

    def test_companies_and_warehouses(self):
        self.assertEqual(set(self.companies.currency_id.mapped("name")), {"EUR", "USD"})
        self.assertEqual(len(set(self.companies.partner_id.mapped("tz"))), 2)
        self.assertEqual(self._ref("warehouse_hub").reception_steps, "three_steps")
        self.assertEqual(
            self._ref("warehouse_north").resupply_wh_ids, self._ref("warehouse_hub")
        )
        rules = self._ref("warehouse_east").resupply_route_ids.rule_ids
        self.assertEqual(sum(rules.mapped("delay")), 3)

    def test_every_resupply_route_is_a_lane(self):
        """With its days, and one company that helps the other one out."""
        lanes = self.env["stock.replenish.source"].search(
            [("company_id", "in", self.companies.ids)]
        )
        terms = {
            lane.display_name: (lane.mode, lane.lead_days, lane.ships_text)
            for lane in lanes
        }
        self.assertEqual(
            terms,
            {
                "Central Hub → North": ("any", 2, "Every day"),
                "Central Hub → East": ("any", 3, "Tue, Fri"),
                "Boston → Atlanta Branch": ("fair_share", 4, "Mon–Fri"),
                "Central Hub → Boston": ("excess", 14, "Every day"),
            },
        )
        self.assertFalse(lanes.filtered("has_problem"))

    def test_situations_of_the_network(self):
        """Stock is what was said, and there is a past to plan from."""
        for row in sourcing.SITUATIONS:
            product = self._ref(f"sourcing_{row.key}")
            for place, _rate, left in row.places:
                warehouse = self._ref(f"warehouse_{place}")
                with self.subTest(row.key, place=place):
                    if self.counts:  # nothing is ordered yet
                        self.assertEqual(
                            product.with_context(warehouse=warehouse.id).qty_available,
                            left,
                        )
                    sold = self.env["stock.move"].search(
                        [
                            ("product_id", "=", product.id),
                            ("location_id", "=", warehouse.lot_stock_id.id),
                            ("location_dest_id.usage", "=", "customer"),
                        ]
                    )
                    self.assertGreaterEqual(
                        len(set(sold.mapped(lambda move: move.date.date()))), 10
                    )
                    rule = product.orderpoint_ids.filtered(
                        lambda rule, place=warehouse: rule.warehouse_id == place
                    )
                    self.assertTrue(rule.is_governed)

    def test_open_orders_that_do_not_fit(self):
        for row in sourcing.SITUATIONS:
            if row.ordered:
                order = self._ref(f"order_{row.key}")
                self.assertEqual(order.state, "purchase")
                self.assertEqual(order.order_line.product_qty, row.ordered[0])
            if row.carried:
                moves = self._ref(f"sourcing_{row.key}").stock_move_ids
                coming = moves.filtered(lambda move: move.state == "waiting")
                self.assertEqual(coming.mapped("product_qty"), [row.carried[0]])

    def test_documents_of_every_kind(self):
        inside = [("company_id", "in", self.companies.ids)]
        for model, domain in (
            ("stock.move", [("state", "=", "done"), ("purchase_line_id", "!=", False)]),
            ("stock.move", [("origin_returned_move_id", "!=", False)]),
            ("stock.move", [("raw_material_production_id.state", "=", "done")]),
            (
                "stock.move",
                [("bom_line_id.bom_id.type", "=", "phantom"), ("state", "=", "done")],
            ),
            (
                "stock.move",
                [("location_dest_id.usage", "=", "transit"), ("state", "=", "done")],
            ),
            ("sale.order", [("state", "=", "sale"), ("commitment_date", "<", "today")]),
            ("purchase.order", [("state", "=", "draft")]),
            ("mrp.production", [("state", "=", "confirmed")]),
            ("stock.valuation.layer", [("quantity", "<", 0)]),
        ):
            domain = [
                (left, operator, value if value != "today" else self._today())
                for left, operator, value in domain
            ]
            self.assertTrue(
                self.env[model].search_count(inside + domain, limit=1), (model, domain)
            )

    def _today(self):
        return self.env.cr.now()

    def test_nightly_clean_up_leaves_the_rules(self):
        inside = [("company_id", "in", self.companies.ids)]
        Orderpoint = self.env["stock.warehouse.orderpoint"]
        count = Orderpoint.search_count(inside)
        self.assertTrue(Orderpoint.search_count([*inside, ("trigger", "=", "manual")]))
        Orderpoint._unlink_processed_orderpoints()
        self.assertEqual(Orderpoint.search_count(inside), count)

    def test_troubles(self):
        self.assertFalse(self._ref("trouble_no_vendor").seller_ids)
        self.assertFalse(self._ref("trouble_archived_route").route_id.active)
        self.assertEqual(self._ref("trouble_zero_lead_time").delay, 0)
        self.assertLess(self._ref("trouble_negative_stock").qty_on_hand, 0)
        wrong = self._ref("trouble_wrong_unit")
        self.assertLess(wrong.price * 4, wrong.product_tmpl_id.standard_price * 12)
        archived = self._ref("trouble_archived_product_with_stock")
        self.assertFalse(archived.active)
        self.assertGreater(
            sum(
                archived.stock_quant_ids.filtered(
                    lambda q: q.location_id.usage == "internal"
                ).mapped("quantity")
            ),
            0,
        )
        double, vendor = (
            self._ref("trouble_duplicate_vendor"),
            self._ref("vendor_atlas"),
        )
        self.assertEqual((double.vat, double.email), (vendor.vat, vendor.email))
        hub = self._ref("warehouse_hub")
        waiting = self._ref("trouble_not_put_away").order_line.product_id.stock_move_ids
        waiting = waiting.filtered(lambda move: move.state == "assigned")
        self.assertEqual(waiting.location_id, hub.wh_input_stock_loc_id)
        long = self._ref("trouble_lying_for_long").stock_quant_ids.filtered(
            lambda quant: quant.location_id.usage == "internal"
        )
        self.assertEqual(long.quantity, 34)
        self.assertLess(long.in_date, fields.Datetime.subtract(self._today(), days=290))

    def test_somebody_is_asked(self):
        """Whoever owns an exception may see it; kinds are on in two companies."""
        planner, branch = self._ref("user_planner"), self._ref("user_branch")
        self.assertEqual(self._ref("policy_b_items").planner_id, planner)
        self.assertEqual(self._ref("vendor_atlas").buyer_id, self._ref("user_buyer"))
        boston = self._ref("warehouse_boston")
        self.assertEqual(boston.replenish_user_id, branch)
        rules = self.env["stock.warehouse.orderpoint"].search(
            [("warehouse_id", "=", boston.id)]
        )
        self.assertEqual(rules.planner_id, branch)
        Kind = self.env["stock.replenish.exception.kind"]
        for company in self.companies:
            on = Kind._of(company).filtered("is_on").mapped("kind")
            wanted = company != self._ref("company_lakeside")
            with self.subTest(company.name):
                self.assertEqual("negative_stock" in on, wanted)

    def test_policies_and_users(self):
        self.assertEqual(self._ref("policy_project").method, "just_in_time")
        self.assertEqual(self._ref("policy_c_items").method, "min_max")
        planner = self._ref("user_planner")
        self.assertTrue(
            planner.has_group("stock_replenish_sync.group_replenish_planner")
        )
        self.assertFalse(planner.has_group("stock.group_stock_manager"))
        self.assertEqual(
            self._ref("user_branch").company_ids, self._ref("company_americas")
        )

    def test_one_company_waits_for_its_first_hour(self):
        lakeside = self._ref("company_lakeside")
        Rule = self.env["stock.replenish.policy.rule"]
        reached = Rule.search([]).mapped("company_id")
        self.assertIn(self._ref("company_group"), reached)
        self.assertNotIn(lakeside, reached)
        self.assertFalse(Rule.search([("company_id", "=", False)]))
        mine = [("company_id", "=", lakeside.id)]
        Orderpoint = self.env["stock.warehouse.orderpoint"]
        self.assertTrue(Orderpoint.search_count(mine))
        self.assertFalse(Orderpoint.search_count([*mine, ("policy_id", "!=", False)]))
