from odoo import SUPERUSER_ID
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common_access import new_user
from .common_supply import SupplyCommon


@tagged("post_install", "-at_install")
class TestGateCompanies(SupplyCommon):
    """Every company is planned and ordered with its own prices and for itself."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other = cls.env["res.company"].create({"name": "Other Company"})
        cls.env.user.company_ids |= cls.other
        cls.env = cls.env(
            context=dict(
                cls.env.context, allowed_company_ids=[cls.company.id, cls.other.id]
            )
        )
        cls.other_warehouse = cls.env["stock.warehouse"].search(
            [("company_id", "=", cls.other.id)], limit=1
        )
        cls.other_vendor = cls.env["res.partner"].create({"name": "Other Vendor"})
        cls.product = cls.make_product(vendor=False)
        cls.make_price(cls.product, company_id=cls.company.id, delay=7)
        cls.make_price(
            cls.product, cls.other_vendor, company_id=cls.other.id, delay=2, price=4
        )
        cls.product.with_company(cls.other).standard_price = 3
        cls.sell_at(cls.stock, cls.product, 5)
        cls.sell_at(cls.other_warehouse.lot_stock_id, cls.product, 6)
        Orderpoint = cls.env["stock.warehouse.orderpoint"]
        cls.mine = cls.make_orderpoint(cls.product, cls.just_in_time)
        cls.theirs = cls.make_orderpoint(
            cls.product, cls.just_in_time, cls.other_warehouse
        )
        cls.both = Orderpoint.concat(cls.mine, cls.theirs)

    def _odoobot(self):
        """Return an environment as the scheduler has it: OdooBot, in its company."""
        self.env.flush_all()
        self.env.ref("base.user_root").company_id = self.env.ref("base.main_company")
        bot = self.env(user=SUPERUSER_ID, context={})
        self.assertNotIn(bot.company, (self.company, self.other))
        return bot

    def _user(self, *companies):
        companies = self.env["res.company"].concat(*companies)
        return new_user(
            self.env,
            f"manager_{'_'.join(map(str, companies.ids))}",
            "stock.group_stock_manager",
            companies,
        )

    def _check_lines(self):
        mine, theirs = self.purchase_lines(self.product).sorted(
            lambda line: line.company_id != self.company
        )
        for line, orderpoint, vendor, days, quantity, price in (
            (mine, self.mine, self.vendor, 7, 5, 9),
            (theirs, self.theirs, self.other_vendor, 2, 6, 4),
        ):
            self.assertEqual(line.orderpoint_id, orderpoint)
            self.assertEqual(line.company_id, orderpoint.company_id)
            self.assertEqual(line.order_id.company_id, orderpoint.company_id)
            self.assertEqual(
                line.order_id.picking_type_id.warehouse_id, orderpoint.warehouse_id
            )
            self.assertEqual(line.order_id.partner_id, vendor)
            self.assertEqual(line.date_planned, self.day(days))
            self.assertEqual(line.order_id.date_order, self.day(0))
            self.assertEqual((line.product_qty, line.price_unit), (quantity, price))

    def test_planned_for_itself(self):
        self.plan(self.both)
        self.assertEqual(self.mine.planned_position, -5)
        self.assertEqual(self.theirs.planned_position, -6)
        self.assertEqual(self.mine.lead_time_mean, 7)
        self.assertEqual(self.theirs.lead_time_mean, 2)
        self.assertEqual(self.open_suggestions(self.mine).value, 50)
        self.assertEqual(self.open_suggestions(self.theirs).value, 18)

    def test_order_once_for_both(self):
        self.plan(self.both)
        self.both.action_replenish()
        self._check_lines()

    def test_crons_as_odoobot(self):
        bot = self._odoobot()
        bot["stock.replenish.run"]._plan_rows(self.both.with_env(bot))
        bot["stock.replenish.run"]._cron_order()
        self._check_lines()

    def test_scheduler_as_odoobot(self):
        bot = self._odoobot()
        bot["procurement.group"].run_scheduler(False)
        self._check_lines()

    def test_user_of_one_company(self):
        self.plan(self.both)
        user = self._user(self.company)
        theirs = self.open_suggestions(self.theirs)
        self.env.flush_all()
        self.env.invalidate_all()
        Suggestion = self.Suggestion.with_user(user).with_context(
            allowed_company_ids=self.company.ids
        )
        self.assertEqual(
            Suggestion.search([("product_id", "=", self.product.id)]).orderpoint_id,
            self.mine,
        )
        with self.assertRaises(AccessError):
            theirs.with_env(Suggestion.env).action_order()
        with self.assertRaises(AccessError):
            theirs.with_env(Suggestion.env).action_approve()
        with self.assertRaises(AccessError):
            self.theirs.with_env(Suggestion.env).action_replenish()
        self.mine.with_env(Suggestion.env).action_replenish()
        line = self.purchase_lines(self.product)
        self.assertEqual(line.company_id, self.company)
        self.assertDue(self.theirs, 6)

    def test_user_of_both_companies_in_the_other_one(self):
        self.plan(self.both)
        user = self._user(self.other, self.company)
        self.mine.with_user(user).with_context(
            allowed_company_ids=[self.other.id, self.company.id]
        ).action_replenish()
        line = self.purchase_lines(self.product)
        self.assertEqual(line.company_id, self.company)
        self.assertEqual(line.order_id.partner_id, self.vendor)
        self.assertEqual(line.price_unit, 9)

    def test_vendor_of_the_other_company_is_no_vendor(self):
        self.product.seller_ids.filtered(
            lambda price: price.company_id == self.company
        ).unlink()
        self.plan(self.both)
        self.assertEqual(self.mine.plan_status, "failed")
        self.assertEqual(self.theirs.plan_status, "planned")
