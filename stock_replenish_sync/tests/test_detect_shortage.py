from freezegun import freeze_time

from odoo.tests import tagged

from .common_exception import ExceptionCommon


@tagged("post_install", "-at_install")
class TestDetectStockedOut(ExceptionCommon):
    KINDS = ("stocked_out", "will_stock_out")

    def test_out_with_demand(self):
        row = self.make_demanded()
        found = self.assertRaised(
            "stocked_out",
            row,
            orderpoint_id=row,
            warehouse_id=self.warehouse,
            severity="3",
            code="nothing_coming",
            suggested_action="order",
            date_from=self.today(-3),
            act_by=self.today(),
            value_at_risk=row.demand_mean * 15 * 7,
        )
        self.assertFalse(found.date_expected)
        self.assertIn("nothing is on its way", found.problem)
        self.assertFalse(self.live("will_stock_out", row))

    def test_without_demand_nothing_is_missed(self):
        row = self.make_demanded(weekly=0)
        self.assertQuiet("stocked_out", row)

    def test_with_stock_nothing_is_missed(self):
        row = self.make_demanded(stock=1)
        self.assertQuiet("stocked_out", row)

    def test_closes_when_stock_is_back(self):
        row = self.make_demanded()
        found = self.assertRaised("stocked_out", row)
        self.set_stock(row.product_id, 100)
        self.plan(row)
        self.assertClosed(found)

    def test_under_own_rule(self):
        row = self.make_demanded()
        row.policy_id = False
        row.write({"product_min_qty": 5, "product_max_qty": 20})
        self.plan(row)
        self.assertEqual(row.replenish_status, "own_rule")
        self.assertRaised("stocked_out", row, suggested_action="order")

    def test_booked_demand_alone_asks_of_a_policy_for_it(self):
        product = self.make_product()
        self.past_demand(product, 7)
        row = self.make_demanded(product=product, weekly=0, policy=self.just_in_time)
        self.assertQuiet("stocked_out", row)
        self.sell(product, 4)
        self.plan(row)
        self.assertRaised("stocked_out", row, value_at_risk=4 * 15.0)

    def test_next_supply_is_named(self):
        with freeze_time("2024-11-20 08:00:00"):
            row = self.make_demanded()
            order = self.make_quotation(row.product_id, 40, 6)
            self.make_quotation(row.product_id, 3, 9)
            order.button_confirm()
            self.plan(row)
            found = self.assertRaised(
                "stocked_out",
                row,
                severity="2",
                code="coming",
                suggested_action="expedite",
                purchase_line_id=order.order_line,
                partner_id=self.vendor,
                reference=order.name,
                quantity=40.0,
                date_expected=self.today(6),
                value_at_risk=row.demand_mean * 15 * 6,
            )
            self.assertEqual(
                found.problem,
                "Out since 11/17/2024; 40 Units are expected on 11/26/2024 "
                f"({order.name}).",
            )

    def test_late_supply_is_no_comfort(self):
        row = self.make_demanded()
        self.make_quotation(row.product_id, 40, -2).button_confirm()
        self.plan(row)
        found = self.assertRaised("stocked_out", row, severity="3", code="late")
        self.assertIn("should have come", found.problem)
        # Two days late: two more, as far as anybody knows.
        self.assertAlmostEqual(found.value_at_risk, row.demand_mean * 15 * 2, 2)

    def test_nobody_confirmed_what_is_coming(self):
        row = self.make_demanded()
        order = self.make_quotation(row.product_id, 40, 3)
        self.plan(row)
        found = self.assertRaised(
            "stocked_out",
            row,
            severity="3",
            code="not_confirmed",
            suggested_action="document",
            purchase_line_id=order.order_line,
            value_at_risk=row.demand_mean * 15 * 7,
        )
        self.assertIn(f"{order.name}, which is not confirmed", found.problem)
        order.button_confirm()
        self.plan(row)
        self.assertRaised("stocked_out", row, severity="2", code="coming")

    def test_another_warehouse_has_some_to_spare(self):
        row = self.make_demanded()
        branch, _route = self.make_branch()
        there = self.make_orderpoint(row.product_id, self.reorder_point, branch)
        self.make_quotation(row.product_id, 40, 6).button_confirm()
        self.plan(row, there)
        self.assertRaised("stocked_out", row, suggested_action="expedite")
        self.set_stock(row.product_id, 100, branch.lot_stock_id)
        self.plan(row, there)
        self.assertRaised("stocked_out", row, suggested_action="transfer")
        # What the branch has promised is not sent.
        self.sell_at(branch.lot_stock_id, row.product_id, 100, 5)
        self.plan(row, there)
        self.assertRaised("stocked_out", row, suggested_action="expedite")

    def test_looked_for_among_some_products(self):
        one, two = self.make_demanded(), self.make_demanded()
        self.scan(one.product_id)
        self.assertTrue(self.live("stocked_out", one))
        self.assertFalse(self.live("stocked_out", two))
        found = self.assertRaised("stocked_out", two)
        self.set_stock(two.product_id, 100)
        self.plan(two)
        self.scan(one.product_id)
        self.assertEqual(found.state, "open")

    def test_rule_out_of_use(self):
        row = self.make_demanded()
        found = self.assertRaised("stocked_out", row)
        row.active = False
        self.assertClosed(found)

    def test_looking_twice_changes_nothing(self):
        row = self.make_demanded()
        found = self.assertRaised("stocked_out", row)
        before = found.read(["write_date", "occurrences", "raised_on", "last_seen"])
        self.scan()
        after = found.read(["write_date", "occurrences", "raised_on", "last_seen"])
        self.assertEqual(after, before)


