from odoo import Command
from odoo.exceptions import UserError, ValidationError
from odoo.tests import Form, tagged

from .common import ReplenishCommon


@tagged("post_install", "-at_install")
class TestMatrix(ReplenishCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Rule = cls.env["stock.replenish.policy.rule"]
        cls.first = cls.make_policy(name="First")
        cls.second = cls.make_policy(name="Second")
        cls.row = cls.make_orderpoint(cls.make_product())
        cls.category = cls.row.product_id.categ_id

    def line(self, policy, sequence=10, **values):
        return self.Rule.create(
            {"policy_id": policy.id, "sequence": sequence, **values}
        )

    def assign(self):
        self.env.flush_all()
        return self.Rule._assign(self.company)

    def test_first_fitting_line_by_sequence(self):
        late = self.line(self.first, 20)
        early = self.line(self.second, 10)
        self.assertEqual(self.assign(), 1)
        self.assertEqual(self.row.policy_id, self.second)
        self.assertEqual(self.row.policy_source, "matrix")
        early.sequence, late.sequence = 30, 20
        self.assign()
        self.assertEqual(self.row.policy_id, self.first)

    def test_no_line_fits(self):
        line = self.line(self.first, category_id=self.category.id)
        self.assign()
        self.assertEqual(self.row.policy_id, self.first)
        line.active = False
        self.assertEqual(self.assign(), 1)
        self.assertFalse(self.row.policy_id)
        self.assertEqual(self.row.policy_source, "none")
        self.assertFalse(self.row.is_governed)

    def test_category_and_those_below(self):
        below = self.env["product.category"].create(
            {"name": "Below", "parent_id": self.category.id}
        )
        aside = self.env["product.category"].create({"name": "Aside"})
        rows = self.row
        for category in (below, aside):
            product = self.make_product(category.name, categ_id=category.id)
            rows += self.make_orderpoint(product)
        self.line(self.first, category_id=self.category.id)
        self.line(self.second, 20, category_id=below.id)
        self.assign()
        none = self.env["stock.replenish.policy"]
        for row, policy in zip(rows, (self.first, self.first, none), strict=True):
            self.assertEqual(row.policy_id, policy)

    def test_line_goes_with_its_category(self):
        """Without what it asked for it must not fit everything from then on."""
        category = self.env["product.category"].create({"name": "Short-lived"})
        line = self.line(self.first, category_id=category.id)
        category.unlink()
        self.assertFalse(line.exists())
        self.assertEqual(self.assign(), 0)
        self.assertFalse(self.row.policy_id)

    def test_classes_have_to_fit_all(self):
        self.env.cr.execute(
            """UPDATE stock_warehouse_orderpoint
               SET abc_class = 'A', xyz_class = 'Y', demand_pattern = 'lumpy'
               WHERE id = %s""",
            [self.row.id],
        )
        self.row.invalidate_recordset()
        fitting = {"abc_class": "A", "xyz_class": "Y", "demand_pattern": "lumpy"}
        for number, name in enumerate(fitting):
            other = {"abc_class": "B", "xyz_class": "X", "demand_pattern": "none"}
            self.line(self.first, number, **{**fitting, name: other[name]})
        self.line(self.second, 20, **fitting)
        self.assign()
        self.assertEqual(self.row.policy_id, self.second)

    def test_row_without_class_fits_no_line_with_class(self):
        self.line(self.first, abc_class="C")
        self.assertEqual(self.assign(), 0)

    def test_lines_of_company_and_warehouse(self):
        company = self.env["res.company"].create({"name": "Second Company"})
        self.env.user.company_ids += company
        theirs = self.env["stock.warehouse"].search(
            [("company_id", "=", company.id)], limit=1
        )
        there = self.make_orderpoint(self.row.product_id, warehouse=theirs)
        other = self.env["stock.warehouse"].create(
            {"name": "Other", "code": "OTH", "company_id": self.company.id}
        )
        self.line(self.first, 5, company_id=company.id)
        for number, warehouse in enumerate((other, self.warehouse), 6):
            self.line(
                self.second if warehouse == self.warehouse else self.first,
                number,
                company_id=self.company.id,
                warehouse_id=warehouse.id,
            )
        self.assign()
        self.assertEqual(self.row.policy_id, self.second)
        self.assertFalse(there.policy_id, "another company is another run")
        self.Rule._assign(company)
        self.assertEqual(there.policy_id, self.first)

    def test_policy_set_by_hand_stays(self):
        self.row.policy_id = self.second
        self.assertEqual(self.row.policy_source, "manual")
        self.line(self.first)
        self.assertEqual(self.assign(), 0)
        self.assertEqual(self.row.policy_id, self.second)
        self.row.policy_id = False
        self.assertEqual(self.row.policy_source, "none")
        self.assign()
        self.assertEqual(self.row.policy_id, self.first)

    def test_lock_holds_until_its_day(self):
        today = self.company._replenish_today()
        line = self.line(self.first)
        self.assign()
        self.row.write({"policy_locked": True, "lock_reason": "Season"})
        line.policy_id = self.second
        for until, changed in ((False, 0), (today, 0), (self.day(-1).date(), 1)):
            # Nobody may lock until yesterday; a lock gets there by waiting.
            self.env.flush_all()
            self.env.cr.execute(
                "UPDATE stock_warehouse_orderpoint SET lock_until = %s WHERE id = %s",
                [until or None, self.row.id],
            )
            self.row.invalidate_recordset()
            self.assertEqual(self.assign(), changed, until)
        self.assertEqual(self.row.policy_id, self.second)

    def test_lock_needs_a_reason(self):
        with self.assertRaises(ValidationError):
            self.row.policy_locked = True

    def test_archived_policy_is_not_given_any_more(self):
        self.line(self.first)
        self.line(self.second, 20)
        self.assign()
        self.first.active = False
        self.assign()
        self.assertEqual(self.row.policy_id, self.second)

    def test_archived_policy_set_by_hand_goes_on(self):
        self.row.policy_id = self.first
        self.past_demand(self.row.product_id, 7)
        self.first.active = False
        self.assign()
        self.plan(self.row)
        self.assertEqual(self.row.policy_id, self.first)
        self.assertEqual(self.row.qty_to_order, 20)

    def test_archived_row_is_left_alone(self):
        self.row.active = False
        self.line(self.first)
        self.assertEqual(self.assign(), 0)

    def test_again_changes_nothing(self):
        rows = self.row
        for number in range(5):
            rows += self.make_orderpoint(self.make_product(f"Product {number}"))
        self.line(self.first, category_id=self.category.id)
        self.assertEqual(self.assign(), 6)
        self.env.flush_all()
        self.env.cr.execute("SELECT id, xmin::text FROM stock_warehouse_orderpoint")
        before = dict(self.env.cr.fetchall())
        self.env["stock.replenish.dirty"].search([]).unlink()
        self.assertEqual(self.assign(), 0)
        self.env.flush_all()
        self.env.cr.execute("SELECT id, xmin::text FROM stock_warehouse_orderpoint")
        self.assertEqual(dict(self.env.cr.fetchall()), before)
        self.assertFalse(self.env["stock.replenish.dirty"].search([]))

    def test_cost_does_not_grow_with_rows(self):
        self.line(self.first, abc_class="A")
        self.line(self.second, 20)

        self.assign()
        few = self.queries_of(self.assign)
        for number in range(30):
            self.make_orderpoint(self.make_product(f"Product {number}"))
        self.assign()
        self.assertLessEqual(self.queries_of(self.assign), few)

    def test_assigned_rows_wait_for_a_plan(self):
        self.line(self.first)
        self.assign()
        waiting = self.env["stock.replenish.dirty"].search([]).orderpoint_id
        self.assertIn(self.row, waiting)

    def test_run_assigns_before_it_plans(self):
        self.line(self.first)
        self.past_demand(self.row.product_id, 7)
        self.Run._cron_plan()
        self.assertEqual(self.row.policy_id, self.first)
        self.assertEqual(self.row.qty_to_order, 20)

    def test_policy_of_another_company(self):
        company = self.env["res.company"].create({"name": "Second Company"})
        self.env.user.company_ids += company
        foreign = self.make_policy(company_id=company.id)
        with self.assertRaises(UserError):
            self.row.policy_id = foreign
        for values in (
            {},
            {"company_id": self.company.id},
            {"warehouse_id": self.warehouse.id},
        ):
            with self.subTest(values), self.assertRaises(UserError):
                self.line(foreign, **values)
        self.line(foreign, company_id=company.id)

    def test_policy_in_use_cannot_be_taken_by_one_company(self):
        company = self.env["res.company"].create({"name": "Second Company"})
        self.row.policy_id = self.first
        with self.assertRaises(ValidationError):
            self.first.company_id = company
        self.first.company_id = self.company

    def test_button(self):
        self.line(self.first)
        self.env.user.company_ids = [Command.set(self.company.ids)]
        action = self.Rule.action_assign()
        self.assertIn("1 ", action["params"]["message"])
        self.assertEqual(self.row.policy_id, self.first)

    def test_line_is_named_by_its_policy(self):
        self.assertEqual(self.line(self.first).display_name, "First")

    def test_form(self):
        form = Form(self.Rule)
        form.policy_id = self.first
        self.assertEqual(form.save().policy_id, self.first)
