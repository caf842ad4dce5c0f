from odoo.exceptions import AccessError
from odoo.tests import Form, tagged

from .common_access import new_user
from .common_exception_action import ExceptionActionCommon
from .common_kpi_flows import TODAY, KpiFlowsCommon

GROUP = "stock_replenish_sync.group_replenish_%s"


@tagged("post_install", "-at_install")
class TestKpiKept(KpiFlowsCommon, ExceptionActionCommon):
    """What is kept while people work, so that it can be measured later."""

    # ------------------------------------------------------------------
    # What was promised first
    # ------------------------------------------------------------------

    def confirmed(self, day=9):
        order = self.make_quotation(self.make_product("Desk"), 10, day)
        order.button_confirm()
        return order.order_line

    def assertPromised(self, line, promised):
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual(line.replenish_promised, promised)

    def test_nothing_is_kept_of_what_was_not_changed(self):
        order = self.make_quotation(self.make_product("Desk"), 10, 9)
        line = order.order_line
        line.date_planned = self.day(12)
        line.product_qty = 11
        line.date_planned = self.day(10)
        order.button_confirm()
        line.date_planned = self.day(10)
        line.price_unit = 5
        self.assertPromised(line, False)

    def test_the_first_promise_is_kept(self):
        line = self.confirmed()
        for day in (12, 15, 9):
            line.date_planned = self.day(day)
            self.assertPromised(line, self.day(9))
        self.assertFalse(line.copy({"order_id": line.order_id.id}).replenish_promised)

    def test_ways_to_change_a_date(self):
        """By quantity core changes it without a word."""
        with self.subTest("quantity"):
            line = self.confirmed()
            line.product_qty = 12
            self.env.flush_all()
            self.assertNotEqual(line.date_planned, self.day(9))
            self.assertPromised(line, self.day(9))
        with self.subTest("order"):
            line = self.confirmed()
            with Form(line.order_id) as form:
                form.date_planned = self.day(20)
            self.assertEqual(line.date_planned, self.day(20))
            self.assertPromised(line, self.day(9))
        with self.subTest("vendor's portal"):
            line = self.confirmed()
            line.order_id._update_date_planned_for_lines([(line, self.day(20))])
            self.assertPromised(line, self.day(9))
        with self.subTest("answer to a question"):
            line = self.confirmed(-3)
            problem = self.make_problem(
                self.make_orderpoint(line.product_id), purchase_line_id=line.id
            )
            action = self.by(self.buyer, problem).action_expedite()
            dialog = self.dialog(action).with_user(self.buyer)
            dialog.line_ids.date_new = self.today(9)
            dialog.action_answer()
            self.assertEqual(
                self.company._replenish_day(line.date_planned), self.today(9)
            )
            self.assertPromised(line, self.day(-3))
        with self.subTest("agreed on anew"):
            line.order_id.button_cancel()
            self.assertPromised(line, self.day(-3))
            line.order_id.button_draft()
            self.assertPromised(line, False)

    # ------------------------------------------------------------------
    # What was decided
    # ------------------------------------------------------------------

    def due(self, name, policy):
        row = self.make_demanded(5, 14, policy, self.make_product(name))
        [suggestion] = self.open_suggestions(row).filtered(
            lambda row: row.due_date <= TODAY
        )
        return row, suggestion

    def test_decisions_keep_what_they_were_made_of(self):
        row, ordered = self.due("Ordered", self.reorder_point)
        typed_row, replaced = self.due("Typed", self.reorder_point)
        _row, rejected = self.due("Rejected", self.reorder_point)
        typed_row.qty_to_order = 35
        booked = self.make_short(5)
        booked_suggestion = self.open_suggestions(booked)
        ordered.action_order()
        booked_suggestion.action_order()
        typed_row.action_replenish()
        rejected.with_user(self.planner)._reject("Not now")
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual(
            (ordered.state, ordered.ordered_uid), ("ordered", self.env.user)
        )
        self.assertAlmostEqual(ordered.demand_rate, row.demand_mean)
        self.assertGreater(ordered.demand_rate, 1)
        self.assertEqual(ordered.ordered_on, self.now())
        typed = self.purchase_lines(typed_row.product_id).replenish_suggestion_id
        self.assertEqual((typed.quantity, typed.proposed_quantity), (35, 20))
        self.assertEqual(replaced.quantity, 20)
        self.assertEqual(rejected.rejected_on, self.now())
        # Nothing was foreseen of what is booked.
        self.env.cr.execute(
            "SELECT demand_rate FROM stock_replenish_suggestion WHERE id = %s",
            booked_suggestion.ids,
        )
        self.assertEqual(self.env.cr.fetchall(), [(None,)])
        # Four decisions, two as proposed; 15 more at 10 and 20 not at all.
        self.assertEqual(
            self.measure("decisions", TODAY, TODAY), self.of_days({0: (4, 2, -50)})
        )

    # ------------------------------------------------------------------
    # Targets
    # ------------------------------------------------------------------

    def test_targets_are_for_managers_to_set(self):
        manager = new_user(self.env, "kpi_head", GROUP % "manager", self.company)
        viewer = new_user(self.env, "kpi_eye", GROUP % "viewer", self.company)
        abroad = self.env["res.company"].create({"name": "Abroad"})
        self.env["stock.replenish.kpi.target"].create(
            {"kpi": "otif", "company_id": abroad.id, "value": 50}
        )
        menu = self.env.ref("stock_replenish_sync.stock_replenish_kpi_target_menu")
        Target = self.env["stock.replenish.kpi.target"].with_context(
            allowed_company_ids=self.company.ids
        )
        with Form(Target.with_user(manager)) as form:
            form.kpi = "response_time"
            self.assertEqual((form.unit, form.usual), ("hours", "4 hours"))
            self.assertIn("from warning to action", form.about)
            form.value = 2
        target = form.record
        self.assertEqual(target.company_id, self.company)
        self.assertEqual(target.display_name, "Response Time")
        for user in (viewer, self.planner, manager):
            with self.subTest(user=user.name):
                mine = Target.with_user(user)
                self.assertIn(menu.id, menu.with_user(user)._visible_menu_ids())
                mine.get_views([(False, "list"), (False, "kanban"), (False, "search")])
                [row] = mine.search_read([], ["kpi", "value", "unit", "usual"])
                self.assertEqual((row["value"], row["usual"]), (2, "4 hours"))
        for user in (viewer, self.planner):
            with self.assertRaises(AccessError):
                target.with_user(user).value = 3
        self.assertEqual(Target._targets(self.company)["response_time"], 2)
        turns = Target.with_user(manager).create({"kpi": "turns", "value": 6})
        self.assertEqual((turns.unit, turns.usual), ("turns", False))
