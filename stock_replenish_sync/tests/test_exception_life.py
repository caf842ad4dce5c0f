from unittest.mock import patch

import numpy as np
from freezegun import freeze_time

from odoo import Command
from odoo.tests import tagged
from odoo.tools import SQL

from .common_exception import ExceptionCommon


@tagged("post_install", "-at_install")
class TestExceptionLife(ExceptionCommon):
    """What becomes of a problem from scan to scan, whatever kind it is of.

    A detection stands in that finds what the test says.
    """

    KIND = "order_error"
    KINDS = (KIND,)

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.product = cls.make_product()
        cls.row = cls.make_orderpoint(cls.product)
        cls.Settings = cls.env["stock.replenish.exception.kind"]
        cls.wrong = {}
        stand_in = type(cls.env["stock.replenish.detection.order_error"])

        def found(_self, scope):
            keys, products, severity, value, days = (
                [[], [], [], [], []]
                if not cls.wrong
                else map(list, zip(*cls.wrong.values(), strict=True))
            )
            return {
                "key": SQL("u.key"),
                "product_id": SQL("u.product_id"),
                "orderpoint_id": SQL("%s", cls.row.id),
                "warehouse_id": SQL("%s", cls.warehouse.id),
                "days": SQL("u.days"),
                "level": SQL("u.level"),
                "value": SQL("u.value"),
            }, SQL(
                """FROM unnest(%s::text[], %s::int[], %s::int[], %s::float8[],
                               %s::int[])
                        AS u(key, product_id, level, value, days)
                   WHERE %s""",
                keys,
                products,
                severity,
                value,
                days,
                scope.on("u.product_id"),
            )

        def judge(_self, found, _scope):
            return found["level"].astype(int), np.array(found["value"])

        for name, value in (
            ("_found", found),
            ("_judge", judge),
            ("_reported", False),
            ("_event", False),
        ):
            patcher = patch.object(stand_in, name, value)
            patcher.start()
            cls.addClassCleanup(patcher.stop)

    def setUp(self):
        super().setUp()
        self.wrong.clear()

    @classmethod
    def say(cls, key="a", severity=2, value=100.0, product=None, days=1):
        cls.wrong[key] = (key, (product or cls.product).id, severity, value, days)

    def seen(self):
        return self.Exception.search(
            [("company_id", "=", self.company.id), ("kind", "=", self.KIND)]
        )

    def notes(self, exception):
        return " ".join(exception.message_ids.mapped("body"))

    # --- raised, seen again, gone, back ---

    def test_raised_once_however_often_it_is_seen(self):
        self.say()
        self.scan()
        problem = self.seen()
        self.assertEqual((problem.state, problem.severity), ("open", "2"))
        self.assertEqual(problem.value_at_risk, 100)
        self.assertTrue(problem.is_present)
        self.scan()
        self.assertEqual(self.seen(), problem)
        self.assertEqual(problem.occurrences, 1)
        self.assertEqual(len(problem.episode_ids), 1)

    def test_scan_after_a_scan_writes_nothing(self):
        for number in range(5):
            self.say(str(number), severity=number % 4, value=number)
        self.scan()
        self.seen()[0]._snooze(False)
        self.seen()[1]._resolve("Done")
        self.scan()

        def rows():
            self.env.flush_all()
            self.env.cr.execute(
                """SELECT to_json(e), (SELECT count(*) FROM mail_message m
                          WHERE m.res_id = e.id AND m.model = %s)
                   FROM stock_replenish_exception e
                   WHERE company_id = %s ORDER BY id""",
                ["stock.replenish.exception", self.company.id],
            )
            return self.env.cr.fetchall()

        before = rows()
        self.assertEqual(len(before), 5)
        with freeze_time(self.now()):
            self.scan()
        self.assertEqual(rows(), before)

    def test_says_what_it_is_now(self):
        self.say(value=100, days=3)
        self.scan()
        self.say(value=40, severity=1, days=4)
        self.scan()
        problem = self.seen()
        self.assertEqual(
            (problem.value_at_risk, problem.severity, problem.days), (40, "1", 4)
        )

    def test_closes_itself_and_says_so(self):
        self.say()
        self.scan()
        problem = self.seen()
        self.wrong.clear()
        self.scan()
        self.assertEqual((problem.state, problem.ended), ("resolved", "itself"))
        self.assertFalse(problem.is_present)
        self.assertIn("closed by itself", self.notes(problem))
        episode = problem.episode_ids
        self.assertEqual(episode.ended, "itself")
        self.assertFalse(episode.acted_on)

    def test_back_is_the_same_row_and_a_new_episode(self):
        self.say()
        self.scan()
        problem = self.seen()
        self.wrong.clear()
        self.scan()
        self.say()
        self.scan()
        self.assertEqual(self.seen(), problem)
        self.assertEqual((problem.state, problem.ended), ("open", False))
        self.assertEqual(len(problem.episode_ids), 2)
        self.assertEqual(problem.episode_ids.mapped("ended"), [False, "itself"])
        self.assertIn("It is back", self.notes(problem))

    def test_days_seen_are_counted(self):
        self.say()
        with freeze_time("2024-05-06 08:00:00"):
            self.scan()
            self.scan()
        with freeze_time("2024-05-07 08:00:00"):
            self.scan()
            problem = self.seen()
            self.assertEqual(problem.occurrences, 2)
            self.assertEqual(problem.last_seen, self.now())
            self.assertEqual(str(problem.first_seen), "2024-05-06 08:00:00")

    # --- put aside by people ---

    def test_acknowledged_stays_so(self):
        self.say()
        self.scan()
        problem = self.seen()
        problem._acknowledge("I ask the vendor")
        self.say(value=1000, severity=3)
        self.scan()
        self.assertEqual(problem.state, "acknowledged")
        self.assertIn("I ask the vendor", self.notes(problem))
        self.assertEqual(problem.episode_ids.acted_how, "acknowledge")
        self.assertEqual(problem.episode_ids.acted_uid, self.env.user)

    def test_snoozed_until_it_gets_worse(self):
        self.say(value=100)
        self.scan()
        problem = self.seen()
        problem._snooze(False, "Waits for the fair")
        self.say(value=124)
        self.scan()
        self.assertEqual(problem.state, "snoozed")
        self.say(value=126)
        self.scan()
        self.assertEqual(problem.state, "open")
        self.assertEqual(len(problem.episode_ids), 1)

    def test_snoozed_until_it_gets_more_severe(self):
        self.say(severity=2)
        self.scan()
        self.seen()._snooze(False)
        self.say(severity=3)
        self.scan()
        self.assertEqual(self.seen().state, "open")

    def test_snoozed_until_a_day(self):
        self.say()
        with freeze_time("2024-05-06 08:00:00"):
            self.scan()
            self.seen()._snooze("2024-05-08")
        with freeze_time("2024-05-07 08:00:00"):
            self.scan()
            self.assertEqual(self.seen().state, "snoozed")
        with freeze_time("2024-05-08 08:00:00"):
            self.scan()
            self.assertEqual(self.seen().state, "open")
            self.assertFalse(self.seen().snoozed_until)

    def test_snoozed_closes_when_the_cause_is_gone(self):
        self.say()
        self.scan()
        self.seen()._snooze(False)
        self.wrong.clear()
        self.scan()
        self.assertEqual(self.seen().state, "resolved")

    def test_resolved_by_hand_stays_closed_until_it_worsens(self):
        self.say(value=100)
        self.scan()
        problem = self.seen()
        problem._resolve("Agreed with sales")
        self.scan()
        self.assertEqual((problem.state, problem.ended), ("resolved", "hand"))
        self.assertTrue(problem.is_present)
        self.say(value=200)
        self.scan()
        self.assertEqual(problem.state, "open")
        self.assertEqual(len(problem.episode_ids), 2)

    def test_resolved_by_hand_opens_when_gone_and_back(self):
        self.say()
        self.scan()
        self.seen()._resolve("Agreed with sales")
        self.wrong.clear()
        self.scan()
        self.assertEqual(self.seen().ended, "hand")
        self.assertEqual(self.seen().episode_ids.ended, "hand")
        self.say()
        self.scan()
        self.assertEqual(self.seen().state, "open")

    # --- what is looked at ---

    def test_scan_of_some_products_closes_nothing_of_others(self):
        other = self.make_product("Other")
        self.say("a")
        self.say("b", product=other)
        self.scan()
        self.wrong.clear()
        self.scan(self.product)
        self.assertEqual(
            {row.product_id: row.state for row in self.seen()},
            {self.product: "resolved", other: "open"},
        )

    def test_kind_that_is_switched_off(self):
        self.say()
        self.scan()
        setting = self.Settings._of(self.company).filtered(
            lambda row: row.kind == self.KIND
        )
        setting.is_on = False
        self.assertEqual(self.seen().state, "resolved")
        self.scan()
        self.assertEqual(self.seen().state, "resolved")
        setting.is_on = True
        self.scan()
        self.assertEqual(self.seen().state, "open")

    def test_kind_that_fails_leaves_the_others_alone(self):
        stand_in = type(self.env["stock.replenish.detection.order_error"])
        self.say()
        self.scan()
        with (
            patch.object(
                stand_in,
                "_found",
                lambda _self, _scope: ({"key": SQL("no_column")}, SQL("")),
            ),
            self.assertLogs("odoo", "ERROR"),
        ):
            self.scan()
        self.assertEqual(self.seen().state, "open")

    # --- owner, money ---

    def test_owner_is_the_planner_then_the_warehouse(self):
        people = [
            self.env["res.users"].create(
                {
                    "name": name,
                    "login": f"exception {name}",
                    "company_id": self.company.id,
                    "company_ids": self.company.ids,
                }
            )
            for name in ("Pia", "Wim")
        ]
        self.warehouse.replenish_user_id = people[1]
        self.say("a")
        self.scan()
        self.assertEqual(self.seen().user_id, people[1])
        self.row.planner_id = people[0]
        self.say("b")
        self.scan()
        self.assertEqual(self.seen().user_id, people[0] | people[1])

    def test_owner_who_is_gone_is_not_asked(self):
        gone = self.env["res.users"].create(
            {"name": "Gone", "login": "exception gone", "active": False}
        )
        self.warehouse.replenish_user_id = gone
        self.say()
        self.scan()
        self.assertFalse(self.seen().user_id)

    def test_rank_is_in_one_currency(self):
        main = self.company._get_main_company().currency_id
        own = self.env["res.currency"].create(
            {
                "name": "RPX",
                "symbol": "x",
                "rate_ids": [
                    Command.create(
                        {"name": "2000-01-01", "rate": 4.0, "company_id": False}
                    )
                ],
            }
        )
        main.rate_ids.unlink()
        self.company.currency_id = own
        self.say(value=100)
        self.scan()
        self.assertAlmostEqual(self.seen().value_at_risk, 100)
        self.assertAlmostEqual(self.seen().value_rank, 25)
        self.assertTrue(self.seen().rate_date)

    def test_cost_does_not_grow_with_rows(self):
        def queries(count):
            for number in range(count):
                self.say(str(number), value=number)
            self.scan()
            return self.queries_of(self.scan)

        few = queries(2)
        self.assertLessEqual(queries(40), few)

    def test_many_new_ones_are_made_known_to_the_database(self):
        """Or what follows in the same scan is planned for an empty list."""
        for number in range(1000):
            self.say(str(number))
        self.scan()
        self.env.cr.execute(
            "SELECT reltuples FROM pg_class WHERE relname = 'stock_replenish_exception'"
        )
        self.assertGreaterEqual(self.env.cr.fetchone()[0], 1000)