@tagged("post_install", "-at_install")
class TestDetectStockedOutCompanies(ExceptionCommon):
    KINDS = ("stocked_out",)

    def test_each_company_hears_of_its_own(self):
        product = self.make_product()
        product.seller_ids.company_id = False
        mine = self.make_demanded(product=product)
        other = self.env["res.company"].create({"name": "Other Company"})
        place = self.env["stock.warehouse"].search([("company_id", "=", other.id)])
        theirs = self.make_orderpoint(product, None, place)
        self.past_move(product, 30, -10, source=place.lot_stock_id, company_id=other.id)
        self.plan(theirs)
        self.scan()
        self.assertEqual(self.live("stocked_out", product).orderpoint_id, mine)
        self.assertFalse(self.live("stocked_out", product, other))
        self.scan(company=other)
        found = self.live("stocked_out", product, other)
        self.assertEqual(found.orderpoint_id, theirs)
        self.assertEqual(found.warehouse_id, place)
        self.assertEqual(found.currency_id, other.currency_id)
        self.assertTrue(self.live("stocked_out", product))


@tagged("post_install", "-at_install")
class TestDetectWillStockOut(ExceptionCommon):
    KINDS = ("stocked_out", "will_stock_out")

    def test_runs_out_before_help_arrives(self):
        with freeze_time("2024-11-20 08:00:00"):
            row = self.make_demanded(stock=3)
            found = self.assertRaised(
                "will_stock_out",
                row,
                severity="2",
                code="nothing_coming",
                suggested_action="order",
                date_from=row.stockout_date,
                date_expected=self.today(7),
                act_by=self.today(),
                # However many days pass before it is ordered: each is lost.
                value_at_risk=row.demand_mean * 15 * 7,
            )
            self.assertEqual(
                found.problem,
                "Runs out on 11/23/2024; an order placed today arrives on 11/27/2024.",
            )
        self.assertFalse(self.live("stocked_out", row))

    def test_lasts_until_help_arrives(self):
        row = self.make_demanded(stock=60)
        self.assertQuiet("will_stock_out", row)

    def test_closes_when_stock_is_enough(self):
        row = self.make_demanded(stock=3)
        found = self.assertRaised("will_stock_out", row)
        self.set_stock(row.product_id, 60)
        self.plan(row)
        self.assertClosed(found)

    def test_supply_after_it_has_run_out(self):
        row = self.make_demanded(stock=3)
        self.make_quotation(row.product_id, 1, 1)
        order = self.make_quotation(row.product_id, 40, 6)
        self.plan(row)
        found = self.assertRaised(
            "will_stock_out",
            row,
            severity="2",
            code="not_confirmed",
            suggested_action="document",
        )
        self.assertIn("not confirmed", found.problem)
        order.button_confirm()
        self.plan(row)
        self.assertRaised(
            "will_stock_out",
            row,
            severity="1",
            code="coming",
            suggested_action="expedite",
            reference=order.name,
            quantity=40.0,
            date_expected=self.today(6),
        )
        self.assertIn("are expected", found.problem)
        self.make_quotation(row.product_id, 40, 2)
        self.plan(row)
        self.assertClosed(found)

    def test_runs_out_and_is_out(self):
        row = self.make_demanded(stock=3)
        found = self.assertRaised("will_stock_out", row)
        self.set_stock(row.product_id, -3)
        self.plan(row)
        self.assertClosed(found)
        self.assertTrue(self.live("stocked_out", row))

    def test_under_own_rule(self):
        row = self.make_demanded(stock=3)
        row.policy_id = False
        self.plan(row)
        self.assertRaised("will_stock_out", row)


@tagged("post_install", "-at_install")
class TestDetectApproaching(ExceptionCommon):
    KINDS = ("approaching_reorder_point",)

    def at_stock(self, above, **values):
        """Return a planned row with a share above its reorder point in stock."""
        row = self.make_demanded(weekly=70, **values)
        self.set_stock(row.product_id, row.reorder_point * (1 + above))
        self.plan(row)
        return row

    def test_in_the_band(self):
        row = self.at_stock(0.1)
        self.assertEqual(row.replenish_status, "covered")
        found = self.assertRaised(
            "approaching_reorder_point",
            row,
            severity="0",
            quantity=0.1 * row.reorder_point,
        )
        self.assertGreaterEqual(found.date_expected, self.today())
        self.assertLess(found.date_expected, self.today(3))
        self.assertIn("above the reorder point", found.problem)

    def test_above_the_band(self):
        row = self.at_stock(0.4)
        self.assertQuiet("approaching_reorder_point", row)
        self.switch("approaching_reorder_point", share=0.5)
        self.assertRaised("approaching_reorder_point", row)

    def test_what_is_due_is_no_approach(self):
        row = self.at_stock(-0.2)
        self.assertGreater(row.qty_to_order, 0)
        self.assertQuiet("approaching_reorder_point", row)

    def test_closes_when_there_is_more(self):
        row = self.at_stock(0.1)
        found = self.assertRaised("approaching_reorder_point", row)
        self.set_stock(row.product_id, row.reorder_point)
        self.plan(row)
        self.assertClosed(found)

    def test_under_own_rule(self):
        row = self.at_stock(0.1)
        row.policy_id = False
        row.write({"product_min_qty": row.planned_on_hand / 1.1})
        self.plan(row)
        self.assertRaised("approaching_reorder_point", row)
        row.product_min_qty = row.planned_on_hand * 1.1
        self.assertQuiet("approaching_reorder_point", row)
