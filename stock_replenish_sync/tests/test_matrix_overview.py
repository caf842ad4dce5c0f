from random import Random

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import ReplenishCommon
from .common_access import new_user

CLASSES = {
    "abc_class": (False, "A", "B", "C"),
    "xyz_class": (False, "X", "Y", "Z"),
    "demand_pattern": (False, "smooth", "lumpy"),
}


def matching_domain(line):
    """Return the domain of the rules a line fits: the matrix said another way."""
    names = ("company_id", "warehouse_id", *CLASSES)
    values = line.read(names, load="")[0]
    domain = [(name, "=", values[name]) for name in names if values[name]]
    if line.category_id:
        domain.append(("product_category_id", "child_of", line.category_id.id))
    return domain


class MatrixCommon(ReplenishCommon):
    """Reordering rules of all kinds: categories, classes, by hand, locked."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Rule = cls.env["stock.replenish.policy.rule"]
        cls.Rule.with_context(active_test=False).search([]).sudo().unlink()
        cls.env.user.company_ids = [Command.set(cls.company.ids)]
        Category = cls.env["product.category"]
        top = Category.create({"name": "Top"})
        below = Category.create({"name": "Below", "parent_id": top.id})
        cls.categories = top + below + Category.create({"name": "Aside"})
        cls.other = cls.env["stock.warehouse"].create(
            {"name": "Other", "code": "OTH", "company_id": cls.company.id}
        )
        cls.warehouses = cls.warehouse + cls.other
        cls.policies = cls.env["stock.replenish.policy"].concat(
            *(cls.make_policy(name=f"Policy {number}") for number in range(4))
        )
        cls.random = Random(7)
        cls.rows = cls.env["stock.warehouse.orderpoint"].concat(
            *(cls._row(number) for number in range(24))
        )

    @classmethod
    def _row(cls, number):
        product = cls.make_product(
            f"Item {number}",
            vendor=False,
            categ_id=cls.random.choice(cls.categories).id,
        )
        row = cls.make_orderpoint(product, warehouse=cls.random.choice(cls.warehouses))
        kept = cls.random.randrange(6)
        if kept == 0:
            row.policy_id = cls.random.choice(cls.policies)
        elif kept == 1:
            row.write({"policy_locked": True, "lock_reason": "Season"})
            until = cls.random.choice(
                (None, cls.company._replenish_today(), cls.day(-1).date())
            )
            # Nobody may lock until yesterday; a lock gets there by waiting.
            cls.env.flush_all()
            cls.env.cr.execute(
                "UPDATE stock_warehouse_orderpoint SET lock_until = %s WHERE id = %s",
                [until, row.id],
            )
            row.invalidate_recordset()
        return row

    def shuffle(self, random):
        """Give the rows other classes, and the matrix other lines."""
        for row in self.rows:
            values = {name: random.choice(keys) for name, keys in CLASSES.items()}
            self.env.cr.execute(
                """UPDATE stock_warehouse_orderpoint
                   SET abc_class = %s, xyz_class = %s, demand_pattern = %s
                   WHERE id = %s""",
                [*(values[name] or None for name in CLASSES), row.id],
            )
        self.rows.invalidate_recordset()
        self.Rule.with_context(active_test=False).search([]).unlink()
        for _number in range(random.randrange(7)):
            self.Rule.create(
                {
                    "sequence": random.randrange(4),
                    "active": random.random() > 0.1,
                    "company_id": random.choice((False, self.company.id)),
                    "warehouse_id": random.choice((False, *self.warehouses.ids)),
                    "category_id": random.choice((False, *self.categories.ids)),
                    "policy_id": random.choice(self.policies).id,
                    **{
                        name: random.choice((False, *keys))
                        for name, keys in CLASSES.items()
                    },
                }
            )
        self.policies.active = True
        random.choice(self.policies).active = random.random() > 0.3
        self.env.flush_all()

    def by_hand(self):
        """Return row -> line by searching line after line, as people would."""
        lines = self.Rule.search([]).filtered("policy_id.active")
        chosen, waiting = {}, self.rows
        for line in lines:
            fitting = waiting & waiting.search(matching_domain(line))
            chosen.update(dict.fromkeys(fitting, line))
            waiting -= fitting
        return chosen


@tagged("post_install", "-at_install")
class TestMatrixOverview(MatrixCommon):
    def test_counts_tester_and_assignment_agree(self):
        for seed in range(8):
            random = Random(seed)
            self.shuffle(random)
            with self.subTest(seed=seed):
                self._check_agreement()

    def _check_agreement(self):
        expected = self.by_hand()
        overview = self.Rule.get_overview()
        decided, _facts = self.env["stock.replenish.matrix"]._facts(
            self.Rule._open_to_matrix(self.company)
        )
        open_rows = self.rows.browse(decided["id"].tolist()) & self.rows
        before = {row: row.policy_id for row in self.rows}
        told = {row: self._tested(row) for row in self.rows if row in open_rows}
        self.assertEqual(
            overview["changes"], self.Rule._assign(self.company), "rules that change"
        )
        for row in self.rows - open_rows:
            self.assertEqual(row.policy_id, before[row], "kept by hand or by a lock")
        numbers = {line: 0 for line in self.Rule.search([])}
        for row in open_rows:
            line = expected.get(row, self.Rule)
            self.assertEqual(row.policy_id, line.policy_id)
            self.assertEqual(told[row], line)
            if line:
                numbers[line] += 1
        for place, (line, number) in enumerate(numbers.items(), 1):
            counts = overview["lines"][line.id]
            self.assertEqual(counts["position"], place)
            self.assertEqual(counts["matches"], number)
            self.assertEqual((line.position, line.match_count), (place, number))
            fitting = self.rows.search_count(
                [*matching_domain(line), ("id", "in", self.rows.ids)]
            )
            self.assertEqual(counts["fits"], fitting)
            self.assertEqual(bool(counts["remark"]), not number)
        self.assertEqual(
            overview["none"], len(open_rows.filtered(lambda r: not r.policy_id))
        )
        self.assertEqual(overview["total"], len(self.rows))

    def _tested(self, row):
        """Return the line that the tester names."""
        answers = self.Rule.test_item(row.product_id.id, row.warehouse_id.id)
        answer = next(answer for answer in answers if answer["id"] == row.id)
        if not answer["line"]:
            return self.Rule
        step = answer["steps"][-1]
        self.assertTrue(step["fits"])
        self.assertFalse([s for s in answer["steps"][:-1] if s["fits"] or not s["why"]])
        return self.Rule.browse(step["id"])

    def test_board_adds_up(self):
        self.shuffle(Random(3))
        for number, row in enumerate(self.rows):
            row.product_id.standard_price = number
            self.env.cr.execute(
                """UPDATE stock_warehouse_orderpoint SET planned_on_hand = 2
                   WHERE id = %s""",
                [row.id],
            )
        self.env.invalidate_all()
        cells = self.Rule.get_overview()["cells"]
        self.Rule._assign(self.company)
        self.assertEqual(len(cells), 9)
        for cell in cells:
            rows = self.rows.filtered(
                lambda row, cell=cell: (row.abc_class, row.xyz_class)
                == (cell["abc"], cell["xyz"])
            )
            self.assertEqual(cell["count"], len(rows))
            value = sum(2 * row.product_id.standard_price for row in rows)
            self.assertAlmostEqual(cell["value"], value)
            counts = {policy["id"]: policy["count"] for policy in cell["policies"]}
            for policy, number in counts.items():
                following = rows.filtered(
                    lambda r, p=policy: (r.policy_id.id or 0) == p
                )
                self.assertEqual(number, len(following))

    def line(self, policy, **values):
        return self.Rule.create({"policy_id": policy.id, **values})

    def test_remarks(self):
        self.rows.write({"policy_id": False, "policy_locked": False})
        first, second = self.policies[:2]
        wide = self.line(first, category_id=self.categories[0].id)
        dead = self.line(second, category_id=self.categories[1].id, abc_class="A")
        archived = self.line(self.policies[2])
        self.policies[2].active = False
        nobody = self.line(second, demand_pattern="erratic")
        self.assertFalse(wide.remark)
        self.assertIn("line 1", dead.remark)
        self.assertIn("archived", archived.remark)
        self.assertIn("no rule", nobody.remark)
        wide.active = False
        (wide + dead).invalidate_recordset()
        self.assertIn("Archived", wide.remark)
        self.assertEqual(dead.position, 1)

    def test_cost_does_not_grow_with_lines_or_rows(self):
        self.line(self.policies[0], category_id=self.categories[0].id)
        self.line(self.policies[1])
        few = self.queries_of(self.Rule.get_overview)
        for number in range(30):
            self.line(self.policies[1], category_id=self.categories[number % 3].id)
        self._row(99)
        self.assertLessEqual(self.queries_of(self.Rule.get_overview), few)

    def test_company_follows_the_warehouse(self):
        line = self.line(self.policies[0], company_id=False, warehouse_id=self.other.id)
        self.assertEqual(line.company_id, self.company)

    def test_tester_explains_in_words(self):
        row = self.rows[0]
        row.product_id.categ_id = self.categories[2]
        row.write({"policy_id": False, "policy_locked": False})
        self.line(self.policies[0], category_id=self.categories[0].id)
        self.line(self.policies[1], abc_class="A")
        self.line(self.policies[2])
        self.env.cr.execute(
            "UPDATE stock_warehouse_orderpoint SET abc_class = NULL WHERE id = %s",
            [row.id],
        )
        row.invalidate_recordset()
        (answer,) = self.Rule.test_item(row.product_id.id, row.warehouse_id.id)
        self.assertEqual((answer["line"], answer["gets"]), (3, "Policy 2"))
        self.assertEqual(answer["steps"][0]["why"], "category is Aside, not Top")
        self.assertIn("not known yet", answer["steps"][1]["why"])
        self.assertIn("no class yet", " ".join(answer["hints"]))

    def test_tester_says_what_the_matrix_leaves_alone(self):
        row = self.rows[0]
        row.policy_id = self.policies[0]
        (answer,) = self.Rule.test_item(row.product_id.id, row.warehouse_id.id)
        self.assertIn("by hand", answer["hints"][0])
        row.policy_id = False
        row.write({"policy_locked": True, "lock_reason": "Season", "lock_until": False})
        (answer,) = self.Rule.test_item(row.product_id.id, row.warehouse_id.id)
        self.assertIn("Season", answer["hints"][0])

    def test_tester_without_a_reordering_rule(self):
        product = self.make_product("New", categ_id=self.categories[1].id)
        self.line(self.policies[0], abc_class="A")
        self.line(self.policies[1], category_id=self.categories[0].id)
        (answer,) = self.Rule.test_item(product.id, self.warehouse.id)
        self.assertEqual((answer["id"], answer["line"]), (False, 2))
        self.assertIn("no reordering rule", answer["hints"][0])


@tagged("post_install", "-at_install")
class TestMatrixAccess(MatrixCommon):
    def user(self, role, company=None):
        company = company or self.company
        group = f"stock_replenish_sync.group_replenish_{role}"
        return new_user(self.env, f"matrix_{role}_{company.id}", group, company)

    def as_user(self, user):
        return self.Rule.with_user(user).with_context(
            allowed_company_ids=user.company_id.ids
        )

    def test_viewer_sees_counts_and_tests_but_applies_nothing(self):
        self.Rule.create({"policy_id": self.policies[0].id})
        rule = self.as_user(self.user("viewer"))
        self.assertEqual(rule.get_overview()["total"], len(self.rows))
        self.assertFalse(rule.get_overview()["may_apply"])
        row = self.rows[0]
        self.assertTrue(rule.test_item(row.product_id.id, row.warehouse_id.id))
        with self.assertRaises(AccessError):
            rule.action_assign()

    def test_manager_applies_without_being_stock_manager(self):
        self.rows.write({"policy_id": False, "policy_locked": False})
        self.Rule.create({"policy_id": self.policies[0].id})
        rule = self.as_user(self.user("manager"))
        self.assertTrue(rule.get_overview()["may_apply"])
        rule.action_assign()
        self.assertEqual(self.rows.policy_id, self.policies[0])

    def test_another_company_sees_and_tests_nothing(self):
        self.Rule.create({"policy_id": self.policies[0].id})
        company = self.env["res.company"].create({"name": "Second Company"})
        rule = self.as_user(self.user("manager", company))
        overview = rule.get_overview()
        self.assertEqual((overview["total"], overview["changes"]), (0, 0))
        row = self.rows[0]
        with self.assertRaises(AccessError):
            rule.test_item(row.product_id.id, row.warehouse_id.id)
        rule.action_assign()
        self.assertNotIn(
            self.policies[0],
            self.rows.filtered("is_governed").policy_id
            - self.rows.filtered(lambda r: r.policy_source == "manual").policy_id,
        )

    def test_somebody_without_a_role(self):
        user = new_user(self.env, "nobody", "base.group_user", self.company)
        with self.assertRaises(AccessError):
            self.Rule.with_user(user).get_overview()
        with self.assertRaises(AccessError):
            self.Rule.with_user(user).test_item(1, 1)
