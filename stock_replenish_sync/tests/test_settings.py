from odoo.exceptions import AccessError, ValidationError
from odoo.tests import Form, tagged

from .. import uninstall_hook
from .common import ReplenishCommon
from .common_access import new_user
from .common_onboarding import MANAGER, OnboardingCommon

PARAMETERS = "odoo.addons.stock_replenish_sync.tools.parameters"


@tagged("post_install", "-at_install")
class TestSettings(ReplenishCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.admin = new_user(
            cls.env,
            "settings",
            "base.group_system,stock.group_stock_manager,"
            "stock_replenish_sync.group_replenish_manager",
            cls.company,
        )
        cls.Settings = cls.env(
            user=cls.admin, context={"allowed_company_ids": cls.company.ids}
        )["res.config.settings"]

    def test_class_settings_are_the_companys(self):
        other = self.env["res.company"].create({"name": "Elsewhere"})
        with Form(self.Settings) as form:
            form.replenish_history_weeks = 26
            form.replenish_abc_a_share = 0.7
        form.save().execute()
        self.assertEqual(self.company.replenish_history_weeks, 26)
        self.assertEqual(self.company.replenish_abc_a_share, 0.7)
        self.assertEqual(other.replenish_history_weeks, 52)

    def test_job_settings_reach_the_jobs(self):
        settings = self.Settings.create({})
        self.assertEqual(settings.replenish_run_seconds, int(self.Run._budget()))
        self.assertEqual(settings.replenish_decision_retention_months, 24)
        settings.write(
            {"replenish_run_seconds": 45, "replenish_decision_retention_months": 6}
        )
        settings.execute()
        self.assertEqual(self.Run._budget(), 45)
        parameter = self.env["ir.config_parameter"].sudo()
        self.assertEqual(
            parameter.get_param("stock_replenish_sync.decision_retention_months"), "6"
        )

    def test_what_is_no_number_stops_no_job(self):
        parameter = self.env["ir.config_parameter"].sudo()
        budget = self.Run._budget()
        for text in ("abc", "-1", "nan", "inf"):
            for name in (
                "run_seconds",
                "plan_batch",
                "decision_retention_months",
                "change_retention_months",
                "confirm_above_value",
            ):
                parameter.set_param(f"stock_replenish_sync.{name}", text)
            with self.subTest(text), self.assertLogs(PARAMETERS, "WARNING") as log:
                self.assertEqual(self.Run._budget(), budget)
                self.assertGreater(self.Run._batch_size("plan"), 1)
                self.env["stock.replenish.decision"]._gc_decisions()
                self.env["stock.replenish.change"]._gc_changes()
                self.env["stock.warehouse.orderpoint"]._ask_above()
                self.assertEqual(len(log.output), 5)
        # As many months as no calendar has.
        parameter.set_param("stock_replenish_sync.decision_retention_months", "1e9")
        with self.assertLogs(PARAMETERS, "WARNING"):
            self.env["stock.replenish.decision"]._gc_decisions()

    def test_uninstalling_leaves_no_parameter(self):
        parameter = self.env["ir.config_parameter"].sudo()
        self.Settings.create({}).execute()
        parameter.set_param("stock_replenish_synchrony.mine", "1")
        ours = [("key", "=like", "stock\\_replenish\\_sync.%")]
        self.assertTrue(parameter.search(ours))
        uninstall_hook(self.env)
        self.assertFalse(parameter.search(ours))
        self.assertEqual(parameter.get_param("stock_replenish_synchrony.mine"), "1")

    def test_messages_name_the_field_as_it_is_labelled(self):
        for values, words in (
            ({"replenish_history_weeks": 3}, r"Demand History \(weeks\) must be"),
            ({"replenish_abc_a_share": 0.95}, "A Items up to must be less than B"),
            ({"replenish_xyz_x_cut": 2.0}, "X Items below must be more than 0 %"),
            ({"replenish_hysteresis_periods": 0}, "Consecutive classifications"),
            ({"replenish_run_seconds": 0}, r"Time of a Run \(seconds\) must be"),
            ({"replenish_decision_retention_months": -1}, r"Keep Decisions"),
        ):
            with (
                self.subTest(values=values),
                self.assertRaisesRegex(ValidationError, words),
                self.cr.savepoint(),
            ):
                self.Settings.create(values)

    def test_only_managers_see_them(self):
        stranger = new_user(
            self.env,
            "stranger",
            "base.group_system,stock.group_stock_manager",
            self.company,
        )
        for user, seen in ((self.admin, True), (stranger, False)):
            arch = self.env["res.config.settings"].with_user(user).get_view()["arch"]
            self.assertEqual("replenish_abc_a_share" in arch, seen)
        viewer = new_user(
            self.env,
            "viewer",
            "stock_replenish_sync.group_replenish_viewer",
            self.company,
        )
        with self.assertRaises(AccessError):
            self.Settings.with_user(viewer).create({})

    def test_one_home(self):
        arch = self.env["res.company"].get_view(view_type="form")["arch"]
        self.assertNotIn("replenish_", arch)


@tagged("post_install", "-at_install")
class TestClassSettings(OnboardingCommon):
    def _wizard(self, user):
        return self.env(user=user, context={"allowed_company_ids": self.company.ids})[
            "stock.replenish.class.settings"
        ]

    def test_other_settings_go_through_the_preview(self):
        self.company.replenish_history_weeks = 40
        with Form(self._wizard(self.manager)) as form:
            self.assertEqual(form.replenish_history_weeks, 40)
            form.replenish_history_weeks = 26
        action = form.save().action_preview()
        self.assertEqual(self.company.replenish_history_weeks, 40)
        change = self.env[action["res_model"]].browse(action["res_id"])
        self.assertEqual(change.kind, "classes")
        change.with_user(self.manager).action_apply()
        self.assertEqual(self.company.replenish_history_weeks, 26)

    def test_labels_are_the_companys(self):
        described = self._wizard(self.manager).fields_get()
        self.assertEqual(described["replenish_abc_a_share"]["string"], "A Items up to")
        self.assertIn("together", described["replenish_abc_a_share"]["help"])

    def test_only_managers_and_only_their_own(self):
        settings = self._wizard(self.manager).create({})
        with self.assertRaises(AccessError):
            settings.with_user(self.planner).action_preview()
        other = self.env["res.company"].create({"name": "Elsewhere"})
        foreign = self._user("settings_elsewhere", MANAGER, other)
        with self.assertRaises(AccessError):
            settings.with_user(foreign).action_preview()
