import random
from contextlib import contextmanager
from datetime import date, datetime, timedelta

from freezegun import freeze_time

from odoo import Command, fields

from .common_kpi_masters import KpiMastersCommon
from .common_kpi_recount import noon

NOW = datetime(2026, 3, 24, 12)
TODAY = date(2026, 3, 24)
YESTERDAY = date(2026, 3, 23)
DAYS = 24
FIRST = YESTERDAY - timedelta(days=DAYS - 1)
# Documents that are drawn for each company.
DRAWN = 45
SEED = 1


class KpiDrawnCommon(KpiMastersCommon):
    """What happens by chance in two companies, always the same.

    They have other currencies and time zones, in one of which clocks change meanwhile;
    what is bought, sold and kept in dozens is moved in units, and the other way round.
    """

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
            cls.keep_old(company.with_context(allowed_company_ids=company.ids))
        cls.env.flush_all()

    # --- what happens ---

    @classmethod
    def keep_old(cls, company):
        """Have paint that nobody asks for, more of it than its rule wants."""
        house = company.env["stock.warehouse"].search(
            [("company_id", "=", company.id)], limit=1
        )
        for days, units in ((400, 60), (120, 24)):
            with cls.at(noon(TODAY - timedelta(days=days), "UTC")):
                move = company.env["stock.move"].create(
                    {
                        "name": "Long ago",
                        "product_id": cls.paint.id,
                        "product_uom": cls.unit.id,
                        "product_uom_qty": units,
                        "location_id": cls.suppliers.id,
                        "location_dest_id": house.lot_stock_id.id,
                        "company_id": company.id,
                    }
                )
                move._action_confirm()
                move.write({"quantity": units, "picked": True})
                move._action_done()
        rule = cls.make_orderpoint(cls.paint, warehouse=house, product_max_qty=3)
        cls.env.flush_all()
        cls.env.cr.execute(
            """UPDATE stock_warehouse_orderpoint
               SET demand_mean = 0.01, planned_on = %s WHERE id = %s""",
            [NOW, rule.id],
        )
        rule.invalidate_recordset()

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
