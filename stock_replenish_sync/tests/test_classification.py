from freezegun import freeze_time

from odoo.exceptions import ValidationError
from odoo.tests import tagged

from .common import ReplenishCommon


@tagged("post_install", "-at_install")
class TestClassification(ReplenishCommon):
    def classify(self):
        self.env["stock.replenish.classification"]._classify(self.company)

    def is_due(self):
        return self.env["stock.replenish.classification"]._is_due(self.company)

    def make_rows(self, *yearly, cost=10.0):
        """Return an orderpoint for each quantity that was asked within a year."""
        rows = self.env["stock.warehouse.orderpoint"]
        for number, quantity in enumerate(yearly):
            product = self.make_product(f"{number}", vendor=False, standard_price=cost)
            if quantity:
                self.past_move(product, quantity, -10)
            rows += self.make_orderpoint(product)
        return rows

    def test_item_that_crosses_a_cut_belongs_to_the_higher_class(self):
        """Shares 50, 35, 8, 5, 2: sums before each are 0, 50, 85, 93, 98 percent."""
        rows = self.make_rows(50, 35, 8, 5, 2, 0)
        self.classify()
        self.assertEqual("".join(rows.mapped("abc_class")), "AABBCC")

    def test_value_not_quantity(self):
        rows = self.make_rows(100, 100, cost=1.0)
        rows += self.make_rows(10, cost=100.0)
        self.classify()
        self.assertEqual(rows.mapped("abc_class"), ["B", "B", "A"])

    def test_returns_units_and_the_year(self):
        rows = self.make_rows(100, 0, 0)
        delivery = self.past_move(rows[1].product_id, 300, -20)
        self.past_move(
            rows[1].product_id,
            299,
            -15,
            self.customers,
            self.stock,
            origin_returned_move_id=delivery.id,
        )
        self.past_move(rows[2].product_id, 1000, -400)
        self.classify()
        self.assertEqual("".join(rows.mapped("abc_class")), "ACC")

    def test_costs_of_no_use(self):
        rows = self.make_rows(10, cost=0.0) + self.make_rows(10, cost=-5.0)
        rows += self.make_rows(10)
        self.classify()
        self.assertEqual("".join(rows.mapped("abc_class")), "CCA")

    def test_hub_sees_the_class_of_the_company(self):
        """The hub ships nothing to customers; its branch sells."""
        branch = self.env["stock.warehouse"].create(
            {"name": "Branch", "code": "BRA", "company_id": self.company.id}
        )
        rows = self.make_rows(0, 1)
        sold = rows[0].product_id
        self.past_move(sold, 500, -3, branch.lot_stock_id)
        self.classify()
        self.assertEqual("".join(rows.mapped("abc_class")), "AC")

    def test_cost_and_demand_of_the_own_company(self):
        """What is dear and sold in one company is neither in the other."""
        company = self.env["res.company"].create({"name": "Second Company"})
        self.env.user.company_ids += company
        warehouse = self.env["stock.warehouse"].search(
            [("company_id", "=", company.id)], limit=1
        )
        rows = self.make_rows(100, 1)
        product = rows[1].product_id
        product.with_company(company).standard_price = 9999.0
        self.past_move(product, 1000, -3, warehouse.lot_stock_id, company_id=company.id)
        there = self.make_orderpoint(product, warehouse=warehouse)
        self.classify()
        self.assertEqual("".join(rows.mapped("abc_class")), "AC")
        self.assertFalse(there.abc_class)
        self.env["stock.replenish.classification"]._classify(company)
        self.assertEqual(there.abc_class, "A")
        self.assertEqual("".join(rows.mapped("abc_class")), "AC")

    def test_variation_and_pattern(self):
        steady, wild, rare, lumpy, none = self.make_rows(0, 0, 0, 0, 0)
        for week in range(12):
            day = -3 - 7 * week
            self.past_move(steady.product_id, 10, day)
            self.past_move(wild.product_id, 40 if week % 4 == 0 else 4, day)
            if week % 4 == 3:
                self.past_move(rare.product_id, 5, day)
                self.past_move(lumpy.product_id, 1 if week == 3 else 30, day)
        self.classify()
        rows = steady + wild + rare + lumpy + none
        self.assertEqual(
            rows.mapped("demand_pattern"),
            ["smooth", "erratic", "intermittent", "lumpy", "none"],
        )
        self.assertEqual("".join(rows.mapped("xyz_class")), "XZZZZ")
        self.company.write({"replenish_xyz_x_cut": 1.3, "replenish_xyz_y_cut": 2})
        fresh = self.make_orderpoint(wild.product_id, location_id=self.shelf().id)
        self.classify()
        self.assertEqual(wild.xyz_class, "Z", "one period is not enough")
        self.assertEqual(fresh.xyz_class, "Z", "nothing moved at the shelf")

    def shelf(self):
        return self.env["stock.location"].create(
            {"name": "Shelf", "location_id": self.stock.id}
        )

    def test_hysteresis_week_by_week(self):
        """A class changes when two weeks in a row say so, and not between them."""
        with freeze_time("2024-03-04 08:00:00"):
            rows = self.make_rows(100, 1)
            self.classify()
            self.assertEqual("".join(rows.mapped("abc_class")), "AC")
            self.past_move(rows[1].product_id, 10_000, -1)
            self.classify()
            self.assertEqual("".join(rows.mapped("abc_class")), "AC")
            self.assertFalse(rows[1].abc_pending)
        for day, is_due, classes, pending in (
            ("2024-03-08", False, "AC", [False, False]),
            ("2024-03-11", True, "AC", ["C", "A"]),
            ("2024-03-17", False, "AC", ["C", "A"]),
            ("2024-03-18", True, "CA", [False, False]),
        ):
            with freeze_time(f"{day} 08:00:00"):
                self.assertEqual(self.is_due(), is_due, day)
                self.classify()
                self.assertEqual("".join(rows.mapped("abc_class")), classes, day)
                self.assertEqual(rows.mapped("abc_pending"), pending, day)

    def test_one_week_of_noise_is_forgotten(self):
        with freeze_time("2024-03-04 08:00:00"):
            rows = self.make_rows(100, 1)
            self.classify()
            noise = self.past_move(rows[1].product_id, 10_000, -1)
        with freeze_time("2024-03-11 08:00:00"):
            self.classify()
            self.assertEqual(rows[1].abc_pending_count, 1)
            self.env.cr.execute(
                "UPDATE stock_move SET state = 'cancel' WHERE id = %s", [noise.id]
            )
        with freeze_time("2024-03-18 08:00:00"):
            self.classify()
            self.assertEqual("".join(rows.mapped("abc_class")), "AC")
            self.assertEqual(rows.mapped("abc_pending_count"), [0, 0])

    def test_new_rows_are_classified_at_once(self):
        with freeze_time("2024-03-04 08:00:00"):
            self.make_rows(100)
            self.classify()
            self.assertFalse(self.is_due())
            new = self.make_rows(1000)
            self.assertTrue(self.is_due())
            self.classify()
            self.assertEqual(new.abc_class, "A")
            self.assertEqual(new.xyz_class, "Z")

    def test_run_classifies_when_due(self):
        rows = self.make_rows(10)
        self.Run._cron_plan()
        self.assertEqual(rows.abc_class, "A")
        self.assertEqual(
            self.company.replenish_classified_on, self.company._replenish_today()
        )

    def test_same_result_writes_nothing(self):
        self.make_rows(50, 35, 8)
        self.classify()
        self.env.cr.execute("SELECT id, xmin::text FROM stock_warehouse_orderpoint")
        before = dict(self.env.cr.fetchall())
        self.classify()
        self.env.cr.execute("SELECT id, xmin::text FROM stock_warehouse_orderpoint")
        self.assertEqual(dict(self.env.cr.fetchall()), before)

    def test_settings_that_make_no_sense(self):
        for values in (
            {"replenish_history_weeks": 3},
            {"replenish_history_weeks": 261},
            {"replenish_abc_a_share": 0.95},
            {"replenish_abc_b_share": 1.0},
            {"replenish_xyz_x_cut": 0},
            {"replenish_xyz_y_cut": 0.4},
            {"replenish_hysteresis_periods": 0},
            {"replenish_classification_days": 0},
        ):
            with self.subTest(values), self.assertRaises(ValidationError):
                self.company.write(values)
