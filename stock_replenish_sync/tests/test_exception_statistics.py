from datetime import timedelta
from unittest.mock import patch

from psycopg2 import IntegrityError

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .common_access import new_user
from .common_exception import ExceptionCommon

GROUP = "stock_replenish_sync.group_replenish_%s"
KIND = "duplicate_rule"


class LedgerCommon(ExceptionCommon):
    """A ledger of what was raised, written by hand."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Episode = cls.env["stock.replenish.exception.episode"]
        cls.Mute = cls.env["stock.replenish.exception.mute"]
        cls.Proposal = cls.env["stock.replenish.exception.proposal"]
        cls.kind = cls.switch(KIND)
        cls.row = cls.make_orderpoint(cls.make_product())
        cls.manager = new_user(cls.env, "head", GROUP % "manager", cls.company)
        cls.planner = new_user(cls.env, "hand", GROUP % "planner", cls.company)
        cls.viewer = new_user(cls.env, "eye", GROUP % "viewer", cls.company)
        cls.number = 0

    @classmethod
    def raised(cls, days, hours=None, row=None, kind=KIND, company=None, **values):
        """Note that an exception was raised some days ago, and closed itself.

        :param hours: until somebody acted; None if nobody did
        """
        cls.number += 1
        row = cls.row if row is None else row
        company = company or cls.company
        raised_on = fields.Datetime.now() - timedelta(days=days)
        exception = cls.Exception.create(
            {
                "kind": kind,
                "code": kind,
                "company_id": company.id,
                "fingerprint": f"ledger:{cls.number}",
                "state": "resolved",
                "is_present": False,
            }
        )
        return cls.Episode.create(
            {
                "exception_id": exception.id,
                "kind": kind,
                "company_id": company.id,
                "orderpoint_id": row.id,
                "raised_on": raised_on,
                "acted_on": hours is not None and raised_on + timedelta(hours=hours),
                "ended_on": raised_on + timedelta(hours=30),
                "ended": "itself",
                **values,
            }
        )

    def figures(self, *names, kind=None):
        self.env.flush_all()
        self.env.invalidate_all()
        kind = kind or self.kind
        return tuple(kind[name] for name in names)


@tagged("post_install", "-at_install")
class TestExceptionStatistics(LedgerCommon):
    NAMES = (
        *("raised_count", "acted_count", "itself_count", "false_count"),
        "response_hours",
    )

    def warns(self, does=True):
        detection = type(self.env[f"stock.replenish.detection.{KIND}"])
        self.startPatcher(patch.object(detection, "_warns", does))

    def test_a_ledger(self):
        self.warns()
        self.raised(1, hours=2)
        self.raised(2, hours=10, ended="hand")
        self.raised(3, hours=3)
        # Went away: once without harm, once the item was out.
        self.raised(4)
        self.raised(5, harm=True)
        # Still there.
        self.raised(6, ended_on=False, ended=False)
        self.assertEqual(self.figures(*self.NAMES), (6, 3, 2, 1, 3.0))

    def test_what_is_long_ago_or_elsewhere_does_not_count(self):
        self.warns()
        self.raised(89)
        self.raised(91)
        self.raised(1, kind="order_error")
        abroad = self.env["res.company"].create({"name": "Abroad"})
        self.raised(1, hours=1, company=abroad)
        self.assertEqual(self.figures(*self.NAMES), (1, 0, 1, 1, 0.0))
        theirs = self.switch(KIND, company=abroad)
        self.assertEqual(self.figures(*self.NAMES, kind=theirs), (1, 1, 0, 0, 1.0))

    def test_only_warnings_can_be_false(self):
        self.warns(False)
        self.raised(4)
        self.assertEqual(self.figures("false_count", "is_warning"), (0, False))

    def test_median_of_an_even_number(self):
        for hours in (1, 2, 4, 100):
            self.raised(1, hours=hours)
        self.assertEqual(self.figures("response_hours"), (3.0,))

    def test_all_kinds_cost_one_query(self):
        kinds = self.kind._of(self.company)
        self.raised(1)
        self.env.flush_all()
        self.env.invalidate_all()
        kinds.mapped("kind")
        with self.assertQueryCount(1):
            kinds.mapped("raised_count")

    def test_few_rights(self):
        self.raised(1, hours=2)
        self.env.flush_all()
        mine = self.kind.with_user(self.viewer)
        self.assertEqual((mine.raised_count, mine.response_hours), (1, 2.0))
        self.assertEqual(mine.display_name, "Two rules for the same stock")
        with self.assertRaises(AccessError):
            mine.is_on = False
        with self.assertRaises(AccessError):
            mine.with_user(self.planner).days = 3

    def test_settings_open_with_all_kinds(self):
        Kind = self.env["stock.replenish.exception.kind"].with_user(self.viewer)
        Kind.sudo().search([]).unlink()
        action = self.env.ref(
            "stock_replenish_sync.stock_replenish_exception_kind_open_action"
        )
        opened = action.with_user(self.viewer).run()
        self.assertEqual(opened["res_model"], Kind._name)
        labels = dict(self.env["stock.replenish.detection"]._labels())
        self.assertEqual(set(Kind.search([]).mapped("kind")), set(labels))

    def test_managers_change_thresholds_on_the_form(self):
        setting = self.kind.with_user(self.manager)
        with Form(setting) as form:
            form.owner_rule = "warehouse"
            form.is_on = False
            form.reason = "We count shelves apart"
        self.assertEqual(setting.owner_rule, "warehouse")


@tagged("post_install", "-at_install")
class TestExceptionProposals(LedgerCommon):
    """Twenty are enough to judge a kind, five to judge a rule."""

    def many(self, count, days=3, **values):
        return [self.raised(days, **values) for _number in range(count)]

    def proposed(self):
        self.env.flush_all()
        self.env.invalidate_all()
        return self.kind.proposal_ids

    def test_a_kind_nobody_acts_on(self):
        self.many(19)
        self.assertEqual(self.figures("is_proposed", "proposal"), (False, False))
        self.many(1)
        is_proposed, proposal = self.figures("is_proposed", "proposal")
        self.assertTrue(is_proposed)
        self.assertIn("Raised 20 times", proposal)
        Kind = self.env["stock.replenish.exception.kind"]
        self.assertEqual(Kind.search([("is_proposed", "=", True)]), self.kind)
        self.assertNotIn(self.kind, Kind.search([("is_proposed", "=", False)]))

    def test_one_of_twenty_acted_on_is_enough_one_of_forty_is_not(self):
        self.many(19)
        self.raised(3, hours=1)
        self.assertEqual(self.figures("is_proposed"), (False,))
        self.many(20)
        self.assertEqual(self.figures("is_proposed"), (True,))

    def test_a_kind_that_was_right_is_not_proposed(self):
        self.many(19)
        self.raised(3, harm=True)
        self.assertEqual(self.figures("is_proposed"), (False,))

    def test_people_have_their_time_to_act(self):
        self.many(20, ended_on=False, ended=False)
        self.assertEqual(self.figures("is_proposed"), (False,))
        self.many(20, days=15, ended_on=False, ended=False)
        self.assertEqual(self.figures("is_proposed"), (True,))

    def test_switch_off(self):
        self.many(20)
        for user in (self.viewer, self.planner):
            with self.assertRaises(AccessError):
                self.kind.with_user(user).action_switch_off()
        self.kind.with_user(self.manager).action_switch_off()
        self.assertEqual(self.figures("is_on", "is_proposed"), (False, False))
        self.assertIn("Raised 20 times", self.kind.reason)

    def test_keep(self):
        self.many(20)
        with self.assertRaises(AccessError):
            self.kind.with_user(self.planner).action_keep()
        self.kind.with_user(self.manager).action_keep()
        self.assertEqual(self.figures("is_on", "is_proposed"), (True, False))
        # What was raised before is forgotten.
        self.kind.sudo().kept_on = fields.Datetime.now() - timedelta(days=2)
        self.many(19, days=1)
        self.assertEqual(self.figures("is_proposed"), (False,))
        self.many(1, days=1)
        self.assertEqual(self.figures("is_proposed"), (True,))

    def test_a_rule_nobody_acts_on(self):
        other = self.make_orderpoint(self.make_product())
        self.many(4)
        self.many(4, row=other)
        self.assertFalse(self.proposed())
        self.many(1)
        self.raised(3, row=other, hours=1)
        found = self.proposed()
        self.assertEqual(found.orderpoint_id, self.row)
        self.assertEqual(found.product_id, self.row.product_id)
        self.assertEqual(found.raised_count, 5)
        self.assertIn("Raised 5 times", found.reason)
        self.assertEqual(self.kind.proposal_count, 1)

    def test_a_rule_that_was_out_is_not_proposed(self):
        self.many(5)
        self.raised(3, harm=True)
        self.assertFalse(self.proposed())

    def test_mute_closes_and_keeps_closed(self):
        self.many(5)
        shelf = self.stock.copy({"name": "Shelf", "location_id": self.stock.id})
        inner = self.make_orderpoint(self.row.product_id, location_id=shelf.id)
        found = self.assertRaised(KIND, orderpoint_id=inner)
        self.many(5, row=inner)
        for user in (self.viewer, self.planner):
            with self.assertRaises(AccessError):
                self.proposed().with_user(user).action_mute()
        self.proposed().with_user(self.manager).action_mute()
        self.assertFalse(self.proposed())
        mute = self.kind.mute_ids.filtered(lambda row: row.orderpoint_id == inner)
        self.assertEqual(
            (mute.kind, mute.company_id, mute.until), (KIND, self.company, False)
        )
        self.assertIn("Raised 5 times", mute.reason)
        self.assertEqual((found.state, found.ended), ("resolved", "hand"))
        self.assertIn("Muted", found.message_ids[0].body)
        self.assertFalse(found.episode_ids.filtered(lambda row: not row.ended_on))
        self.scan()
        self.assertEqual(found.state, "resolved")
        # Its last day has passed.
        today = self.company._replenish_today()
        mute.until = today - timedelta(days=1)
        self.scan()
        self.assertEqual(found.state, "open")
        mute.until = today
        self.assertEqual(found.state, "resolved")

    def test_mute_one_that_is_shown(self):
        shelf = self.stock.copy({"name": "Shelf", "location_id": self.stock.id})
        inner = self.make_orderpoint(self.row.product_id, location_id=shelf.id)
        found = self.assertRaised(KIND, orderpoint_id=inner)
        mine = found.with_user(self.manager)
        with self.assertRaises(AccessError):
            found.with_user(self.planner).action_mute()
        action = mine.action_mute()
        with Form(
            self.Mute.with_user(self.manager).with_context(**action["context"])
        ) as form:
            self.assertEqual(form.product_id, inner.product_id)
            form.reason = "The shelf is counted apart"
        self.assertEqual(found.state, "resolved")
        self.assertQuiet(KIND)
        self.assertEqual(mine.action_mute()["res_id"], self.kind.mute_ids.id)
        self.kind.mute_ids.with_user(self.manager).unlink()
        self.scan()
        self.assertEqual(found.state, "open")
        with self.assertRaises(UserError):
            self.raised(1).exception_id.with_user(self.manager).action_mute()

    def test_what_the_plan_says_can_be_muted_and_switched_off(self):
        told = ("master_data",)

        def report():
            problem = (self.row.id, "master_data", "no_vendor", "No vendor sells it.")
            self.Exception._report([problem], told, self.row.ids)
            self.env.flush_all()
            self.env.invalidate_all()

        report()
        found = self.live("master_data", self.row)
        self.assertEqual(found.state, "open")
        kind = self.switch("master_data")
        self.Mute._mute(kind, self.row, "Sold out")
        report()
        self.assertEqual(found.state, "resolved")
        kind.mute_ids.unlink()
        report()
        self.assertEqual(found.state, "open")
        kind.is_on = False
        report()
        self.assertEqual(found.state, "resolved")
        kind.is_on = True
        report()
        self.assertEqual(found.state, "open")

    def test_keep_a_rule(self):
        self.many(5)
        with self.assertRaises(AccessError):
            self.proposed().with_user(self.planner).action_keep()
        self.proposed().with_user(self.manager).action_keep()
        self.assertFalse(self.proposed())
        self.assertEqual(self.kind.kept_orderpoint_ids, self.row)
        self.many(5)
        self.assertFalse(self.proposed())

    def test_muted_again_after_it_was_over(self):
        over = self.company._replenish_today() - timedelta(days=10)
        mute = self.Mute.create(
            {
                "kind_id": self.kind.id,
                "orderpoint_id": self.row.id,
                "reason": "Moved house",
                "until": over,
            }
        )
        self.many(5, days=20)
        self.assertFalse(self.proposed(), "raised before it was over")
        self.many(5, days=3)
        self.proposed().with_user(self.manager).action_mute()
        self.assertEqual(self.kind.mute_ids, mute)
        self.assertFalse(mute.until)

    def test_companies_are_apart(self):
        abroad = self.env["res.company"].create({"name": "Abroad"})
        theirs = self.switch(KIND, company=abroad)
        self.many(20)
        self.assertEqual(self.figures("is_proposed", kind=theirs), (False,))
        stranger = new_user(self.env, "stranger", GROUP % "manager", abroad)
        elsewhere = self.Proposal.with_user(stranger).with_context(
            allowed_company_ids=abroad.ids
        )
        self.assertFalse(elsewhere.search([]))
        proposal = self.proposed()
        for method in ("action_mute", "action_keep"):
            with self.assertRaises(AccessError):
                getattr(elsewhere.browse(proposal.id), method)()
        with self.assertRaises(AccessError):
            self.kind.with_user(stranger).with_context(
                allowed_company_ids=abroad.ids
            ).action_switch_off()
        values = {
            "kind_id": theirs.id,
            "orderpoint_id": self.row.id,
            "reason": "Not ours",
        }
        with self.assertRaises(UserError):
            self.Mute.create(values)

    def test_muted_once(self):
        values = {
            "kind_id": self.kind.id,
            "orderpoint_id": self.row.id,
            "reason": "Known",
        }
        self.Mute.create(values)
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(IntegrityError),
            self.cr.savepoint(),
        ):
            self.Mute.create(values)
