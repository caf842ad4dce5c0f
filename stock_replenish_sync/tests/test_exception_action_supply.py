from odoo.exceptions import UserError
from odoo.tests import tagged

from .common_exception_action import ExceptionActionCommon
from .common_network import NetworkCommon


@tagged("post_install", "-at_install")
class TestExceptionActionSupply(NetworkCommon, ExceptionActionCommon):
    """What comes and is not needed is put off, made smaller or cancelled."""

    @classmethod
    def make_plenty(cls, stock=60, orders=((20, 3), (20, 5)), confirm=True):
        """Return a planned rule with demand of one a day, stock and orders."""
        row = cls.make_demanded(stock, 7, product=cls.make_product("Desk"))
        for quantity, day in orders:
            order = cls.make_quotation(row.product_id, quantity, day)
            if confirm:
                order.button_confirm()
        cls.plan(row)
        return row

    def asking(self, action, problems, user=None):
        user = user or self.buyer
        method = getattr(self.by(user, problems), f"action_{action}")
        return self.dialog(method()).with_user(user)

    def test_postpones_to_the_day_it_is_needed(self):
        row = self.make_plenty()
        problem = self.make_problem(row)
        dialog = self.asking("postpone", problem)
        first, second = dialog.line_ids
        self.assertEqual(
            [first.date_current, second.date_current], [self.today(3), self.today(5)]
        )
        rate, kept = row.demand_mean, row.reorder_point
        self.assertAlmostEqual(
            (first.date_new - self.today()).days, (60 - kept) / rate, delta=1
        )
        self.assertAlmostEqual(
            (second.date_new - self.today()).days, (80 - kept) / rate, delta=1
        )
        days = dialog.line_ids.mapped("date_new")
        dialog.action_apply()
        lines = self.purchase_lines(row.product_id)
        self.assertEqual(
            [self.company._replenish_day(day) for day in lines.mapped("date_planned")],
            days,
        )
        self.assertEqual(
            [self.company._replenish_day(day) for day in lines.move_ids.mapped("date")],
            days,
        )
        self.assertEqual(lines.mapped("product_qty"), [20, 20])
        self.assertActed(
            problem, "postpone", self.buyer, *lines.order_id.mapped("name")
        )

    def test_reduces_what_comes_last(self):
        row = self.make_plenty()
        over = row.planned_position - row.product_max_qty
        self.assertTrue(20 < over, "two orders are too much")
        problem = self.make_problem(row)
        dialog = self.asking("reduce", problem)
        self.assertEqual(dialog.line_ids[1].quantity_new, 0)
        dialog.line_ids[1].quantity_new = 12
        dialog.line_ids[0].quantity_new = 20
        dialog.action_apply()
        self.assertEqual(
            self.purchase_lines(row.product_id).mapped("product_qty"), [20, 12]
        )
        self.assertActed(problem, "reduce", self.buyer, "20 Units → 12 Units")

    def test_cancels_whole_orders(self):
        row = self.make_plenty(200, confirm=False)
        problem = self.make_problem(row)
        dialog = self.asking("cancel", problem)
        self.assertEqual(dialog.line_ids.mapped("quantity_new"), [0, 0])
        orders = self.purchase_lines(row.product_id).order_id
        dialog.action_apply()
        self.assertEqual(set(orders.mapped("state")), {"cancel"})
        self.assertActed(problem, "cancel", self.buyer, "Cancelled")

    def test_queued_to_be_planned_again(self):
        row = self.make_plenty()
        Dirty = self.env["stock.replenish.dirty"].sudo()
        Dirty._take(row.ids)
        self.asking("postpone", self.make_problem(row)).action_apply()
        Dirty.flush_model()
        self.assertIn(row, Dirty.search([]).orderpoint_id)

    def test_manufacturing_and_transfers(self):
        product = self.make_product("Desk", vendor=False, route_ids=[])
        self.make_bom(product, {self.make_product("Board"): 1})
        made = self.env["mrp.production"].create(
            {"product_id": product.id, "product_qty": 10, "date_start": self.day(2)}
        )
        made.action_confirm()
        self.set_stock(product, 30, self.other.lot_stock_id)
        sent = self.env["stock.picking"].create(
            {
                "picking_type_id": self.hub.int_type_id.id,
                "location_id": self.other.lot_stock_id.id,
                "location_dest_id": self.stock.id,
                "move_ids": [
                    (
                        0,
                        0,
                        {
                            "name": "Desk",
                            "product_id": product.id,
                            "product_uom_qty": 5,
                            "location_id": self.other.lot_stock_id.id,
                            "location_dest_id": self.stock.id,
                            "date": self.day(4),
                        },
                    )
                ],
            }
        )
        sent.action_confirm()
        row = self.make_orderpoint(product)
        problem = self.make_problem(row)
        dialog = self.asking("reduce", problem)
        by_name = {line.reference: line for line in dialog.line_ids}
        self.assertEqual(set(by_name), {made.name, sent.name})
        for line in dialog.line_ids:
            line.quantity_new = line.quantity_current
            line.date_new = self.today(20)
        by_name[made.name].quantity_new = 6
        dialog.action_apply()
        self.assertEqual(made.product_qty, 6)
        self.assertEqual(
            self.company._replenish_day(made.date_finished), self.today(20)
        )
        self.assertEqual(
            self.company._replenish_day(sent.move_ids.date), self.today(20)
        )
        dialog = self.asking("cancel", problem)
        line = dialog.line_ids.filtered(lambda line: line.reference == sent.name)
        dialog.line_ids.quantity_new = 10
        (dialog.line_ids - line).quantity_new = 6
        line.quantity_new = 3
        with self.assertRaisesRegex(UserError, "as a whole"):
            dialog.action_apply()
        line.quantity_new = 0
        dialog.action_apply()
        self.assertEqual(sent.state, "cancel")

    def test_what_cannot_be_changed_says_why(self):
        row = self.make_plenty()
        order = self.purchase_lines(row.product_id)[0].order_id
        order.button_done()
        problem = self.make_problem(row)
        dialog = self.asking("postpone", problem)
        first, second = dialog.line_ids
        self.assertIn("is locked", first.problem)
        self.assertEqual(first.date_new, first.date_current)
        self.assertFalse(second.problem)
        # Whoever tries all the same; the other one is changed.
        first.date_new = self.today(30)
        action = dialog.action_apply()
        self.assertActed(problem, "postpone", self.buyer)
        self.assertIn("is locked", action["params"]["message"])
        lines = self.purchase_lines(row.product_id)
        self.assertEqual(
            self.company._replenish_day(lines[0].date_planned), self.today(3)
        )
        self.assertGreater(
            self.company._replenish_day(lines[1].date_planned), self.today(5)
        )

    def test_without_rights_on_orders(self):
        row = self.make_plenty()
        problem = self.make_problem(row)
        dialog = self.asking("cancel", problem, self.planner)
        for line in dialog.line_ids:
            self.assertIn("You may not change", line.problem)
            self.assertEqual(line.quantity_new, line.quantity_current)
        dialog.line_ids.quantity_new = 0
        with self.assertRaisesRegex(UserError, "You may not change"):
            dialog.action_apply()
        self.assertEqual(
            self.purchase_lines(row.product_id).mapped("product_qty"), [20, 20]
        )
        self.assertNotActed(problem)

    def test_bad_input(self):
        dialog = self.asking("postpone", self.make_problem(self.make_plenty()))
        lines = dialog.line_ids
        lines.write({"quantity_new": 20})
        for line in lines:
            line.date_new = line.date_current
        with self.assertRaisesRegex(UserError, "Nothing is changed"):
            dialog.action_apply()
        lines[0].quantity_new = -1
        with self.assertRaisesRegex(UserError, "negative"):
            dialog.action_apply()
        lines[0].write({"quantity_new": 20, "date_new": self.today(-2)})
        with self.assertRaisesRegex(UserError, "is past"):
            dialog.action_apply()

    def test_nothing_on_order(self):
        row = self.make_demanded(60, product=self.make_product("Desk"))
        with self.assertRaisesRegex(UserError, "Nothing is on order of Desk"):
            self.by(self.buyer, self.make_problem(row)).action_reduce()

    def test_exceptions_of_one_rule_share_its_orders(self):
        row = self.make_plenty()
        problems = self.make_problem(row) + self.make_problem(row)
        dialog = self.asking("postpone", problems)
        self.assertEqual(len(dialog.line_ids), 2)
        dialog.action_apply()
        for problem in problems:
            self.assertActed(problem, "postpone", self.buyer)
