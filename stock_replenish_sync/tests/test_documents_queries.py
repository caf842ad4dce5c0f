from contextlib import closing
from unittest.mock import patch

from odoo import Command
from odoo.tests import tagged

from .common_supply import SupplyCommon

# Confirming may cost this many queries more than without a policy, the queue's insert.
MORE = 1


@tagged("post_install", "-at_install")
class TestDocumentsQueries(SupplyCommon):
    """Odoo's own documents cost one query more, whatever is planned."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.products = [cls.make_product(f"Part {number}") for number in range(4)]
        cls.branch = cls.env["stock.warehouse"].create(
            {"name": "Branch", "code": "BRN", "company_id": cls.company.id}
        )
        # Never short: what core asks for a rule depends on whether it is.
        for product in cls.products:
            for warehouse in (cls.warehouse, cls.branch):
                cls.set_stock(product, 1000, warehouse.lot_stock_id)

    # --- documents, drafts; each returns what confirms it ---

    def _sale(self, lines=3):
        order = self.env["sale.order"].create(
            {
                "partner_id": self.customer.id,
                "warehouse_id": self.warehouse.id,
                "order_line": [
                    Command.create({"product_id": product.id, "product_uom_qty": 2})
                    for product in self.products[:lines]
                ],
            }
        )
        return order.action_confirm

    def _purchase(self):
        order = self.env["purchase.order"].create(
            {
                "partner_id": self.vendor.id,
                "picking_type_id": self.warehouse.in_type_id.id,
                "order_line": [
                    Command.create({"product_id": product.id, "product_qty": 2})
                    for product in self.products
                ],
            }
        )
        return order.button_confirm

    def _production(self):
        made, *parts = self.products
        bom = self.make_bom(made, dict.fromkeys(parts, 1))
        production = self.env["mrp.production"].create(
            {"product_id": made.id, "product_qty": 1, "bom_id": bom.id}
        )
        return production.action_confirm

    def _receipt(self):
        order = self._purchase()
        order()
        picking = order.__self__.picking_ids
        for move in picking.move_ids:
            move.quantity = 2
        picking.move_ids.picked = True
        return picking.button_validate

    def _delivery(self):
        picking = self.sell(self.products[0], 1)
        picking.move_ids.write({"quantity": 1, "picked": True})
        return picking.button_validate

    # --- counting ---

    def _count(self, make):
        """Return the queries of confirming, with caches as in a request of its own."""
        # Each from the same state: core asks more the more there is.
        with closing(self.env.cr.savepoint()):
            return self.queries_of(make(), undone=True)

    def _govern(self, policies=1):
        rules = self.env["stock.warehouse.orderpoint"]
        for warehouse in (self.warehouse, self.branch):
            for number, product in enumerate(self.products):
                policy = self.just_in_time
                if number < policies - 1:
                    policy = self.make_policy("just_in_time", name=f"Policy {number}")
                rules |= self.make_orderpoint(
                    product, policy, warehouse, trigger="manual"
                )
        return rules

    def test_no_document_costs_more_than_the_queue(self):
        documents = (
            self._sale,
            self._purchase,
            self._production,
            self._receipt,
            self._delivery,
        )
        rules = self._govern()
        rules.policy_id = False
        Dirty = type(self.env["stock.replenish.dirty"])
        with patch.object(Dirty, "_mark_later", lambda *_args: None):
            core = {make.__name__: self._count(make) for make in documents}
        neutral = {make.__name__: self._count(make) for make in documents}
        rules.policy_id = self.just_in_time
        for make in documents:
            name = make.__name__
            with self.subTest(name):
                self.assertLessEqual(neutral[name] - core[name], MORE)
                self.assertLessEqual(self._count(make) - core[name], MORE)

    def test_policies_and_rules_cost_nothing(self):
        self._govern()
        one = self._count(self._sale)
        rules = self.env["stock.warehouse.orderpoint"].search(
            [("company_id", "=", self.company.id)]
        )
        rules.unlink()
        self._govern(policies=4)
        self.assertEqual(self._count(self._sale), one)

    def test_queue_is_filled_once_for_a_document(self):
        rules = self._govern()
        order = self._purchase().__self__
        queue = self.env["stock.replenish.dirty"]
        queue.search([]).unlink()
        for quantity in (5, 9):
            for line in order.order_line:
                line.product_qty = quantity
        waiting = queue.search([])
        self.assertEqual(waiting.orderpoint_id, rules)
        self.assertEqual(len(waiting), len(rules))

    def test_queue_forgets_what_is_undone(self):
        rules = self._govern()
        queue = self.env["stock.replenish.dirty"]
        queue.search([]).unlink()
        with self.env.cr.savepoint() as savepoint:
            self._sale()()
            self.assertTrue(queue.search([]).orderpoint_id & rules)
            savepoint.rollback()
        self.assertFalse(queue.search([]))

    def test_own_rules_are_archived_as_in_core(self):
        rules = self.make_orderpoint(self.products[0])
        self.env.flush_all()
        self.env.invalidate_all()
        self.env.user.fetch(["login"])  # which the count below is told by
        with self.assertQueryCount(2):
            rules.active = False
