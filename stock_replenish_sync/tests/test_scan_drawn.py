"""Looking for exceptions twice finds nothing new, whatever the database looks like."""

from freezegun import freeze_time
from hypothesis import HealthCheck, Phase, given, reject, settings
from hypothesis import strategies as st

from odoo.exceptions import UserError
from odoo.tests import tagged

from .common_exception import ExceptionCommon
from .common_parity import NOW, ParityCommon
from .parity_strategies import worlds

# What the drawn worlds of the other tests do not vary, as they need not.
ages = st.lists(st.integers(0, 400), min_size=5, max_size=5)
days = st.lists(st.integers(-20, 120), min_size=5, max_size=5)
aside = st.lists(st.sampled_from(("snooze", "resolve", "acknowledge", None)))
REPORTED = {"planning_error", "order_error"}


@tagged("post_install", "-at_install")
class TestScanDrawn(ParityCommon, ExceptionCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.both = cls.company | cls.other
        for company in cls.both:
            cls.env["stock.replenish.exception.kind"]._of(company).is_on = True
        cls.items.categ_id.replenish_user_id = cls.user
        cls.loss = cls.env["stock.location"].search(
            [("usage", "=", "inventory"), ("company_id", "=", cls.company.id)], limit=1
        )

    def age(self, ages, days):
        """Have some stock, rules and orders of other days, counts and twins."""
        self.env.flush_all()
        for query, values in (
            ("UPDATE stock_quant SET in_date = %s WHERE id %% 5 = %s", ages),
            (
                "UPDATE stock_warehouse_orderpoint SET create_date = %s "
                "WHERE id %% 5 = %s",
                ages,
            ),
            (
                "UPDATE purchase_order_line SET date_planned = %s WHERE id %% 5 = %s",
                [-day for day in days],
            ),
        ):
            for number, value in enumerate(values):
                self.env.cr.execute(query, [self.day(-value), number])
        self.env.cr.execute(
            """UPDATE stock_move SET is_inventory = TRUE, location_dest_id = %s
               WHERE state = 'done' AND company_id = %s AND id %% 3 = 0""",
            [self.loss.id, self.company.id],
        )
        self.env.cr.execute(
            "UPDATE product_product SET default_code = 'TWICE' WHERE id = ANY(%s)",
            [self.items[3:5].ids],
        )
        self.env.cr.execute(
            "UPDATE res_partner SET vat = 'XX123456' WHERE id = ANY(%s)",
            [self.vendors.ids],
        )
        self.env.invalidate_all()

    def stored(self):
        """Return what is stored of exceptions, and where: written anew it moves."""
        self.env.flush_all()
        stored = []
        for table in ("exception", "exception_episode"):
            self.env.cr.execute(
                f"SELECT ctid::text, to_json(t) FROM stock_replenish_{table} t "
                "ORDER BY id"
            )
            stored += self.env.cr.fetchall()
        self.env.cr.execute(
            "SELECT count(*) FROM mail_message WHERE model = %s",
            ["stock.replenish.exception"],
        )
        return stored + self.env.cr.fetchall()

    def put_aside(self, aside):
        live = self.Exception.search([("state", "=", "open")], order="id")
        for row, what in zip(live, aside, strict=False):
            if what == "snooze":
                row._snooze(False)
            elif what == "resolve":
                row._resolve("Known")
            elif what == "acknowledge":
                row._acknowledge("Seen")

    def check(self, world, ages, days, aside):
        try:
            rows = self.build(world)
        except UserError:
            # Routes that lead in circles.
            reject()
        self.age(ages, days)
        policies = (self.reorder_point, self.just_in_time)
        for number, row in enumerate(rows[::2]):
            row.policy_id = policies[number % 2]
        for company in self.both:
            self.plan(rows.filtered(lambda row, of=company: row.company_id == of))
            self.scan(company=company)
        self.put_aside(aside)
        before = self.stored()
        for products in ((), (self.items,)):
            for company in self.both:
                self.scan(*products, company=company)
            self.assertEqual(self.stored(), before)
        self.found.update(self.Exception.search([]).mapped("kind"))

    def test_a_scan_after_a_scan_changes_nothing(self):
        @settings(
            max_examples=6,
            derandomize=True,
            database=None,
            deadline=None,
            # To make a failing draw smaller would take minutes.
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(world=worlds, ages=ages, days=days, aside=aside)
        def check(world, ages, days, aside):
            savepoint = self.env.cr.savepoint()
            try:
                self.check(world, ages, days, aside)
            finally:
                savepoint.close(rollback=True)
                self.env.clear()
                self.env.registry.clear_cache()

        self.found = set()
        with freeze_time(NOW):
            check()
        kinds = {kind for kind, _label in self.Exception._kinds()} - REPORTED
        self.assertGreater(len(self.found), 12, f"never: {kinds - self.found}")
