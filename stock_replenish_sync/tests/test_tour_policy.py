from odoo.tests import tagged

from .common_access import new_user
from .common_tour import TourCase


@tagged("post_install", "-at_install")
class TestPolicyTour(TourCase):
    """First policy to applied matrix, as a manager who is not a stock manager."""

    def test_first_policy(self):
        company = self.env["res.company"].create({"name": "Tour Company"})
        warehouse = self.env["stock.warehouse"].search(
            [("company_id", "=", company.id)], limit=1
        )
        warehouse.name = "Tour Warehouse"
        self.env["stock.replenish.policy.rule"].with_context(active_test=False).search(
            []
        ).unlink()
        self.env["stock.warehouse.orderpoint"].with_context(active_test=False).search(
            [("policy_id", "!=", False)]
        ).write({"policy_id": False})
        self.env["stock.replenish.policy"].with_context(active_test=False).search(
            []
        ).unlink()
        product = self.env["product.product"].create(
            {"name": "Tour Item", "type": "product", "standard_price": 5}
        )
        row = self.env["stock.warehouse.orderpoint"].create(
            {
                "product_id": product.id,
                "warehouse_id": warehouse.id,
                "location_id": warehouse.lot_stock_id.id,
                "company_id": company.id,
            }
        )
        self.env.cr.execute(
            """UPDATE stock_warehouse_orderpoint
               SET planned_on = now(), demand_mean = 2, demand_std = 1,
                   lead_time_mean = 7
               WHERE id = %s""",
            [row.id],
        )
        row.invalidate_recordset()
        group = "stock_replenish_sync.group_replenish_manager"
        manager = new_user(self.env, "tour_manager", group, company)
        self.start_tour(
            "/web#action=stock_replenish_sync.stock_replenish_policy_action",
            "replenish_first_policy",
            user=manager,
        )
        self.assertAlmostEqual(row.policy_id.service_level, 0.99)
        self.assertEqual(row.policy_source, "matrix")
