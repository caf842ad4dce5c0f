from contextlib import suppress
from functools import partial

from lxml import etree

from odoo.exceptions import AccessError, RedirectWarning, UserError
from odoo.tests import tagged

from .access_table import (
    ARGUMENTS,
    CORE_METHODS,
    METHODS,
    OF_OWN_COMPANIES,
    RIGHTS,
    USERS,
)
from .common_access import MODULE, AccessCommon

OPERATIONS = ("read", "write", "create", "unlink")


class AccessRights:
    def test_every_model_has_a_line(self):
        self.assertEqual(set(self.own_models) - set(RIGHTS), set())

    def test_every_operation_of_every_role(self):
        for model, allowed in RIGHTS.items():
            for operation, who in zip(OPERATIONS, allowed, strict=True):
                for name, user in self.users.items():
                    may = (
                        self.env[model]
                        .with_user(user)
                        .check_access_rights(operation, raise_exception=False)
                    )
                    with self.subTest(model=model, operation=operation, user=name):
                        self.assertEqual(bool(may), name in who)

    def test_whoever_may_read_can_open_the_form(self):
        for model, (readers, *_rest) in RIGHTS.items():
            for name in readers:
                if self.env[model]._transient:
                    continue
                record = self.as_user(name, model)
                record.invalidate_recordset()
                arch = etree.fromstring(record.get_view(view_type="form")["arch"])
                fields = {
                    node.get("name")
                    for node in arch.iter("field")
                    if not list(node.iterancestors("field"))
                }
                with self.subTest(model=model, user=name):
                    self.assertTrue(
                        record.web_read(
                            {
                                field: {"fields": {"display_name": {}}}
                                if record._fields[field].relational
                                else {}
                                for field in fields
                            }
                        )
                    )

    def test_what_the_plan_writes_nobody_writes(self):
        """Not even a field at a time, by a call from outside."""
        for model in (
            "stock.replenish.suggestion",
            "stock.replenish.decision",
            "stock.replenish.run",
            "stock.replenish.run.part",
            "stock.replenish.dirty",
            "stock.replenish.message",
        ):
            for name in USERS:
                record = self.as_user(name, model)
                field = "state" if "state" in record._fields else "create_date"
                if field not in record._fields:
                    field = "orderpoint_id"
                value = record.sudo()[field]
                for method, args in (
                    ("write", ({field: getattr(value, "id", value)},)),
                    ("unlink", ()),
                    ("copy", ()),
                ):
                    with self.subTest(model=model, user=name, method=method):
                        self.assertRefused(
                            lambda record=record, method=method, args=args: getattr(
                                record, method
                            )(*args),
                            f"{name}: {model}.{method}",
                        )


