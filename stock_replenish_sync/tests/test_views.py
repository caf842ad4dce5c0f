from lxml import etree

from odoo.exceptions import ValidationError
from odoo.tests import Form, tagged

from odoo.addons.base.tests.common import BaseCommon

from .access_table import USERS
from .common_access import new_user

VIEWED_MODELS = (
    "stock.replenish.policy",
    "stock.replenish.policy.rule",
    "stock.replenish.source",
    "stock.replenish.suggestion",
    "stock.replenish.decision",
    "stock.replenish.run",
    "stock.replenish.exception",
)


class ViewsCommon(BaseCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.policy = cls.env["stock.replenish.policy"].create({"name": "A Items"})
        cls.warehouse = cls.env["stock.warehouse"].search(
            [("company_id", "=", cls.env.company.id)], limit=1
        )
        cls.orderpoint = cls.env["stock.warehouse.orderpoint"].create(
            {
                "product_id": cls.env["product.product"]
                .create({"name": "Item", "type": "product"})
                .id,
                "warehouse_id": cls.warehouse.id,
                "location_id": cls.warehouse.lot_stock_id.id,
            }
        )

    def _view(self, name):
        return f"stock_replenish_sync.{name}"


@tagged("post_install", "-at_install")
class TestPolicyForm(ViewsCommon):
    def _form(self, record=None):
        return Form(
            record or self.env["stock.replenish.policy"],
            self._view("stock_replenish_policy_view_form"),
        )

    def test_method_sets_lot_and_demand(self):
        with self._form() as form:
            form.name = "Project Goods"
            self.assertEqual(form.method, "reorder_point")
            self.assertEqual(form.lot_method, "eoq")
            self.assertEqual(form.demand_stream, "net")
            form.method = "just_in_time"
            self.assertEqual(form.lot_method, "lot_for_lot")
            self.assertEqual(form.demand_stream, "booked")
        policy = form.save()
        self.assertEqual(policy.lot_method, "lot_for_lot")
        self.assertEqual(policy.demand_stream, "booked")

    def test_just_in_time_keeps_its_lot(self):
        form = self._form()
        form.name = "Project Goods"
        form.method = "just_in_time"
        with self.assertRaisesRegex(AssertionError, "readonly"):
            form.lot_method = "eoq"

    def test_only_fields_the_lot_uses(self):
        form = self._form(self.policy)
        for lot_method, seen in (
            ("eoq", {"order_cost", "holding_rate"}),
            ("days", {"lot_days"}),
            ("lot_for_lot", {"lot_days"}),
            ("fixed", {"lot_quantity"}),
        ):
            form.lot_method = lot_method
            for name in ("order_cost", "holding_rate", "lot_days", "lot_quantity"):
                with self.subTest(lot_method=lot_method, field=name):
                    self.assertEqual(
                        not form._get_modifier(name, "invisible"), name in seen
                    )

    def test_no_service_level_without_safety_stock(self):
        form = self._form(self.policy)
        self.assertFalse(form._get_modifier("service_level", "invisible"))
        form.service_kind = "none"
        self.assertTrue(form._get_modifier("service_level", "invisible"))

    def test_min_max_hides_everything_but_the_method(self):
        form = self._form(self.policy)
        form.method = "min_max"
        for name in ("service_kind", "lot_method", "review_days", "demand_stream"):
            with self.subTest(field=name):
                self.assertTrue(form._get_modifier(name, "invisible"))
        self.assertFalse(form._get_modifier("method", "invisible"))

    def test_fixed_lot_needs_a_quantity(self):
        form = self._form(self.policy)
        form.lot_method = "fixed"
        with self.assertRaises(ValidationError):
            form.save()
        form.lot_quantity = 24
        self.assertEqual(form.save().lot_quantity, 24)

    def test_stat_button_opens_own_list(self):
        self.orderpoint.policy_id = self.policy
        action = self.policy.action_view_orderpoints()
        found = self.env[action["res_model"]].search(action["domain"])
        self.assertEqual(found, self.orderpoint)


@tagged("post_install", "-at_install")
class TestMatrixForm(ViewsCommon):
    def test_line_of_the_matrix(self):
        with Form(
            self.env["stock.replenish.policy.rule"],
            self._view("stock_replenish_policy_rule_view_form"),
        ) as form:
            form.abc_class = "A"
            form.policy_id = self.policy
        line = form.save()
        self.assertEqual((line.abc_class, line.policy_id), ("A", self.policy))
        self.assertFalse(line.xyz_class)

    def test_matrix_needs_a_policy(self):
        form = Form(
            self.env["stock.replenish.policy.rule"],
            self._view("stock_replenish_policy_rule_view_tree"),
        )
        with self.assertRaisesRegex(AssertionError, "policy_id"):
            form.save()


@tagged("post_install", "-at_install")
class TestOrderpointForm(ViewsCommon):
    FORMS = (
        "stock.view_warehouse_orderpoint_form",
        "stock_replenish_sync.stock_warehouse_orderpoint_view_form_replenish",
    )

    def test_lock_needs_a_reason(self):
        for view in self.FORMS:
            with self.subTest(view=view):
                form = Form(self.orderpoint, view)
                form.policy_locked = True
                with self.assertRaisesRegex(AssertionError, "lock_reason"):
                    form.save()
                form.lock_reason = "Project until spring"
                form.save()
                self.assertTrue(self.orderpoint.policy_locked)
                self.orderpoint.policy_locked = False
                self.orderpoint.lock_reason = False

    def test_policy_chosen_on_the_form_is_by_hand(self):
        with Form(self.orderpoint, self.FORMS[0]) as form:
            form.policy_id = self.policy
        self.assertEqual(self.orderpoint.policy_source, "manual")

    def test_min_and_max_of_a_governed_rule_are_the_policys(self):
        for view in self.FORMS:
            with self.subTest(view=view):
                form = Form(self.orderpoint, view)
                self.assertFalse(form._get_modifier("product_min_qty", "readonly"))
                form.policy_id = self.policy
                self.assertTrue(form._get_modifier("product_min_qty", "readonly"))
                self.assertTrue(form._get_modifier("product_max_qty", "readonly"))

    def test_core_forms_still_open(self):
        self.assertTrue(Form(self.env["purchase.order"]))
        self.assertTrue(Form(self.env["mrp.production"]))
        self.assertTrue(Form(self.env.company))


@tagged("post_install", "-at_install")
class TestScreens(ViewsCommon):
    def test_actions_pin_their_views(self):
        for name in ("", "_to_order"):
            action = self.env.ref(
                f"stock_replenish_sync.stock_warehouse_orderpoint_action{name}"
            )
            for view_id, view_type in action.views:
                arch = etree.fromstring(
                    self.env["stock.warehouse.orderpoint"].get_view(view_id, view_type)[
                        "arch"
                    ]
                )
                with self.subTest(action=action.name, view=view_type):
                    self.assertTrue(view_id)
                    self.assertNotEqual(arch.get("js_class"), "stock_orderpoint_list")

    def test_list_reads_stored_columns(self):
        """A list over many rules must not compute stock row by row."""
        model = self.env["stock.warehouse.orderpoint"]
        cheap = {"currency_id", "product_uom_name", "quantity_step"}
        for kind in ("tree", "kanban"):
            view = self.env.ref(
                self._view(f"stock_warehouse_orderpoint_view_{kind}_replenish")
            )
            shown = set(model.get_view(view.id, kind)["models"][model._name])
            with self.subTest(view=kind):
                self.assertFalse(
                    [name for name in shown - cheap if not model._fields[name].store]
                )

    def test_rows_of_the_plan_are_not_typed(self):
        for model in VIEWED_MODELS[3:]:
            for kind in ("tree", "form", "kanban"):
                arch = etree.fromstring(self.env[model].get_view(None, kind)["arch"])
                with self.subTest(model=model, view=kind):
                    self.assertEqual(arch.get("create"), "false")

    def test_every_action_has_a_phone_view_and_explains_itself_when_empty(self):
        for model in (*VIEWED_MODELS, "stock.warehouse.orderpoint"):
            actions = self.env["ir.actions.act_window"].search(
                [("res_model", "=", model)]
            )
            own = actions.filtered(
                lambda action: (action.get_external_id()[action.id] or "").startswith(
                    "stock_replenish_sync."
                )
            )
            self.assertTrue(own)
            for action in own:
                with self.subTest(action=action.name):
                    self.assertIn("kanban", action.view_mode)
                    self.assertTrue(action.help)

    def test_words_on_screen(self):
        """Labels speak of reordering rules, as the user knows them."""
        unwanted = ("orderpoint", "procurement", "fingerprint", "cron", "sigma")
        for model in (*VIEWED_MODELS, "stock.warehouse.orderpoint"):
            for kind in ("tree", "form", "search", "kanban"):
                views = self.env["ir.ui.view"].search(
                    [
                        ("model", "=", model),
                        ("type", "=", kind),
                        ("mode", "=", "primary"),
                    ]
                )
                own = views.filtered(
                    lambda view: (view.xml_id or "").startswith("stock_replenish_sync.")
                )
                for view in own:
                    self._check_words(model, view, unwanted)

    def _check_words(self, model, view, unwanted):
        result = self.env[model].get_view(view.id, view.type)
        arch = etree.fromstring(result["arch"])
        said = [text for text in arch.itertext()]
        for node in arch.iter(etree.Element):
            said.append(node.get("string") or "")
            name = node.get("name")
            fields = self.env[model]._fields
            # Core's own labels are core's business.
            if (
                node.tag == "field"
                and not node.get("string")
                and name in fields
                and fields[name]._module == "stock_replenish_sync"
            ):
                said.append(fields[name].string)
        spoken = " ".join(said).lower()
        with self.subTest(view=view.xml_id):
            self.assertFalse([word for word in unwanted if word in spoken])

    def test_menus_by_role(self):
        menus = {
            "stock_warehouse_orderpoint_menu": {"viewer", "planner", "manager"},
            "stock_replenish_suggestion_menu": {"viewer", "planner", "manager"},
            "stock_replenish_exception_menu": {"viewer", "planner", "manager"},
            "stock_replenish_run_menu": {"viewer", "planner", "manager"},
            "stock_replenish_decision_menu": {"planner", "manager"},
            "stock_replenish_policy_menu": {"viewer", "planner", "manager"},
            "stock_replenish_policy_rule_menu": {"viewer", "planner", "manager"},
            "stock_replenish_change_menu": {"viewer", "planner", "manager"},
            "stock_replenish_class_settings_menu": {"manager"},
            "stock_replenish_onboarding_menu": {"manager"},
        }
        for role in ("stock_user", "stock_manager", "viewer", "planner", "manager"):
            user = new_user(self.env, role, USERS[role], self.env.company)
            shown = self.env["ir.ui.menu"].with_user(user)._visible_menu_ids()
            for name, expected in menus.items():
                with self.subTest(menu=name, role=role):
                    menu = self.env.ref(f"stock_replenish_sync.{name}")
                    self.assertEqual(menu.id in shown, role in expected)
