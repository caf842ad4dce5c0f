from freezegun import freeze_time

from odoo.tests import tagged

from .common import ReplenishCommon


@tagged("post_install", "-at_install")
class TestException(ReplenishCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Exception = cls.env["stock.replenish.exception"]
        cls.policy = cls.make_policy()
        cls.product = cls.make_product(vendor=False)
        cls.past_demand(cls.product, 7, weeks=3)
        cls.row = cls.make_orderpoint(cls.product, cls.policy)

    def problems(self, row=None):
        domain = [("orderpoint_id", "=", (row or self.row).id)]
        return self.Exception.search(domain)

    def test_row_without_vendor(self):
        self.plan(self.row)
        problem = self.problems()
        self.assertEqual(self.row.plan_status, "failed")
        self.assertEqual((problem.kind, problem.code), ("master_data", "no_vendor"))
        self.assertEqual(problem.product_id, self.product)
        self.assertEqual(problem.warehouse_id, self.warehouse)
        self.assertEqual(problem.company_id, self.company)
        self.assertIn("vendor", problem.problem)

    def test_one_row_however_often_it_is_seen(self):
        with freeze_time("2024-05-06 08:00:00"):
            for _time in range(3):
                self.plan(self.row)
            self.assertEqual(self.problems().occurrences, 1)
            first_seen = self.problems().first_seen
        with freeze_time("2024-05-07 08:00:00"):
            self.plan(self.row)
            problem = self.problems()
            self.assertEqual(len(problem), 1)
            self.assertEqual(problem.occurrences, 2)
            self.assertEqual(problem.first_seen, first_seen)
            self.assertEqual(problem.last_seen, self.now())

    def test_closes_when_the_cause_is_gone_and_comes_back(self):
        self.plan(self.row)
        problem = self.problems()
        price = self.make_price(self.product)
        self.plan(self.row)
        self.assertEqual(problem.state, "resolved")
        self.assertIn("closed by itself", problem.message_ids[0].body)
        self.assertEqual(self.row.qty_to_order, 20)
        price.unlink()
        self.plan(self.row)
        self.assertEqual(self.problems(), problem)
        self.assertEqual(problem.state, "open")
        self.assertFalse(problem.resolved_on)

    def test_acknowledged_stays_acknowledged(self):
        self.plan(self.row)
        self.problems()._acknowledge()
        self.plan(self.row)
        self.assertEqual(self.problems().state, "acknowledged")
        self.make_price(self.product)
        self.plan(self.row)
        self.assertEqual(self.problems().state, "resolved")

    def test_other_cause_takes_the_place(self):
        self.plan(self.row)
        self.product.route_ids = [(6, 0, self.manufacture.ids)]
        self.plan(self.row)
        self.assertEqual(
            {row.code: row.state for row in self.problems()},
            {"no_vendor": "resolved", "no_bom": "open"},
        )

    def test_plan_of_others_closes_nothing(self):
        self.plan(self.row)
        other = self.make_orderpoint(self.make_product("Other"), self.policy)
        self.plan(other)
        self.assertEqual(self.problems().state, "open")

    def test_kinds_that_were_not_looked_for_stay(self):
        self.Exception._report(
            [(self.row.id, "order_error", "procurement", "Wrong")],
            ["order_error"],
            self.row.ids,
        )
        self.plan(self.row)
        self.assertEqual(
            set(self.problems().mapped("kind")), {"order_error", "master_data"}
        )
        self.assertEqual(set(self.problems().mapped("state")), {"open"})
        self.Exception._report([], ["order_error"], self.row.ids)
        self.assertEqual(
            {row.kind: row.state for row in self.problems()},
            {"order_error": "resolved", "master_data": "open"},
        )

    def test_row_that_follows_core_has_no_problem(self):
        self.plan(self.row)
        self.row.policy_id = self.make_policy("min_max")
        self.plan(self.row)
        self.assertEqual(self.row.plan_status, "neutral")
        self.assertEqual(self.problems().state, "resolved")

    def test_goes_with_its_row(self):
        self.plan(self.row)
        problem = self.problems()
        self.row.unlink()
        self.assertFalse(problem.exists())

    def test_cost_of_seeing_many_again(self):
        rows = self.row
        for number in range(20):
            rows += self.make_orderpoint(
                self.make_product(f"Product {number}", vendor=False), self.policy
            )
        self.plan(rows)

        def queries(part):
            self.plan(part)
            return self.queries_of(lambda: self.plan(part))

        self.assertLessEqual(queries(rows), queries(rows[:2]) + 2)
