from contextlib import contextmanager, nullcontext, suppress
from unittest.mock import patch

import psycopg2

from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import ReplenishCommon

MODELS = "odoo.addons.stock_replenish_sync.models"
RUN_TIME = f"{MODELS}.runs.stock_replenish_run_work.time"


@tagged("post_install", "-at_install")
class TestRunFailures(ReplenishCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["stock.warehouse.orderpoint"].search([]).active = False
        cls.policy = cls.make_policy()
        cls.rows = cls.env["stock.warehouse.orderpoint"]
        for number in range(8):
            product = cls.make_product(f"Product {number}")
            cls.past_demand(product, 7, weeks=2)
            cls.rows += cls.make_orderpoint(product, cls.policy)
        cls.Dirty = cls.env["stock.replenish.dirty"]
        cls.Exception = cls.env["stock.replenish.exception"]

    def setUp(self):
        super().setUp()
        self.startPatcher(patch("time.sleep"))
        self.env["ir.config_parameter"].set_param(
            "stock_replenish_sync.plan_batch", "4"
        )

    def run_plan(self):
        self.env.flush_all()
        return self.Run._cron_plan()

    def problems(self, row, *states):
        domain = [("orderpoint_id", "=", row.id)]
        if states:
            domain.append(("state", "in", states))
        return self.Exception.search(domain)

    def breaking(self, *rows, error=None):
        """Return a patch that lets the plan of these rows fail."""
        Supply = self.env.registry["stock.replenish.supply"]
        original = Supply._resolve
        broken = {row.id for row in rows}
        error = error or UserError("Rules of this route form a loop.")

        def resolve(supply, frame):
            if broken & set(frame.orderpoint.tolist()):
                raise error
            return original(supply, frame)

        return patch.object(Supply, "_resolve", resolve)

    def losing(self, times, row=None):
        """Return a patch that lets the first attempts lose a race.

        :param row: only those at batches with this row
        """
        Run = self.env.registry["stock.replenish.run"]
        original = Run._plan_locked
        self.attempts, left = 0, [times]

        def plan_locked(model, company, ids, **options):
            self.attempts += 1
            result = original(model, company, ids, **options)
            if left[0] and (not row or row.id in ids):
                left[0] -= 1
                # psycopg2 sets the code from the class when the server reports it.
                code = psycopg2.errors.SerializationFailure
                raise type("Lost", (code,), {"pgcode": "40001"})("race")
            return result

        return patch.object(Run, "_plan_locked", plan_locked)

    # --- one bad item ---

    def test_culprits_are_isolated(self):
        bad = self.rows[2] + self.rows[6]
        with self.breaking(*bad):
            self.assertTrue(self.run_plan())
        good = self.rows - bad
        self.assertEqual(set(good.mapped("plan_status")), {"planned"})
        self.assertEqual(set(good.mapped("qty_to_order")), {20})
        self.assertEqual(bad.mapped("plan_status"), ["failed", "failed"])
        run = self.Run.search([("scope", "=", "full")])
        self.assertEqual((run.state, run.planned, run.failed), ("done", 6, 2))
        self.assertEqual(run.decisions, 6)
        for row in bad:
            problem = self.problems(row)
            self.assertEqual(problem.kind, "planning_error")
            self.assertEqual(problem.problem, "Rules of this route form a loop.")
            self.assertEqual(problem.state, "open")
            self.assertEqual(problem.run_id, run)
            self.assertEqual(problem.product_id, row.product_id)

    def test_exception_closes_by_itself(self):
        with self.breaking(self.rows[2]):
            self.run_plan()
        problem = self.problems(self.rows[2])
        self.plan(self.rows[2])
        self.assertEqual(problem.state, "resolved")
        self.assertTrue(problem.resolved_on)
        self.assertEqual(self.rows[2].qty_to_order, 20)

    def test_failed_row_is_not_ordered_from_an_old_plan(self):
        self.run_plan()
        self.assertEqual(self.rows[2].qty_to_order, 20)
        with self.breaking(self.rows[2]):
            self.plan(self.rows)
        self.assertEqual(self.rows[2].qty_to_order, 0)
        self.assertFalse(self.open_suggestions(self.rows[2]))
        self.order()
        self.assertFalse(self.purchase_lines(self.rows[2].product_id))
        self.assertTrue(self.purchase_lines(self.rows[3].product_id))

    def test_failed_row_does_not_stay_in_the_queue(self):
        self.run_plan()
        self.Dirty._mark(self.rows[2])
        with self.breaking(self.rows[2]):
            self.assertTrue(self.run_plan())
        self.assertFalse(self.Dirty.search([]))

    def test_error_without_words(self):
        with self.breaking(self.rows[0], error=ZeroDivisionError()):
            self.run_plan()
        self.assertEqual(self.problems(self.rows[0]).problem, "ZeroDivisionError")

    def test_error_of_the_database(self):
        """A query that fails on one row leaves the transaction usable."""
        Apply = self.env.registry["stock.replenish.apply"]
        original = Apply._load_rows
        bad = self.rows[5].id

        def load(apply, batch, *args):
            if bad in batch.frame.orderpoint:
                apply.env.cr.execute("SELECT 1 / 0")
            return original(apply, batch, *args)

        with patch.object(Apply, "_load_rows", load):
            with self.assertLogs("odoo.sql_db", "ERROR"):
                self.run_plan()
        statuses = self.rows.mapped("plan_status")
        self.assertEqual(statuses.count("planned"), 7)
        self.assertEqual(statuses[5], "failed")

    def test_all_fail(self):
        with self.breaking(*self.rows):
            self.assertTrue(self.run_plan())
        self.assertEqual(set(self.rows.mapped("plan_status")), {"failed"})
        self.assertEqual(len(self.Exception.search([])), 8)

    def test_person_is_told(self):
        with self.breaking(self.rows[0]):
            action = self.rows.action_plan()
        self.assertEqual(action["params"]["type"], "warning")
        self.assertIn("7 planned", action["params"]["message"])

    # --- races ---

    def test_lost_race_is_run_again(self):
        with self.losing(2):
            self.assertTrue(self.run_plan())
        self.assertEqual(self.attempts, 4)
        run = self.Run.search([("scope", "=", "full")])
        self.assertEqual((run.state, run.planned, run.failed), ("done", 8, 0))
        decisions = self.env["stock.replenish.decision"].search([])
        self.assertEqual(len(decisions), 8, "nothing of the lost attempts is left")

    def test_attempts_are_capped(self):
        """Four lost attempts: the batch waits in the queue, the run goes on."""
        with self.losing(4, self.rows[0]):
            self.assertTrue(self.run_plan())
        run = self.Run.search([("scope", "=", "full")])
        self.assertEqual((run.state, run.planned, run.failed), ("done", 4, 4))
        self.assertIn("4", run.message)
        # They were taken up from the queue at once.
        self.assertEqual(set(self.rows.mapped("plan_status")), {"planned"})
        self.assertEqual(self.Run.search([("scope", "=", "dirty")]).planned, 4)

    def test_races_without_end(self):
        with self.losing(1000):
            self.assertTrue(self.run_plan())
        self.assertEqual(self.attempts, 16)
        self.assertEqual(self.Dirty.search([]).orderpoint_id, self.rows)
        self.assertTrue(self.run_plan())
        self.assertEqual(set(self.rows.mapped("plan_status")), {"planned"})

    def test_other_errors_of_the_connection_are_raised(self):
        Run = self.env.registry["stock.replenish.run"]
        gone = psycopg2.OperationalError("server closed the connection")
        with patch.object(Run, "_plan_locked", side_effect=gone):
            # assertRaises would undo what the job has committed.
            with suppress(psycopg2.OperationalError):
                self.run_plan()
                self.fail("the error was swallowed")
        self.assertEqual(self.Run.search([]).state, "running")

    def test_row_in_use_waits(self):
        """Who works on a row keeps it; the run takes the others and comes back."""
        Run = self.env.registry["stock.replenish.run"]
        original = Run._plan_locked

        def busy(model, company, ids, **options):
            counters, missed = original(model, company, ids[1:], **options)
            return counters, [ids[0], *missed]

        with patch.object(Run, "_plan_locked", busy):
            self.assertTrue(self.run_plan())
        run = self.Run.search([("scope", "=", "full")])
        self.assertEqual((run.state, run.planned), ("done", 6))
        self.assertEqual(len(self.Dirty.search([]).orderpoint_id), 1)
        self.assertTrue(self.run_plan())
        self.assertEqual(set(self.rows.mapped("plan_status")), {"planned"})

    # --- ordering ---

    def order_batches_of(self, rows):
        self.env["ir.config_parameter"].set_param(
            "stock_replenish_sync.order_batch", str(rows)
        )

    @contextmanager
    def late_after_a_part(self):
        """Let the time be up as soon as a part is through."""
        through = [("state", "!=", "waiting")]
        Part = self.env["stock.replenish.run.part"]
        before = Part.search_count(through)
        with patch(RUN_TIME) as time:
            time.monotonic.side_effect = lambda: 99 * (
                Part.search_count(through) - before
            )
            yield

    def test_order_run_continues_where_it_stopped(self):
        self.run_plan()
        self.order_batches_of(3)
        ordered = []
        for late in (True, True, False):
            with self.late_after_a_part() if late else nullcontext():
                finished = self.Run._cron_order(budget=50)
            ordered.append(self.Run.search([("kind", "=", "order")]).ordered)
            self.assertEqual(finished, not late)
        self.assertEqual(ordered, [3, 6, 8])
        run = self.Run.search([("kind", "=", "order")])
        self.assertEqual((len(run), run.state), (1, "done"))

    def test_failing_rows_do_not_keep_the_others_from_being_ordered(self):
        """Out of time after each batch, and the first batch always fails."""
        self.run_plan()
        self.order_batches_of(3)
        Order = self.env.registry["stock.replenish.order"]
        original = Order._run_procurements
        bad = set(self.rows[:3].ids)

        def run_procurements(order, ids):
            if bad & set(ids):
                raise ValueError("No vendor")
            return original(order, ids)

        with patch.object(Order, "_run_procurements", run_procurements):
            for _call in range(3):
                with self.late_after_a_part():
                    self.Run._cron_order(budget=50)
        for row in self.rows[:3]:
            self.assertFalse(self.purchase_lines(row.product_id))
            self.assertEqual(self.problems(row).kind, "order_error")
        for row in self.rows[3:]:
            self.assertTrue(self.purchase_lines(row.product_id))

    def test_ordering_again_orders_nothing(self):
        self.run_plan()
        self.order()
        before = self.Suggestion.search_count([("state", "=", "ordered")])
        self.assertEqual(before, 8)
        self.assertTrue(self.Run._cron_order())
        self.run_plan()
        self.order()
        self.assertEqual(
            self.Suggestion.search_count([("state", "=", "ordered")]), before
        )
