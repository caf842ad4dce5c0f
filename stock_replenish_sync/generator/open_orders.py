"""What is under way today: customer orders, purchase orders, requests, a transfer and
production, some of it late.

These documents go through the ORM, as users would make them.
"""

import numpy as np

from odoo import Command, fields

from . import companies, simulation, single, spec
from .history_orders import purchase_facts
from .single import moment


def create_open_orders(world):
    """Create all open documents; returns how many of each."""
    return {
        "purchase_orders": _purchases(world),
        "requests": _requests(world),
        "sale_orders": _sales(world),
        "transfers": _transfer(world),
        "productions": _productions(world),
    }


def _purchases(world):
    """Orders the vendors have not delivered yet; the promised day of some has
    passed.
    """
    flows = world.flows.purchases
    groups = {}
    for row in np.flatnonzero(flows["arrival"] >= world.days).tolist():
        item = world.items[int(flows["item"][row])]
        key = (item.warehouse, item.vendor, int(flows["day"][row]) - world.days)
        groups.setdefault(key, []).append((item, int(flows["quantity"][row])))
    delays = {vendor.key: vendor.delay for vendor in spec.VENDORS}
    for (place, vendor, day), lines in sorted(groups.items()):
        price, unit, pack = purchase_facts(world, [item for item, _quantity in lines])
        single.purchase(
            world,
            place,
            vendor,
            [
                (
                    item.product.record,
                    quantity / pack[position],
                    int(unit[position]),
                    price[position],
                )
                for position, (item, quantity) in enumerate(lines)
            ],
            promised=day + delays[vendor],
            ordered=day,
        )
    return len(groups)


def _requests(world):
    """A draft request for quotation and one that was sent."""
    chosen = [
        item
        for item in world.items
        if item.lane == simulation.BUY
        and item.warehouse in ("hub", "boston")
        and item.product.family.code == "HT"
    ]
    for number, item in enumerate((chosen[0], chosen[-1]) if chosen else ()):
        company = world.companies[item.company]
        price, unit, pack = purchase_facts(world, [item])
        world.env_of(company)["purchase.order"].create(
            {
                "partner_id": world.vendors[item.vendor].id,
                "company_id": company.id,
                "picking_type_id": world.warehouses[item.warehouse].in_type_id.id,
                "state": "sent" if number else "draft",
                "order_line": [
                    Command.create(
                        {
                            "product_id": item.product.record.id,
                            "product_qty": max(1, round(item.mean * 10 / pack[0])),
                            "product_uom": int(unit[0]),
                            "price_unit": price[0],
                            "date_planned": moment(world, 9, 10),
                            "taxes_id": [Command.clear()],
                        }
                    )
                ],
            }
        )
    return min(2, len(chosen))


def _sales(world):
    """Confirmed orders for the coming weeks, some overdue; project goods are ordered
    far ahead.
    """
    places = {}
    for item in world.items:
        places.setdefault(item.warehouse, []).append(item)
    count = 0
    for number, place in enumerate(spec.WAREHOUSES):
        rng = world.rng(11, number)
        company = world.companies[place.company]
        env = world.env_of(company)
        sellable = [
            item
            for item in places.get(place.key, ())
            if "component" not in item.product.family.flags
        ]
        project = [item for item in sellable if item.product.family.code == "PG"]
        kits = [row for row, key in world.kits if key == place.key]
        for order_number in range(
            max(1, round((5 if place.source else 8) * world.scale))
        ):
            due = (
                int(rng.integers(-8, 0))
                if order_number % 5 == 0
                else int(rng.integers(2, 28))
            )
            chosen = [
                sellable[index]
                for index in rng.choice(
                    len(sellable), min(3, len(sellable)), replace=False
                )
            ]
            lines = [
                (
                    item.product.record,
                    max(1, round(item.mean * float(rng.uniform(1, 5)))),
                )
                for item in chosen
            ]
            if order_number % 4 == 1 and project:
                due = int(rng.integers(25, 60))
                lines = [
                    (
                        project[order_number % len(project)].product.record,
                        int(rng.integers(3, 15)),
                    )
                ]
            elif order_number % 4 == 2 and kits:
                lines.append((kits[order_number % len(kits)].record, 2))
            partner = world.online if place.key == "lakeside" else world.b2b
            _sale(
                world,
                env,
                place.key,
                partner[int(rng.integers(len(partner)))],
                due,
                lines,
            )
            count += 1
    return count


def _sale(world, env, place, partner, due, lines):
    order = env["sale.order"].create(
        {
            "partner_id": partner.id,
            "company_id": env.company.id,
            "warehouse_id": world.warehouses[place].id,
            "commitment_date": moment(world, due, 11),
            "order_line": [
                Command.create(
                    {
                        "product_id": product.id,
                        "product_uom_qty": quantity,
                        "tax_id": [Command.clear()],
                    }
                )
                for product, quantity in lines
            ],
        }
    )
    order.action_confirm()
    order.date_order = moment(world, min(due, 0) - 3, 8)


def _transfer(world):
    """One transfer on the road to North, one not shipped yet to East."""
    count = 0
    for place in ("north", "east"):
        hub = world.warehouses["hub"]
        stocked = [
            item
            for item in world.items
            if item.warehouse == place
            and item.lane == simulation.TRANSFER
            and world.flows.on_hand[world.sim.source[item.index]] >= 2
        ]
        if not stocked:
            continue
        item = stocked[0]
        available = int(world.flows.on_hand[world.sim.source[item.index]])
        group = request_transfer(
            world,
            place,
            item.product.record,
            max(1, min(available // 2, round(item.mean * 5))),
            2,
        )
        count += 1
        if place == "north":
            shipment = group.env["stock.picking"].search(
                [
                    ("group_id", "=", group.id),
                    ("picking_type_id", "=", hub.out_type_id.id),
                ],
                limit=1,
            )
            shipment.action_assign()
            for move in shipment.move_ids:
                move.picked = True
            shipment.move_ids.filtered("quantity")._action_done()
    return count


def request_transfer(world, place, product, quantity, days):
    """Ask the hub for goods, expected in a warehouse so many days from today.

    :return: the procurement group of the transfer
    """
    hub, warehouse = world.warehouses["hub"], world.warehouses[place]
    env = world.env_of(warehouse.company_id)
    group = env["procurement.group"].create({"name": f"{hub.code} to {warehouse.code}"})
    env["procurement.group"].run(
        [
            group.Procurement(
                product.with_env(env),
                float(quantity),
                product.uom_id,
                warehouse.lot_stock_id,
                group.name,
                group.name,
                warehouse.company_id,
                {
                    "group_id": group,
                    "route_ids": companies.lane(world, place),
                    "warehouse_id": warehouse,
                    "date_planned": fields.Datetime.to_string(moment(world, days, 11)),
                },
            )
        ]
    )
    return group


def _productions(world):
    """A confirmed, a late and a draft manufacturing order."""
    made = [item for item in world.items if item.lane == simulation.MAKE]
    for item, (start, confirm) in zip(
        made, ((2, True), (-6, True), (5, False)), strict=False
    ):
        env = world.env_of(world.companies[item.company])
        order = env["mrp.production"].create(
            {
                "product_id": item.product.record.id,
                "product_qty": max(1, round(item.mean * 7)),
                "bom_id": item.product.bom.id,
                "company_id": env.company.id,
                "picking_type_id": world.warehouses[item.warehouse].manu_type_id.id,
                "date_start": moment(world, start, 7),
            }
        )
        if confirm:
            order.action_confirm()
    return min(3, len(made))
