from odoo.tests import tagged

from .common_supply import SupplyCommon


@tagged("post_install", "-at_install")
class TestNetwork(SupplyCommon):
    """Branches and the warehouse that supplies them, planned together."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.branch = cls.env["stock.warehouse"].create(
            {
                "name": "Branch",
                "code": "BRA",
                "company_id": cls.company.id,
                "resupply_wh_ids": [(4, cls.warehouse.id)],
            }
        )

    def setUp(self):
        super().setUp()
        self.product = self.make_product()
        self.hub = self.make_orderpoint(self.product, self.just_in_time)
        self.row = self.make_orderpoint(
            self.product,
            self.just_in_time,
            self.branch,
            route_id=self.branch.resupply_route_ids.id,
        )
        self.sell_at(self.branch.lot_stock_id, self.product, 8)

    def plan_both(self):
        self.env["stock.replenish.run"]._plan_rows(self.hub + self.row)

    def test_hub_buys_what_the_branch_draws_in_the_same_plan(self):
        self.plan_both()
        self.assertEqual(self.row.suggestion_ids.kind, "transfer")
        self.assertEqual(self.hub.suggestion_ids.kind, "buy")
        self.assertEqual(self.hub.suggestion_ids.quantity, 8)

    def test_together_or_one_after_the_other(self):
        """What is said and kept does not depend on who is planned with whom."""
        self.plan_both()
        together = self.hub.suggestion_ids
        inputs = together.snapshot["inputs"]
        for rows in (self.row, self.hub):
            self.env["stock.replenish.run"]._plan_rows(rows)
        self.assertEqual(self.hub.suggestion_ids, together)
        self.assertEqual(together.snapshot["inputs"]["dependent"], inputs["dependent"])
        self.assertEqual(inputs["dependent"], [[0, 8.0, -self.row.id]])

    def test_what_was_refused_does_not_draw(self):
        self.plan_both()
        self.row.suggestion_ids.write(
            {"state": "rejected", "rejected_until": self.today(7)}
        )
        self.plan_both()
        self.assertFalse(self.row.suggestion_ids)
        self.assertFalse(self.hub.suggestion_ids)

    def test_why_names_who_draws(self):
        self.plan_both()
        answer = self.env["stock.replenish.why"].explain(self.hub._name, self.hub.id)
        self.assertIn("Branch", str(answer))
