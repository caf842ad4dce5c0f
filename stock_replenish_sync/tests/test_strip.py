from freezegun import freeze_time

from odoo.tests import tagged

from ..planning import project
from .common_supply import SupplyCommon


@tagged("post_install", "-at_install")
class TestStrip(SupplyCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Strip = cls.env["stock.replenish.strip"]
        cls.product = cls.make_product(delay=20)
        cls.past_demand(cls.product, 7, weeks=10)
        cls.set_stock(cls.product, 15)
        cls.sell(cls.product, 12, 9)
        cls.make_quotation(cls.product, 30, 12)
        cls.row = cls.make_orderpoint(cls.product, cls.reorder_point)

    def strips(self, *rows, company=None):
        """Return the strips of rows by id, of those that can be planned."""
        ids = [row.id for row in rows]
        return {
            row: {"days": days, "balance": balance}
            for found in self.Strip._batches(company or self.company, ids)
            for row, days, balance in zip(
                *(column.tolist() for column in found), strict=True
            )
        }

    def test_what_the_plan_foresees(self):
        """Over lead time and review, the smallest balance of every two days."""
        self.plan(self.row)
        batch = self.env["stock.replenish.plan"]._evaluate(self.company, self.row.ids)
        seen = project(batch.items, batch.policies, batch.frame.today, 24).balance[0]
        found = self.strips(self.row)[self.row.id]
        self.assertEqual(found["days"], 2)
        self.assertEqual(
            found["balance"],
            [round(min(seen[day : day + 2])) for day in range(0, 24, 2)],
        )
        self.assertLess(found["balance"][5], 0)
        self.assertGreater(found["balance"][6], 0)

    def test_without_what_is_overdue(self):
        """Nobody knows when it comes."""
        self.make_quotation(self.product, 50, -3)
        self.make_quotation(self.product, 5, 0)
        self.plan(self.row)
        self.assertEqual(self.strips(self.row)[self.row.id]["balance"][0], 18)

    def test_as_precise_as_the_unit(self):
        """Pieces are whole, also where they are counted by the dozen."""
        kilo, dozen = (
            self.env.ref(f"uom.product_uom_{name}").id for name in ("kgm", "dozen")
        )
        by_weight, by_dozen = (
            self.make_orderpoint(
                self.make_product(uom_id=unit, uom_po_id=unit), trigger="manual"
            )
            for unit in (kilo, dozen)
        )
        for row in (by_weight, by_dozen):
            self.set_stock(row.product_id, 2.52)
        self.set_stock(self.product, 0.4)
        found = self.strips(by_weight, by_dozen, self.row)
        self.assertEqual(
            [found[row.id]["balance"][0] for row in (by_weight, by_dozen, self.row)],
            [2.52, 2.5, 15],
        )

    def test_rule_without_policy(self):
        neutral = self.make_orderpoint(self.make_product(), trigger="manual")
        self.set_stock(neutral.product_id, 5)
        self.sell(neutral.product_id, 8, 3)
        self.plan(neutral)
        self.assertEqual(
            self.strips(neutral)[neutral.id],
            {"days": 2, "balance": [5.0] + [-3.0] * 11},
        )

    def test_stock_of_this_moment(self):
        """Between two plans expected demand stays, the rest is as it is now."""
        self.plan(self.row)
        before = self.strips(self.row)[self.row.id]["balance"]
        self.set_stock(self.product, 100)
        self.past_demand(self.product, 70, weeks=3)
        after = self.strips(self.row)[self.row.id]["balance"]
        for old, new in zip(before, after, strict=True):
            self.assertAlmostEqual(new - old, 100)

    def test_what_a_branch_will_draw(self):
        """Suggestions count, although nobody has ordered them."""
        branch, route = self.make_branch()
        hub = self.make_orderpoint(self.make_product(), self.just_in_time)
        product = hub.product_id
        self.set_stock(product, 20)
        self.sell_at(branch.lot_stock_id, product, 6, 9)
        drawing = self.make_orderpoint(
            product, self.just_in_time, branch, route_id=route.id
        )
        self.plan(hub, drawing)
        for rows in ((hub,), (hub, drawing)):
            balance = self.strips(*rows)[hub.id]["balance"]
            self.assertEqual((balance[0], balance[-1]), (20.0, 14.0))

    def test_nothing_of_what_cannot_be_planned(self):
        """And of other companies."""
        self.env.cr.execute(
            "UPDATE stock_quant SET quantity = 'NaN' WHERE product_id = %s",
            [self.product.id],
        )
        other = self.env["res.company"].create({"name": "Other"})
        self.assertEqual(self.strips(self.row), {})
        self.assertEqual(self.strips(), {})
        self.assertEqual(self.strips(self.row, company=other), {})

    def statements(self, rows):
        """Return the number of statements strips of rows take, COPY included."""
        self.plan(*rows)
        self.assertEqual(set(self.strips(*rows)), {row.id for row in rows})
        return self.queries_of(lambda: self.strips(*rows))

    def test_as_many_queries_for_many(self):
        rows = [
            self.make_orderpoint(self.make_product(), policy)
            for policy in (self.reorder_point, self.just_in_time)
            for _row in range(6)
        ]
        few = self.statements([rows[0], rows[-1]])
        self.assertEqual(self.statements(rows), few)

    def test_scan_follows_the_plan(self):
        """Strips are made anew where a rule was planned since the last scan."""
        row = self.make_orderpoint(self.make_product(vendor=False), self.just_in_time)
        problems = self.env["stock.replenish.exception"]
        wrong = [("orderpoint_id", "=", row.id), ("kind", "=", "master_data")]
        with freeze_time("2024-05-06 08:00:00"):
            self.set_stock(row.product_id, 4)
            self.plan(row)
            problems._scan(self.company)
            found = problems.search(wrong)
            self.assertEqual(found.strip["balance"], [4] * 12)
        with freeze_time("2024-05-06 12:00:00"):
            problems._scan(self.company)
            self.set_stock(row.product_id, 2)
            problems._scan(self.company)
            self.assertEqual(found.strip["balance"], [4] * 12)
            self.plan(row)
            problems._scan(self.company)
            self.assertEqual(found.strip["balance"], [6] * 12)

    def test_written_beside_problems(self):
        """Only where it differs, and only where it was asked for."""
        alone = self.make_orderpoint(self.make_product(vendor=False), self.just_in_time)
        self.set_stock(alone.product_id, 4)
        other = alone.copy({"product_id": self.make_product(vendor=False).id})
        self.plan(alone, other)
        found, untouched = (
            self.env["stock.replenish.exception"].search(
                [("orderpoint_id", "=", row.id)]
            )
            for row in (alone, other)
        )
        found.strip = untouched.strip = False
        self.assertEqual(self.Strip._refresh(self.company, found.ids), 1)
        self.assertEqual(found.strip, {"days": 2, "balance": [4] * 12})
        self.assertFalse(untouched.strip)
        self.assertEqual(self.Strip._refresh(self.company, found.ids), 0)
        self.set_stock(alone.product_id, -1)
        self.assertEqual(self.Strip._refresh(self.company, found.ids), 1)
        self.assertEqual(found.strip["balance"], [3] * 12)
        self.assertEqual(self.Strip._refresh(self.company, []), 0)
