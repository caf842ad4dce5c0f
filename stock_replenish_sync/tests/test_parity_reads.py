"""How core's numbers are read: in bulk, never stale, and not where we cannot know."""

from unittest.mock import patch

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import tagged

from ..models.neutral.known import MODULES, is_known
from ..models.neutral.memo import KEY
from .common_supply import SupplyCommon


@tagged("post_install", "-at_install")
class TestParityReads(SupplyCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.rows = cls.env["stock.warehouse.orderpoint"].concat(
            *(cls.make_row(number) for number in range(12))
        )

    @classmethod
    def make_row(cls, number):
        """Return a rule below its minimum, with a lead date of its own."""
        product = cls.make_product(f"Item {number}", delay=number)
        cls.sell_at(cls.stock, product, 3, day=number)
        return cls.make_orderpoint(product, product_min_qty=10, product_max_qty=20)

    def compute(self, rows, **context):
        """Return quantities to order and queries it took, everything read anew."""
        queries = self.queries_of(
            rows.sudo().with_context(**context)._compute_qty_to_order
        )
        return rows.mapped("qty_to_order"), queries

    # --- in bulk ---

    def test_reads_grow_neither_with_rows_nor_with_dates(self):
        _quantities, few = self.compute(self.rows[:4])
        quantities, many = self.compute(self.rows)
        self.assertEqual(quantities, [23] * 12)
        self.assertEqual(few, many)
        same, cores = self.compute(self.rows, **{KEY: False})
        self.assertEqual(quantities, same)
        self.assertGreater(cores, 4 * many)

    def test_lists_are_read_in_bulk(self):
        def queries(rows, **context):
            def show():
                for row in rows.with_context(**context):
                    self.assertTrue(row.rule_ids and row.qty_forecast == -3)

            return self.queries_of(show)

        self.assertEqual(queries(self.rows[:4]), queries(self.rows))
        self.assertGreater(queries(self.rows, **{KEY: False}), 3 * queries(self.rows))

    # --- where we cannot know ---

    def test_all_reads_are_known_here(self):
        for subject in MODULES:
            self.assertTrue(is_known(self.env, subject), subject)

    def test_changed_methods_are_unknown(self):
        for subject, methods in MODULES.items():
            for model, name in methods:
                with self.subTest(subject=subject, method=name):
                    Model = type(self.env[model])
                    original = getattr(Model, name)

                    def changed(*args, _original=original, **options):
                        return _original(*args, **options)

                    with patch.object(Model, name, changed):
                        self.assertFalse(is_known(self.env, subject))
                    with patch.object(Model, name):
                        self.assertFalse(is_known(self.env, subject))

    def test_core_reads_what_is_unknown(self):
        """Quotations that count for single products only: no bulk read tells that."""
        Product = type(self.env["product.product"])
        original = Product._get_quantity_in_progress

        def changed(products, *args, **options):
            found = original(products, *args, **options)
            if len(products) == 1:
                found[0][products.id, self.stock.id] += products.id
            return found

        with patch.object(Product, "_get_quantity_in_progress", changed):
            ours, _queries = self.compute(self.rows)
            cores, _queries = self.compute(self.rows, **{KEY: False})
        self.assertEqual(ours, cores)
        self.assertNotIn(23, ours)

    # --- never stale ---

    def test_every_call_reads_anew(self):
        row, others = self.rows[0], self.rows[1:]
        product = row.product_id

        def expect(quantity, **fields):
            self.assertEqual(self.compute(self.rows)[0], [quantity] + [23] * 11)
            for name, value in fields.items():
                self.assertEqual(row[name], value)

        expect(23, lead_days_date=self.today())
        self.sell_at(self.stock, product, 1)
        expect(24)
        self.set_stock(product, 2)
        expect(22)
        quotation = self.make_quotation(product, 4)
        expect(18)
        quotation.order_line.product_qty = 5
        expect(17)
        quotation.button_cancel()
        expect(22)
        product.seller_ids.delay = 2
        expect(22, lead_days_date=self.today(2))
        product.route_ids = [Command.set(self.manufacture.ids)]
        self.make_bom(product, {self.make_product("Part"): 1}, produce_delay=5)
        expect(22, lead_days_date=self.today(5))
        self.assertEqual(row.rule_ids.action, "manufacture")
        product.bom_ids.produce_delay = 6
        expect(22, lead_days_date=self.today(6))
        self.assertEqual(others.rule_ids.mapped("action"), ["buy"])

    def test_what_outlives_the_call_reads_anew(self):
        Orderpoint = type(self.env["stock.warehouse.orderpoint"])
        original, kept = Orderpoint._get_product_context, []

        def keep(row, *args, **options):
            kept.append(row)
            return original(row, *args, **options)

        for error in (None, UserError("In between")):
            kept.clear()
            with patch.object(Orderpoint, "_get_product_context", keep):
                self.compute(self.rows)
                if error:
                    Product = type(self.env["product.product"])
                    fails = patch.object(Product, "read", side_effect=error)
                    with fails, self.assertRaises(UserError):
                        self.compute(self.rows)
            row = next(part for part in kept if part == self.rows[0])
            self.assertTrue(row.env.context[KEY])
            before = row.qty_forecast
            self.sell_at(self.stock, row.product_id, 1)
            self.env.invalidate_all()
            self.assertEqual(row.qty_forecast, before - 1)

    def test_rows_not_saved_yet(self):
        row = self.env["stock.warehouse.orderpoint"].new(
            {
                "product_id": self.rows[3].product_id.id,
                "product_min_qty": 10,
                "product_max_qty": 20,
            }
        )
        self.assertEqual(row.qty_to_order, 23)

    def test_policies_beside(self):
        governed = self.make_short(5)
        quantities, _queries = self.compute(self.rows | governed)
        self.assertEqual(quantities, [23] * 12 + [5])
        self.assertFalse(any(self.rows.mapped("is_governed")))
