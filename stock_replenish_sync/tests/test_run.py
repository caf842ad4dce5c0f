from contextlib import contextmanager, suppress
from unittest.mock import patch

from freezegun import freeze_time

from odoo.sql_db import db_connect
from odoo.tests import tagged

from odoo.addons.base.tests.test_ir_cron import CronMixinCase

from ..models.runs.stock_replenish_run_open import LOCK_CLASS
from .common import ReplenishCommon

WORK = "odoo.addons.stock_replenish_sync.models.runs.stock_replenish_run_work"
PLAN_STATE = {
    "stock_warehouse_orderpoint": ("planned_on", "write_date"),
    "stock_replenish_suggestion": (),
    "stock_replenish_decision": (),
    "stock_replenish_exception": ("last_seen", "write_date"),
}


@tagged("post_install", "-at_install")
class TestRun(ReplenishCommon, CronMixinCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # Only what this test makes is planned.
        cls.env["stock.warehouse.orderpoint"].search([]).active = False
        cls.policy = cls.make_policy(service_kind="cycle", lot_method="eoq")
        cls.rows = cls.env["stock.warehouse.orderpoint"]
        for number in range(7):
            product = cls.make_product(f"Product {number}")
            for week in range(3):
                cls.past_move(product, 3 + number + week, -3 - 7 * week)
            cls.rows += cls.make_orderpoint(product, cls.policy)
        cls.Dirty = cls.env["stock.replenish.dirty"]

    def setUp(self):
        super().setUp()
        self.batch_of(3)
        self.planned = []
        Plan = self.env.registry["stock.replenish.plan"]
        original = Plan._plan_batch
        planned = self.planned

        def spy(self, company, orderpoint_ids, run=None):
            planned.append(list(orderpoint_ids))
            return original(self, company, orderpoint_ids, run)

        self.patch(Plan, "_plan_batch", spy)

    def batch_of(self, rows):
        self.env["ir.config_parameter"].set_param(
            "stock_replenish_sync.plan_batch", str(rows)
        )

    def run_plan(self, budget=None):
        """Run the job; return the ids that were planned, batch by batch."""
        self.env.flush_all()
        self.planned.clear()
        finished = self.Run._cron_plan(budget=budget)
        self.assertIsInstance(finished, bool)
        return list(self.planned)

    def last_run(self, kind="plan", scope="full"):
        return self.Run.search(
            [("kind", "=", kind), ("scope", "=", scope)], limit=1, order="id desc"
        )

    @contextmanager
    def late_after(self, batches):
        """Let the time be up as soon as so many batches are planned."""
        with patch(f"{WORK}.time") as time:
            time.monotonic.side_effect = (
                lambda: 99 if len(self.planned) >= batches else 0
            )
            yield

    def state(self):
        """Return all columns of what a plan writes but the times it did."""
        self.env.flush_all()
        result = {}
        for table, without in PLAN_STATE.items():
            self.env.cr.execute(f"SELECT * FROM {table} ORDER BY id")
            result[table] = [
                {name: row[name] for name in row if name not in without}
                for row in self.env.cr.dictfetchall()
            ]
        return result

    # --- batches, watermark, budget ---

    def test_batches_and_counters(self):
        ids = self.rows.ids
        self.assertEqual(self.run_plan(), [ids[:3], ids[3:6], ids[6:]])
        run = self.last_run()
        self.assertEqual(run.state, "done")
        self.assertEqual(run.company_id, self.company)
        self.assertEqual((run.total, run.planned, run.failed), (7, 7, 0))
        self.assertEqual(run.decisions, 7)
        self.assertEqual(run.suggestions, len(self.Suggestion.search([])))
        self.assertEqual(run.progress, 100)
        self.assertTrue(run.finished_on)
        self.assertEqual(set(self.rows.mapped("plan_status")), {"planned"})

    def test_continues_where_it_stopped(self):
        """Out of time after each batch: every row is planned once, in three calls."""
        planned = []
        cron = "stock_replenish_sync.ir_cron_plan"
        for call in range(3):
            with self.capture_triggers(cron) as captured, self.late_after(1):
                planned += self.run_plan(budget=50)
            last = call == 2
            self.assertEqual(len(captured.records), 0 if last else 1, call)
            self.assertEqual(self.last_run().state, "done" if last else "running")
            left = self.last_run().part_ids.filtered(lambda p: p.state == "waiting")
            self.assertEqual(sum(left.mapped("rows")), 7 - sum(map(len, planned)))
        self.assertEqual(sum(planned, []), self.rows.ids)
        self.assertEqual(len(self.Run.search([("scope", "=", "full")])), 1)
        self.assertEqual(self.last_run().planned, 7)

    def test_no_time_at_all(self):
        with self.capture_triggers("stock_replenish_sync.ir_cron_plan") as captured:
            self.assertEqual(self.run_plan(budget=0), [])
        self.assertEqual(len(captured.records), 1)
        self.assertEqual(self.last_run().state, "running")

    def test_budget_is_a_setting(self):
        self.env["ir.config_parameter"].set_param(
            "stock_replenish_sync.run_seconds", "0"
        )
        self.assertEqual(self.run_plan(), [])

    def test_once_a_day_and_in_between_what_changed(self):
        with freeze_time("2024-05-06 02:00:00"):
            self.run_plan()
            self.assertEqual(self.run_plan(), [])
            self.Dirty._mark(self.rows[4] + self.rows[2])
            self.Dirty._mark(self.rows[4])
            self.assertEqual(self.run_plan(), [(self.rows[2] + self.rows[4]).ids])
            self.assertEqual(self.last_run(scope="dirty").planned, 2)
            self.assertEqual(self.last_run(scope="dirty").state, "done")
            self.assertFalse(self.Dirty.search([]))
            self.assertEqual(self.run_plan(), [])
            self.assertEqual(len(self.Run.search([])), 2)
        with freeze_time("2024-05-07 02:00:00"):
            self.assertEqual(sum(self.run_plan(), []), self.rows.ids)

    def test_day_begins_in_the_time_zone_of_the_company(self):
        self.company.partner_id.tz = "Asia/Tokyo"
        with freeze_time("2024-05-05 14:50:00"):
            self.assertEqual(len(self.run_plan()), 3)
        with freeze_time("2024-05-05 15:10:00"):
            self.assertEqual(len(self.run_plan()), 3)
            self.assertEqual(str(self.last_run().day), "2024-05-06")
        with freeze_time("2024-05-06 00:10:00"):
            self.assertEqual(self.run_plan(), [])

    def test_yesterdays_run_is_given_up(self):
        with freeze_time("2024-05-06 23:50:00"), self.late_after(1):
            self.assertEqual(len(self.run_plan(budget=50)), 1)
        old = self.last_run()
        with freeze_time("2024-05-07 00:10:00"):
            self.assertEqual(sum(self.run_plan(), []), self.rows.ids)
        self.assertEqual(old.state, "failed")
        self.assertTrue(old.message)

    def test_what_changed_goes_on_after_the_budget(self):
        self.run_plan()
        self.Dirty._mark(self.rows)
        with self.late_after(1):
            first = self.run_plan(budget=50)
        self.assertEqual(self.last_run(scope="dirty").state, "running")
        self.assertEqual(sum(first + self.run_plan(), []), self.rows.ids)
        self.assertEqual(len(self.Run.search([("scope", "=", "dirty")])), 1)
        self.assertEqual(self.last_run(scope="dirty").state, "done")

    def test_archived_rows_wait(self):
        self.rows[0].active = False
        self.rows[1].product_id.active = False
        self.Dirty._mark(self.rows[:2])
        self.assertEqual(sum(self.run_plan(), []), self.rows[2:].ids)
        self.assertEqual(self.run_plan(), [])
        self.rows[0].active = True
        self.assertEqual(self.run_plan(), [self.rows[0].ids])

    def test_rows_made_while_the_run_is_under_way(self):
        with self.late_after(1):
            self.run_plan(budget=50)
        new = self.make_orderpoint(self.make_product("New"), self.policy)
        self.assertIn(new.id, sum(self.run_plan(), []))

    # --- echelons ---

    def test_product_of_branch_and_hub_is_one_batch(self):
        """Else the hub could be planned before it knows what the branch draws."""
        branch = self.env["stock.warehouse"].create(
            {
                "name": "Branch",
                "code": "BRA",
                "company_id": self.company.id,
                "resupply_wh_ids": [(6, 0, self.warehouse.ids)],
            }
        )
        rows = self.rows[:1] + self.make_orderpoint(
            self.rows[0].product_id,
            self.policy,
            branch,
            route_id=branch.resupply_route_ids.id,
        )
        self.past_move(rows.product_id, 40, -3, source=branch.lot_stock_id)
        self.batch_of(1)
        self.assertEqual(self.run_plan()[0], rows.ids)
        drawn = self.Suggestion.search([("orderpoint_id", "=", rows[1].id)])
        self.assertEqual(drawn.source_warehouse_id, self.warehouse)
        self.assertFalse(self.Dirty.search([]), "the hub knows of it")
        self.Dirty._mark(rows)
        self.assertEqual(self.run_plan(), [rows.ids])

    # --- again ---

    def test_planning_again_changes_nothing(self):
        """Not one column of rows, suggestions or decisions, nor when they changed."""
        self.set_stock(self.rows[0].product_id, 4.37)
        self.sell(self.rows[1].product_id, 11, 3)
        self.rows[2].qty_multiple = 0
        self.rows[3].product_id.seller_ids.unlink()
        self.run_plan()
        before = self.state()
        self.assertGreater(len(before["stock_replenish_suggestion"]), 5)
        self.assertEqual(len(before["stock_replenish_exception"]), 1)
        self.plan(self.rows)
        self.assertEqual(self.state(), before)
        self.Dirty._mark(self.rows)
        self.batch_of(2)
        self.assertEqual(len(self.run_plan()), 4)
        self.assertEqual(self.state(), before)

    # --- one at a time ---

    def test_second_process_finds_it_elsewhere(self):
        with db_connect(self.env.cr.dbname).cursor() as other:
            other.execute(
                "SELECT pg_try_advisory_xact_lock(%s, %s)",
                [LOCK_CLASS["plan"], self.company.id],
            )
            self.assertTrue(other.fetchone()[0])
            with patch(f"{WORK}.PATIENCE_SECONDS", 0):
                self.assertEqual(self.run_plan(), [])
            self.assertFalse(self.Run.search([]))
            # Ordering is another job.
            self.assertTrue(self.Run._cron_order())
        self.assertEqual(len(self.run_plan()), 3)

    def test_lock_is_free_after_an_error(self):
        Run = self.env.registry["stock.replenish.run"]
        with patch.object(Run, "_rows_to_plan", side_effect=RuntimeError("broken")):
            with self.assertRaises(RuntimeError):
                self.run_plan()
        self.assertEqual(len(self.run_plan()), 3)

    def test_one_company_does_not_stop_the_others(self):
        company = self.env["res.company"].create({"name": "Second Company"})
        self.env.user.company_ids += company
        warehouse = self.env["stock.warehouse"].search(
            [("company_id", "=", company.id)], limit=1
        )
        there = self.make_orderpoint(self.rows[0].product_id, self.policy, warehouse)
        Run = self.env.registry["stock.replenish.run"]
        original = Run._prepare_policies

        def broken(run, company):
            if company == self.company:
                raise RuntimeError("broken")
            return original(run, company)

        with patch.object(Run, "_prepare_policies", broken):
            # assertRaises would undo what the job has committed.
            with suppress(RuntimeError):
                self.run_plan()
                self.fail("the error was swallowed")
        self.assertTrue(there.planned_on)
        self.assertEqual(set(self.rows.mapped("plan_status")), {"not_planned"})

    # --- cost ---

    def test_queries_do_not_grow_with_rows(self):
        for number in range(7, 40):
            product = self.make_product(f"Product {number}")
            self.past_move(product, 3, -3)
            self.rows += self.make_orderpoint(product, self.policy)
        self.batch_of(1000)

        def queries(rows):
            self.plan(rows)
            return self.queries_of(lambda: self.plan(rows))

        self.assertLessEqual(queries(self.rows), queries(self.rows[:4]) + 2)

    def test_marking_costs_one_query(self):
        moves = self.sell(self.rows[0].product_id, 3).move_ids
        self.env.flush_all()
        for mark, records in (
            (self.Dirty._mark, self.rows),
            (self.Dirty._mark_moves, moves),
            (self.Dirty._mark_products, self.rows.product_id),
            (self.Dirty._mark_policies, self.policy),
        ):
            with self.assertQueryCount(1):
                mark(records)
        with self.assertQueryCount(0):
            self.Dirty._mark(self.rows.browse())
            self.Dirty._mark_moves(moves.browse())
            self.Dirty._mark_products(self.rows.product_id.browse())

    # --- doors ---

    def test_old_runs_are_forgotten(self):
        self.run_plan()
        run = self.last_run()
        self.env.cr.execute(
            "UPDATE stock_replenish_run SET create_date = '2020-01-01' WHERE id = %s",
            [run.id],
        )
        self.Run._gc_runs()
        self.assertFalse(run.exists())

    def test_jobs_are_called_by_crons_only(self):
        for kind in ("plan", "order"):
            cron = self.env.ref(f"stock_replenish_sync.ir_cron_{kind}")
            self.assertEqual(cron.code, f"model._cron_{kind}()")
            self.assertEqual(cron.model_id.model, "stock.replenish.run")
            self.assertEqual(cron.numbercall, -1)
        public = {
            name
            for name in dir(type(self.Run))
            if "plan" in name or "order" in name or "cron" in name
            if callable(getattr(type(self.Run), name)) and not name.startswith("_")
        }
        self.assertEqual(public, set())
