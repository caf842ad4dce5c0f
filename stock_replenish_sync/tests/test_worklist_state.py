from functools import partial

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common_worklist import WorklistCommon

FIELDS = ("replenish_status", "qty_to_order", "order_value", "supply_from")


@tagged("post_install", "-at_install")
class TestWorklistState(WorklistCommon):
    """What stands above the list, and what its groups are worth."""

    def state(self, user=None):
        model = self.as_user(
            self.env["stock.warehouse.orderpoint"], user or self.viewer
        )
        return model.replenish_worklist_state()

    def test_never_planned(self):
        state = self.state()
        self.assertFalse(state["planned_on"])
        self.assertEqual((state["rows"], state["waiting"]), (0, 0))
        self.assertFalse(state["next_day"])

    def test_numbers_are_those_of_the_rows(self):
        self.make_short(5)
        policy = self.make_policy("just_in_time", lot_days=1, approval_limit=30)
        self.make_short(5, policy)
        lost = self.make_product(vendor=False, route_ids=False)
        self.sell(lost, 1)
        self.make_orderpoint(lost, self.just_in_time)
        later = self.make_product(delay=7)
        self.sell(later, 5, 30)
        self.make_orderpoint(later, self.just_in_time)
        self.env.flush_all()
        self.Run._cron_plan()
        state = self.state()
        self.assertTrue(state["planned_on"] >= state["stale_before"])
        self.assertEqual(state["rows"], 4)
        self.assertEqual(state["waiting"], 0)
        for status, count in (("stocked_out", 1), ("held", 1), ("failed", 1)):
            with self.subTest(status=status):
                self.assertEqual(state["statuses"][status], count)
                rows = self.env["stock.warehouse.orderpoint"].search_count(
                    [
                        ("replenish_status", "=", status),
                        ("company_id", "=", self.company.id),
                    ]
                )
                self.assertEqual(rows, count)
        self.assertEqual(state["next_day"], str(self.today(23)))
        self.assertEqual(state["next_count"], 1)
        self.sell(later, 1)
        self.assertEqual(self.state()["waiting"], 1)

    def test_other_company_sees_nothing(self):
        self.make_short(5)
        self.Run._cron_plan()
        state = self.state(self.stranger)
        self.assertEqual(state["rows"], 0)
        self.assertFalse(any(state["statuses"].values()))
        self.assertFalse(state["next_day"])

    def test_without_a_role_it_is_refused(self):
        with self.assertRaisesRegex(AccessError, "needs the role Viewer"):
            self.state(self.nobody)

    def test_queries_do_not_grow_with_rows(self):
        self.make_short(5)
        few = self.queries_of(self.state)
        for _number in range(5):
            self.make_short(5)
        self.assertEqual(self.queries_of(self.state), few)

    # --- the list ---

    def _opened(self):
        view = self.env.ref(
            "stock_replenish_sync.stock_warehouse_orderpoint_view_tree_replenish"
        )
        model = self.as_user(self.env["stock.warehouse.orderpoint"], self.viewer)
        names = model.get_view(view.id, "tree")["models"][model._name]
        specification = {
            name: {"fields": {"display_name": {}}}
            if model._fields[name].type == "many2one"
            else {}
            for name in names
            if model._fields[name].type not in ("one2many", "many2many")
        }
        return lambda: model.web_search_read(
            [("company_id", "=", self.company.id)],
            specification,
            limit=80,
            order="order_by_date, order_value desc, id",
        )

    def test_opening_takes_as_many_queries_for_many_rows(self):
        opened = self._opened()
        self.make_short(5)
        few = self.queries_of(opened)
        for number in range(8):
            self.make_short(5, product=self.make_product(f"Product {number}"))
        self.assertEqual(len(opened()["records"]), 9)
        self.assertEqual(self.queries_of(opened), few)

    def test_opening_changes_nothing(self):
        self.make_short(5)
        tables = ("stock.warehouse.orderpoint", "stock.replenish.suggestion")
        before = [self.env[name].search_count([]) for name in tables]
        self._opened()()
        self.state()
        self.assertEqual([self.env[name].search_count([]) for name in tables], before)

    # --- groups ---

    def _groups(self, groupby, user=None, companies=None):
        model = self.env["stock.warehouse.orderpoint"].with_context(
            replenish_worklist=True
        )
        if companies:
            model = model.with_context(allowed_company_ids=companies.ids)
        domain = [("company_id", "in", (companies or self.company).ids)]
        return model.web_read_group(domain, list(FIELDS), [groupby])["groups"]

    def test_group_says_what_can_be_ordered(self):
        self.make_short(5)
        self.make_short(2)
        skipped = self.make_short(7)
        self.type_quantity(skipped, 0)
        for groupby in ("supply_from", "warehouse_id", "order_by_date:day"):
            with self.subTest(groupby=groupby):
                [group] = self._groups(groupby)
                total = group["replenish_total"]
                self.assertEqual((total["count"], total["value"]), (2, 70))
                self.assertEqual(total["currency_id"], self.company.currency_id.id)
                self.assertFalse(total["approximate"])

    def test_groups_of_what_can_be_ordered_are_not_counted_twice(self):
        self.make_short(5)
        self.make_short(2)
        model = self.env["stock.warehouse.orderpoint"].with_context(
            replenish_worklist=True
        )
        domain = [
            ("qty_to_order", ">", 0),
            "|",
            ("snoozed_until", "=", False),
            ("snoozed_until", "<=", "2000-01-01"),
        ]
        own = [*domain, ("company_id", "=", self.company.id)]
        either = ["|", *own[:1], ("id", "=", 0), *own[1:]]
        totals, queries = [], []
        for asked in (own, either):
            ask = partial(model.web_read_group, asked, list(FIELDS), ["supply_from"])
            queries.append(self.queries_of(ask))
            totals.append(ask()["groups"][0]["replenish_total"])
        self.assertEqual(totals[0], totals[1])
        self.assertEqual((totals[0]["count"], totals[0]["value"]), (2, 70))
        self.assertEqual(queries[1] - queries[0], 1)

    def test_currencies_are_converted_never_added(self):
        foreign = self.env["res.currency"].create(
            {
                "name": "WLC",
                "symbol": "W",
                "rate_ids": [
                    Command.create(
                        {"name": "2020-01-01", "rate": 4, "company_id": False}
                    )
                ],
            }
        )
        self.make_short(5)
        abroad = self.env["res.company"].create(
            {"name": "Abroad", "currency_id": foreign.id}
        )
        self.env.user.company_ids += abroad
        warehouse = self.env["stock.warehouse"].search(
            [("company_id", "=", abroad.id)], limit=1
        )
        orderpoint = self.make_orderpoint(
            self.make_product(), self.just_in_time, warehouse
        )
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE stock_warehouse_orderpoint SET qty_to_order = 1, order_value = 40,"
            " supply_from = %s WHERE id = %s",
            [self.vendor.name, orderpoint.id],
        )
        self.env.invalidate_all()
        [group] = self._groups("supply_from", companies=self.company | abroad)
        total = group["replenish_total"]
        self.assertEqual(total["count"], 2)
        self.assertEqual(total["currency_id"], self.company.currency_id.id)
        self.assertTrue(total["approximate"])
        rate = self.company.currency_id.rate or 1.0
        self.assertAlmostEqual(total["value"], 50 + 40 * rate / 4, 2)

    def test_core_screens_get_core_groups(self):
        self.make_short(5)
        groups = self.env["stock.warehouse.orderpoint"].web_read_group(
            [], ["qty_to_order"], ["warehouse_id"]
        )["groups"]
        self.assertFalse([group for group in groups if "replenish_total" in group])

    # --- ordering many ---

    def _preview(self, user=None, **options):
        model = self.as_user(
            self.env["stock.warehouse.orderpoint"], user or self.planner
        )
        return model.replenish_order_preview(
            [("company_id", "=", self.company.id)], **options
        )

    def test_preview_leaves_out_what_needs_a_look(self):
        ready = self.make_short(5)
        costless = self.make_short(5, product=self.make_product(standard_price=0))
        forced = self.make_product(vendor=False)
        self.make_price(forced, min_qty=50)
        forced = self.make_short(5, product=forced)
        self.make_orderpoint(self.make_product(), self.just_in_time)
        preview = self._preview()
        self.assertEqual(preview["ids"], ready.ids)
        self.assertEqual(
            {row["id"] for row in preview["skipped"]}, {costless.id, forced.id}
        )
        why = {row["id"]: row["why"] for row in preview["skipped"]}
        self.assertIn("no cost", why[costless.id])
        self.assertIn("needs 5", why[forced.id])
        self.assertEqual(preview["total"]["value"], 50)
        self.assertFalse(preview["ask"])
        self.assertFalse(self.purchase_lines(ready.product_id))

    def test_preview_asks_above_a_value(self):
        self.make_short(5)
        self.env["ir.config_parameter"].sudo().set_param(
            "stock_replenish_sync.confirm_above_value", "49.9"
        )
        self.assertTrue(self._preview()["ask"])

    def test_preview_needs_a_planner(self):
        with self.assertRaisesRegex(AccessError, "needs the role Planner"):
            self._preview(self.viewer)

    def test_preview_of_another_company_is_empty(self):
        self.make_short(5)
        self.assertFalse(self._preview(self.stranger)["all_ids"])
