from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import SQL

from .common_why import WhyCommon


@tagged("post_install", "-at_install")
class TestWhy(WhyCommon):
    """What an explanation says, and that it is the quantity everything else shows."""

    # --- sentences ---

    def test_to_order(self):
        product = self.make_product(delay=7)
        self.set_stock(product, 3)
        self.past_demand(product, 7)
        orderpoint = self.make_orderpoint(product, self.reorder_point)
        self.plan(orderpoint)
        why = self.explain(orderpoint)
        self.assertEqual(why["tone"], "order")
        self.assertEqual(why["headline"], "Order 20 Units now.")
        self.assertIn("runs out", why["sentences"][0])
        self.assertEqual(
            self.line(why, "position"),
            ("3", "3 on hand + 0 on order − 0 already promised"),
        )
        value, text = self.line(why, "point")
        self.assertEqual(value, "8")
        self.assertEqual(text, "8 expected in 8 days + 0 safety stock")
        self.assertEqual(self.line(why, "order"), ("20", "20, the lot of the policy"))
        self.assertTrue(why["may"]["order"])
        self.assertIn("Order 20 Units now.", why["text"])
        self.assertIn("Reorder point: 8 = 8 expected", why["text"])

    def test_what_lies_there_and_does_not_count(self):
        product = self.make_product()
        owner = self.env["res.partner"].create({"name": "Owner"})
        self.set_stock(product, 30, owner_id=owner)
        self.sell(product, 5)
        orderpoint = self.make_orderpoint(product, self.just_in_time)
        self.plan(orderpoint)
        why = self.explain(orderpoint)
        self.assertEqual(self.line(why, "position")[0], "-5")
        self.assertIn("30 Units more lie there today", why["text"])
        [row] = [row for row in why["inputs"] if row["key"] == "aside"]
        self.assertEqual(row["value"], "30 Units")
        orderpoint.action_replenish()
        later = self.explain(self.purchase_lines(product))
        self.assertNotIn("lie there today", later["text"])
        self.assertEqual(sum(self.found(row["links"][0]).mapped("quantity")), 30)

    def test_covered(self):
        product = self.make_product()
        self.set_stock(product, 30)
        self.past_demand(product, 7)
        orderpoint = self.make_orderpoint(product, self.reorder_point)
        self.plan(orderpoint)
        why = self.explain(orderpoint)
        self.assertEqual(why["tone"], "covered")
        self.assertEqual(why["quantity"], 0)
        self.assertIn("order 20 Units by", why["sentences"][0])
        self.assertFalse(why["may"]["order"])

    def test_nothing_asked_for(self):
        orderpoint = self.make_orderpoint(self.make_product(), self.reorder_point)
        self.plan(orderpoint)
        why = self.explain(orderpoint)
        self.assertEqual(why["tone"], "covered")
        self.assertIn("Nothing was asked for", why["sentences"][0])

    def test_just_in_time_and_late(self):
        why = self.explain(self.make_short(5))
        self.assertIn("What is booked needs 5 Units", why["sentences"][0])
        self.assertIn("7 days after it is needed", why["sentences"][1])

    def test_rounding_is_told(self):
        product = self.make_product(vendor=False)
        self.make_price(product, min_qty=12)
        why = self.explain(self.make_short(5, product=product))
        self.assertEqual(why["quantity"], 12)
        self.assertIn(
            "5 Units became 12 Units: the vendor sells 12 Units or more.",
            why["sentences"],
        )

    def test_held(self):
        policy = self.make_policy("just_in_time", approval_limit=10)
        orderpoint = self.make_short(5, policy=policy)
        why = self.explain(orderpoint)
        self.assertEqual((why["tone"], why["quantity"]), ("held", 5))
        self.assertIn("wants orders above", why["sentences"][0])
        self.assertFalse(why["may"]["order"])
        self.assertTrue(self.open_suggestions(orderpoint).snapshot)

    def test_typed(self):
        orderpoint = self.make_short(5)
        orderpoint.qty_to_order = 9
        why = self.explain(orderpoint)
        self.assertEqual((why["tone"], why["quantity"]), ("typed", 9))
        self.assertIn("typed 9 Units", why["sentences"][0])
        self.assertIn("in place of 5 Units", why["sentences"][0])
        orderpoint.action_replenish()
        line = self.purchase_lines(orderpoint.product_id)
        why = self.explain(line)
        self.assertEqual((why["tone"], why["quantity"]), ("ordered", 9))
        self.assertIn("A person typed", why["sentences"][0])
        self.assertEqual(why["documents"][0]["value"], 9)

    def test_failed(self):
        orderpoint = self.make_short(5, product=self.make_product(vendor=False))
        why = self.explain(orderpoint)
        self.assertEqual(why["tone"], "failed")
        self.assertIn("No vendor sells this product", why["sentences"][0])

    def test_not_planned_yet(self):
        orderpoint = self.make_orderpoint(self.make_product(), self.reorder_point)
        self.assertEqual(self.explain(orderpoint)["tone"], "unplanned")

    def test_odoo_s_own_rule(self):
        product = self.make_product()
        orderpoint = self.make_orderpoint(
            product, product_min_qty=4, product_max_qty=10
        )
        self.set_stock(product, 1)
        why = self.explain(orderpoint)
        self.assertEqual((why["tone"], why["steps"]), ("neutral", []))
        self.assertEqual(why["headline"], "Odoo's own rule orders 9 Units.")
        self.assertEqual((why["quantity"], why["may"]["order"]), (9, True))
        idle = self.explain(self.make_orderpoint(self.make_product()))
        self.assertEqual((idle["quantity"], idle["may"]["order"]), (0, False))
        self.assertEqual(
            self.line(why, "order"), ("9", "maximum 10 − forecast 1, in multiples of 1")
        )

    def test_rejected_and_superseded(self):
        orderpoint = self.make_short(5)
        suggestion = self.open_suggestions(orderpoint)
        suggestion.state = "superseded"
        self.assertEqual(self.explain(suggestion)["tone"], "superseded")
        suggestion.write({"state": "rejected", "rejected_until": self.today(7)})
        why = self.explain(suggestion)
        self.assertEqual(why["tone"], "rejected")
        self.assertIn("not suggested again", why["sentences"][0])

    def test_decision(self):
        product = self.make_product()
        self.past_demand(product, 7)
        orderpoint = self.make_orderpoint(product, self.reorder_point)
        self.plan(orderpoint)
        why = self.explain(orderpoint.decision_ids)
        self.assertEqual(why["headline"], "Reorder point from 0 to 8 Units.")
        self.assertTrue(why["decisions"][0]["is_current"])
        self.assertFalse(why["may"]["order"])

    def test_proposal_is_explained_by_what_it_proposes(self):
        """Nothing is in force before the first acceptance: that is no number."""
        product = self.make_product()
        self.past_demand(product, 7)
        self.reorder_point.apply_mode = "review"
        orderpoint = self.make_orderpoint(product, self.reorder_point)
        self.plan(orderpoint)
        why = self.explain(orderpoint.decision_ids)
        point = next(line for line in why["lines"] if line["key"] == "point")
        self.assertEqual(point["value"], "8")
        self.assertNotIn("in force", point["text"])

    def test_what_was_not_planned_has_no_answer(self):
        line = self.make_quotation(self.make_product(), 3).order_line
        with self.assertRaises(UserError):
            self.explain(line)
        with self.assertRaises(UserError):
            self.Why.explain("res.partner", self.vendor.id)
        with self.assertRaises(UserError):
            self.Why.explain("stock.warehouse.orderpoint", 10**8)

    # --- the same quantity everywhere ---

    def test_same_quantity_from_list_to_purchase_line(self):
        dozen = self.env.ref("uom.product_uom_dozen")
        product = self.make_product(uom_po_id=dozen.id)
        orderpoint = self.make_short(13, product=product)
        suggestion = self.open_suggestions(orderpoint)
        self.assertEqual(suggestion.quantity, 24)
        self.assertEqual(orderpoint.qty_to_order, 24)
        self.assertEqual(self.explain(orderpoint)["quantity"], 24)
        self.assertEqual(self.explain(suggestion)["quantity"], 24)
        orderpoint.action_replenish()
        line = self.purchase_lines(product)
        why = self.explain(line)
        self.assertEqual((why["quantity"], why["unit"]), (24, "Units"))
        self.assertEqual(line.product_uom_qty, 24)
        [document] = why["documents"]
        self.assertEqual(document["quantity"], "2 Dozens")
        self.assertEqual(document["link"]["res_id"], line.order_id.id)

    def test_made_and_transferred(self):
        part = self.make_product("Part")
        made = self.make_product(
            vendor=False, route_ids=[Command.set(self.manufacture.ids)]
        )
        self.make_bom(made, {part: 1})
        self.make_short(6, product=made)
        branch, route = self.make_branch()
        sent = self.make_product("Sent")
        self.sell_at(branch.lot_stock_id, sent, 4)
        moved = self.make_orderpoint(sent, self.just_in_time, branch, route_id=route.id)
        self.plan(moved)
        self.order()
        production = self.env["mrp.production"].search([("product_id", "=", made.id)])
        why = self.explain(production)
        self.assertEqual((why["quantity"], why["documents"][0]["value"]), (6, 6))
        moves = self.env["stock.move"].search(
            [
                ("replenish_suggestion_id.orderpoint_id", "=", moved.id),
                ("location_dest_id", "=", branch.lot_stock_id.id),
            ]
        )
        for record in (moves, moves.picking_id):
            why = self.explain(record)
            self.assertEqual((why["quantity"], why["documents"][0]["value"]), (4, 4))

    def test_several_orders_of_a_row(self):
        product = self.make_product(delay=2)
        policy = self.make_policy("just_in_time", lot_days=1)
        for day in (0, 1, 2):
            self.sell(product, 3 + day, day)
        orderpoint = self.make_orderpoint(product, policy)
        self.plan(orderpoint)
        due = self.open_suggestions(orderpoint).filtered(
            lambda row: row.due_date <= self.today()
        )
        why = self.explain(orderpoint)
        self.assertEqual(why["quantity"], sum(due.mapped("quantity")))
        self.assertEqual(why["quantity"], orderpoint.qty_to_order)
        for suggestion in due:
            self.assertEqual(self.explain(suggestion)["quantity"], suggestion.quantity)

    # --- numbers of the plan, and of now ---

    def test_numbers_stay_those_of_the_plan(self):
        orderpoint = self.make_short(5)
        self.set_stock(orderpoint.product_id, 2)
        why = self.explain(orderpoint)
        self.assertIn("0 on hand", self.line(why, "position")[1])
        changed = {row["label"]: row for row in why["since_plan"]}
        self.assertEqual(changed["On hand"]["then"], "0 Units")
        self.assertEqual(changed["On hand"]["now"], "2 Units")
        self.assertEqual(changed["To order"]["now"], "3 Units")
        self.plan(orderpoint)
        why = self.explain(orderpoint)
        self.assertEqual(why["since_plan"], [])
        self.assertIn("2 on hand", self.line(why, "position")[1])

    def test_ordered_keeps_what_it_was_made_from(self):
        orderpoint = self.make_short(5)
        self.order()
        self.set_stock(orderpoint.product_id, 50)
        self.plan(orderpoint)
        why = self.explain(self.purchase_lines(orderpoint.product_id))
        self.assertEqual(why["since_plan"], [])
        self.assertIn("0 on hand", self.line(why, "position")[1])
        self.assertEqual(why["quantity"], 5)

    def test_unchanged_rows_show_no_change(self):
        product = self.make_product()
        self.past_demand(product, 7)
        self.set_stock(product, 30)
        orderpoint = self.make_orderpoint(product, self.reorder_point)
        self.plan(orderpoint)
        self.assertEqual(self.explain(orderpoint)["since_plan"], [])

    def test_replay(self):
        orderpoint = self.make_short(5)
        suggestion = self.open_suggestions(orderpoint)
        answer = self.Why.replay(suggestion._name, suggestion.id)
        self.assertEqual(answer, {"same": True, "differences": []})
        kept = dict(suggestion.snapshot)
        kept["inputs"]["item"]["on_hand"] = 4.0
        suggestion.snapshot = kept
        answer = self.Why.replay(suggestion._name, suggestion.id)
        self.assertFalse(answer["same"])
        self.assertIn("due_quantity", [row["name"] for row in answer["differences"]])
        suggestion.snapshot = False
        with self.assertRaises(UserError):
            self.Why.replay(suggestion._name, suggestion.id)

    # --- what it costs ---

    def _content(self):
        self.env.flush_all()
        self.env.cr.execute(
            """SELECT relname FROM pg_class c
               JOIN pg_namespace n ON n.oid = c.relnamespace
               WHERE relkind = 'r' AND nspname = 'public'
                 AND (relname LIKE 'stock\\_%' OR relname LIKE 'purchase\\_%')"""
        )
        content = {}
        for (table,) in self.env.cr.fetchall():
            self.env.cr.execute(
                SQL(
                    "SELECT COUNT(*), MAX(xmin::text::int8) FROM %s",
                    SQL.identifier(table),
                )
            )
            content[table] = self.env.cr.fetchone()
        return content

    def test_reads_only(self):
        orderpoint = self.make_short(5)
        self.set_stock(orderpoint.product_id, 2)
        neutral = self.make_orderpoint(self.make_product(), product_min_qty=5)
        self.explain(orderpoint)
        before = self._content()
        for row in (orderpoint, neutral, self.open_suggestions(orderpoint)):
            self.explain(row)
        self.assertEqual(self._content(), before)

    def _queries(self, weeks, receipts):
        product = self.make_product(f"{weeks} weeks")
        self.past_demand(product, 7, weeks)
        for index in range(receipts):
            self.make_quotation(product, 1, day=index + 1)
            self.sell(product, 2, index)
        orderpoint = self.make_orderpoint(product, self.reorder_point)
        self.plan(orderpoint)
        return self.queries_of(
            lambda: self.Why.explain(orderpoint._name, orderpoint.id)
        )

    def test_queries_do_not_grow(self):
        self.assertEqual(self._queries(3, 1), self._queries(40, 12))