class AccessMethods:
    """What a button does, a call from outside may try as well."""

    def test_every_method_has_a_line(self):
        known = set(METHODS)
        unknown = {
            (model, method)
            for model, method in self.public_methods()
            if (model, method) not in known and method not in CORE_METHODS
        }
        self.assertEqual(unknown, set(), "a line in access_table.py, please")
        self.assertEqual(known - self.public_methods(), set(), "gone")

    def test_without_the_role_nothing_happens(self):
        for (model, method), allowed in METHODS.items():
            for name in set(USERS) - set(allowed):
                for label, call in self.calls(name, model, method):
                    with self.subTest(label):
                        self.assertRefused(call, label)

    def test_with_the_role_access_is_granted(self):
        for (model, method), allowed in METHODS.items():
            for name in allowed:
                label, call = self.calls(name, model, method)[0]
                with self.subTest(label), self.env.cr.savepoint() as undo:
                    try:
                        with suppress(
                            UserError, ValueError, TypeError, RedirectWarning
                        ):
                            self._call(call)
                    finally:
                        undo.rollback()
                        self.env.invalidate_all(flush=False)

    def _call(self, call):
        try:
            call()
        except AccessError as error:
            self.fail(f"refused: {error}")

    def test_refusals_name_the_role(self):
        message = self.assertRefused(
            self.as_user("viewer", "stock.warehouse.orderpoint").action_replenish,
            "viewer orders",
        )
        self.assertIn("Ordering needs the role Planner", message)
        message = self.assertRefused(
            self.as_user("planner", "stock.replenish.suggestion").action_approve,
            "planner approves",
        )
        self.assertIn("needs the role Replenishment Manager", message)

    def test_rows_of_another_company(self):
        for model, method in METHODS:
            if (model, method) in OF_OWN_COMPANIES:
                continue
            label, call = self.calls(self.foreigner, model, method)[0]
            with self.subTest(label):
                self.env.invalidate_all()
                # What one may not see is told as such, or not there at all.
                self.assertRefused(call, label, UserError)

    def test_dialogs_are_their_owner_s_alone(self):
        """Not even a colleague with the same role reads or applies them."""
        twin = self.users["manager"].copy({"login": "twin"})
        for model in (name for name in RIGHTS if self.env[name]._transient):
            mine = self.as_user("manager", model).with_user(twin)
            methods = [("read", ["create_uid"]), ("write", {})]
            methods += [(method,) for name, method in METHODS if name == model]
            for method, *arguments in methods:
                with self.subTest(model=model, method=method):
                    self.env.invalidate_all()
                    self.assertRefused(
                        partial(getattr(mine, method), *arguments), method
                    )

    def test_rows_of_another_company_among_own(self):
        for model, method in METHODS:
            if (model, method) in {*ARGUMENTS, *OF_OWN_COMPANIES}:
                continue
            if self.env[model]._transient or model == "stock.replenish.change":
                continue
            mixed = self.as_user(self.foreigner, model, self.other_rows)
            mixed += self.as_user(self.foreigner, model)
            with self.subTest(model=model, method=method):
                self.env.invalidate_all()
                self.assertRefused(getattr(mixed, method), method)

    def test_all_shown_is_what_one_may_see(self):
        """Whatever domain a call sends along."""
        model = self.as_user(self.foreigner, "stock.replenish.decision").browse()
        action = model.with_context(active_domain=[]).action_review_shown()
        dialog = self.env[action["res_model"]].browse(action["res_id"])
        self.assertEqual(
            dialog.decision_ids, self.other_rows["stock.replenish.decision"]
        )


