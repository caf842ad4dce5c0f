from datetime import datetime

from odoo.tests import tagged

from .common import ReplenishCommon


@tagged("post_install", "-at_install")
class TestHostile(ReplenishCommon):
    """Data that databases hold after some years."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.policy = cls.make_policy(
            service_kind="cycle", lot_method="eoq", lead_time_source="learned"
        )
        cls.product = cls.make_product("Hostile")
        cls.row = cls.make_orderpoint(cls.product, cls.policy)
        cls.witness = cls.make_orderpoint(
            cls.make_product("Witness"), cls.make_policy()
        )
        for product in (cls.product, cls.witness.product_id):
            cls.past_demand(product, 7, weeks=3)

    def sql(self, query, *params):
        self.env.flush_all()
        self.env.cr.execute(query, params)
        self.env.invalidate_all()

    def plan_both(self):
        """Plan; the witness must come out right whatever happens beside it."""
        self.env["stock.replenish.classification"]._classify(self.company)
        self.plan(self.row, self.witness)
        self.assertEqual(self.witness.plan_status, "planned")
        self.assertEqual(self.witness.qty_to_order, 20)
        for name, field in self.row._fields.items():
            if field.type in ("float", "monetary") and field.store:
                self.assertEqual(self.row[name], self.row[name], f"{name} is NaN")
        return self.row.plan_status

    def problem(self):
        return self.env["stock.replenish.exception"].search(
            [("orderpoint_id", "=", self.row.id), ("state", "=", "open")]
        )

    def test_stock_that_is_no_number(self):
        self.set_stock(self.product, 5)
        for value in ("NaN", "1e30"):
            self.sql(
                "UPDATE stock_quant SET quantity = %s WHERE product_id = %s",
                value,
                self.product.id,
            )
            self.assertEqual(self.plan_both(), "failed")
            self.assertEqual(self.problem().code, "invalid_input")
        self.sql(
            "UPDATE stock_quant SET quantity = 2 WHERE product_id = %s",
            self.product.id,
        )
        self.assertEqual(self.plan_both(), "planned")
        self.assertFalse(self.problem())

    def test_demand_that_is_no_number(self):
        move = self.past_move(self.product, 1, -3)
        self.sql("UPDATE stock_move SET quantity = 'NaN' WHERE id = %s", move.id)
        self.assertEqual(self.plan_both(), "failed")
        self.assertEqual(self.row.abc_class, "C")

    def test_costs(self):
        for cost in (0.0, -5.0, 1e12):
            self.product.with_company(self.company).standard_price = cost
            self.assertEqual(self.plan_both(), "planned", cost)
            self.assertGreater(self.row.qty_to_order, 0)
            self.assertGreaterEqual(self.row.order_value, 0)

    def test_huge_quantities(self):
        self.past_move(self.product, 1e12, -2)
        self.set_stock(self.product, 1e11)
        self.sell(self.product, 1e12, 3)
        self.assertEqual(self.plan_both(), "planned")
        self.assertGreater(self.row.qty_to_order, 1e11)

    def test_dates_far_away(self):
        receipt = self.past_move(self.product, 4, 5, self.suppliers, self.stock)
        for state in ("assigned", "done"):
            for year in (1970, 9999):
                self.sql(
                    "UPDATE stock_move SET state = %s, date = %s WHERE id = %s",
                    state,
                    datetime(year, 12, 31, 23, 59),
                    receipt.id,
                )
                self.assertEqual(self.plan_both(), "planned", (state, year))

    def test_order_approved_before_there_were_computers(self):
        order = self.env["purchase.order"].create(
            {
                "partner_id": self.vendor.id,
                "order_line": [
                    (0, 0, {"product_id": self.product.id, "product_qty": 1})
                ],
            }
        )
        self.sql(
            "UPDATE purchase_order SET state = 'done', date_approve = '0202-01-01' "
            "WHERE id = %s",
            order.id,
        )
        for _receipt in range(3):
            self.past_move(
                self.product,
                1,
                -3,
                self.suppliers,
                self.stock,
                purchase_line_id=order.order_line.id,
            )
        self.assertEqual(self.plan_both(), "planned")
        self.assertEqual(self.row.lead_time_mean, 7)

    def test_no_way_of_supply(self):
        self.product.route_ids = False
        self.assertEqual(self.plan_both(), "failed")
        self.assertEqual(self.problem().code, "no_route")

    def test_archived_vendor(self):
        vendor = self.env["res.partner"].create({"name": "Gone", "active": False})
        self.product.seller_ids.partner_id = vendor
        self.assertEqual(self.plan_both(), "failed")
        self.assertEqual(self.problem().code, "no_vendor")

    def test_time_zone_that_does_not_exist(self):
        self.sql(
            "UPDATE res_partner SET tz = 'Mars/Olympus' WHERE id = %s",
            self.company.partner_id.id,
        )
        self.assertEqual(self.plan_both(), "planned")

    def test_three_rows_of_one_product(self):
        """Stock speaks for the whole warehouse, shelves for themselves."""
        shelves = self.env["stock.location"].create(
            [{"name": str(n), "location_id": self.stock.id} for n in range(2)]
        )
        rows = self.row
        for shelf in shelves:
            rows += self.make_orderpoint(
                self.product, self.policy, location_id=shelf.id
            )
        self.set_stock(self.product, 3, shelves[1])
        self.past_move(self.product, 70, -2, shelves[0])
        self.plan_both()
        self.plan(rows)
        self.assertEqual(rows.mapped("planned_on_hand"), [3, 0, 3])
        expected = [(7 + 70 + 7 + 7) / 3 / 7, 70 / 7, 0]
        for row, mean in zip(rows, expected, strict=True):
            self.assertAlmostEqual(row.demand_mean, mean)

    def test_policy_with_a_number_out_of_range(self):
        """What an import wrote past the checks stops its own rows only."""
        self.sql(
            "UPDATE stock_replenish_policy SET review_days = 100000 WHERE id = %s",
            self.policy.id,
        )
        self.assertEqual(self.plan_both(), "failed")

    def test_negative_stock(self):
        self.set_stock(self.product, -30)
        self.assertEqual(self.plan_both(), "planned")
        self.assertGreater(self.row.qty_to_order, 30)

    def test_multiple_without_end(self):
        self.sql(
            "UPDATE stock_warehouse_orderpoint SET qty_multiple = 'NaN' WHERE id = %s",
            self.row.id,
        )
        self.plan(self.row, self.witness)
        self.assertEqual(self.row.plan_status, "failed")
        self.assertEqual(self.witness.plan_status, "planned")
