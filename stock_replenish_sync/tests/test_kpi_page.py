from datetime import date, timedelta

from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..models.kpi.stock_replenish_kpi_page import CARDS
from ..planning.kpis import KPIS, MEASURES, ratios
from .access_table import USERS
from .common_access import new_user
from .common_supply import SupplyCommon

LAST = date(2026, 6, 9)


class KpiCommon(SupplyCommon):
    """Days of two warehouses, and of another company."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Kpi = cls.env["stock.replenish.kpi"]
        cls.north = cls.warehouse
        cls.south = cls.env["stock.warehouse"].create(
            {"name": "South", "code": "SOU", "company_id": cls.company.id}
        )
        cls.family = cls.env["product.category"].create({"name": "Tools"})
        cls.other = cls.env["res.company"].create({"name": "Other Company"})
        cls.abroad = cls.env["stock.warehouse"].search(
            [("company_id", "=", cls.other.id)], limit=1
        )
        cls.viewer = new_user(cls.env, "kpi", USERS["viewer"], cls.company)
        cls.measured(0, cls.north, "A", qty_due=40, qty_on_time=38, stock_value=100)
        cls.measured(0, cls.south, "A", qty_due=10, qty_on_time=2, stock_value=50)
        cls.measured(1, cls.north, "B", qty_due=0, demand_days=5, out_days=1)
        cls.measured(3, cls.north, "A", qty_due=50, qty_on_time=50, shipped_cost=20)
        cls.measured(9, cls.south, False, demand_days=3, stock_value=30)
        # The 28 days before.
        cls.measured(30, cls.north, "A", qty_due=100, qty_on_time=80)
        cls.measured(0, cls.abroad, "A", qty_due=10, qty_on_time=0)
        cls.company.replenish_snapshot_on = LAST
        cls.company.replenish_snapshot_at = "2026-06-10 03:00:00"
        cls.env.flush_all()

    @classmethod
    def measured(cls, days, warehouse, abc_class, **values):
        """Return the row of some days before the last one."""
        return cls.Kpi.create(
            {
                "date": LAST - timedelta(days=days),
                "company_id": warehouse.company_id.id,
                "warehouse_id": warehouse.id,
                "abc_class": abc_class,
                "categ_id": cls.family.id,
                "currency_id": cls.company.currency_id.id,
                **values,
            }
        )


@tagged("post_install", "-at_install")
class TestKpiPivot(KpiCommon):
    """Ratios are right whatever is grouped by."""

    def expected(self, domain):
        rows = self.Kpi.search(domain)
        return ratios({name: sum(rows.mapped(name)) for name in MEASURES})

    def test_every_grouping(self):
        domain = [("company_id", "=", self.company.id)]
        asked = [f"{code}:avg" for code in KPIS]
        for by in (
            [],
            ["warehouse_id"],
            ["abc_class"],
            ["date:week"],
            ["date:month", "warehouse_id"],
            ["categ_id", "abc_class", "date:day"],
        ):
            groups = self.Kpi.read_group(domain, asked, by, lazy=False)
            self.assertTrue(groups)
            for group in groups:
                expected = self.expected(group["__domain"])
                for code, value in expected.items():
                    with self.subTest(by=by, code=code, domain=group["__domain"]):
                        if value is None:
                            self.assertIs(group[code], False)
                        else:
                            self.assertAlmostEqual(group[code], value)

    def test_known_figures(self):
        [total] = self.Kpi.read_group(
            [("company_id", "=", self.company.id), ("date", ">", "2026-05-30")],
            ["fill_rate:avg", "stock_average:avg"],
            [],
        )
        self.assertAlmostEqual(total["fill_rate"], 90.0)
        # 150 on the last day and 30 on another; the others say nothing of stock.
        self.assertAlmostEqual(total["stock_average"], 90.0)

    def test_as_screens_ask(self):
        domain = [("company_id", "=", self.company.id)]
        listed = self.Kpi.web_read_group(domain, ["fill_rate"], ["warehouse_id"])
        rates = {row["warehouse_id"][0]: row["fill_rate"] for row in listed["groups"]}
        self.assertAlmostEqual(rates[self.south.id], 20.0)
        worst = self.Kpi.read_group(
            domain, ["fill_rate:avg"], ["warehouse_id"], orderby="fill_rate asc"
        )
        self.assertEqual(worst[0]["warehouse_id"][0], self.south.id)
        gaps = self.Kpi.with_context(fill_temporal=True).read_group(
            [*domain, ("date", ">=", LAST - timedelta(days=3))],
            ["fill_rate:avg"],
            ["date:day"],
        )
        self.assertEqual([row["fill_rate"] for row in gaps], [100.0, None, None, 80.0])

    def test_measures_are_named_as_on_the_page(self):
        said = self.Kpi.fields_get([*KPIS], ["string", "help", "store"])
        labels, helps = dict(self.Kpi._labels()), self.Kpi._helps()
        for code in KPIS:
            self.assertTrue(said[code]["string"].startswith(labels[code]))
            self.assertEqual(said[code]["help"], helps[code])
            self.assertTrue(said[code]["store"], "pivots offer what is stored")


@tagged("post_install", "-at_install")
class TestKpiPage(KpiCommon):
    """The page says what the days say, and of one's own companies only."""

    def page(self, user=None, **filters):
        kpis = self.Kpi.with_user(user or self.viewer)
        kpis = kpis.with_context(allowed_company_ids=self.company.ids)
        page = kpis.replenish_kpi_page(filters)
        return page, {card["code"]: card for card in page["cards"]}

    def test_cards(self):
        self.env["stock.replenish.kpi.target"].create(
            {"kpi": "fill_rate", "company_id": self.company.id, "value": 97}
        )
        before = LAST - timedelta(days=35)
        self.env["stock.replenish.kpi.baseline"]._freeze(self.company, before, LAST)
        page, cards = self.page()
        self.assertEqual(tuple(cards), CARDS)
        self.assertEqual(
            (page["first"], page["last"], page["filters"]["days"]),
            ("2026-05-13", "2026-06-09", 28),
        )
        fill = cards["fill_rate"]
        self.assertAlmostEqual(fill["value"], 90.0)
        self.assertAlmostEqual(fill["before"], 80.0)
        self.assertEqual(fill["target"], 97)
        self.assertAlmostEqual(fill["baseline"], 85.0)
        self.assertEqual(page["baseline"], [str(before), str(LAST)])
        self.assertEqual(len(fill["trend"]), 13)
        self.assertAlmostEqual(fill["trend"][-1]["value"], 90.0)
        self.assertIsNone(fill["trend"][0]["value"])
        self.assertEqual(fill["worst"]["id"], self.south.id)
        self.assertAlmostEqual(fill["worst"]["value"], 20.0)
        # Less is better, and only where it was measured.
        self.assertEqual(cards["stockout_rate"]["worst"]["id"], self.north.id)
        self.assertIsNone(cards["stockout_rate"]["before"], "nothing to compare with")
        self.assertIsNone(cards["otif"]["value"])
        self.assertFalse(cards["otif"]["worst"])

    def test_card_opens_the_days_it_shows(self):
        _page, cards = self.page(days=7)
        action = cards["fill_rate"]["action"]
        rows = self.Kpi.search(action["domain"])
        self.assertEqual(rows.company_id, self.company)
        sums = self.Kpi._sums(action["domain"])
        self.assertAlmostEqual(sums["qty_due"], 200.0)
        self.assertEqual(action["context"]["graph_measure"], "fill_rate")

    def test_filters_that_make_no_sense(self):
        usual, _cards = self.page()
        for filters in (
            {"days": 3},
            {"days": "28"},
            {"days": None},
            {"company_ids": [self.other.id]},
            {"company_ids": [0]},
            {"company_ids": "all"},
        ):
            with self.subTest(filters):
                page, _cards = self.page(**filters)
                self.assertEqual(page, usual)
        kpis = self.Kpi.with_user(self.viewer)
        kpis = kpis.with_context(allowed_company_ids=self.company.ids)
        for filters in ("all", [28], 7, True):
            with self.subTest(filters):
                self.assertEqual(kpis.replenish_kpi_page(filters), usual)

    def test_other_companies_stay_theirs(self):
        self.viewer.company_ids += self.other
        kpis = self.Kpi.with_user(self.viewer)
        # Measured until another day: only what is known of all is shown.
        self.other.replenish_snapshot_on = LAST - timedelta(days=1)
        self.other.replenish_snapshot_at = "2026-06-09 03:00:00"
        both = kpis.with_context(allowed_company_ids=(self.company + self.other).ids)
        self.assertEqual(both.replenish_kpi_page()["last"], "2026-06-08")
        one = both.replenish_kpi_page({"company_ids": self.company.ids})
        self.assertEqual(one["last"], "2026-06-09")
        self.assertAlmostEqual(one["cards"][0]["value"], 90.0)
        own = kpis.with_context(allowed_company_ids=self.company.ids)
        page = own.replenish_kpi_page({"company_ids": self.other.ids})
        self.assertEqual([row["id"] for row in page["companies"]], self.company.ids)
        self.assertAlmostEqual(page["cards"][0]["value"], 90.0)

    def test_first_night(self):
        self.company.replenish_snapshot_on = False
        page, cards = self.page()
        self.assertFalse(page["last"])
        self.assertFalse(cards)

    def test_only_with_the_role(self):
        user = new_user(self.env, "nokpi", USERS["stock_user"], self.company)
        with self.assertRaises(AccessError):
            self.page(user)

    def test_queries_do_not_grow_with_the_days(self):
        self.page()
        self.env.invalidate_all()
        with self.assertQueryCount(40):
            self.page(days=28)
