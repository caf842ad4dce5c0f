from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tests.common import new_test_user

from odoo.addons.base.tests.common import BaseCommon

OWN_MODELS = (
    "stock.replenish.policy",
    "stock.replenish.policy.rule",
    "stock.replenish.suggestion",
    "stock.replenish.decision",
    "stock.replenish.run",
    "stock.replenish.exception",
    "stock.replenish.dirty",
)
# Rows of these are written by the plan, never by a person.
PLAN_WRITTEN = OWN_MODELS[2:]


class AccessCommon(BaseCommon):
    """Two companies with one row of each model, and people with few rights."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.env.company
        cls.other_company = cls.env["res.company"].create({"name": "Other Company"})
        cls.product = cls.env["product.product"].create(
            {"name": "Governed Item", "type": "product"}
        )
        cls.rows = cls._rows_of(cls.company)
        cls.other_rows = cls._rows_of(cls.other_company)
        cls.shared_policy = cls.env["stock.replenish.policy"].create(
            {"name": "Shared Policy"}
        )
        cls.stock_user = cls._user("replenish_user", "stock.group_stock_user")
        cls.stock_manager = cls._user("replenish_manager", "stock.group_stock_manager")
        cls.buyer = cls._user("replenish_buyer", "purchase.group_purchase_user")
        cls.maker = cls._user("replenish_maker", "mrp.group_mrp_user")
        cls.employee = cls._user("replenish_employee", "base.group_user")
        cls.other_manager = cls._user(
            "replenish_other_manager",
            "stock.group_stock_manager",
            company=cls.other_company,
        )

    @classmethod
    def _user(cls, login, groups, company=None):
        company = company or cls.company
        return new_test_user(
            cls.env,
            login=login,
            groups=groups,
            company_id=company.id,
            company_ids=[(6, 0, company.ids)],
        )

    @classmethod
    def _rows_of(cls, company):
        """Return a dict of model name -> one row that belongs to the company."""
        env = cls.env
        warehouse = env["stock.warehouse"].search(
            [("company_id", "=", company.id)], limit=1
        )
        policy = env["stock.replenish.policy"].create(
            {"name": f"Policy of {company.name}", "company_id": company.id}
        )
        orderpoint = env["stock.warehouse.orderpoint"].create(
            {
                "product_id": cls.product.id,
                "warehouse_id": warehouse.id,
                "location_id": warehouse.lot_stock_id.id,
                "company_id": company.id,
                "policy_id": policy.id,
            }
        )
        owned = {
            "orderpoint_id": orderpoint.id,
            "company_id": company.id,
            "warehouse_id": warehouse.id,
            "product_id": cls.product.id,
        }
        run = env["stock.replenish.run"].create(
            {"kind": "plan", "company_id": company.id, "day": "2024-01-15"}
        )
        dirty = env["stock.replenish.dirty"].create({"orderpoint_id": orderpoint.id})
        return {
            "stock.warehouse.orderpoint": orderpoint,
            "stock.replenish.policy": policy,
            "stock.replenish.policy.rule": env["stock.replenish.policy.rule"].create(
                {"company_id": company.id, "policy_id": policy.id}
            ),
            "stock.replenish.suggestion": env["stock.replenish.suggestion"].create(
                dict(
                    owned,
                    policy_id=policy.id,
                    kind="buy",
                    quantity=5,
                    value=50,
                    need_date="2024-01-31",
                    release_date="2024-01-20",
                    due_date="2024-01-20",
                )
            ),
            "stock.replenish.decision": env["stock.replenish.decision"].create(
                dict(
                    owned,
                    policy_id=policy.id,
                    decided_on="2024-01-15",
                    cause="drift",
                    state="to_review",
                    after_safety_stock=2,
                    after_reorder_point=7,
                    after_order_quantity=20,
                )
            ),
            "stock.replenish.run": run,
            "stock.replenish.exception": env["stock.replenish.exception"].create(
                dict(
                    owned,
                    kind="master_data",
                    code="no_vendor",
                    problem="No vendor sells the item.",
                    fingerprint=f"test:{company.id}",
                    run_id=run.id,
                )
            ),
            "stock.replenish.dirty": dirty,
        }

    def _as(self, user, model, rows=None):
        return (rows or self.rows)[model].with_user(user)


@tagged("post_install", "-at_install")
class TestAccessRights(AccessCommon):
    def test_stock_user_reads(self):
        for model in OWN_MODELS[:-1]:
            with self.subTest(model=model):
                self.assertTrue(self._as(self.stock_user, model).read(["display_name"]))

    def test_stock_user_writes_nothing_but_exceptions(self):
        for model in OWN_MODELS:
            record = self._as(self.stock_user, model)
            operations = ["create", "unlink"]
            if model != "stock.replenish.exception":
                operations.append("write")
            for operation in operations:
                with self.subTest(model=model, operation=operation):
                    with self.assertRaises(AccessError):
                        record.check_access_rights(operation)

    def test_stock_user_takes_an_exception(self):
        record = self._as(self.stock_user, "stock.replenish.exception")
        record.user_id = self.stock_user
        record.action_acknowledge()
        self.assertEqual(record.state, "acknowledged")
        self.assertEqual(record.user_id, self.stock_user)

    def test_manager_creates_no_rows_of_the_plan(self):
        for model in PLAN_WRITTEN:
            for operation in ("create", "unlink"):
                with self.subTest(model=model, operation=operation):
                    with self.assertRaises(AccessError):
                        self._as(self.stock_manager, model).check_access_rights(
                            operation
                        )

    def test_manager_keeps_policies_and_matrix(self):
        policy = (
            self.env["stock.replenish.policy"]
            .with_user(self.stock_manager)
            .create({"name": "By the planner", "company_id": self.company.id})
        )
        policy.service_level = 0.9
        line = (
            self.env["stock.replenish.policy.rule"]
            .with_user(self.stock_manager)
            .create({"policy_id": policy.id, "company_id": self.company.id})
        )
        line.abc_class = "A"
        line.unlink()
        policy.unlink()
        self.assertFalse(policy.exists())

    def test_manager_does_not_rewrite_runs(self):
        run = self._as(self.stock_manager, "stock.replenish.run")
        with self.assertRaises(AccessError):
            run.write({"failed": 0})

    def test_buyer_and_maker_read_what_their_orders_came_from(self):
        for user in (self.buyer, self.maker):
            with self.subTest(user=user.login):
                suggestion = self._as(user, "stock.replenish.suggestion")
                self.assertEqual(suggestion.quantity, 5)
                with self.assertRaises(AccessError):
                    suggestion.write({"quantity": 6})

    def test_buyer_reads_no_more_than_that(self):
        for model in ("stock.replenish.decision", "stock.replenish.run"):
            with self.subTest(model=model), self.assertRaises(AccessError):
                self._as(self.buyer, model).check_access_rights("read")

    def test_buyer_opens_the_suggestion_form(self):
        view = self.env.ref("stock_replenish_sync.stock_replenish_suggestion_view_form")
        suggestion = self._as(self.buyer, "stock.replenish.suggestion")
        fields = suggestion.get_view(view.id, "form")["models"][suggestion._name]
        self.assertTrue(
            suggestion.web_read(
                {
                    name: {"fields": {"display_name": {}}}
                    if suggestion._fields[name].type == "many2one"
                    else {}
                    for name in fields
                }
            )
        )

    def test_employee_sees_nothing(self):
        for model in OWN_MODELS:
            with self.subTest(model=model), self.assertRaises(AccessError):
                self._as(self.employee, model).check_access_rights("read")


@tagged("post_install", "-at_install")
class TestAccessActions(AccessCommon):
    """What a button does, a call from outside may try as well."""

    def _assert_refused(self, user, model, *names, rows=None):
        for name in names:
            record = self._as(user, model, rows)
            before = record.sudo().read(["state"]) if "state" in record else None
            with self.subTest(user=user.login, method=name):
                with self.assertRaises(AccessError):
                    getattr(record, name)()
                if before:
                    self.assertEqual(record.sudo().read(["state"]), before)

    def test_policy(self):
        for user in (self.stock_user, self.buyer, self.employee):
            self._assert_refused(user, "stock.replenish.policy", "action_plan")

    def test_empty_policy(self):
        policy = self.shared_policy.with_user(self.stock_user)
        with self.assertRaises(AccessError):
            policy.action_plan()

    def test_matrix(self):
        for user in (self.stock_user, self.buyer, self.employee):
            self._assert_refused(user, "stock.replenish.policy.rule", "action_assign")

    def test_orderpoint(self):
        for user in (self.stock_user, self.buyer, self.employee):
            self._assert_refused(user, "stock.warehouse.orderpoint", "action_plan")

    def test_suggestion(self):
        for user in (self.stock_user, self.buyer, self.maker, self.employee):
            self._assert_refused(
                user,
                "stock.replenish.suggestion",
                "action_approve",
                "action_reject",
                "action_order",
            )
        self._assert_refused(
            self.employee, "stock.replenish.suggestion", "action_view_documents"
        )

    def test_decision(self):
        for user in (self.stock_user, self.buyer, self.employee):
            self._assert_refused(
                user, "stock.replenish.decision", "action_accept", "action_reject"
            )
        self._assert_refused(self.employee, "stock.replenish.decision", "action_replay")

    def test_exception(self):
        for user in (self.buyer, self.employee):
            self._assert_refused(
                user, "stock.replenish.exception", "action_acknowledge"
            )
        self._assert_refused(
            self.employee, "stock.replenish.exception", "action_open_orderpoint"
        )

    def test_locked_suggestion_stays_as_it_was(self):
        self._as(self.stock_manager, "stock.replenish.suggestion").action_reject()
        self.assertEqual(self.rows["stock.replenish.suggestion"].state, "rejected")

    def test_other_company(self):
        for model, names in (
            ("stock.replenish.policy", ("action_plan",)),
            ("stock.warehouse.orderpoint", ("action_plan",)),
            (
                "stock.replenish.suggestion",
                (
                    "action_approve",
                    "action_reject",
                    "action_order",
                    "action_view_documents",
                ),
            ),
            (
                "stock.replenish.decision",
                ("action_accept", "action_reject", "action_replay"),
            ),
            (
                "stock.replenish.exception",
                ("action_acknowledge", "action_open_orderpoint"),
            ),
        ):
            self._assert_refused(self.other_manager, model, *names)

    def test_matrix_of_another_company_stays(self):
        """Applying the matrix reaches the companies one works in, no others."""
        line = self.env["stock.replenish.policy.rule"]
        self.env["stock.warehouse.orderpoint"].search([]).write(
            {"policy_id": False, "policy_source": "none"}
        )
        line.with_user(self.other_manager).action_assign()
        mine = self.rows["stock.warehouse.orderpoint"]
        other = self.other_rows["stock.warehouse.orderpoint"]
        self.assertFalse(mine.policy_id)
        self.assertEqual(other.policy_id, self.other_rows["stock.replenish.policy"])


@tagged("post_install", "-at_install")
class TestAccessCompany(AccessCommon):
    def test_nothing_foreign_is_found(self):
        for model in OWN_MODELS:
            with self.subTest(model=model):
                found = self.env[model].with_user(self.other_manager).search([])
                self.assertIn(self.other_rows[model], found)
                self.assertNotIn(self.rows[model], found)

    def test_nothing_foreign_is_read(self):
        for model in OWN_MODELS:
            record = self._as(self.other_manager, model)
            record.invalidate_recordset()
            with self.subTest(model=model), self.assertRaises(AccessError):
                record.read(["id", "create_date"] if record._log_access else [])

    def test_nothing_foreign_is_written(self):
        for model, vals in (
            ("stock.replenish.policy", {"name": "Mine now"}),
            ("stock.replenish.policy.rule", {"sequence": 1}),
            ("stock.replenish.suggestion", {"state": "rejected"}),
            ("stock.replenish.decision", {"state": "rejected"}),
            ("stock.replenish.exception", {"state": "acknowledged"}),
        ):
            with self.subTest(model=model), self.assertRaises(AccessError):
                self._as(self.other_manager, model).write(vals)

    def test_nothing_foreign_is_deleted(self):
        for model in ("stock.replenish.policy", "stock.replenish.policy.rule"):
            with self.subTest(model=model), self.assertRaises(AccessError):
                self._as(self.other_manager, model).unlink()

    def test_shared_policy_is_seen_by_all(self):
        for user in (self.stock_user, self.other_manager):
            policy = self.shared_policy.with_user(user)
            policy.invalidate_recordset()
            self.assertEqual(policy.name, "Shared Policy")

    def test_shared_policy_counts_own_rules_only(self):
        orderpoints = (
            self.rows["stock.warehouse.orderpoint"]
            | self.other_rows["stock.warehouse.orderpoint"]
        )
        orderpoints.write({"policy_id": self.shared_policy.id})
        policy = self.shared_policy.with_user(self.other_manager)
        policy.invalidate_recordset()
        self.assertEqual(policy.orderpoint_count, 1)
        self.assertEqual(
            policy.orderpoint_ids, self.other_rows["stock.warehouse.orderpoint"]
        )
