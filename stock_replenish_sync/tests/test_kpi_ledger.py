from collections import defaultdict
from contextlib import contextmanager
from datetime import date, datetime, timedelta

from freezegun import freeze_time

from odoo import Command
from odoo.tests import tagged

from ..models.kpi.stock_replenish_kpi_figures import Slice
from ..planning.kpis import MEASURES
from .common_supply import SupplyCommon

DAYS = 60
# The first day of the ledger; the others are told by their number.
BEGIN = date(2026, 4, 11)
NOW = datetime(2026, 6, 10, 12)


def date_of(day):
    return BEGIN + timedelta(days=day - 1)


@tagged("post_install", "-at_install")
class TestKpiLedger(SupplyCommon):
    """Sixty days of a small company, reckoned by hand.

    The company works in New York, from a hub and a branch. Costs of a unit: drill 10,
    saw 5, paint 2, glue 3. What happened is told in `setUpClass`; the tables beside
    the tests say what comes of it.
    """

    maxDiff = None

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        frozen = freeze_time(NOW)
        cls.clock = frozen.start()
        cls.addClassCleanup(frozen.stop)
        cls.company.partner_id.tz = "America/New_York"
        cls.Kpi = cls.env["stock.replenish.kpi"]
        cls.hub, cls.branch = cls.warehouse, cls.make_branch()[0]
        cls.production = cls.env["stock.location"].search(
            [("usage", "=", "production"), ("company_id", "=", cls.company.id)], limit=1
        )
        cls.drill, cls.saw, cls.paint, cls.glue = (
            cls.make_product(name, vendor=False, standard_price=cost)
            for name, cost in (("Drill", 10), ("Saw", 5), ("Paint", 2), ("Glue", 3))
        )
        cls.make_drills()
        cls.make_saws()
        cls.make_idle()
        cls.make_rules()
        cls.env.flush_all()
        cls.Kpi._snapshot(cls.company, date_of(1), date_of(DAYS))

    @classmethod
    def make_drills(cls):
        """The hub sells drills."""
        hub, drill = cls.hub, cls.drill
        cls.receive(drill, 20, hub, 0)
        # In time, a day before.
        cls.ship(cls.sale(hub, 1, due=5, products={drill: 5}), 4)
        # 6 of 8 at half past eleven at night, when it is the next day in UTC.
        order = cls.sale(hub, 3, due=10, products={drill: 8})
        cls.ship(order, 10, 6, hour=23.5)
        cls.ship(order, 12)
        # Cancelled by the customer, who had waited for a day.
        order = cls.sale(hub, 9, due=15, products={drill: 4})
        cls.cancel(order, 16)
        # In time; that 2 of 3 came back takes nothing from it.
        order = cls.sale(hub, 18, due=20, products={drill: 3})
        cls.ship(order, 20)
        cls.give_back(order.order_line.move_ids, 2, 25)
        # Late by three days, though it was there.
        cls.ship(cls.sale(hub, 29, due=30, products={drill: 6}), 33)
        # Late, for there was none.
        order = cls.sale(hub, 34, due=35, products={drill: 4})
        cls.receive(drill, 10, hub, 38)
        cls.ship(order, 38)
        # One more than asked for.
        cls.ship(cls.sale(hub, 39, due=40, products={drill: 2}), 40, 3)
        # Put off before it was due, and put off again when it was done.
        order = cls.sale(hub, 41, due=45, products={drill: 2})
        cls.promise(order, 43, due=50)
        cls.ship(order, 50)
        cls.promise(order, 51, due=52)
        # 1 of 5, and nobody waits for the rest.
        order = cls.sale(hub, 54, due=55, products={drill: 5})
        cls.ship(order, 55, 1, backorder=False)
        # Nobody has them: they wait until today.
        cls.sale(hub, 56, due=57, products={drill: 2})
        # Of days to come.
        cls.sale(hub, 58, due=64, products={drill: 1})

    @classmethod
    def make_saws(cls):
        """The branch sells saws, for which nobody has a rule."""
        branch, saw = cls.branch, cls.saw
        cls.receive(saw, 10, branch, 0)
        # In two deliveries, both in time.
        order = cls.sale(branch, 5, due=8, products={saw: 3})
        cls.ship(order, 6, 1)
        cls.ship(order, 8)
        # To the hub, which uses one up.
        cls.carry(saw, 2, branch.lot_stock_id, cls.hub.lot_stock_id, 22)
        cls.carry(saw, 1, cls.hub.lot_stock_id, cls.production, 28)
        # A delivery without an order: 1 of 2 in time.
        delivery = cls.deliver(branch, saw, 2, 24, due=26)
        cls.ship(delivery, 26, 1)
        cls.ship(delivery.search([("backorder_id", "=", delivery.id)]), 27)
        # From the vendor to the customer, and nobody's at all.
        cls.carry(saw, 7, cls.suppliers, cls.customers, 29, due=28)
        cls.deliver(branch, saw, 9, 30, due=31, confirm=False)
        # Broken.
        loss = cls.env["stock.location"].search(
            [("usage", "=", "inventory"), ("company_id", "=", cls.company.id)], limit=1
        )
        cls.carry(saw, 1, branch.lot_stock_id, loss, 48)

    @classmethod
    def make_idle(cls):
        """Paint never leaves the hub; of glue, nothing has left since 160 days ago."""
        cls.receive(cls.paint, 50, cls.hub, DAYS - 400)
        cls.receive(cls.paint, 10, cls.hub, 40)
        cls.receive(cls.glue, 20, cls.branch, DAYS - 400)
        cls.carry(cls.glue, 4, cls.branch.lot_stock_id, cls.customers, DAYS - 160)

    @classmethod
    def make_rules(cls):
        """What the plan says: a drill in 10 days, a tin of paint in 5 with 5 booked,
        and a tube of glue in 10 from its shelf."""
        shelf = cls.env["stock.location"].create(
            {"name": "Shelf", "location_id": cls.branch.lot_stock_id.id}
        )
        for product, warehouse, demand, booked, values in (
            (cls.drill, cls.hub, 0.1, 0, {"product_max_qty": 12}),
            (cls.paint, cls.hub, 0.2, 5, {"product_max_qty": 30}),
            (cls.glue, cls.branch, 0.1, 0, {"location_id": shelf.id}),
        ):
            rule = cls.make_orderpoint(product, warehouse=warehouse, **values)
            cls.env.flush_all()
            cls.env.cr.execute(
                """UPDATE stock_warehouse_orderpoint
                   SET demand_mean = %s, planned_on_hand = 60, planned_incoming = 3,
                       planned_position = 63 - %s, planned_on = %s
                   WHERE id = %s""",
                [demand, booked, cls.moment(DAYS + 1), rule.id],
            )
            rule.invalidate_recordset()

    # --- what people do ---

    @classmethod
    def moment(cls, day, hour=12):
        """Return an hour of a day in New York, naive in UTC."""
        noon = cls.company._replenish_noon(date_of(day))
        return noon + timedelta(hours=hour - 12)

    @classmethod
    @contextmanager
    def at(cls, day, hour=12):
        cls.clock.move_to(cls.moment(day, hour))
        yield
        cls.clock.move_to(NOW)

    @classmethod
    def carry(cls, product, quantity, source, target, day, due=None, **values):
        """Return a move that is done on a day."""
        with cls.at(day):
            move = cls.env["stock.move"].create(
                {
                    "name": product.name,
                    "product_id": product.id,
                    "product_uom_qty": quantity,
                    "location_id": source.id,
                    "location_dest_id": target.id,
                    "company_id": cls.company.id,
                    "date_deadline": due and cls.moment(due),
                    **values,
                }
            )
            move._action_confirm()
            move.write({"quantity": quantity, "picked": True})
            return move._action_done()

    @classmethod
    def receive(cls, product, quantity, warehouse, day):
        cls.carry(product, quantity, cls.suppliers, warehouse.lot_stock_id, day)

    @classmethod
    def give_back(cls, move, quantity, day):
        cls.carry(
            move.product_id,
            quantity,
            cls.customers,
            move.location_id,
            day,
            origin_returned_move_id=move.id,
        )

    @classmethod
    def sale(cls, warehouse, day, due, products):
        """Return a sales order confirmed on a day, promised for another."""
        with cls.at(day):
            order = cls.env["sale.order"].create(
                {
                    "partner_id": cls.customer.id,
                    "company_id": cls.company.id,
                    "warehouse_id": warehouse.id,
                    "commitment_date": cls.moment(due),
                    "order_line": [
                        Command.create(
                            {"product_id": product.id, "product_uom_qty": quantity}
                        )
                        for product, quantity in products.items()
                    ],
                }
            )
            order.action_confirm()
            return order

    @classmethod
    def promise(cls, order, day, due):
        with cls.at(day):
            order.commitment_date = cls.moment(due)

    @classmethod
    def cancel(cls, order, day):
        order._action_cancel()
        cls.env.flush_all()
        cls.env.cr.execute(
            "UPDATE stock_move SET write_date = %s WHERE id = ANY(%s)",
            [cls.moment(day), order.order_line.move_ids.ids],
        )

    @classmethod
    def deliver(cls, warehouse, product, quantity, day, due, confirm=True):
        """Return a delivery that no order asked for."""
        with cls.at(day):
            picking = cls.env["stock.picking"].create(
                {
                    "picking_type_id": warehouse.out_type_id.id,
                    "location_id": warehouse.lot_stock_id.id,
                    "location_dest_id": cls.customers.id,
                    "move_ids": [
                        Command.create(
                            {
                                "name": product.name,
                                "product_id": product.id,
                                "product_uom_qty": quantity,
                                "location_id": warehouse.lot_stock_id.id,
                                "location_dest_id": cls.customers.id,
                                "date_deadline": cls.moment(due),
                            }
                        )
                    ],
                }
            )
            if confirm:
                picking.action_confirm()
            return picking

    @classmethod
    def ship(cls, document, day, quantity=None, hour=12, backorder=True):
        """Ship what is open of an order or delivery, or a part of it."""
        pickings = document
        if document._name == "sale.order":
            pickings = document.picking_ids
        picking = pickings.filtered(lambda row: row.state not in ("done", "cancel"))
        with cls.at(day, hour):
            for move in picking.move_ids:
                move.write(
                    {"quantity": quantity or move.product_uom_qty, "picked": True}
                )
            picking.with_context(cancel_backorder=not backorder)._action_done()

    # --- what was measured ---

    def measured(self, *names):
        """Return {day number: sums of these measures} of days on which not all is 0."""
        domain = [("company_id", "=", self.company.id)]
        found = {}
        for day, *sums in self.Kpi._read_group(
            domain, ["date:day"], [f"{name}:sum" for name in names]
        ):
            number = (day.date() if hasattr(day, "date") else day) - BEGIN
            if any(sums):
                found[number.days + 1] = tuple(round(value, 2) for value in sums)
        return found

    def figures(self):
        return self.Kpi._figures(
            Slice(date_of(1), date_of(DAYS), companies=self.company.ids)
        )

    def assertFigure(self, code, value):
        self.assertAlmostEqual(self.figures()[code], value, 6)

    # --- the ledger ---

    def test_deliveries(self):
        lines = {
            # day: lines due, in time, units due, in time
            5: (1, 1, 5, 5),
            8: (1, 1, 3, 3),  # saws in two deliveries
            10: (1, 0, 8, 6),  # 2 followed
            15: (1, 0, 4, 0),  # cancelled
            20: (1, 1, 3, 3),  # returned later
            26: (1, 0, 2, 1),  # the delivery without an order
            30: (1, 0, 6, 0),  # late
            35: (1, 0, 4, 0),  # none there
            40: (1, 1, 2, 2),  # 3 shipped
            45: (1, 0, 2, 0),  # put off to day 50
            55: (1, 0, 5, 1),  # 4 given up
            57: (1, 0, 2, 0),  # still waits
        }
        self.assertEqual(
            self.measured("lines_due", "lines_on_time", "qty_due", "qty_on_time"), lines
        )
        self.assertFigure("fill_rate_lines", 100 * 4 / 12)
        self.assertFigure("fill_rate", 100 * 21 / 46)

    def test_outages(self):
        asked = {
            # drills: shipped, or waiting at the end of the day
            **dict.fromkeys((4, 10, 11, 12, 15, 20, 30, 31, 32, 33, 38, 40), (1, 0)),
            **dict.fromkeys((45, 46, 47, 48, 49, 50), (1, 0)),
            # none on hand from day 33 to 37; all was given on day 33, none asked on 34
            **dict.fromkeys((35, 36, 37), (1, 1)),
            # none from day 55 on: 4 were given up, then 2 wait
            **dict.fromkeys((55, 57, 58, 59, 60), (1, 1)),
            # saws: shipped, waiting, and one used in production on day 28
            **dict.fromkeys((6, 8, 26, 27, 28), (1, 0)),
        }
        self.assertEqual(self.measured("demand_days", "out_days"), asked)
        self.assertFigure("stockout_rate", 100 * 8 / 31)

    def test_stock(self):
        on_hand = [
            # cost, [(from day, quantity)]
            (
                10,  # drills at the hub
                [(1, 20), (4, 15), (10, 9), (12, 7), (20, 4), (25, 6), (33, 0)]
                + [(38, 6), (40, 3), (50, 1), (55, 0)],
            ),
            (5, [(1, 10), (6, 9), (8, 7), (22, 5), (26, 4), (27, 3), (48, 2)]),
            (5, [(1, 0), (22, 2), (28, 1)]),  # saws at the hub
            (2, [(1, 50), (40, 60)]),  # paint
            (3, [(1, 16)]),  # glue
        ]
        value = defaultdict(float)
        for cost, steps in on_hand:
            for (begin, quantity), (end, _next) in zip(
                steps, [*steps[1:], (DAYS + 1, 0)], strict=True
            ):
                for day in range(begin, end):
                    value[day] += cost * quantity
        self.assertEqual(value[1], 200 + 50 + 100 + 48)
        self.assertEqual(value[DAYS], 10 + 5 + 120 + 48)
        self.assertEqual(
            self.measured("stock_value"),
            {day: (money,) for day, money in value.items()},
        )
        used = {4: 50, 6: 5, 8: 10, 10: 60, 12: 20, 20: 30, 25: -20, 26: 5, 27: 5}
        used |= {28: 5, 33: 60, 38: 40, 40: 30, 50: 20, 55: 10}
        self.assertEqual(
            self.measured("shipped_cost"),
            {day: (money,) for day, money in used.items()},
        )
        # Unit-days of stock: drills 339, saws 279 and 45, paint 3210, glue 960.
        total = 10 * 339 + 5 * (279 + 45) + 2 * 3210 + 3 * 960
        self.assertEqual(total, 14310)
        self.assertFigure("turns", 365 * 330 / total)

    def test_surplus(self):
        # Of the last day only: what the plan said of days before is not known.
        held = 183
        # A drill costs 1 a day, paint 0.4, glue 0.3.
        expected = 1.7
        # 60 tins of paint, of which 5 are booked and 30 may be there.
        excess = 2 * (60 - 5 - 30)
        # 50 tins of paint, not the 10 that came on day 40; 16 tubes of glue.
        ageing = (2 * 50 + 3 * 16, 2 * 50, 2 * 50)
        names = ["held_value", "expected_cost", "excess_value"]
        names += [f"ageing_{days}_value" for days in (90, 180, 365)]
        self.assertEqual(
            self.measured(*names), {DAYS: (held, expected, excess, *ageing)}
        )
        self.assertFigure("days_of_supply", held / expected)
        self.assertFigure("excess_share", 100 * excess / held)
        self.assertFigure("ageing_share", 100 * 100 / held)

    def test_places(self):
        """What the hub sold and what the branch sold are told apart."""
        domain = [("company_id", "=", self.company.id)]
        found = {
            warehouse: (lines, days, round(cost, 2))
            for warehouse, lines, days, cost in self.Kpi._read_group(
                domain,
                ["warehouse_id"],
                ["lines_due:sum", "demand_days:sum", "shipped_cost:sum"],
            )
        }
        self.assertEqual(found[self.hub], (10, 27, 305))
        self.assertEqual(found[self.branch], (2, 4, 25))

    def test_same_days_anew(self):
        def rows(names):
            self.env.invalidate_all()
            domain = [("company_id", "=", self.company.id)]
            return self.Kpi.search(domain, order="id").read(names)

        names = ["id", "date", "warehouse_id", "abc_class", "categ_id", *MEASURES]
        before = rows(names)
        self.assertTrue(before)
        # All of them, and the last three as every night.
        for first in (1, DAYS - 2):
            self.Kpi._snapshot(self.company, date_of(first), date_of(DAYS))
            self.assertEqual(rows(names), before)
        # Some in the middle, on the last of which surplus is looked at.
        surplus = self.env["stock.replenish.kpi.measure.surplus"]._measures
        names = [name for name in names if name not in surplus]
        before = rows(names)
        self.Kpi._snapshot(self.company, date_of(24), date_of(31))
        self.assertEqual(rows(names), before)
