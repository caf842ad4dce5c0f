import logging
from datetime import timedelta
from unittest.mock import patch

import psycopg2

from odoo import SUPERUSER_ID, api, fields
from odoo.exceptions import AccessError
from odoo.sql_db import db_connect
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from ..models.monitor.stock_replenish_health import SEQUENCES
from .access_table import USERS
from .common import ReplenishCommon
from .common_access import new_user

HEALTH = "odoo.addons.stock_replenish_sync.models.monitor.stock_replenish_health"
JOBS = ("plan", "changes", "order", "scan", "snapshot", "review")


@tagged("post_install", "-at_install")
class TestHealth(ReplenishCommon, HttpCase):
    """What a monitoring system is told, and who may ask how often."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["stock.warehouse.orderpoint"].search([]).active = False
        cls.make_orderpoint(cls.make_product("Secret Desk"), cls.make_policy())
        cls.Health = cls.env["stock.replenish.health"]
        cls.token = cls.Health._new_token()

    def setUp(self):
        super().setUp()
        # Sequences outlive the transaction of a test.
        for name in SEQUENCES.values():
            self.env.cr.execute("SELECT setval(%s, 1)", [name])
        self.mark(fields.Datetime.now())

    def mark(self, moment, *jobs):
        for job in jobs or JOBS:
            self.env["stock.replenish.job.mark"].search([("job", "=", job)]).unlink()
            self.env["stock.replenish.job.call"]._mark(job, self.company, moment)

    def ask(self, token=None, address="/replenish/health", **headers):
        if token is not None:
            headers["Authorization"] = f"Bearer {token}"
        self.env.flush_all()
        return self.url_open(address, headers=headers)

    # --- 200, 503 ---

    def test_all_work(self):
        answer = self.ask(self.token)
        self.assertEqual(answer.status_code, 200)
        self.assertEqual(
            answer.headers["Content-Type"].split(";")[0], "application/json"
        )
        self.assertEqual(answer.headers["Cache-Control"], "no-store")
        body = answer.json()
        self.assertEqual(set(body), {"ok", "checked_at", "jobs"})
        self.assertIs(body["ok"], True)
        self.assertEqual([job["job"] for job in body["jobs"]], list(JOBS))
        for job in body["jobs"]:
            self.assertEqual(
                set(job),
                {
                    *("job", "company_id", "state", "age_seconds", "limit_seconds"),
                    *("backlog", "failures_24h"),
                },
            )
            self.assertEqual((job["company_id"], job["state"]), (self.company.id, "ok"))
            self.assertGreaterEqual(job["age_seconds"], 0)
            self.assertGreater(job["limit_seconds"], job["age_seconds"])
        for word in ("Secret", "Desk", self.company.name):
            self.assertNotIn(word, answer.text)

    def test_other_header_and_other_case(self):
        for headers in (
            {"X-Replenish-Token": self.token},
            {"Authorization": f"bearer {self.token}"},
        ):
            self.assertEqual(self.ask(**headers).status_code, 200)

    def test_stale_and_well_again(self):
        self.mark(fields.Datetime.now() - timedelta(hours=2), "scan")
        answer = self.ask(self.token)
        self.assertEqual(answer.status_code, 503)
        self.assertIs(answer.json()["ok"], False)
        states = {job["job"]: job["state"] for job in answer.json()["jobs"]}
        self.assertEqual(states["scan"], "stale")
        self.mark(fields.Datetime.now(), "scan")
        self.assertEqual(self.ask(self.token).status_code, 200)
        # Failing, but in time: told, and no alarm yet.
        self.env["stock.replenish.job.call"]._failed("scan", self.company, "Secret")
        answer = self.ask(self.token)
        self.assertEqual(answer.status_code, 200)
        self.assertEqual(answer.json()["jobs"][3]["failures_24h"], 1)
        self.assertNotIn("Secret", answer.text)
        self.env.ref("stock_replenish_sync.ir_cron_order").active = False
        self.assertEqual(self.ask(self.token).status_code, 503)

    def test_any_company_counts(self):
        other = self.env["res.company"].create({"name": "Other Company"})
        house = self.env["stock.warehouse"].search([("company_id", "=", other.id)])
        self.make_orderpoint(self.make_product("Lamp"), self.make_policy(), house)
        self.assertEqual(self.ask(self.token).status_code, 200, "just begun")
        past = fields.Datetime.now() - timedelta(hours=2)
        self.env["stock.replenish.job.call"]._mark("order", other, past)
        answer = self.ask(self.token)
        self.assertEqual(answer.status_code, 503)
        late = [job for job in answer.json()["jobs"] if job["state"] == "stale"]
        self.assertEqual([job["company_id"] for job in late], [other.id])

    # --- 401 ---

    def test_nobody_without_the_token(self):
        wrong = ("", "x", self.token[:-1], f"{self.token}x", "x" * len(self.token))
        for token in (None, *wrong, "x" * 5000, "\u00e9"):
            answer = self.ask(token and token.encode("latin-1").decode("latin-1"))
            self.assertEqual(answer.status_code, 401, token)
            self.assertEqual(answer.headers["WWW-Authenticate"], "Bearer")
            self.assertEqual(answer.json(), {"error": "token needed"})
        # An address is written into logs: it is not looked at.
        answer = self.ask(address=f"/replenish/health?token={self.token}")
        self.assertEqual(answer.status_code, 401)
        # Whoever is logged in is nobody special.
        self.authenticate("admin", "admin")
        self.assertEqual(self.ask().status_code, 401)

    def test_nobody_at_all_before_there_is_one(self):
        self.Health._withdraw_token()
        for token in (None, "", self.token):
            self.assertEqual(self.ask(token).status_code, 401)

    def test_no_session(self):
        for token in (None, self.token):
            answer = self.ask(token)
            self.assertNotIn("Set-Cookie", answer.headers)
            self.assertFalse(answer.cookies)

    def test_token_is_in_no_log_and_not_stored(self):
        with self.assertLogs(logging.getLogger(), "DEBUG") as logs:
            logging.getLogger("odoo").debug("at least one line")
            self.assertEqual(self.ask(self.token).status_code, 200)
        self.assertNotIn(self.token, "\n".join(logs.output))
        values = self.env["ir.config_parameter"].sudo().search([]).mapped("value")
        self.assertFalse([value for value in values if self.token in value])

    # --- 429 ---

    def test_too_many(self):
        with patch(f"{HEALTH}.MOST_CALLS", 2):
            statuses = [self.ask(self.token).status_code for _call in range(4)]
            self.assertEqual(statuses, [200, 200, 429, 429])
            wait = int(self.ask(self.token).headers["Retry-After"])
            self.assertTrue(1 <= wait <= 60)
            # Strangers count apart, and cannot keep the right one out.
            statuses = [self.ask("x").status_code for _call in range(3)]
            self.assertEqual(statuses, [401, 401, 429])

    def test_strangers_keep_nobody_out(self):
        with patch(f"{HEALTH}.MOST_CALLS", 1):
            statuses = [self.ask("x").status_code for _call in range(3)]
            self.assertEqual(statuses, [401, 429, 429])
            self.assertEqual(self.ask(self.token).status_code, 200)

    def test_workers_count_together_and_a_minute_ends(self):
        name = SEQUENCES[True]
        self.assertEqual([self.Health._count(name, 7) for _call in range(2)], [1, 2])
        with db_connect(self.env.cr.dbname).cursor() as other:
            elsewhere = api.Environment(other, SUPERUSER_ID, {})
            count = elsewhere["stock.replenish.health"]._count
            self.assertEqual(count(name, 7), 3)
            # One that comes late, with the minute before, turns nothing back.
            self.assertEqual(count(name, 6), 4)
        self.assertEqual(self.Health._count(name, 8), 1)
        # As after a restored database, or a clock that was wrong.
        self.assertEqual(self.Health._count(name, 3), 1)
        with patch(f"{HEALTH}.MOST_CALLS", 2):
            counts = [self.Health._count(name, 3) for _call in range(5)]
            self.assertEqual(counts, [2, 3, 3, 3, 3], "no longer than need be")

    # --- read only ---

    def test_nothing_is_written(self):
        writes = patch.object(
            self.env.registry["stock.replenish.health"],
            "_report",
            lambda health: health.env.cr.execute(
                "UPDATE stock_replenish_job_mark SET success_on = now()"
            ),
        )
        with (
            writes,
            mute_logger("odoo.sql_db"),
            self.assertRaises(psycopg2.errors.ReadOnlySqlTransaction),
            self.env.cr.savepoint(),
        ):
            self.Health._answer(self.token)

    # --- the token ---

    def test_token_is_made_by_administrators(self):
        Settings = self.env["res.config.settings"]
        action = Settings.create({}).action_replenish_new_health_token()
        token = action["context"]["default_token"]
        shown = self.env[action["res_model"]].with_context(**action["context"])
        self.assertEqual(shown.default_get(["token"]), {"token": token})
        self.assertEqual(self.ask(self.token).status_code, 401, "replaced")
        self.assertEqual(self.ask(token).status_code, 200)
        names = ("replenish_has_health_token", "replenish_health_address")
        # As a browser opens the form, which has the company.
        asked = {name: {} for name in ("company_id", *names)}
        opened = Settings.onchange({}, [], asked)["value"]
        self.assertIs(opened["replenish_has_health_token"], True)
        address = opened["replenish_health_address"]
        self.assertTrue(address.endswith("/replenish/health"))
        settings = Settings.create({})
        manager = new_user(self.env, "health", USERS["manager"], self.company)
        for method in (
            "action_replenish_new_health_token",
            "action_replenish_withdraw_health_token",
        ):
            with self.assertRaises(AccessError):
                getattr(settings.with_user(manager), method)()
        settings.action_replenish_withdraw_health_token()
        self.assertEqual(self.ask(token).status_code, 401)
        self.assertFalse(Settings.create({}).replenish_has_health_token)
