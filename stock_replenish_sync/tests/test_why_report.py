from lxml import etree

from odoo.tests import tagged

from .common_why import WhyCommon

OURS = (
    "policy_id",
    "abc_class",
    "safety_stock",
    "days_of_supply",
    "need_date",
    "is_governed",
)


@tagged("post_install", "-at_install")
class TestWhyReport(WhyCommon):
    """Core's replenishment report with what the plan adds."""

    def specification(self, without=()):
        """Return the fields the report's list reads."""
        view = self.env.ref("stock.view_warehouse_orderpoint_tree_editable")
        model = self.env["stock.warehouse.orderpoint"]
        arch = etree.fromstring(model.get_view(view.id, "tree")["arch"])
        fields = {node.get("name") for node in arch.iter("field")} - set(without)
        return {
            name: {"fields": {"display_name": {}}}
            if model._fields[name].type == "many2one"
            else {}
            for name in fields
        }

    def queries(self, rows, specification):
        return self.queries_of(lambda: rows.web_read(specification))

    def make_rows(self, count):
        rows = self.env["stock.warehouse.orderpoint"]
        for index in range(count):
            product = self.make_product(f"Item {index}")
            self.set_stock(product, 1)
            self.sell(product, 2 + index)
            rows |= self.make_orderpoint(product, self.just_in_time)
        self.plan(*rows)
        return rows

    def test_columns_are_there(self):
        self.assertLessEqual(set(OURS), set(self.specification()))

    def test_as_quick_as_core_s(self):
        rows = self.make_rows(6)
        core = self.specification(without=OURS)
        with_ours = self.queries(rows, self.specification())
        without = self.queries(rows, core)
        # The names of the policies, however many rows there are.
        self.assertLessEqual(with_ours, without + 2)
        few = self.queries(rows[:2], self.specification())
        few_core = self.queries(rows[:2], core)
        self.assertEqual(with_ours - without, few - few_core)

    def test_why_is_on_every_screen(self):
        for xmlid, kind in (
            ("stock.view_warehouse_orderpoint_tree_editable", "tree"),
            ("stock.view_warehouse_orderpoint_form", "form"),
            ("purchase.purchase_order_form", "form"),
            ("stock.view_picking_form", "form"),
            ("mrp.mrp_production_form_view", "form"),
        ):
            view = self.env.ref(xmlid)
            arch = self.env[view.model].get_view(view.id, kind)["arch"]
            with self.subTest(xmlid):
                self.assertIn('<widget name="replenish_why"', arch)
