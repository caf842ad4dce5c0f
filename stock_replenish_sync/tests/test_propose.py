from datetime import timedelta

from odoo.tests import tagged

from .common import ReplenishCommon


@tagged("post_install", "-at_install")
class TestPropose(ReplenishCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.policy = cls.make_policy(lot_quantity=7, horizon_days=30)
        cls.product = cls.make_product(delay=3)
        cls.past_demand(cls.product, 7, weeks=6)
        cls.row = cls.make_orderpoint(cls.product, cls.policy)
        cls.Dirty = cls.env["stock.replenish.dirty"]

    def test_rows_stay_the_same_rows(self):
        """A plan that says something else changes rows, it does not add some."""
        self.plan(self.row)
        before = self.open_suggestions(self.row)
        self.assertGreater(len(before), 3)
        self.set_stock(self.product, 14)
        self.plan(self.row)
        after = self.open_suggestions(self.row)
        self.assertLess(len(after), len(before))
        self.assertFalse(after - before)
        self.assertEqual(set((before - after).mapped("state")), {"superseded"})

    def test_rejected_need_is_not_suggested_again(self):
        """Later needs stay; the rejected one comes back when its time is over."""
        self.set_stock(self.product, 10)
        self.plan(self.row)
        rows = self.open_suggestions(self.row)
        first, later = (
            rows[0],
            rows.filtered(
                lambda row: row.release_date > rows[0].release_date + timedelta(days=7)
            ),
        )
        self.assertTrue(later)
        dates = later.mapped("need_date")
        first._reject("Not needed")
        for _day in range(2):
            self.plan(self.row)
            self.assertEqual(first.state, "rejected")
            again = self.open_suggestions(self.row)
            self.assertGreater(min(again.mapped("release_date")), first.rejected_until)
            self.assertEqual(again.mapped("need_date"), dates[-len(again) :])
        first.rejected_until = self.company._replenish_today() - timedelta(days=1)
        self.plan(self.row)
        self.assertEqual(self.open_suggestions(self.row)[0].need_date, first.need_date)

    def test_rejected_need_that_grew_is_suggested(self):
        self.plan(self.row)
        self.open_suggestions(self.row)[0]._reject("Not needed")
        self.sell(self.product, 100, 1)
        self.plan(self.row)
        first = self.open_suggestions(self.row)[0]
        self.assertGreaterEqual(first.quantity, 100)
        self.assertGreaterEqual(self.row.qty_to_order, 100)

    def test_held_until_approved(self):
        self.policy.write({"approval_limit": 50})
        self.plan(self.row)
        first = self.open_suggestions(self.row)[0]
        self.assertEqual(first.state, "held")
        self.assertEqual(self.row.qty_to_order, 0)
        first.action_approve()
        self.assertEqual(self.row.qty_to_order, first.quantity)
        self.plan(self.row)
        self.assertEqual(first.state, "proposed", "approved is approved")
        self.policy.approval_limit = 0
        self.assertIn(self.row, self.Dirty.search([]).orderpoint_id)
        self.plan(self.row)
        self.assertEqual(
            set(self.open_suggestions(self.row).mapped("state")), {"proposed"}
        )

    def test_source_is_told_of_every_change(self):
        """New, grown and withdrawn needs of a branch are demand at its hub."""
        branch = self.env["stock.warehouse"].create(
            {
                "name": "Branch",
                "code": "BRA",
                "company_id": self.company.id,
                "resupply_wh_ids": [(6, 0, self.warehouse.ids)],
            }
        )
        product = self.make_product("Passed on")
        hub = self.make_orderpoint(product, self.policy)
        there = self.make_orderpoint(
            product,
            self.make_policy("just_in_time"),
            branch,
            route_id=branch.resupply_route_ids.id,
        )
        sold = self.env["stock.move"].create(
            {
                "name": "sold",
                "product_id": product.id,
                "product_uom": product.uom_id.id,
                "product_uom_qty": 5,
                "location_id": branch.lot_stock_id.id,
                "location_dest_id": self.customers.id,
                "date": self.day(2),
                "company_id": self.company.id,
            }
        )
        sold._action_confirm()

        def told():
            self.Dirty.search([]).unlink()
            self.plan(there)
            return self.Dirty.search([]).orderpoint_id == hub

        self.assertTrue(told(), "new")
        self.assertEqual(
            self.open_suggestions(there).source_warehouse_id, self.warehouse
        )
        self.assertFalse(told(), "nothing changed")
        sold.product_uom_qty = 50
        self.assertTrue(told(), "grown")
        self.assertEqual(self.open_suggestions(there).quantity, 50)
        self.assertFalse(told(), "nothing changed")
        sold._action_cancel()
        self.assertTrue(told(), "withdrawn")
        self.assertFalse(self.open_suggestions(there))

    def test_policy_taken_away(self):
        self.plan(self.row)
        self.assertGreater(self.row.suggested_qty, 0)
        self.row.policy_id = False
        self.plan(self.row)
        self.assertFalse(self.open_suggestions(self.row))
        self.assertEqual(self.row.suggested_qty, 0)
        self.assertEqual(self.row.plan_status, "neutral")
