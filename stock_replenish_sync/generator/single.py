"""Products, rules, moves and orders one by one, through the ORM as people make them."""

import datetime as dt

from odoo import Command

from . import spec


def moment(world, days, hour=9):
    """Return an hour (UTC) of a day counted from today."""
    return dt.datetime.combine(
        world.today + dt.timedelta(days=int(days)), dt.time(hour)
    )


def currency(world, vendor):
    """Return the currency of a vendor by its key."""
    name = next(row.currency for row in spec.VENDORS if row.key == vendor)
    return world.env.ref(f"base.{name}")


def product(world, code, name, cost, vendor=None, delay=0):
    """Create a product that is bought, from the vendor of that key if there is one."""
    category = next(
        row.record.categ_id for row in world.products if row.family.code == "HT"
    )
    record = world.env["product.product"].create(
        {
            "name": name,
            "default_code": code,
            "detailed_type": "product",
            "categ_id": category.id,
            "list_price": cost * 1.6,
            "route_ids": [
                Command.set(world.env.ref("purchase_stock.route_warehouse0_buy").ids)
            ],
            "seller_ids": vendor
            and [
                Command.create(
                    {
                        "partner_id": world.vendors[vendor].id,
                        "price": cost,
                        "currency_id": currency(world, vendor).id,
                        "delay": delay,
                        "company_id": False,
                    }
                )
            ],
        }
    )
    for company in world.companies.values():
        record.with_company(company).standard_price = cost
    return record


def rules(world, rows):
    """Create rules with a policy set by hand: classes would change with the rest, and
    Odoo's own rule would not complain.

    :param rows: (product, key of the warehouse, minimum, maximum, other values)
    """
    places = world.warehouses
    return world.env["stock.warehouse.orderpoint"].create(
        [
            {
                "product_id": product.id,
                "warehouse_id": places[place].id,
                "location_id": places[place].lot_stock_id.id,
                "company_id": places[place].company_id.id,
                "product_min_qty": minimum,
                "product_max_qty": maximum,
                "policy_id": world.policies["b_items"].id,
                "policy_source": "manual",
                **values,
            }
            for product, place, minimum, maximum, values in rows
        ]
    )


def moves(world, company, rows):
    """Make done moves in a company.

    :param rows: (product, source, destination, quantity, days from today)
    """
    records = world.env_of(company)["stock.move"].create(
        [
            {
                "name": product.display_name,
                "product_id": product.id,
                "product_uom": product.uom_id.id,
                "product_uom_qty": quantity,
                "location_id": source.id,
                "location_dest_id": destination.id,
                "company_id": company.id,
            }
            for product, source, destination, quantity, _days in rows
        ]
    )
    records._action_confirm(merge=False)
    finish(records)
    by_day = {}
    for move, (*_others, days) in zip(records, rows, strict=True):
        by_day[days] = by_day.get(days, records.browse()) + move
    for days, of_day in by_day.items():
        when = moment(world, days, 12 if days else 0)
        of_day.write({"date": when})
        of_day.move_line_ids.write({"date": when})


def finish(records):
    """Have moves done in full."""
    for move in records:
        move.quantity = move.product_uom_qty
        move.picked = True
    records._action_done()


def purchase(world, place, vendor, lines, promised, ordered=0):
    """Order from a vendor.

    :param place: key of the warehouse
    :param vendor: key of the vendor, whose currency it is in
    :param lines: (product, quantity, unit, price)
    :param promised: day on which it is to come, counted from today
    :param ordered: day on which it was ordered
    """
    warehouse = world.warehouses[place]
    env = world.env_of(warehouse.company_id)
    order = env["purchase.order"].create(
        {
            "partner_id": world.vendors[vendor].id,
            "company_id": warehouse.company_id.id,
            "currency_id": currency(world, vendor).id,
            "picking_type_id": warehouse.in_type_id.id,
            "user_id": world.users["demo_buyer"].id,
            "date_order": moment(world, ordered),
            "order_line": [
                Command.create(
                    {
                        "product_id": product.id,
                        "name": product.display_name,
                        "product_qty": quantity,
                        "product_uom": unit,
                        "price_unit": price,
                        "date_planned": moment(world, promised, 10),
                        "taxes_id": [Command.clear()],
                    }
                )
                for product, quantity, unit, price in lines
            ],
        }
    )
    order.button_confirm()
    order.write({"date_approve": moment(world, ordered)})
    return order
