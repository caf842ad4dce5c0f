from datetime import timedelta
from statistics import stdev
from unittest.mock import patch

from odoo import Command
from odoo.tests import tagged

from .common import ReplenishCommon


@tagged("post_install", "-at_install")
class TestLeadTime(ReplenishCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.learned = cls.make_policy(lead_time_source="learned", minimum_receipts=3)
        cls.product = cls.make_product(delay=7)
        cls.orderpoint = cls.make_orderpoint(cls.product, cls.learned)

    def receive(self, product, *lead_times, vendor=None, day=-5, **values):
        """Book one receipt for each lead time; return the last purchase line."""
        for lead_time in lead_times:
            order = self.env["purchase.order"].create(
                {
                    "partner_id": (vendor or self.vendor).id,
                    "company_id": self.company.id,
                    "picking_type_id": self.warehouse.in_type_id.id,
                    "order_line": [
                        Command.create({"product_id": product.id, "product_qty": 10})
                    ],
                }
            )
            line = order.order_line
            self.env.flush_all()
            self.env.cr.execute(
                "UPDATE purchase_order SET state = 'purchase', date_approve = %s "
                "WHERE id = %s",
                [self.day(day) - timedelta(days=lead_time), order.id],
            )
            self.env.invalidate_all()
            self.receive_line(line, day, **values)
        return line

    def receive_line(self, line, day, **values):
        return self.past_move(
            line.product_id,
            10,
            day,
            **{
                "source": self.suppliers,
                "destination": self.stock,
                "purchase_line_id": line.id,
                **values,
            },
        )

    def assertLeadTime(self, mean, std=0.0, orderpoint=None):
        orderpoint = orderpoint or self.orderpoint
        self.plan(orderpoint)
        self.assertAlmostEqual(orderpoint.lead_time_mean, mean, 4)
        self.assertAlmostEqual(orderpoint.lead_time_std, std, 4)

    def test_from_approval_to_receipt(self):
        self.receive(self.product, 10, 12.5, 14)
        self.plan(self.orderpoint)
        self.assertAlmostEqual(self.orderpoint.lead_time_mean, 36.5 / 3, 4)
        self.assertGreater(self.orderpoint.lead_time_std, 1)

    def test_deviation_of_an_only_item(self):
        """An item that is all its vendor delivers leans on itself."""
        days = [10, 12, 14, 20, 9]
        self.receive(self.product, *days)
        self.assertLeadTime(sum(days) / 5, stdev(days))

    def test_too_few_receipts(self):
        self.receive(self.product, 20, 20)
        self.assertLeadTime(7)
        self.receive(self.product, 20)
        self.assertLeadTime(20)

    def test_contract_policy_learns_nothing(self):
        self.orderpoint.policy_id = self.make_policy(lead_time_source="contract")
        self.receive(self.product, 20, 20, 20)
        self.assertLeadTime(7)

    def test_outlier_is_cut(self):
        """A receipt lost for a hundred days moves neither the item nor its vendor."""
        self.receive(self.product, 10, 10, 10, 11, 9, 100)
        self.plan(self.orderpoint)
        self.assertAlmostEqual(self.orderpoint.lead_time_mean, 10, 4)
        self.assertLess(self.orderpoint.lead_time_std, 1)

    def test_thin_row_leans_on_its_vendor(self):
        """One receipt of 20 days weighs a sixth beside ten of 11 on average."""
        other = self.make_product("Other")
        self.receive(other, *[10] * 9)
        self.receive(self.product, 11)
        self.plan(self.orderpoint)
        own, vendor = 11, (9 * 10 + 11) / 10
        self.assertAlmostEqual(
            self.orderpoint.lead_time_mean, own / 6 + vendor * 5 / 6, 4
        )

    def test_row_without_receipts_takes_its_vendor(self):
        self.receive(self.make_product("Other"), 15, 15, 15)
        self.assertLeadTime(15)

    def test_other_vendor_teaches_nothing(self):
        other = self.env["res.partner"].create({"name": "Other Vendor"})
        self.receive(self.product, 40, 40, 40, 40, vendor=other)
        self.assertLeadTime(7)

    def test_partial_receipts_count_each(self):
        line = self.receive(self.product, 8)
        self.receive_line(line, -3)
        self.receive_line(line, -1)
        self.assertLeadTime(10, 2)

    def test_goods_sent_back_are_no_receipt(self):
        line = self.receive(self.product, 8, 8, 8)
        for _again in range(5):
            self.receive_line(line, 0, source=self.stock, destination=self.suppliers)
        self.assertLeadTime(8)

    def test_receipt_in_steps(self):
        """The goods are here when they are at the door."""
        self.warehouse.reception_steps = "three_steps"
        door = self.warehouse.wh_input_stock_loc_id
        for _number in range(3):
            self.receive(self.product, 8, destination=door)
            self.past_move(self.product, 10, -1, door, self.stock)
        self.assertLeadTime(8)

    def test_receipt_before_approval_is_left_out(self):
        self.receive(self.product, -3, -3, -3)
        self.assertLeadTime(7)

    def test_receipt_older_than_the_window(self):
        self.company.replenish_history_weeks = 10
        self.receive(self.product, 30, 30, 30, day=-80)
        self.assertLeadTime(7)

    def test_receipt_in_another_warehouse(self):
        """What the own warehouse does not know, the vendor may teach."""
        other = self.env["stock.warehouse"].create(
            {"name": "Other", "code": "OTH", "company_id": self.company.id}
        )
        self.receive(self.product, 12, 12, 12, destination=other.lot_stock_id)
        self.assertLeadTime(12)

    def test_one_row_alone_equals_the_full_plan(self):
        """Figures of a vendor are the same, whichever of its items are planned."""
        rows = self.orderpoint
        self.receive(self.product, 9)
        for number in range(4):
            product = self.make_product(f"Product {number}", delay=3 + number)
            self.receive(product, *range(5 + number, 9 + 2 * number))
            self.past_demand(product, 5 + number, weeks=10)
            rows += self.make_orderpoint(product, self.learned)
        names = ("lead_time_mean", "lead_time_std", "reorder_point", "suggested_qty")
        self.plan(rows)
        together = [[row[name] for name in names] for row in rows]
        for row in rows:
            self.plan(row)
        self.assertEqual([[row[name] for name in names] for row in rows], together)
        self.assertEqual(len({row[0] for row in together}), len(rows))

    def test_parts_of_a_run_share_what_is_known_of_vendors(self):
        rows = self.orderpoint
        self.receive(self.product, 9)
        for number in range(3):
            product = self.make_product(f"Product {number}")
            self.receive(product, *range(5 + number, 9 + 2 * number))
            rows += self.make_orderpoint(product, self.learned)
        unknown = self.env["res.partner"].create({"name": "Never delivered"})
        product = self.make_product("Other", vendor=False)
        self.make_price(product, unknown)
        rows += self.make_orderpoint(product, self.learned)
        self.env["ir.config_parameter"].set_param("stock_replenish_sync.plan_batch", 1)
        History = type(self.env["stock.replenish.history"])
        read = History._vendor_figures
        companies = []

        def spy(history, company, *args):
            companies.append(company)
            return read(history, company, *args)

        self.env.flush_all()
        with patch.object(History, "_vendor_figures", spy):
            self.Run._cron_plan()
        self.assertEqual(companies.count(self.company), 1)
        run = self.Run.search([("company_id", "=", self.company.id)])
        self.assertEqual((run.state, run.planned), ("done", len(rows)))
        self.assertFalse(run.vendor_figures, "nobody needs them any more")
        names = ("lead_time_mean", "lead_time_std")
        together = [[row[name] for name in names] for row in rows]
        self.assertEqual(together[-1], [7, 0])
        for row in rows:
            self.plan(row)
        self.assertEqual([[row[name] for name in names] for row in rows], together)
