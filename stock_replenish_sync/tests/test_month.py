import base64
import io
import zipfile
from datetime import date, datetime, timedelta
from unittest.mock import patch

from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.base.models.ir_qweb import QWebException

from ..models.review_month.stock_replenish_month import REPORT
from ..models.review_month.stock_replenish_month_sent import TEMPLATE
from .access_table import USERS
from .common_access import new_user
from .common_exception import ExceptionCommon

COMMIT = "odoo.addons.stock_replenish_sync.models.runs.stock_replenish_commit"
#: The day on which items ran out.
OUT = datetime(2026, 5, 12, 9)
EARLIER = OUT - timedelta(days=30)


@tagged("post_install", "-at_install")
class TestMonth(ExceptionCommon):
    """A review of May, made on the first of June."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        frozen = freeze_time("2026-06-01 08:00:00")
        frozen.start()
        cls.addClassCleanup(frozen.stop)
        cls.Month = cls.env["stock.replenish.month"]
        cls.Sent = cls.env["stock.replenish.month.sent"]
        cls.Episode = cls.env["stock.replenish.exception.episode"]
        cls.number = 0
        cls.company.replenish_snapshot_on = date(2026, 5, 31)

    @classmethod
    def make_episode(cls, rule, kind="stocked_out", raised_on=OUT, **values):
        cls.number += 1
        place = {
            "kind": kind,
            "company_id": rule.company_id.id,
            "warehouse_id": rule.warehouse_id.id,
            "orderpoint_id": rule.id,
            "product_id": rule.product_id.id,
        }
        exception = cls.Exception.create(
            dict(
                place,
                code="test",
                fingerprint=f"month:{cls.number}",
                quantity=values.pop("quantity", 0),
            )
        )
        return cls.Episode.create(
            dict(
                {"raised_on": raised_on, "ended_on": raised_on + timedelta(days=4)},
                **place,
                exception_id=exception.id,
                **values,
            )
        )

    @classmethod
    def make_rule(cls, name, **values):
        return cls.make_orderpoint(
            cls.make_product(name),
            **{
                "demand_mean": 1.0,
                "lead_time_mean": 7.0,
                "safety_stock": 2.0,
                **values,
            },
        )

    @classmethod
    def known_since(cls, records, moment):
        """Say when records were made, which is no field that can be written."""
        cls.env.flush_all()
        cls.env.cr.execute(
            f"UPDATE {records._table} SET create_date = %s WHERE id = ANY(%s)",
            [moment, records.ids],
        )
        cls.env.invalidate_all()

    def review(self, month="2026-05", user=None, **values):
        return self.Month.with_user(user or self.env.user).create(
            {"company_id": self.company.id, "month": month, **values}
        )

    def causes(self):
        self.env.flush_all()
        found = self.review()._found_out()
        names = {row["product_id"]: row["cause"] for row in found}
        products = self.env["product.product"].browse(names)
        return {product.name: names[product.id] for product in products}

    def make_suggestion(self, rule, **values):
        return self.Suggestion.create(
            {
                "orderpoint_id": rule.id,
                "company_id": rule.company_id.id,
                "warehouse_id": rule.warehouse_id.id,
                "product_id": rule.product_id.id,
                "kind": "buy",
                "quantity": 5,
                "value": 50,
                "need_date": "2026-05-10",
                "release_date": "2026-05-03",
                "due_date": "2026-05-03",
                **values,
            }
        )

    def test_causes_of_stock_outs(self):
        expected = {}

        def out(name, cause, **values):
            rule = self.make_rule(name, **values)
            self.make_episode(rule, value=10)
            expected[name] = cause
            return rule

        out("Nothing else", "parameter")
        self.make_episode(out("Data", "data"), "planning_error", EARLIER, ended_on=None)
        over = out("Data of long ago", "parameter")
        self.make_episode(over, "planning_error", EARLIER)
        late = out("Told late", "supplier")
        self.make_episode(late, "late_purchase", OUT + timedelta(seconds=9))
        moved = out("Transfer", "transfer")
        self.make_episode(moved, "late_transfer", EARLIER, ended_on=None)
        # Warned a month ago, ended when it was out.
        for name, cause, values in (
            ("Warned", "no_action", {}),
            ("Warned, put aside", "no_action", {"acted_how": "snooze"}),
            ("Warned, ordered", "parameter", {"acted_how": "order"}),
        ):
            acted = EARLIER if values else None
            self.make_episode(
                out(name, cause),
                "will_stock_out",
                EARLIER,
                **{"ended_on": OUT, "acted_on": acted, **values},
            )
        # What would have come had it been ordered when it was due.
        for name, cause, values in (
            ("Left alone", "no_action", {}),
            ("Rejected", "no_action", {"state": "rejected"}),
            (
                "Ordered late",
                "no_action",
                {"state": "ordered", "ordered_on": OUT - timedelta(days=5)},
            ),
            (
                "Ordered in time",
                "parameter",
                {"state": "ordered", "ordered_on": datetime(2026, 5, 3, 9)},
            ),
            ("Due too late", "parameter", {"due_date": "2026-05-08"}),
        ):
            suggestion = self.make_suggestion(out(name, cause), **values)
            self.known_since(suggestion, EARLIER)
        # More than seven of a week and two of safety stock.
        for name, cause, quantity in (
            ("Wanted more", "demand", 10),
            ("Wanted as planned", "parameter", 9),
        ):
            rule = out(name, cause)
            move = self.past_move(rule.product_id, quantity, 0)
            self.env.cr.execute(
                "UPDATE stock_move SET date = %s WHERE id = %s",
                [OUT - timedelta(days=3), move.id],
            )
        waiting = out("Waits", "demand")
        sold = self.sell(waiting.product_id, 12)
        sold.move_ids.date_deadline = OUT - timedelta(days=1)
        self.known_since(sold.move_ids, EARLIER)
        # Of another month, another company.
        self.make_episode(self.make_rule("June"), raised_on=datetime(2026, 6, 1, 1))
        self.assertEqual(self.causes(), expected)

    def test_late_orders(self):
        """Without any exception about them."""
        rules = [self.make_rule(f"Item {number}") for number in range(3)]
        for rule in rules:
            self.make_episode(rule)
        late, punctual, postponed = (
            self.make_quotation(rule.product_id, 5) for rule in rules
        )
        for order, day in ((late, 8), (punctual, 20), (postponed, 8)):
            order.order_line.date_planned = datetime(2026, 5, day, 9)
            order.button_confirm()
            self.known_since(order.picking_ids.move_ids, EARLIER)
        postponed.order_line.date_planned = datetime(2026, 6, 20, 9)
        self.assertEqual(
            self.causes(),
            {"Item 0": "supplier", "Item 1": "parameter", "Item 2": "supplier"},
        )

    def test_causes_of_excess(self):
        def excess(name, shipped, before=0, **values):
            rule = self.make_rule(name)
            self.make_episode(rule, "excess", EARLIER, ended_on=None, quantity=3)
            for quantity, day in ((shipped, -20), (before, -120)):
                if quantity:
                    self.past_move(rule.product_id, quantity, day)
            return rule

        excess("Nobody wants it", 0, 9)
        excess("Fewer than before", 5, 9)
        excess("As ever", 9, 9)
        typed = excess("Typed", 9, 9)
        order = self.make_quotation(typed.product_id, 50)
        order.order_line.replenish_suggestion_id = self.make_suggestion(
            typed, is_typed=True, state="ordered"
        )
        receipt = self.past_move(typed.product_id, 50, -30, self.suppliers, self.stock)
        receipt.purchase_line_id = order.order_line
        gone = excess("Gone", 9)
        self.Episode.search([("orderpoint_id", "=", gone.id)]).ended_on = OUT
        self.env.flush_all()
        review = self.review()
        found = review._named(review._found_excess())
        self.assertEqual(
            {row["product"]: (row["cause"], row["value"]) for row in found},
            {
                "Nobody wants it": ("no_demand", 30.0),
                "Fewer than before": ("demand_fell", 30.0),
                "As ever": ("parameter", 30.0),
                "Typed": ("by_hand", 30.0),
            },
        )

    def make_month(self, on_time=39):
        """Fill May with a bit of everything."""
        rule = self.make_rule("=Saw [1]")
        self.make_episode(
            rule, value=1234, acted_on=OUT, acted_how="order", acted_uid=self.env.uid
        )
        self.make_episode(rule, "excess", EARLIER, ended_on=None, quantity=2.07)
        self.make_suggestion(rule, state="ordered", ordered_on=OUT, value=70)
        self.make_suggestion(
            rule, state="ordered", ordered_on=OUT, value=30, is_typed=True
        )
        # Rejected in May, and touched since.
        self.make_suggestion(rule, state="rejected", rejected_on=OUT, value=20)
        self.env["stock.replenish.kpi"].create(
            {
                "date": "2026-05-20",
                "company_id": self.company.id,
                "currency_id": self.company.currency_id.id,
                "qty_due": 40,
                "qty_on_time": on_time,
            }
        )
        self.env.flush_all()

    def test_review(self):
        self.make_month()
        review = self.review()
        self.assertEqual(
            review.display_name, "Replenishment of Replenish Test Company in May 2026"
        )
        tables = {table["title"]: table for table in review._review()["tables"]}
        text = {
            title: [[review._cell_text(cell) for cell in row] for row in table["rows"]]
            for title, table in tables.items()
        }
        self.assertEqual(
            text["KPIs"][0], ["Fill Rate", "97.5 %", "95.0 %", "reached", "–", "–"]
        )
        [[cause, count, share, _value]] = text["Why Items were out of Stock"]
        self.assertEqual((cause, count, share), ("Parameters", "1", "100 %"))
        [worst] = text["Stock-outs that cost most"]
        self.assertEqual(worst[3], "4", "days out")
        [too_many] = text["Excess that costs most"]
        self.assertEqual(too_many[2], "3 Units", "as people count them")
        decided = {row[0]: row[1] for row in text["What was decided"]}
        self.assertEqual(decided["Suggestions ordered"], "1")
        self.assertEqual(decided["Typed quantities ordered"], "1")
        self.assertEqual(decided["Suggestions rejected"], "1")
        self.assertEqual(decided["Exceptions: Order"], "1")
        for table in tables.values():
            for row in table["rows"]:
                self.assertEqual(len(row), len(table["columns"]), table["title"])
        html, _kind = self.env["ir.actions.report"]._render_qweb_html(
            REPORT, review.ids
        )
        self.assertIn(b"=Saw [1]", html)
        self.assertIn("97.5 %", html.decode().replace("\xa0", " "))
        with zipfile.ZipFile(
            io.BytesIO(base64.b64decode(review._spreadsheet_file(review._review())))
        ) as book:
            names = book.read("xl/workbook.xml").decode()
            numbers = book.read("xl/worksheets/sheet1.xml").decode()
            words = book.read("xl/sharedStrings.xml").decode()
            styles = book.read("xl/styles.xml").decode()
        self.assertIn('name="KPIs"', names)
        self.assertIn("<v>97.5</v>", numbers, "numbers stay numbers")
        self.assertIn("=Saw [1]", words, "a name is no formula")
        self.assertIn("#,##0&quot; Units&quot;", styles, "a number has its unit")

    def test_month_without_anything(self):
        review = self.review("2025-01")
        found = review._review()
        self.assertTrue(found["tables"])
        self.assertTrue(review._spreadsheet_file(found))

    def test_own_companies_only(self):
        viewer = new_user(self.env, "month", USERS["viewer"], self.company)
        other = self.env["res.company"].create({"name": "Other Company"})
        own = self.review(user=viewer)
        self.assertEqual(
            own.action_pdf()["report_name"],
            REPORT.replace("stock_replenish_month_report", "report_month"),
        )
        self.assertTrue(own.action_spreadsheet()["url"])
        with self.assertRaises(AccessError):
            self.review(user=viewer, company_id=other.id)
        foreign = self.review(company_id=other.id)
        seen = foreign.with_user(viewer)
        for call in (seen.action_pdf, seen.action_spreadsheet, seen._review):
            with self.assertRaises(AccessError):
                call()
        with self.assertRaisesRegex(QWebException, "AccessError"):
            self.env["ir.actions.report"].with_user(viewer)._render_qweb_html(
                REPORT, foreign.ids
            )
        user = new_user(self.env, "nomonth", USERS["stock_user"], self.company)
        with self.assertRaises(AccessError):
            self.review(user=user)

    # --- letters ---

    def recipients(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        people = self.env["res.partner"].create(
            [
                {"name": "Ann", "email": "ann@example.com", "lang": "en_US"},
                {"name": "Bob", "email": "bob@example.com", "lang": "en_US"},
                {"name": "Zoé", "email": "zoe@example.com", "lang": "fr_FR"},
            ]
        )
        self.company.replenish_review_partner_ids = people
        # Reviews are of companies that have rules.
        self.make_orderpoint(self.make_product("Desk"))
        return people

    def send(self, day="2026-06-01"):
        reports = type(self.env["ir.actions.report"])
        before = self.env["mail.mail"].search([])
        with (
            freeze_time(f"{day} 08:00:00"),
            patch.object(reports, "get_wkhtmltopdf_state", lambda _self: "ok"),
        ):
            self.Sent._cron_send()
        return self.env["mail.mail"].search([]) - before

    def test_sent_once(self):
        people = self.recipients()
        self.make_month(on_time=36)
        mails = self.send()
        self.assertEqual(mails.recipient_ids, people)
        self.assertEqual(len(mails), 2, "one for each language")
        french = mails.filtered(lambda mail: mail.recipient_ids == people[2])
        self.assertIn("mai 2026", french.subject)
        for mail in mails:
            self.assertEqual(
                sorted(mail.attachment_ids.mapped("name")),
                [f"{mail.subject}.pdf", f"{mail.subject}.xlsx"],
            )
        english = (mails - french).body_html
        # What matters, before anything is opened.
        self.assertIn("Stock-outs that began in this month: 1.", english)
        self.assertIn("Targets missed: Fill Rate (90.0 %).", english)
        self.assertIn("Your Monthly Replenishment Review", english)
        sent = self.Sent.search([("company_id", "=", self.company.id)])
        self.assertEqual((sent.month, sent.partner_ids), ("2026-05", people))
        self.assertFalse(self.send(), "the same month again")
        self.assertFalse(self.send("2026-06-02"))
        self.company.replenish_snapshot_on = date(2026, 6, 30)
        self.assertTrue(self.send("2026-07-01"))

    def test_what_hinders_it_is_told_where_jobs_are_watched(self):
        self.recipients()
        template = self.env.ref(TEMPLATE)
        data = self.env["ir.model.data"].search(
            [("model", "=", template._name), ("res_id", "=", template.id)]
        )
        data.name = "gone"
        self.env.registry.clear_cache()
        with self.assertRaisesRegex(UserError, "deleted"), mute_logger(COMMIT):
            self.send()
        job = self.env["stock.replenish.job"].search(
            [("company_id", "=", self.company.id), ("job", "=", "review")]
        )
        self.assertEqual(job.state, "failing")
        self.assertIn("deleted", job.text)
        data.name = TEMPLATE.partition(".")[2]
        self.env.registry.clear_cache()
        self.assertTrue(self.send("2026-06-02"), "it is not lost")
        self.env.invalidate_all()
        self.assertEqual(job.state, "ok")

    def test_when_it_is_sent(self):
        self.assertFalse(self.send(), "nobody wants it")
        self.recipients()
        self.assertFalse(self.send("2026-06-08"), "its day is long over")
        self.company.replenish_snapshot_on = date(2026, 5, 30)
        self.assertFalse(self.send("2026-06-01"), "the last day is not measured")
        self.assertTrue(self.send("2026-06-03"), "it was waited for long enough")

    def test_without_the_program_that_prints(self):
        self.recipients()
        review = self.review()
        reports = type(self.env["ir.actions.report"])
        with (
            patch.object(reports, "get_wkhtmltopdf_state", lambda _self: "install"),
            self.assertLogs(level="WARNING"),
        ):
            files = review._files(review._review())
        self.assertEqual([kind for kind, _content in files], ["xlsx"])

    def test_recipients_need_an_address(self):
        silent = self.env["res.partner"].create({"name": "Silent"})
        with self.assertRaisesRegex(ValidationError, "Silent"):
            self.company.replenish_review_partner_ids = [Command.link(silent.id)]
