import random
from contextlib import contextmanager
from datetime import date, datetime, timedelta

from freezegun import freeze_time

from odoo import Command, fields
from odoo.tests import tagged

from .common_kpi_recount import Recount, noon
from .common_supply import SupplyCommon

NOW = datetime(2026, 3, 24, 12)
TODAY = date(2026, 3, 24)
YESTERDAY = date(2026, 3, 23)
DAYS = 24
FIRST = YESTERDAY - timedelta(days=DAYS - 1)
# Documents that are drawn for each company.
DRAWN = 45
SEED = 1


@tagged("post_install", "-at_install")
class TestKpiDrawn(SupplyCommon):
    """What happens by chance in two companies, measured and counted by hand alike.

    They have other currencies and time zones, in one of which clocks change meanwhile;
    what is bought, sold and kept in dozens is moved in units, and the other way round.
    """

    maxDiff = None

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.draw = random.Random(SEED)
        frozen = freeze_time(NOW)
        cls.clock = frozen.start()
        cls.addClassCleanup(frozen.stop)
        cls.company.partner_id.tz = "America/New_York"
        cls.abroad = cls.make_abroad()
        cls.env.user.company_ids += cls.abroad
        cls.unit = cls.env.ref("uom.product_uom_unit")
        cls.dozen = cls.env.ref("uom.product_uom_dozen")
        cls.stranger = cls.env["res.partner"].create({"name": "Consignor"})
        cls.make_items()
        cls.make_branch()
        for company in (cls.company, cls.abroad):
            cls.live(company.with_context(allowed_company_ids=company.ids))
        cls.env.flush_all()

    @classmethod
    def make_abroad(cls):
        """Return a company at the other end of the world, with money of its own."""
        main = cls.company._get_main_company()
        krone = cls.env["res.currency"].create({"name": "TKR", "symbol": "T"})
        for day, rate in (("2026-01-01", 4), ("2026-03-10", 5)):
            cls.env["res.currency.rate"].create(
                {
                    "currency_id": krone.id,
                    "company_id": main.id,
                    "name": day,
                    "rate": rate,
                }
            )
        main.currency_id.rate_ids.unlink()
        abroad = cls.env["res.company"].create(
            {"name": "Down Under", "currency_id": krone.id}
        )
        abroad.partner_id.tz = "Pacific/Auckland"
        return abroad

    @classmethod
    def make_items(cls):
        """Goods, each of a family of its own; a kit, and what is not kept in stock."""

        def make(name, uom, cost, **values):
            family = cls.env["product.category"].create({"name": name})
            product = cls.make_product(
                name,
                categ_id=family.id,
                uom_id=uom.id,
                uom_po_id=uom.id,
                route_ids=[],
                **values,
            )
            for company, price in ((cls.company, cost), (cls.abroad, 3 * cost)):
                product.with_company(company).standard_price = price
            return product

        cls.goods = cls.env["product.product"].concat(
            make("Drill", cls.unit, 10), make("Egg", cls.dozen, 2.4)
        )
        cls.kit = make("Kit", cls.unit, 0)
        cls.env["mrp.bom"].create(
            {
                "product_tmpl_id": cls.kit.product_tmpl_id.id,
                "type": "phantom",
                "bom_line_ids": [
                    Command.create(
                        {
                            "product_id": product.id,
                            "product_qty": 2,
                            "product_uom_id": cls.unit.id,
                        }
                    )
                    for product in cls.goods
                ],
            }
        )
        cls.others = cls.env["product.product"].concat(
            make("Screw", cls.unit, 1, type="consu"),
            make("Advice", cls.unit, 1, type="service"),
        )

    # --- what happens ---

    @classmethod
    def live(cls, company):
        """Draw what happens in a company, in the order of time."""
        env = company.env
        cls.houses = env["stock.warehouse"].search([("company_id", "=", company.id)])
        cls.houses[:1].delivery_steps = "pick_ship"
        cls.zone = company.partner_id.tz
        cls.open = env["stock.picking"]
        events = (
            [cls.buy_goods] * 4
            + [cls.sell_goods] * 7
            + [cls.work_off] * 12
            + [cls.carry_goods] * 8
        )
        moments = sorted(
            noon(
                FIRST + timedelta(days=cls.draw.randint(-8, DAYS)),
                cls.zone,
                cls.draw.choice([0.01, 3, 9, 14, 23.5, 23.99]),
            )
            for _number in range(DRAWN)
        )
        for moment in moments:
            if moment < NOW:
                with cls.at(moment):
                    cls.draw.choice(events)(company)

    @classmethod
    @contextmanager
    def at(cls, moment):
        cls.clock.move_to(moment)
        yield
        cls.clock.move_to(NOW)

    @classmethod
    def quantity(cls):
        return cls.draw.choice([1, 2, 3, 5, 12, 0.5])

    @classmethod
    def uom(cls):
        return cls.draw.choice([cls.unit, cls.dozen])

    @classmethod
    def later(cls):
        """Return a moment near to now, before or after."""
        return fields.Datetime.now() + timedelta(hours=cls.draw.randint(-30, 150))

    @classmethod
    def buy_goods(cls, company):
        uom = cls.uom()
        order = company.env["purchase.order"].create(
            {
                "partner_id": cls.vendor.id,
                "company_id": company.id,
                "picking_type_id": cls.draw.choice(cls.houses).in_type_id.id,
                "order_line": [
                    Command.create(
                        {
                            "product_id": product.id,
                            "product_qty": 2 * cls.quantity(),
                            "product_uom": uom.id,
                            "price_unit": 1,
                            "date_planned": cls.later(),
                        }
                    )
                    for product in cls.goods
                ],
            }
        )
        order.button_confirm()
        if cls.draw.random() < 0.3:
            order.order_line[:1].date_planned = cls.later()

    @classmethod
    def sell_goods(cls, company):
        order = company.env["sale.order"].create(
            {
                "partner_id": cls.customer.id,
                "company_id": company.id,
                "warehouse_id": cls.draw.choice(cls.houses).id,
                "commitment_date": cls.draw.choice([cls.later(), False]),
                "order_line": [
                    Command.create(
                        {
                            "product_id": product.id,
                            "product_uom_qty": cls.quantity(),
                            "product_uom": cls.uom().id,
                        }
                    )
                    for product in cls.draw.sample(
                        [*cls.goods, *cls.others, cls.kit], 2
                    )
                ],
            }
        )
        order.action_confirm()
        if cls.draw.random() < 0.3:
            order.commitment_date = cls.later()
        if cls.draw.random() < 0.15:
            order._action_cancel()
            if cls.draw.random() < 0.5:
                order.action_draft()
                order.action_confirm()

    @classmethod
    def work_off(cls, company):
        """Do a transfer that waits, or a part of it; give it up, or bring it back."""
        pickings = company.env["stock.picking"].search(
            [("company_id", "=", company.id), ("state", "!=", "cancel")], order="id"
        )
        picking = cls.draw.choice(pickings) if pickings else pickings
        if picking.state == "done":
            cls.bring_back(picking)
        elif picking and cls.draw.random() < 0.1:
            picking.action_cancel()
        elif picking:
            picking.action_assign()
            for move in picking.move_ids:
                share = cls.draw.choice([1, 1, 1, 0.5, 1.5])
                move.write({"quantity": share * move.product_uom_qty, "picked": True})
            lonely = cls.draw.random() < 0.3
            picking.with_context(cancel_backorder=lonely)._action_done()

    @classmethod
    def bring_back(cls, picking):
        context = {"active_id": picking.id, "active_model": "stock.picking"}
        wizard = picking.env["stock.return.picking"].with_context(**context)
        if not picking.move_ids.filtered(lambda row: row.state == "done"):
            return
        wizard = wizard.create({"picking_id": picking.id})
        wizard.product_return_moves.quantity = 0.5
        made, _type = wizard._create_returns()
        made = picking.browse(made)
        for move in made.move_ids:
            move.write({"quantity": move.product_uom_qty, "picked": True})
        made._action_done()

    @classmethod
    def carry_goods(cls, company):
        """Move goods without a document: counted, lost, used, sent on, another's."""
        env = company.env
        house = cls.draw.choice(cls.houses).lot_stock_id
        other = cls.draw.choice(cls.houses).lot_stock_id

        def place(usage):
            wanted = [("usage", "=", usage), ("company_id", "in", company.ids)]
            return env["stock.location"].search(wanted, limit=1)

        source, target, values = cls.draw.choice(
            [
                (place("inventory"), house, {}),
                (house, place("inventory"), {"scrapped": True}),
                (house, place("production"), {}),
                (house, other, {}),
                (house, cls.customers, {"date_deadline": cls.later()}),
                (cls.suppliers, cls.customers, {"date_deadline": cls.later()}),
            ]
        )
        uom = cls.uom()
        move = env["stock.move"].create(
            {
                "name": "By hand",
                "product_id": cls.draw.choice(cls.goods).id,
                "product_uom": uom.id,
                "product_uom_qty": cls.quantity(),
                "location_id": source.id,
                "location_dest_id": target.id,
                "company_id": company.id,
                **values,
            }
        )
        move._action_confirm()
        move.write({"quantity": move.product_uom_qty, "picked": True})
        if cls.draw.random() < 0.2:
            move.move_line_ids.owner_id = cls.stranger
        move._action_done()

    # --- what comes of it ---

    def measured(self, company):
        rows = self.env["stock.replenish.kpi"].search([("company_id", "=", company.id)])
        return {
            (row.date, row.warehouse_id.id, row.categ_id.id): row
            for row in rows.filtered(lambda row: FIRST <= row.date <= YESTERDAY)
        }

    def test_measured_as_counted(self):
        for company, rates in (
            (self.company, lambda _day: 1.0),
            (self.abroad, lambda day: 1 / 5 if day >= date(2026, 3, 10) else 1 / 4),
        ):
            kpis = self.env["stock.replenish.kpi"]
            self.assertTrue(kpis._snapshot(company, FIRST, YESTERDAY))
            self.env.invalidate_all()
            rows = self.measured(company)
            counted = Recount(company, FIRST, YESTERDAY).sums
            self.assertTrue(all(counted.values()))
            for measure, sums in counted.items():
                is_money = measure.endswith(("_value", "_cost"))
                expected = {
                    place: round(value * (rates(place[0]) if is_money else 1), 2)
                    for place, value in sums.items()
                }
                found = {place: round(row[measure], 2) for place, row in rows.items()}
                wrong = {
                    (str(place[0]), *place[1:]): (found.get(place), expected.get(place))
                    for place in {*found, *expected}
                    if abs(found.get(place, 0) - expected.get(place, 0)) > 0.011
                }
                with self.subTest(company=company.name, measure=measure):
                    self.assertFalse(wrong)
