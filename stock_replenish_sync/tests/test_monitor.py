from contextlib import suppress
from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.tests import tagged
from odoo.tools import mute_logger

from .access_table import USERS
from .common import ReplenishCommon
from .common_access import new_user

SCAN = (
    "odoo.addons.stock_replenish_sync.models.exception.stock_replenish_exception_scan"
)
COMMIT = "odoo.addons.stock_replenish_sync.models.runs.stock_replenish_commit"
JOBS = ("plan", "changes", "order", "scan", "snapshot", "review")


@tagged("post_install", "-at_install")
class TestMonitor(ReplenishCommon):
    """What is known of jobs, and what is told when one does not come."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["stock.warehouse.orderpoint"].search([]).active = False
        cls.policy = cls.make_policy()
        cls.row = cls.make_orderpoint(cls.make_product("Desk"), cls.policy)
        cls.other = cls.env["res.company"].create({"name": "Other Company"})
        house = cls.env["stock.warehouse"].search([("company_id", "=", cls.other.id)])
        cls.make_orderpoint(cls.make_product("Lamp"), cls.policy, house)
        cls.Job = cls.env["stock.replenish.job"].with_context(
            allowed_company_ids=[cls.company.id, cls.other.id]
        )
        cls.Calls = cls.env["stock.replenish.job.call"]
        cls.Exception = cls.env["stock.replenish.exception"].with_context(
            allowed_company_ids=[cls.company.id, cls.other.id]
        )
        cls.first = cls.Job.search([]).mapped("state")
        cls.call("plan", "order", "scan", "snapshot", "review")

    @classmethod
    def call(cls, *jobs):
        """Let scheduled actions come."""
        cls.env.flush_all()
        for job in jobs:
            {
                "plan": cls.Run._cron_plan,
                "order": cls.Run._cron_order,
                "scan": cls.env["stock.replenish.exception"]._cron_scan,
                "snapshot": cls.env["stock.replenish.kpi"]._cron_snapshot,
                "review": cls.env["stock.replenish.month.sent"]._cron_send,
            }[job]()
        cls.env.invalidate_all()

    def job(self, code, company=None):
        self.env.invalidate_all()
        return self.Job.search(
            [("job", "=", code), ("company_id", "=", (company or self.company).id)]
        )

    def states(self, company=None):
        return {code: self.job(code, company).state for code in JOBS}

    def long_ago(self, *jobs, company=None, hours=30):
        """Have the last success of jobs be some hours ago."""
        moment = fields.Datetime.now() - timedelta(hours=hours)
        domain = [("job", "in", jobs)]
        if company:
            domain.append(("company_id", "=", company.id))
        self.env["stock.replenish.job.mark"].search(domain).success_on = moment
        if "plan" in jobs:
            runs = self.Run.search([("kind", "=", "plan"), ("scope", "=", "full")])
            runs.finished_on = moment

    def told(self, company=None):
        return self.Exception.search(
            [
                ("kind", "=", "stale_job"),
                ("state", "!=", "resolved"),
                ("company_id", "=", (company or self.company).id),
            ],
            order="code",
        )

    # --- how a job is ---

    def test_new_ones_wait_then_work(self):
        self.assertEqual(set(self.first), {"waiting"})
        self.assertEqual(set(self.states().values()), {"ok"})
        self.assertEqual(set(self.states(self.other).values()), {"ok"})
        self.assertTrue(all(self.job(code).success_on for code in JOBS))
        self.assertTrue(self.job("plan").took)
        self.assertFalse(self.told() + self.told(self.other))
        # Nothing to do is a success, too.
        self.long_ago("order", "scan", "changes")
        self.call("plan", "order", "scan")
        self.assertEqual(set(self.states().values()), {"ok"})

    def test_clock_that_was_ahead(self):
        """What was done on days to come hides nothing of what follows."""
        self.long_ago("plan", "scan", hours=-900)
        self.call("scan")
        now = fields.Datetime.now()
        self.assertLessEqual(self.job("scan").success_on, now)
        self.Calls._mark("plan", self.company, now - timedelta(hours=30))
        self.assertEqual(self.job("plan").state, "stale")

    def test_company_without_rules_has_no_jobs(self):
        self.env["res.company"].create({"name": "Third Company"})
        companies = self.Job.search([]).company_id
        self.assertEqual(companies, self.company + self.other)

    def test_late_by_the_interval_of_the_action(self):
        self.long_ago("scan", "order", hours=2)
        self.long_ago("plan", "snapshot", hours=25)
        states = self.states()
        self.assertEqual(
            {code for code in JOBS if states[code] == "stale"}, {"scan", "order"}
        )
        cron = self.env.ref("stock_replenish_sync.ir_cron_scan")
        cron.write({"interval_number": 1, "interval_type": "days"})
        self.assertEqual(self.job("scan").limit_minutes, 26 * 60)
        self.assertEqual(self.job("scan").state, "ok")
        cron.write({"interval_number": 90, "interval_type": "minutes"})
        self.assertEqual(self.job("scan").limit_minutes, 180)

    def test_trend_compares_ten_with_the_ten_before(self):
        other = self.job("scan", self.other).seconds
        for seconds, count in ((90, 5), (10, 10), (12, 10)):
            for _number in range(count):
                self.Calls._done("scan", self.company, seconds)
        self.Calls._failed("scan", self.company, "Broken")
        job = self.job("scan")
        self.assertEqual((job.seconds, job.seconds_before), (12, 10))
        self.assertEqual((job.took, job.trend), ("12 s", "+20 %"))
        self.assertEqual(self.job("scan", self.other).seconds, other)

    def test_backlog_counts_what_waits(self):
        self.assertEqual(sum(self.job(code).backlog for code in JOBS), 0)
        self.env["stock.replenish.dirty"]._mark(self.row + self.row)
        self.env["stock.replenish.dirty"]._mark(self.row)
        self.row.write({"trigger": "auto", "qty_to_order": 5})
        self.row.planned_on = fields.Datetime.now() + timedelta(minutes=1)
        self.assertEqual(
            {code: self.job(code).backlog for code in JOBS},
            {
                "plan": 0,
                "changes": 1,
                "order": 1,
                "scan": 1,
                "snapshot": 0,
                "review": 0,
            },
        )
        self.assertEqual(self.job("changes", self.other).backlog, 0)

    # --- what fails ---

    def test_one_company_does_not_stop_the_others(self):
        self.long_ago("scan")
        Scan = self.env.registry["stock.replenish.exception"]
        original = Scan._scan_due

        def broken(scan, company):
            if company == self.company:
                raise RuntimeError("Out of order.")
            return original(scan, company)

        with patch.object(Scan, "_scan_due", broken), mute_logger(COMMIT):
            # assertRaises would undo what the job has told.
            with suppress(RuntimeError):
                self.call("scan")
                self.fail("the error was swallowed")
        job = self.job("scan")
        self.assertEqual((job.state, job.failures), ("stale", 1))
        self.assertEqual(job.call_ids[0].error, "Out of order.")
        self.assertEqual(self.job("scan", self.other).state, "ok")
        self.long_ago("scan", hours=0.5)
        self.assertEqual(self.job("scan").state, "failing")
        self.assertEqual(self.job("scan").text, "Out of order.")
        # What failed before the last success is counted, and told no more.
        self.Calls.search([("error", "!=", False)]).ended_on -= timedelta(hours=2)
        self.call("scan")
        self.assertEqual((self.job("scan").state, self.job("scan").failures), ("ok", 1))

    def test_what_fails_inside_is_told(self):
        Excess = self.env.registry["stock.replenish.detection.excess"]
        with (
            patch.object(Excess, "_found", side_effect=RuntimeError("Bad kind")),
            mute_logger(SCAN),
        ):
            self.env["stock.replenish.exception"]._scan(self.company)
        self.assertEqual(
            (self.job("scan").state, self.job("scan").failures), ("failing", 1)
        )
        # Days that could not be measured are no success of measuring.
        self.long_ago("snapshot")
        Kpi = self.env.registry["stock.replenish.kpi"]
        with patch.object(Kpi, "_snapshot_due", return_value=False):
            self.call("snapshot")
        self.assertEqual(self.job("snapshot").state, "stale")

    def test_errors_of_runs_are_told(self):
        Run = self.env.registry["stock.replenish.run"]
        self.long_ago("changes")
        with (
            patch.object(Run, "_rows_to_plan", side_effect=RuntimeError("Broken")),
            mute_logger(f"{COMMIT.rpartition('.')[0]}.stock_replenish_run_work"),
            suppress(RuntimeError),
        ):
            self.call("plan")
        job = self.job("changes")
        self.assertEqual((job.failures, job.state), (1, "stale"))
        before = job.success_on
        self.call("plan")
        self.assertGreater(self.job("changes").success_on, before)
        self.Run.create(
            {"kind": "order", "company_id": self.company.id, "day": "2024-01-15"}
        )
        self.call("order")
        self.assertEqual(self.job("order").failures, 1, "not finished on its day")

    # --- what is told of it ---

    def test_stale_is_told_once_and_closes_itself(self):
        self.long_ago("scan", company=self.company)
        self.call("plan")
        problem = self.told()
        self.assertEqual(len(problem), 1)
        self.assertEqual((problem.severity, problem.product_id.id), ("3", False))
        self.assertIn("Look for exceptions: not done since", problem.problem)
        self.assertEqual([a["label"] for a in problem.actions], ["Monitor"])
        self.assertEqual(problem.action_document()["res_model"], "stock.replenish.job")
        self.assertFalse(self.told(self.other))
        self.call("plan", "order")
        self.assertEqual(self.told(), problem)
        self.assertEqual(len(problem.episode_ids), 1)
        self.call("scan")
        self.assertFalse(self.told())
        self.assertEqual(problem.ended, "itself")

    def test_switched_off_is_told_at_once(self):
        cron = self.env.ref("stock_replenish_sync.ir_cron_plan")
        cron.active = False
        self.call("scan")
        self.assertEqual(self.told().mapped("code"), ["changes_off", "plan_off"])
        self.assertIn("switched off", self.told()[0].problem)
        self.assertEqual(len(self.told(self.other)), 2)
        cron.active = True
        self.call("order")
        self.assertFalse(self.told() + self.told(self.other))
        cron.unlink()
        self.assertEqual(self.job("plan").state, "off")

    def test_kind_switched_off_is_not_told(self):
        kinds = self.env["stock.replenish.exception.kind"]._of(self.company)
        kinds.filtered(lambda kind: kind.kind == "stale_job").is_on = False
        self.long_ago("scan")
        self.call("plan")
        self.assertFalse(self.told())
        self.assertTrue(self.told(self.other))

    def test_after_a_pause_the_first_call_tells_nothing(self):
        self.long_ago(*JOBS)
        self.call("scan")
        self.assertFalse(self.told(), "the turn of the others is yet to come")
        self.call("scan")
        self.assertEqual(
            self.told().mapped("code"),
            [f"{job}_stale" for job in sorted({*JOBS} - {"scan"})],
        )

    def test_looking_after_others_is_cheap(self):
        companies = self.company + self.other
        self.Exception._watch_jobs(companies, companies)
        self.env.flush_all()
        with self.assertQueryCount(2):
            self.Exception._watch_jobs(companies, companies)

    # --- who sees it ---

    def test_each_sees_the_own_company(self):
        self.long_ago("order", company=self.other)
        viewer = new_user(self.env, "monitor", USERS["viewer"], self.company)
        seen = self.Job.with_user(viewer).with_context(
            allowed_company_ids=self.company.ids
        )
        self.assertEqual(seen.search([]).company_id, self.company)
        self.assertEqual(seen.replenish_job_state()["worst"], "ok")
        both = self.Job.replenish_job_state()
        self.assertEqual((both["worst"], both["late"]), ("stale", 1))

    def test_old_calls_are_forgotten(self):
        self.Calls._done("scan", self.company, 5)
        self.Calls._done("scan", self.company, 7)
        old = self.Calls.search([("seconds", "=", 5)])
        old.ended_on = "2020-01-01 00:00:00"
        self.Calls._gc_calls()
        self.assertFalse(old.exists())
        self.assertIn(7, self.job("scan").call_ids.mapped("seconds"))
