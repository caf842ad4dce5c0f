import contextlib
import io
from unittest.mock import patch

from odoo.tests import tagged

from ..cli.replenish import Replenish
from ..cli.replenish_report import Report
from .common import ReplenishCommon


@tagged("post_install", "-at_install")
class TestCommand(ReplenishCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["stock.warehouse.orderpoint"].search([]).active = False
        cls.policy = cls.make_policy(name="Shown Policy")
        cls.row = cls.make_orderpoint(cls.make_product(), cls.policy)
        cls.past_demand(cls.row.product_id, 7, weeks=3)
        cls.broken = cls.make_orderpoint(
            cls.make_product("Broken", vendor=False), cls.policy
        )

    def report(self):
        report = Report(self.env)
        report.console.file = io.StringIO()
        report.console.width = 200
        return report

    def work(self, report, *kinds):
        self.env.flush_all()
        with patch.object(type(self.env.cr), "commit"):
            for kind in kinds:
                report.work(kind)
        return report.console.file.getvalue()

    def test_plan_order_and_summary(self):
        report = self.report()
        output = self.work(report, "plan", "order")
        self.assertIn("2/2", output)
        self.assertIn("1/1", output)
        self.assertEqual(self.purchase_lines(self.row.product_id).product_qty, 20)
        self.assertEqual(set(report.seconds), {"plan", "order"})
        self.assertEqual(self.row.planned_incoming, 0)
        self.assertIn("1/1", self.work(report, "plan").removeprefix(output))
        self.assertEqual(self.row.planned_incoming, 20)
        report.summary()
        output = report.console.file.getvalue()
        for words in ("Shown Policy", "Suggestions, ordered", "No vendor sells"):
            self.assertIn(words, output)

    def test_nothing_to_do(self):
        (self.row + self.broken).active = False
        report = self.report()
        self.assertIn("0/0", self.work(report, "plan", "order"))
        report.summary()
        self.assertIn("Nothing needs a person", report.console.file.getvalue())

    def test_scan(self):
        """All is looked at, and of each kind the one with most at stake is named."""
        report = self.report()
        self.work(report, "plan")
        with patch.object(type(self.env.cr), "commit"):
            report.scan()
            report.measure()
        self.assertTrue(self.company.replenish_scanned_all_on)
        self.assertTrue(self.company.replenish_snapshot_on)
        self.assertLessEqual({"scan", "measure"}, set(report.seconds))
        report.summary()
        output = report.console.file.getvalue()
        self.assertRegex(output, r"Master data missing .* 1 .* Broken: No vendor")

    def test_in_slices(self):
        """The job is called until it has nothing left."""
        answers = iter((False, False, True))
        Run = self.env.registry["stock.replenish.run"]
        with patch.object(Run, "_cron_plan", lambda run, budget: next(answers)):
            self.work(self.report(), "plan")
        self.assertFalse(list(answers))

    def test_options(self):
        parser = Replenish()._parser()
        options, rest = parser.parse_known_args(["--plan", "-d", "base", "-c", "conf"])
        self.assertTrue(options.plan)
        self.assertFalse(options.order or options.summary)
        self.assertEqual(rest, ["-d", "base", "-c", "conf"])
        with contextlib.redirect_stdout(io.StringIO()) as text:
            with contextlib.suppress(SystemExit):
                parser.parse_args(["--help"])
        self.assertIn("--order", text.getvalue())
