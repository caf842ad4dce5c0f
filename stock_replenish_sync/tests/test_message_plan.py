from functools import partial

from odoo.exceptions import ValidationError
from odoo.tests import tagged

from .common_message import MessageCommon

LIVE = ("open", "held", "dismissed")


@tagged("post_install", "-at_install")
class TestMessagePlan(MessageCommon):
    def content(self):
        self.env.flush_all()
        self.env.cr.execute("SELECT * FROM stock_replenish_message ORDER BY id")
        return self.env.cr.fetchall()

    def test_small_changes_stay_silent(self):
        orderpoint, line = self.make_open(day=8)
        self.assertSaid(orderpoint, states=LIVE)
        line.date_planned = self.day(9)
        self.plan(orderpoint)
        self.assertSaid(orderpoint, ("earlier", 5, 5))
        # What was said stays until it is clearly wrong.
        line.date_planned = self.day(7)
        self.plan(orderpoint)
        self.assertSaid(orderpoint, ("earlier", 5, 5))
        line.date_planned = self.day(6)
        self.plan(orderpoint)
        self.assertSaid(orderpoint, states=LIVE)
        line.write({"product_qty": 5.4, "date_planned": self.day(6)})
        self.plan(orderpoint)
        self.assertSaid(orderpoint, states=LIVE)
        self.company.replenish_message_share = 0.05
        self.plan(orderpoint)
        self.assertSaid(orderpoint, ("less", 6, 5))
        self.company.replenish_message_share = 0.5
        self.plan(orderpoint)
        self.assertSaid(orderpoint, states=LIVE)

    def test_an_unchanged_plan_writes_nothing(self):
        rows = [
            self.make_open(**values)[0]
            for values in (
                dict(day=20),
                dict(day=2, sold_on=20),
                dict(quantity=9, day=-3),
                dict(sold=0),
            )
        ]
        before = self.content()
        self.assertEqual(len(before), 4)
        self.plan(*rows)
        self.assertEqual(self.content(), before)

    def test_brought_up_to_date_and_withdrawn(self):
        orderpoint, line = self.make_open(day=20)
        message = self.assertSaid(orderpoint, ("earlier", 5, 5))
        line.date_planned = self.day(30)
        self.plan(orderpoint)
        self.assertEqual(self.assertSaid(orderpoint, ("earlier", 5, 5)), message)
        self.assertEqual(message.date_current, self.today(30))
        line.date_planned = self.day(5)
        self.plan(orderpoint)
        self.assertEqual(message.state, "withdrawn")
        # It comes back as a message of its own.
        line.date_planned = self.day(30)
        self.plan(orderpoint)
        self.assertNotEqual(self.assertSaid(orderpoint, ("earlier", 5, 5)), message)

    def test_dismissed_until_it_gets_worse(self):
        orderpoint, line = self.make_open(day=20)
        message = self.assertSaid(orderpoint, ("earlier", 5, 5))
        message.action_dismiss()
        for day, state in ((20, "dismissed"), (22, "dismissed"), (15, "dismissed")):
            line.date_planned = self.day(day)
            self.plan(orderpoint)
            message.invalidate_recordset()
            self.assertEqual(message.state, state, day)
        line.date_planned = self.day(25)
        self.plan(orderpoint)
        message.invalidate_recordset()
        self.assertEqual(message.state, "open")
        self.assertEqual(message.date_current, self.today(25))

    def test_the_budget_holds_back_what_is_worth_less(self):
        self.company.replenish_message_budget = 2
        rows = [
            self.make_open(day=20, name=f"Item {cost}", standard_price=cost)[0]
            for cost in (10, 40, 20, 30)
        ]
        said = [self.messages(row, *LIVE) for row in rows]
        self.assertEqual([row.state for row in said], ["held", "open", "held", "open"])
        # One that is dealt with makes room for the next one.
        said[3].action_apply()
        self.plan(*rows)
        self.assertEqual(
            [row.state for row in said], ["held", "open", "open", "applied"]
        )
        self.company.replenish_message_budget = 0
        self.plan(*rows)
        self.assertEqual([row.state for row in said[:3]], ["held"] * 3)
        # What is held back can be applied all the same.
        said[0].action_apply()
        self.assertEqual(said[0].state, "applied")

    def test_a_run_tells_at_its_end(self):
        self.company.replenish_message_budget = 1
        rows = [
            self.make_open(day=5, name=f"Item {cost}", standard_price=cost)
            for cost in (10, 40, 20)
        ]
        for _orderpoint, line in rows:
            line.date_planned = self.day(20)
        self.env["ir.config_parameter"].set_param("stock_replenish_sync.plan_batch", 1)
        self.env.flush_all()
        self.Run._cron_plan()
        said = [self.messages(orderpoint, *LIVE) for orderpoint, _line in rows]
        self.assertEqual([row.state for row in said], ["held", "open", "held"])
        self.assertEqual(said[0].run_id.kind, "plan")

    def test_rules_out_of_use_and_without_policy_are_silent(self):
        first, _line = self.make_open(day=20)
        second, _line = self.make_open(day=20)
        one, two = self.messages(first), self.messages(second)
        second.policy_id = False
        first.active = False
        self.plan(second)
        (one + two).invalidate_recordset()
        self.assertEqual((one + two).mapped("state"), ["withdrawn"] * 2)

    def test_what_two_rules_count_is_left_alone(self):
        orderpoint, line = self.make_open(day=20)
        shelf = self.env["stock.location"].create(
            {"name": "Shelf", "location_id": self.stock.id}
        )
        other = self.make_orderpoint(
            orderpoint.product_id, self.just_in_time, location_id=shelf.id
        )
        line.order_id.picking_type_id = line.order_id.picking_type_id.copy(
            {"default_location_dest_id": shelf.id, "sequence_code": "SHELF"}
        )
        self.plan(orderpoint, other)
        self.assertSaid(orderpoint, states=LIVE)
        self.assertSaid(other, states=LIVE)

    def test_other_supply_is_no_order(self):
        product = self.make_product()
        self.env["stock.move"].create(
            {
                "name": "found",
                "product_id": product.id,
                "product_uom_qty": 5,
                "location_id": self.customers.id,
                "location_dest_id": self.stock.id,
                "company_id": self.company.id,
                "date": self.day(5),
            }
        )._action_confirm()
        orderpoint = self.make_orderpoint(product, self.just_in_time)
        self.plan(orderpoint)
        self.assertSaid(orderpoint, states=LIVE)

    def test_ordering_what_is_planned_needs_no_message(self):
        orderpoint = self.make_short(sold_for=20)
        suggestion = self.open_suggestions(orderpoint)
        suggestion.action_order()
        self.plan(orderpoint)
        self.assertSaid(orderpoint, states=LIVE)
        # Ordered early on purpose, together with others for example.
        suggestion.arrival_date = self.today(5)
        line = self.purchase_lines(orderpoint.product_id)
        line.date_planned = self.day(5)
        for confirm in (False, True):
            if confirm:
                line.order_id.button_confirm()
            self.plan(orderpoint)
            self.assertSaid(orderpoint, states=LIVE)

    def test_as_many_queries_for_many(self):
        rows = [self.make_open(day=20)[0] for _number in range(8)]
        counts = []
        for part in (rows[:2], rows):
            self.plan(*part)
            with self.subTest(rows=len(part)):
                batch = self.env["stock.replenish.plan"]._evaluate(
                    self.company, [row.id for row in part]
                )
                watch = self.env["stock.replenish.watch"].with_company(self.company)
                self.Message.search([]).unlink()
                counts.append(self.queries_of(partial(watch._watch, batch), True))
        self.assertEqual(*counts)
        self.assertLessEqual(counts[1], 12)

    def test_settings_are_checked(self):
        for name, value in (
            ("replenish_message_days", -1),
            ("replenish_message_share", 1.5),
            ("replenish_message_budget", -1),
        ):
            with self.subTest(name), self.assertRaises(ValidationError):
                self.company[name] = value