class AccessGuards:
    """Fields that a person may set on what he may otherwise write."""

    def _new_product(self):
        return self.env["product.product"].create(
            {"name": "Another Item", "type": "product"}
        )

    def _written(self, record):
        """Return the names of fields whose writing changes anything."""
        return {
            name
            for name, field in record._fields.items()
            if field.store or field.inverse
        }

    def test_planner_writes_what_a_planner_decides(self):
        row = self.as_user("planner", "stock.warehouse.orderpoint")
        row.write({"policy_id": self.shared_policy.id, "trigger": "manual"})
        row.write({"snoozed_until": "2024-05-01", "qty_to_order": 7})
        row.write({"policy_locked": True, "lock_reason": "Trial"})
        row.write({"lock_until": "2099-06-01", "planner_id": row.env.uid})
        route = self.env["stock.route"].search([("product_selectable", "=", True)])[:1]
        # As core's screen does it: the multiple comes along with the route.
        row.write({"route_id": route.id, "qty_multiple": 99})
        self.assertEqual(row.policy_id, self.shared_policy)
        self.assertEqual(row.policy_source, "manual")
        self.assertEqual(row.qty_to_order, 7)
        self.assertEqual(row.route_id, route)
        self.assertEqual(row.qty_multiple, row._get_qty_multiple_to_order())

    def test_planner_writes_nothing_else(self):
        from ..models.rule.stock_warehouse_orderpoint_access import PLANNER_FIELDS

        row = self.as_user("planner", "stock.warehouse.orderpoint")
        for name in self._written(row) - PLANNER_FIELDS:
            with self.subTest(field=name):
                self.assertRefused(lambda name=name: row.write({name: False}), name)

    def test_planner_neither_creates_nor_deletes(self):
        row = self.as_user("planner", "stock.warehouse.orderpoint")
        self.assertRefused(lambda: row.create({"product_id": self.product.id}), "new")
        self.assertRefused(row.unlink, "delete")
        self.assertRefused(row.copy, "copy")

    def test_planner_of_another_company(self):
        row = self.as_user(self.foreigner, "stock.warehouse.orderpoint")
        self.assertRefused(lambda: row.write({"trigger": "manual"}), "foreign")

    def test_what_the_report_left_behind_may_go(self):
        """Core's report drops it on behalf of whoever opens the report."""
        product = self._new_product()
        warehouse = self.rows["stock.replenish.suggestion"].warehouse_id
        made = self.env["stock.warehouse.orderpoint"].create(
            {
                "product_id": product.id,
                "warehouse_id": warehouse.id,
                "location_id": warehouse.lot_stock_id.id,
                "trigger": "manual",
            }
        )
        self.assertFalse(made.qty_to_order)
        self.env["stock.warehouse.orderpoint"].with_user(
            self.users["planner"]
        ).action_open_orderpoints()
        self.assertFalse(made.exists())
        self.assertTrue(self.rows["stock.warehouse.orderpoint"].exists())

    def test_stock_manager_keeps_what_core_gives(self):
        row = self.as_user("stock_manager", "stock.warehouse.orderpoint")
        row.write({"product_min_qty": 3, "product_max_qty": 8, "trigger": "manual"})
        row.write({"qty_to_order": 4, "qty_multiple": 2})
        self.assertEqual(row.qty_to_order, 4)
        new = row.create(
            {
                "product_id": self._new_product().id,
                "warehouse_id": row.warehouse_id.id,
                "location_id": row.location_id.id,
                # As the form sends it.
                "policy_id": False,
                "policy_locked": False,
                "policy_source": "none",
            }
        )
        new.unlink()
        self.assertFalse(new.exists())

    def test_stock_manager_does_not_plan(self):
        row = self.as_user("stock_manager", "stock.warehouse.orderpoint")
        ours = {
            name
            for name in self._written(row)
            if row._fields[name]._modules[0] == MODULE
        }
        self.assertIn("policy_id", ours)
        for name in ours:
            with self.subTest(field=name):
                self.assertRefused(lambda name=name: row.write({name: False}), name)

    def test_nobody_types_results_of_the_plan(self):
        row = self.as_user("manager", "stock.warehouse.orderpoint")
        message = self.assertRefused(
            lambda: row.write({"suggested_qty": 100, "plan_status": "planned"}), "plan"
        )
        self.assertIn("Suggested", message)
        self.assertIn("written by the plan", message)

    def test_planner_takes_an_exception(self):
        exception = self.as_user("planner", "stock.replenish.exception")
        exception.user_id = self.users["planner"]
        exception.message_post(body="I ask the vendor.")
        activity = exception.activity_schedule(
            "mail.mail_activity_data_todo", user_id=self.users["manager"].id
        )
        activity.with_user(self.users["manager"]).action_feedback("Done")
        exception._acknowledge()
        self.assertEqual(exception.user_id, self.users["planner"])
        self.assertEqual(exception.state, "acknowledged")
        self.assertIn("vendor", "".join(exception.message_ids.mapped("body")))

    def test_planner_rewrites_no_exception(self):
        exception = self.as_user("planner", "stock.replenish.exception")
        mail = set(self.env["mail.thread"]._fields)
        mail |= set(self.env["mail.activity.mixin"]._fields)
        for name in set(exception._fields) - mail - {"user_id"}:
            with self.subTest(field=name):
                self.assertRefused(
                    lambda name=name: exception.write({name: False}), name
                )

    def test_viewer_takes_no_exception(self):
        exception = self.as_user("viewer", "stock.replenish.exception")
        self.assertRefused(
            lambda: exception.write({"user_id": self.users["viewer"].id}), "owner"
        )
        with self.assertRaises(AccessError):
            exception.message_post(body="Hello")

    def test_manager_keeps_policies_and_matrix(self):
        manager = self.users["manager"]
        policy = (
            self.env["stock.replenish.policy"]
            .with_user(manager)
            .create({"name": "By the manager", "company_id": self.company.id})
        )
        policy.service_level = 0.9
        line = (
            self.env["stock.replenish.policy.rule"]
            .with_user(manager)
            .create({"policy_id": policy.id, "company_id": self.company.id})
        )
        line.abc_class = "A"
        line.action_assign()
        line.unlink()
        self.rows["stock.warehouse.orderpoint"].policy_id = False
        policy.unlink()
        self.assertFalse(policy.exists())


