from datetime import date, timedelta
from unittest.mock import patch

from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import SQL, mute_logger

from ..models.kpi.stock_replenish_kpi_figures import Slice
from .common_supply import SupplyCommon

TODAY = date(2026, 6, 10)
YESTERDAY = TODAY - timedelta(days=1)


class Group:
    """Measures what a test says: rows of (day, product id, warehouse id, *values)."""

    def __init__(self, columns, rows=(), now=False, broken=False):
        self._name = f"stand.in.{columns[0]}"
        self._measures = columns
        self._now = now
        self.rows = list(rows)
        self.broken = broken

    def _query(self, _scope):
        if self.broken:
            return SQL("SELECT 1 / 0 AS day")
        return SQL(
            "SELECT * FROM (VALUES %s) AS v(day, product_id, warehouse_id, %s)",
            SQL(", ").join(
                SQL(
                    "(%s::date, %s::int, %s::int, %s)", *row[:3], self._numbers(row[3:])
                )
                for row in [*self.rows, (TODAY, None, None, *[0] * len(self._measures))]
            ),
            SQL(", ").join(map(SQL.identifier, self._measures)),
        )

    def _numbers(self, values):
        return SQL(", ").join(SQL("%s::float8", value) for value in values)


@tagged("post_install", "-at_install")
class TestKpi(SupplyCommon):
    """Days are measured, kept and put together, whatever is measured."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        frozen = freeze_time("2026-06-10 08:00:00")
        frozen.start()
        cls.addClassCleanup(frozen.stop)
        cls.Kpi = cls.env["stock.replenish.kpi"]
        cls.tools = cls.env["product.category"].create({"name": "Tools"})
        cls.saws = cls.env["product.category"].create(
            {"name": "Saws", "parent_id": cls.tools.id}
        )
        cls.saw = cls.make_product("Saw", categ_id=cls.saws.id)
        cls.nail = cls.make_product("Nail", categ_id=cls.tools.id)
        cls.make_orderpoint(cls.saw)
        cls.env["stock.warehouse.orderpoint"].search(
            [("product_id", "=", cls.saw.id)]
        ).abc_class = "A"
        cls.branch, _lane = cls.make_branch()

    def snapshot(self, *groups, first=YESTERDAY, last=YESTERDAY, company=None):
        base = type(self.env["stock.replenish.kpi.measure"])
        with patch.object(base, "_all", lambda _self: list(groups)):
            return self.Kpi._snapshot(company or self.company, first, last)

    def rows(self, *names):
        self.env.invalidate_all()
        rows = self.Kpi.search([("company_id", "=", self.company.id)], order="id")
        return sorted(tuple(row[name] for name in names) for row in rows)

    def due(self, day, product, warehouse, due, on_time):
        return (day, product.id, warehouse and warehouse.id, due, on_time)

    def deliveries(self, *rows):
        return Group(("qty_due", "qty_on_time"), [self.due(*row) for row in rows])

    def test_items_become_places(self):
        other = self.make_product("Other saw", categ_id=self.saws.id)
        self.snapshot(
            self.deliveries(
                (YESTERDAY, self.saw, self.warehouse, 10, 8),
                (YESTERDAY, self.saw, self.branch, 4, 4),
                (YESTERDAY, other, self.warehouse, 1, 0),
                (YESTERDAY, self.nail, None, 7, 7),
            )
        )
        found = {
            (row.warehouse_id.code, row.abc_class, row.categ_id.name): row.qty_due
            for row in self.Kpi.search([("company_id", "=", self.company.id)])
        }
        self.assertEqual(
            found,
            {
                (self.warehouse.code, "A", "Saws"): 10,
                ("BR", "A", "Saws"): 4,
                (self.warehouse.code, False, "Saws"): 1,
                (False, False, "Tools"): 7,
            },
        )

    def test_same_days_again(self):
        before = YESTERDAY - timedelta(days=1)
        state = Group(
            ("held_value",), [(YESTERDAY, self.saw.id, self.warehouse.id, 90)], now=True
        )
        first = self.deliveries((before, self.saw, self.warehouse, 10, 8))
        self.snapshot(state, first, first=before, last=YESTERDAY)
        known = self.rows("id", "date", "qty_due", "qty_on_time", "held_value")
        self.snapshot(state, first, first=before, last=YESTERDAY)
        self.assertEqual(
            self.rows("id", "date", "qty_due", "qty_on_time", "held_value"), known
        )
        # What was entered late takes the place of what was known; how things were on
        # a day that is over cannot be told again, and stays.
        late = self.deliveries(
            (before, self.nail, self.warehouse, 3, 3),
            (YESTERDAY, self.saw, self.warehouse, 1, 1),
        )
        state.rows = [(TODAY, self.saw.id, self.warehouse.id, 50)]
        self.snapshot(state, late, first=before, last=TODAY)
        self.assertEqual(
            self.rows("date", "qty_due", "held_value"),
            [(before, 3, 0), (YESTERDAY, 1, 90), (TODAY, 0, 50)],
        )

    def test_one_group_that_fails_leaves_the_others(self):
        deliveries = self.deliveries((YESTERDAY, self.saw, self.warehouse, 10, 8))
        stock = Group(("stock_value",), [(YESTERDAY, self.saw.id, None, 90)])
        self.assertTrue(self.snapshot(deliveries, stock))
        stock.broken = True
        deliveries.rows = [self.due(YESTERDAY, self.saw, self.warehouse, 12, 8)]
        with mute_logger(
            "odoo.addons.stock_replenish_sync.models.kpi.stock_replenish_kpi_snapshot",
            "odoo.sql_db",
        ):
            self.assertFalse(self.snapshot(deliveries, stock))
        sums = self.Kpi._sums([("company_id", "=", self.company.id)])
        self.assertEqual((sums["qty_due"], sums["stock_value"]), (12, 90))

    def test_money_of_another_currency(self):
        main = self.company._get_main_company().currency_id
        own = self.env["res.currency"].create({"name": "TKR", "symbol": "T"})
        self.env["res.currency.rate"].create(
            [
                {
                    "currency_id": own.id,
                    "company_id": self.company._get_main_company().id,
                    "name": name,
                    "rate": rate,
                }
                for name, rate in (("2026-01-01", 4), ("2026-06-09", 5))
            ]
        )
        main.rate_ids.unlink()
        self.company.currency_id = own
        before = YESTERDAY - timedelta(days=1)
        stock = Group(
            ("stock_value",),
            [(before, self.saw.id, None, 100), (YESTERDAY, self.saw.id, None, 100)],
        )
        self.snapshot(stock, first=before)
        self.assertEqual(
            self.rows("date", "stock_value", "rate_date", "currency_id"),
            [(before, 25, before, main), (YESTERDAY, 20, YESTERDAY, main)],
        )

    def run_night(self, *groups):
        base = type(self.env["stock.replenish.kpi.measure"])
        with patch.object(base, "_all", lambda _self: list(groups)):
            self.Kpi._snapshot_due(self.company)

    def test_baseline_is_frozen(self):
        self.company.replenish_snapshot_on = False
        first = YESTERDAY - timedelta(days=89)
        group = self.deliveries(
            (first - timedelta(days=1), self.saw, self.warehouse, 100, 0),
            (first, self.saw, self.warehouse, 10, 9),
            (YESTERDAY, self.saw, self.warehouse, 10, 9),
            (YESTERDAY, self.nail, self.branch, 5, 0),
        )
        self.run_night(group)
        self.assertEqual(self.company.replenish_snapshot_on, YESTERDAY)
        everything = Slice(first, YESTERDAY, [self.company.id])
        figures, begin, end = self.Kpi._baseline_figures(everything)
        self.assertEqual((begin, end), (first, YESTERDAY))
        self.assertAlmostEqual(figures["fill_rate"], 72)
        # The same night again looks at nothing, the next at three days.
        group.rows = []
        self.run_night(group)
        self.assertEqual(len(self.rows("date")), 3)
        with freeze_time("2026-06-11 08:00:00"):
            group.rows = [self.due(TODAY, self.saw, self.warehouse, 1, 1)]
            self.run_night(group)
        self.assertEqual(self.rows("date"), [(first,), (TODAY,)])
        figures, *_days = self.Kpi._baseline_figures(everything)
        self.assertAlmostEqual(figures["fill_rate"], 72)
        branch = Slice(first, YESTERDAY, [self.company.id], [self.branch.id])
        self.assertEqual(self.Kpi._baseline_figures(branch)[0]["fill_rate"], 0)
        baseline = self.env["stock.replenish.kpi.baseline"].search(
            [("company_id", "=", self.company.id)]
        )
        with self.assertRaises(UserError):
            baseline.qty_due = 0
        with self.assertRaises(UserError):
            baseline.unlink()

    def test_family_that_is_deleted(self):
        """What was measured of it goes to the family above, of whole branches too."""
        parts = self.env["product.category"].create(
            [{"name": name, "parent_id": self.tools.id} for name in ("Bits", "Discs")]
        )
        blades = self.env["product.category"].create(
            {"name": "Blades", "parent_id": parts[1].id}
        )
        bit, disc, blade = (
            self.make_product(family.name, categ_id=family.id)
            for family in (*parts, blades)
        )
        self.company.replenish_snapshot_on = False
        self.run_night(
            self.deliveries(
                *(
                    (YESTERDAY, product, self.warehouse, due, 1)
                    for due, product in ((4, bit), (8, disc), (16, blade))
                ),
                (YESTERDAY, self.nail, self.warehouse, 32, 1),
                (YESTERDAY, self.saw, self.warehouse, 64, 1),
            )
        )
        # Items have moved on.
        (bit | disc | blade).categ_id = self.saws
        parts.unlink()
        found = self.rows("qty_due", "categ_id", "qty_on_time")
        self.assertEqual(found, [(60, self.tools, 4), (64, self.saws, 1)])
        part = Slice(YESTERDAY, YESTERDAY, [self.company.id], families=self.tools.ids)
        sold = self.Kpi._figures(part)["fill_rate"]
        self.assertAlmostEqual(sold, 100 * 5 / 124)
        self.assertAlmostEqual(self.Kpi._baseline_figures(part)[0]["fill_rate"], sold)
        # Nothing above, and again.
        (self.saw | self.nail | bit | disc | blade).categ_id = self.env.ref(
            "product.product_category_all"
        )
        self.tools.unlink()
        self.assertFalse(self.saws.exists())
        nothing = self.env["product.category"]
        found = self.rows("qty_due", "categ_id", "abc_class")
        self.assertEqual(found, [(60, nothing, False), (64, nothing, "A")])

    def test_clock_that_was_ahead(self):
        group = self.deliveries((YESTERDAY, self.saw, self.warehouse, 10, 8))
        self.company.replenish_snapshot_on = YESTERDAY - timedelta(days=1)
        with freeze_time("2031-01-01 08:00:00"):
            group.rows = [self.due(date(2030, 12, 31), self.saw, None, 1, 0)]
            self.run_night(group)
        self.assertEqual(self.rows("date"), [(date(2030, 12, 31),)])
        group.rows = [self.due(YESTERDAY, self.saw, self.warehouse, 10, 8)]
        self.run_night(group)
        self.assertEqual(self.rows("date", "qty_due"), [(YESTERDAY, 10)])
        self.assertEqual(self.company.replenish_snapshot_on, YESTERDAY)
        # A company that moved to the other end of the world waits for its next day.
        self.company.replenish_snapshot_on = TODAY
        group.rows = []
        self.run_night(group)
        self.assertEqual(self.rows("date", "qty_due"), [(YESTERDAY, 10)])
        self.assertEqual(self.company.replenish_snapshot_on, TODAY)

    def test_figures_and_trend(self):
        week = YESTERDAY - timedelta(days=7)
        self.snapshot(
            self.deliveries(
                (week, self.saw, self.warehouse, 10, 5),
                (YESTERDAY, self.saw, self.warehouse, 10, 10),
                (YESTERDAY, self.nail, self.branch, 20, 10),
            ),
            first=week,
        )

        def part(first=week, **places):
            return Slice(first, YESTERDAY, [self.company.id], **places)

        self.assertAlmostEqual(self.Kpi._figures(part())["fill_rate"], 62.5)
        for places, expected in (
            ({"warehouses": [self.branch.id]}, 50),
            ({"families": [self.saws.id]}, 75),
            ({"families": [self.tools.id]}, 62.5),
            ({"classes": ["A"]}, 75),
            ({"classes": ["B"]}, None),
        ):
            with self.subTest(**places):
                self.assertEqual(
                    self.Kpi._figures(part(**places))["fill_rate"], expected
                )
        self.assertEqual(
            [
                (day, round(figures["fill_rate"], 1))
                for day, figures in self.Kpi._trend(part())
            ],
            [
                (YESTERDAY - timedelta(days=13), 50.0),
                (YESTERDAY - timedelta(days=6), 66.7),
            ],
        )
        found = dict(self.Kpi._figures_by(part(YESTERDAY), "warehouse_id"))
        self.assertEqual(found[self.warehouse]["fill_rate"], 100)
        self.assertEqual(found[self.branch]["fill_rate"], 50)

    def test_the_most_specific_target_counts(self):
        targets = self.env["stock.replenish.kpi.target"]

        def target(*companies, abc_class=False, kpi="fill_rate"):
            found = self.env["res.company"].concat(*companies)
            return targets._targets(found or self.company, abc_class)[kpi]

        other = self.env["res.company"].create({"name": "Other"})
        self.assertEqual(target(), 95)
        self.assertEqual(target(kpi="prevention"), 98)
        self.assertEqual(target(kpi="alert_accuracy"), 95)
        self.assertEqual(target(kpi="response_time"), 4)
        self.assertIsNone(target(kpi="turns"))
        for company, abc_class, value in (
            (False, False, 90),
            (self.company, False, 91),
            (self.company, "A", 99),
        ):
            targets.create(
                {
                    "kpi": "fill_rate",
                    "company_id": company and company.id,
                    "abc_class": abc_class,
                    "value": value,
                }
            )
        self.assertEqual(target(), 91)
        self.assertEqual(target(abc_class="A"), 99)
        self.assertEqual(target(abc_class="B"), 91)
        self.assertEqual(target(other), 90)
        self.assertIsNone(target(self.company, other))
        with self.assertRaisesRegex(ValidationError, "already"):
            targets.create({"kpi": "fill_rate", "abc_class": "A", "value": 98})
        with self.assertRaisesRegex(ValidationError, "at most 100"):
            targets.create({"kpi": "otif", "value": 101})

    def test_another_company_s_figures_stay_there(self):
        other = self.env["res.company"].create({"name": "Other"})
        self.snapshot(self.deliveries((YESTERDAY, self.saw, None, 10, 8)))
        self.snapshot(
            self.deliveries((YESTERDAY, self.saw, None, 30, 30)), company=other
        )
        user = self.env["res.users"].create(
            {
                "name": "Viewer",
                "login": "kpi_viewer",
                "company_id": self.company.id,
                "company_ids": [Command.set(self.company.ids)],
                "groups_id": [
                    Command.link(
                        self.env.ref("stock_replenish_sync.group_replenish_viewer").id
                    )
                ],
            }
        )
        kpi = self.Kpi.with_user(user)
        self.assertEqual(kpi._figures(Slice(YESTERDAY, YESTERDAY))["fill_rate"], 80)
        seen = Slice(YESTERDAY, YESTERDAY, [other.id])
        self.assertIsNone(kpi._figures(seen)["fill_rate"])
