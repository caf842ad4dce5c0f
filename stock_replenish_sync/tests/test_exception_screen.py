from ast import literal_eval

from lxml import etree

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools.safe_eval import safe_eval

from .common_exception_screen import ExceptionScreenCommon
from .common_worklist import WorklistCommon


@tagged("post_install", "-at_install")
class TestExceptionScreen(ExceptionScreenCommon, WorklistCommon):
    """What the screens of exceptions ask of the server."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.product = cls.make_product("Desk")
        cls.row = cls.make_orderpoint(cls.product)

    @classmethod
    def make_exception(cls, **values):
        values.setdefault("product_id", cls.product.id)
        values.setdefault("orderpoint_id", cls.row.id)
        values.setdefault("strip", {"days": 1, "balance": [1.0] * 12})
        return super().make_exception(**values)

    def codes(self, exception):
        return [action["code"] for action in exception.actions]

    # --- What is offered ---

    def test_offered_as_the_kind_says(self):
        exception = self.make_exception()
        self.assertEqual(self.codes(exception), ["order", "fix", "why", "document"])

    def test_what_is_suggested_comes_first(self):
        exception = self.make_exception(suggested_action="fix")
        self.assertEqual(self.codes(exception), ["fix", "order", "why", "document"])
        exception.suggested_action = "transfer"
        self.assertEqual(self.codes(exception)[0], "order", "not of this kind")

    def test_closed_is_only_looked_at(self):
        exception = self.make_exception(state="resolved")
        self.assertEqual(self.codes(exception), ["why", "document"])

    def test_nothing_is_offered_that_has_no_object(self):
        exception = self.make_exception(orderpoint_id=False)
        self.assertNotIn("why", self.codes(exception))
        exception = self.make_exception(orderpoint_id=False, product_id=False)
        self.assertEqual(self.codes(exception), ["order", "fix"])

    def test_label_names_the_document(self):
        order = self.env["purchase.order"].create(
            {
                "partner_id": self.vendor.id,
                "order_line": [Command.create({"product_id": self.product.id})],
            }
        )
        exception = self.make_exception(
            purchase_line_id=order.order_line.id, reference=order.name
        )
        self.assertEqual(exception.actions[-1]["label"], f"Open {order.name}")
        exception.purchase_line_id = False
        self.assertEqual(exception.actions[-1]["label"], "Open product")

    def test_every_code_has_words(self):
        labels = self.Exception._action_labels()
        for detection in self.env["stock.replenish.detection"]._all():
            self.assertFalse(set(detection._actions) - set(labels), detection._kind)

    # --- Above the list ---

    def state(self, user):
        return self.as_user(self.Exception, user).replenish_exception_state()

    def test_counts_are_those_of_the_filters(self):
        self.make_exception(severity="3", user_id=self.planner.id)
        self.make_exception(severity="2")
        self.make_exception(severity="1")
        self.make_exception(severity="3", state="acknowledged")
        self.make_exception(severity="3", state="snoozed")
        self.make_exception(severity="3", state="resolved")
        self.make_exception(
            severity="3",
            company_id=self.other.id,
            product_id=False,
            warehouse_id=False,
            orderpoint_id=False,
        )
        counts = self.state(self.viewer)["counts"]
        self.assertEqual(
            counts,
            {
                "critical": 1,
                "high": 1,
                "without_owner": 2,
                "acknowledged": 1,
                "snoozed": 1,
            },
        )
        search = self.env.ref(
            "stock_replenish_sync.stock_replenish_exception_view_search"
        )
        filters = etree.fromstring(search.arch)
        for name, count in counts.items():
            domain = filters.find(f".//filter[@name='{name}']").get("domain")
            domain = literal_eval(domain)
            if name not in ("acknowledged", "snoozed"):
                domain += [("state", "=", "open")]
            rows = self.as_user(self.Exception, self.viewer).search_count(domain)
            self.assertEqual(rows, count, name)

    def test_checked_when_all_companies_were(self):
        self.company.write(
            {
                "replenish_scanned_all_on": "2024-05-06 05:20:00",
                "replenish_scanned_rules": 4812,
            }
        )
        state = self.state(self.viewer)
        self.assertEqual(state["checked_on"], "2024-05-06 05:20:00")
        self.assertEqual(state["items"], 4812)
        self.assertEqual(state["currency_id"], self.company.currency_id.id)
        self.planner.company_ids += self.other
        both = self.Exception.with_user(self.planner).with_context(
            allowed_company_ids=[self.company.id, self.other.id]
        )
        self.assertFalse(both.replenish_exception_state()["checked_on"])
        self.other.replenish_scanned_all_on = "2024-05-05 05:20:00"
        state = both.replenish_exception_state()
        self.assertEqual(state["checked_on"], "2024-05-05 05:20:00", "the oldest")

    def test_state_is_for_viewers(self):
        with self.assertRaises(AccessError):
            self.state(self.nobody)

    # --- Opening the list ---

    def specification(self):
        view = self.as_user(self.Exception, self.planner).get_view(
            view_id=self.env.ref(
                "stock_replenish_sync.stock_replenish_exception_view_tree"
            ).id
        )
        names = {
            node.get("name") for node in etree.fromstring(view["arch"]).iter("field")
        }
        # What the widgets ask for.
        names |= {"actions", "state", "problem", "reference", "orderpoint_id"}
        return {
            name: {"fields": {"display_name": {}}}
            if self.Exception._fields[name].type == "many2one"
            else {}
            for name in names
        }

    def queries_of_opening(self):
        rows = self.as_user(self.Exception, self.planner)
        specification = self.specification()

        def opened():
            return rows.web_search_read(
                [("state", "=", "open")], specification, limit=80
            )

        return len(opened()["records"]), self.queries_of(opened)

    def test_opening_asks_as_much_for_many_rows(self):
        kinds = [kind for kind, _label in self.Exception._kinds()]
        values = {
            "partner_id": self.vendor.id,
            "reference": "P00012",
            "quantity": 5,
            "days": 3,
            "date_from": "2024-05-01",
            "date_expected": "2024-05-08",
            "act_by": "2024-05-06",
            "user_id": self.planner.id,
        }
        for kind in kinds:
            self.make_exception(kind=kind, **values)
        few, queries = self.queries_of_opening()
        self.assertEqual(few, len(kinds))
        for number in range(1, 3):
            product = self.make_product(f"Product {number}")
            row = self.make_orderpoint(product)
            for kind in kinds:
                self.make_exception(
                    kind=kind, **values, product_id=product.id, orderpoint_id=row.id
                )
        many, more_queries = self.queries_of_opening()
        self.assertGreater(many, few)
        self.assertEqual(more_queries, queries)

    # --- Ways of looking at it ---

    def saved(self, role):
        """Return what a role's saved view finds."""
        saved = self.env.ref(
            f"stock_replenish_sync.stock_replenish_exception_filter_{role}"
        )
        self.assertFalse(saved.user_id, "everybody's")
        domain = safe_eval(saved.domain, {"uid": self.planner.id})
        kinds = {
            kind for term in domain if term[:2] == ("kind", "in") for kind in term[2]
        }
        self.assertLessEqual(kinds, {kind for kind, _label in self.Exception._kinds()})
        return self.as_user(self.Exception, self.planner).search(domain)

    def test_saved_views_of_roles(self):
        mine = self.make_exception(user_id=self.planner.id)
        others = self.make_exception(user_id=self.viewer.id)
        purchase = self.make_exception(
            kind="late_purchase", partner_id=self.vendor.id, user_id=self.viewer.id
        )
        transfer = self.make_exception(kind="late_transfer", user_id=self.viewer.id)
        self.make_exception(user_id=self.planner.id, state="resolved")
        self.assertEqual(self.saved("planner"), mine)
        self.assertEqual(self.saved("buyer"), purchase)
        self.assertEqual(self.saved("warehouse"), transfer)
        self.assertNotIn(others, self.saved("planner") + self.saved("buyer"))