class AccessCompany:
    def test_nothing_foreign_is_found(self):
        for model in self.own_models:
            if model not in self.rows:
                continue
            with self.subTest(model=model):
                found = self.env[model].with_user(self.foreigner).search([])
                self.assertIn(self.other_rows[model], found)
                self.assertNotIn(self.rows[model], found)

    def test_nothing_foreign_is_read(self):
        for model in self.own_models:
            if model not in self.rows:
                continue
            record = self.as_user(self.foreigner, model)
            record.invalidate_recordset()
            with self.subTest(model=model), self.assertRaises(AccessError):
                record.read(["id", "create_date"] if record._log_access else [])

    def test_every_stored_model_has_a_row_here(self):
        """Or the tests above would leave it out."""
        missing = {
            model
            for model in self.own_models
            if model not in self.rows and not self.env[model]._transient
        }
        self.assertEqual(missing, set(), "a row in common_access.py, please")

    def test_nothing_foreign_is_written(self):
        for model, vals in (
            ("stock.replenish.policy", {"name": "Mine now"}),
            ("stock.replenish.policy.rule", {"sequence": 1}),
            ("stock.replenish.exception", {"user_id": False}),
        ):
            record = self.as_user(self.foreigner, model)
            with self.subTest(model=model):
                self.assertRefused(
                    lambda record=record, vals=vals: record.write(vals), model
                )

    def test_nothing_foreign_is_deleted(self):
        for model in ("stock.replenish.policy", "stock.replenish.policy.rule"):
            with self.subTest(model=model), self.assertRaises(AccessError):
                self.as_user(self.foreigner, model).unlink()

    def test_matrix_of_another_company_stays(self):
        """Applying the matrix reaches the companies one works in, no others."""
        line = self.env["stock.replenish.policy.rule"]
        self.env["stock.warehouse.orderpoint"].search([]).write(
            {"policy_id": False, "policy_source": "none"}
        )
        line.with_user(self.foreigner).action_assign()
        mine = self.rows["stock.warehouse.orderpoint"]
        other = self.other_rows["stock.warehouse.orderpoint"]
        self.assertFalse(mine.policy_id)
        self.assertEqual(other.policy_id, self.other_rows["stock.replenish.policy"])

    def test_shared_policy_is_seen_by_all(self):
        for user in (self.users["stock_user"], self.foreigner):
            policy = self.shared_policy.with_user(user)
            policy.invalidate_recordset()
            self.assertEqual(policy.name, "Shared Policy")

    def test_shared_policy_counts_own_rules_only(self):
        orderpoints = (
            self.rows["stock.warehouse.orderpoint"]
            | self.other_rows["stock.warehouse.orderpoint"]
        )
        orderpoints.write({"policy_id": self.shared_policy.id})
        policy = self.shared_policy.with_user(self.foreigner)
        policy.invalidate_recordset()
        self.assertEqual(policy.orderpoint_count, 1)
        self.assertEqual(
            policy.orderpoint_ids, self.other_rows["stock.warehouse.orderpoint"]
        )


@tagged("post_install", "-at_install")
class TestAccess(
    AccessRights, AccessMethods, AccessGuards, AccessCompany, AccessCommon
):
    """All of them on one set-up, which takes longer than most."""
