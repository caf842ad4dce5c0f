from odoo import Command
from odoo.tests import tagged
from odoo.tools import SQL

from ..models.kpi.measure.stock_replenish_kpi_measure import Scope
from ..models.kpi.stock_replenish_kpi_figures import Slice
from .common_kpi_flows import FIRST, YESTERDAY, KpiFlowsCommon


@tagged("post_install", "-at_install")
class TestKpiFlows(KpiFlowsCommon):
    """Purchases, decisions, warnings and orders of sixty days, reckoned by hand."""

    def figures(self):
        return self.Kpi._figures(Slice(FIRST, YESTERDAY, [self.company.id]))

    # ------------------------------------------------------------------
    # Vendors
    # ------------------------------------------------------------------

    def bought(self, *promises, warehouse=None, confirm=True, **values):
        """Return an order of ten, and a line of ten for each day promised."""
        product = self.make_product(f"Bought {promises}", **values)
        order = self.make_quotation(product, 10, 0, warehouse)
        lines = [
            {"product_id": product.id, "product_qty": 10, "date_planned": self.at(day)}
            for day in promises
        ]
        order.order_line = [Command.clear(), *map(Command.create, lines)]
        if confirm:
            order.button_confirm()
        return order

    def came(self, line, *receipts, **values):
        """Note when how many of a line came; below zero what went back."""
        for day, hour, quantity in receipts:
            places = [self.suppliers, self.stock]
            if quantity < 0:
                places.reverse()
            self.moved(
                line.product_id,
                abs(quantity),
                day,
                hour,
                source=places[0],
                destination=places[1],
                purchase_line_id=line.id,
                **values,
            )

    def test_vendors(self):
        order = self.bought(-50, -50, -40, -40, -30, -30, -20, -20, -15, -10, -10)
        whole, partial, late, over, moved, sooner, back, sent, kept, none, never = (
            order.order_line.sorted("id")
        )
        # By the end of the day, which is four hours into the next one in UTC.
        self.came(whole, (-50, 23.5, 10))
        self.came(partial, (-51, 12, 4), (-49, 12, 6))
        self.came(late, (-39, 0.5, 10))
        self.came(over, (-42, 12, 12))
        # What was promised first counts, however often it was promised again.
        moved.date_planned = self.at(-20)
        moved.date_planned = self.at(-10)
        self.came(moved, (-20, 12, 10))
        sooner.date_planned = self.at(-35)
        self.came(sooner, (-31, 12, 10))
        # Sent back by then, and sent back later.
        self.came(back, (-21, 12, 10), (-20, 12, -2))
        self.came(sent, (-20, 12, 10), (-19, 12, -10))
        self.came(kept, (-15, 12, 10))
        none.product_qty = 0
        self.assertFalse(never.replenish_promised)

        dozen = self.bought(-3, confirm=False)
        dozen.order_line.write(
            {
                "product_uom": self.env.ref("uom.product_uom_dozen").id,
                "product_qty": 1,
                "date_planned": self.at(-3),
            }
        )
        dozen.button_confirm()
        self.came(dozen.order_line, (-3, 12, 12))
        dozen.button_done()
        branch, _route = self.make_branch()
        self.bought(-3, warehouse=branch)
        # Agreed on anew.
        again = self.bought(-12)
        again.order_line.date_planned = self.at(-9)
        again.button_cancel()
        again.button_draft()
        again.order_line.date_planned = self.at(-8)
        again.button_confirm()
        # Not promised, taken back, not kept in stock, on other days.
        self.bought(-30, confirm=False)
        self.bought(-30).button_cancel()
        self.bought(-30, type="consu")
        self.bought(-61, 0, 5)

        expected = {
            **self.of_days(
                {
                    -50: (2, 1),
                    -40: (2, 1),
                    -30: (2, 1),
                    -20: (2, 1),
                    -15: (1, 1),
                    -10: (1, 0),
                    -8: (1, 0),
                    -3: (1, 1),
                }
            ),
            (-3, branch): (1, 0),
        }
        self.assertEqual(self.measure("vendors"), expected)
        self.assertEqual(self.measure("vendors"), expected)
        self.assertAlmostEqual(self.figures()["otif"], 100 * 6 / 13)

    # ------------------------------------------------------------------
    # Decisions
    # ------------------------------------------------------------------

    def suggested(self, quantity, state="ordered", row=None, need=0, **values):
        """Return a suggestion; a unit costs 10."""
        row = row or self.row
        return self.Suggestion.create(
            {
                "orderpoint_id": row.id,
                "company_id": row.company_id.id,
                "warehouse_id": row.warehouse_id.id,
                "product_id": row.product_id.id,
                "kind": "buy",
                "quantity": quantity,
                "value": 10 * quantity,
                "need_date": self.at(need),
                "release_date": self.at(need),
                "due_date": self.at(need),
                "state": state,
                **values,
            }
        )

    def typed(self, quantity, proposed, day):
        self.suggested(
            quantity,
            is_typed=True,
            proposed_quantity=proposed,
            ordered_on=self.at(day),
        )

    def test_decisions(self):
        self.row = self.make_orderpoint(self.make_product())
        self.suggested(20, ordered_on=self.at(-50, 23.5))
        self.typed(30, 20, -50)
        self.typed(5, 20, -40)
        self.typed(20, 20, -40)
        self.suggested(12, "rejected", rejected_on=self.at(-30))
        # Nobody proposed it, or nobody decided.
        self.typed(8, 0, -30)
        for state in ("proposed", "held", "superseded"):
            self.suggested(7, state)
        self.suggested(7, ordered_on=self.at(-61))
        self.suggested(7, ordered_on=self.at(0))
        self.assertEqual(
            self.measure("decisions"),
            self.of_days({-50: (2, 1, 100), -40: (2, 1, -150), -30: (1, 0, -120)}),
        )
        self.assertAlmostEqual(self.figures()["acceptance"], 40)
        self.assertAlmostEqual(self.sums()["changes_value"], -170)

    # ------------------------------------------------------------------
    # Warnings
    # ------------------------------------------------------------------

    def raised(self, kind, row, day, ended=None, hours=None, harm=False):
        """Note a problem of some days, and after how many hours somebody acted."""
        exception = self.Exception.create(
            {
                "kind": kind,
                "code": kind,
                "company_id": self.company.id,
                "fingerprint": f"flows:{self.Exception.search_count([])}",
            }
        )
        self.env["stock.replenish.exception.episode"].create(
            {
                "exception_id": exception.id,
                "kind": kind,
                "company_id": self.company.id,
                "warehouse_id": row.warehouse_id.id,
                "orderpoint_id": row.id,
                "product_id": row.product_id.id,
                "raised_on": self.at(day),
                "acted_on": self.at(day, 12 + hours) if hours else False,
                "acted_how": "order" if hours else False,
                "ended_on": self.at(ended) if ended else False,
                "ended": "itself" if ended else False,
                "harm": harm,
            }
        )

    def test_warnings(self):
        averted, by_vendor, came_true, unwarned, false, late, running = (
            self.make_orderpoint(self.make_product(f"Item {number}"))
            for number in range(7)
        )
        self.raised("will_stock_out", averted, -50, ended=-45, hours=2)
        # Acted on through the late order that threatens.
        self.raised("late_purchase", by_vendor, -41, ended=-36, hours=5)
        self.raised("will_stock_out", by_vendor, -40, ended=-36)
        self.raised("will_stock_out", came_true, -30, ended=-28, hours=4, harm=True)
        self.raised("stocked_out", came_true, -28, ended=-26, hours=1, harm=True)
        self.raised("stocked_out", unwarned, -20, harm=True)
        # Acted on long before.
        self.raised("late_purchase", false, -59, ended=-58, hours=3)
        self.raised("will_stock_out", false, -15, ended=-12)
        self.raised("late_purchase", late, -10, ended=-9, harm=True)
        self.raised("will_stock_out", running, -5, hours=24)
        self.raised("no_demand", running, -5, ended=-4, hours=1)
        measured = self.measure("warnings")
        self.assertEqual(
            measured,
            self.of_days(
                {
                    # out, prevented, ended, right, responses, hours
                    -59: (0, 0, 0, 0, 1, 3),
                    -58: (0, 0, 1, 1, 0, 0),
                    -50: (0, 0, 0, 0, 1, 2),
                    -45: (1, 1, 1, 1, 0, 0),
                    -41: (0, 0, 0, 0, 1, 5),
                    -36: (1, 1, 2, 2, 0, 0),
                    -30: (0, 0, 0, 0, 1, 4),
                    -28: (1, 0, 1, 1, 0, 0),
                    -20: (1, 0, 0, 0, 0, 0),
                    -12: (0, 0, 1, 0, 0, 0),
                    -9: (0, 0, 1, 1, 0, 0),
                    -4: (0, 0, 0, 0, 1, 24),
                }
            ),
        )
        figures = self.figures()
        self.assertAlmostEqual(figures["prevention"], 50)
        self.assertAlmostEqual(figures["alert_accuracy"], 100 * 6 / 7)
        # The median of what was acted on, not the mean of 7.6.
        self.assertAlmostEqual(figures["response_time"], 4)

    # ------------------------------------------------------------------
    # Planning
    # ------------------------------------------------------------------

    def foreseen(self, name, *shipped, quantity=20, need=-40, rate=2):
        """Return a rule for which something was ordered fifty days ago, when two a day
        were expected.

        :param shipped: (quantity, day) or (quantity, day, day it was due)
        """
        row = self.make_orderpoint(self.make_product(name))
        self.suggested(
            quantity, row=row, need=need, ordered_on=self.at(-50), demand_rate=rate
        )
        for amount, day, *due in shipped:
            due = {"date_deadline": self.at(due[0])} if due else {}
            self.moved(row.product_id, amount, day, **due)
        return row

    def test_planning(self):
        own = self.env["stock.location"].create(
            {"name": "Own production", "usage": "production"}
        )
        branch, _route = self.make_branch()
        as_foreseen = self.foreseen("21 of 20", (10, -45))
        product = as_foreseen.product_id
        self.moved(product, 11, -40, 23.5, destination=own)
        self.moved(product, 30, -42, destination=branch.lot_stock_id)
        self.foreseen("25 of 22", (25, -41), need=-39)
        self.foreseen("16 of 24", (16, -41), need=-38)
        # The demand of two days, whatever share of the order.
        self.foreseen("24 of 20", (24, -40), quantity=100)
        self.foreseen("31 of 26", (31, -41), quantity=100, need=-37)
        shipped_late = self.foreseen("Late", (12, -30, -41)).product_id
        self.sell(shipped_late, 8, -45)
        returned = self.foreseen("Returned", (4, -48)).product_id
        sold = self.moved(returned, 22, -44)
        self.moved(
            returned,
            6,
            -10,
            source=self.customers,
            destination=self.stock,
            origin_returned_move_id=sold.id,
        )
        self.foreseen("Days beside", (20, -45), (50, -50), (50, -39), (9, -47, -55))
        # Nothing to foresee.
        self.foreseen("Booked", (20, -45), rate=False)
        self.foreseen("At once", need=-50)
        self.foreseen("Too late", need=-52)
        self.foreseen("To come", need=0)
        self.assertEqual(
            self.measure("planning"),
            self.of_days({-40: (5, 5), -39: (1, 0), -38: (1, 0), -37: (1, 0)}),
        )

    def test_many_orders_of_a_rule(self):
        """Each is judged by its own days; moves are read once for all of them."""
        row = self.make_orderpoint(self.make_product("Often ordered"))
        asked = {day: 3 * (day % 5) for day in range(-58, 0)}
        for day, amount in asked.items():
            if amount:
                self.moved(row.product_id, amount, day)
        expected = {}
        for day in range(-50, -10):
            need = day + 3 + day % 4
            self.suggested(
                20, row=row, need=need, ordered_on=self.at(day), demand_rate=6
            )
            seen = sum(asked[moment] for moment in range(day + 1, need + 1))
            right = abs(seen - 6 * (need - day)) <= 2
            judged, accurate = expected.get(need, (0, 0))
            expected[need] = (judged + 1, accurate + right)
        self.assertEqual(self.measure("planning"), self.of_days(expected))
        accurate = sum(right for _judged, right in expected.values())
        self.assertTrue(0 < accurate < 40)
        group = self.env["stock.replenish.kpi.measure.planning"]
        scope = Scope(self.company, FIRST, YESTERDAY)
        plan = SQL("EXPLAIN (ANALYZE, FORMAT JSON) %s", group._query(scope))
        self.env.cr.execute(plan)
        reads = [
            node["Actual Loops"]
            for node in _nodes(self.env.cr.fetchone()[0][0]["Plan"])
            if node.get("Alias", "").startswith("m") and "Relation Name" in node
        ]
        self.assertTrue(reads)
        self.assertLessEqual(max(reads), 1)


def _nodes(plan):
    """Yield the nodes of a query plan."""
    yield plan
    for part in plan.get("Plans", ()):
        yield from _nodes(part)
