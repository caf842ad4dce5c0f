"""Situations in which the network decides: who has too much, who is short, which open
order no longer fits. Each has a product of its own, so that it looks the same on every
day on which the demo is made.
"""

import datetime as dt
from dataclasses import dataclass

from odoo import Command

from . import bulk, open_orders

#: Weeks of steady sales behind each situation.
WEEKS = 16


@dataclass(frozen=True)
class Situation:
    """A product, where it is sold and what is left of it there.

    `places`: warehouse, sales a week, stock left; `ordered`: quantity and days from
    today of an open purchase order of the first place; `carried`: the same of an open
    transfer from the hub to the last place.
    """

    key: str
    name: str
    vendor: str
    delay: int
    cost: float
    places: tuple
    ordered: tuple = ()
    carried: tuple = ()


SITUATIONS = (
    # The hub has it: East would buy by its own rule, and gets it from there.
    Situation(
        "transfer",
        "Tool Belt",
        "atlas",
        7,
        24.0,
        (("hub", 7, 150), ("north", 7, 60), ("east", 14, 3)),
    ),
    # The hub cannot give both branches what they need, and its vendor is slow.
    Situation(
        "shortage",
        "Nail Gun",
        "delta",
        21,
        85.0,
        (("hub", 3, 40), ("north", 14, 0), ("east", 28, 6)),
    ),
    # What one company has too much of helps the other one.
    Situation(
        "company",
        "Cross-line Level",
        "cedar",
        14,
        60.0,
        (("hub", 7, 420), ("boston", 14, 50)),
    ),
    Situation(
        "earlier", "Wheelbarrow", "brandt", 10, 55.0, (("hub", 14, 12),), (60, 35)
    ),
    Situation(
        "cancel", "Patio Heater", "garda", 10, 140.0, (("hub", 2, 160),), (40, 12)
    ),
    # A transfer that comes when the branch has long been out of it.
    Situation(
        "carried",
        "Hand Truck",
        "brandt",
        10,
        65.0,
        (("hub", 7, 150), ("north", 7, 9)),
        carried=(30, 28),
    ),
)


def create_sourcing(world):
    """Create the situations; return their number.

    Their products are called `demo_sourcing_<key>`, the open orders
    `demo_order_<key>`.
    """
    category = next(
        row.record.categ_id for row in world.products if row.family.code == "HT"
    )
    rows = [
        (row, _product(world, number, row, category))
        for number, row in enumerate(SITUATIONS, start=1)
    ]
    for key in world.companies:
        _history(world, key, rows)
    _rules(world, rows)
    records = {f"demo_sourcing_{row.key}": product for row, product in rows}
    records.update(
        {
            f"demo_order_{row.key}": _order(world, row, product)
            for row, product in rows
            if row.ordered
        }
    )
    bulk.remember(world.env, records)
    for row, product in rows:
        if row.carried:
            open_orders.request_transfer(
                world, row.places[-1][0], product, *row.carried
            )
    return len(rows)


def _companies(world, row):
    """Return the companies that have the product."""
    return {world.warehouses[place].company_id for place, _rate, _left in row.places}


def _product(world, number, row, category):
    product = world.env["product.product"].create(
        {
            "name": row.name,
            "default_code": f"NW-{number:03d}",
            "detailed_type": "product",
            "categ_id": category.id,
            "list_price": row.cost * 1.6,
            "route_ids": [
                Command.set(world.env.ref("purchase_stock.route_warehouse0_buy").ids)
            ],
            "seller_ids": [
                Command.create(
                    {
                        "partner_id": world.vendors[row.vendor].id,
                        "price": row.cost,
                        "currency_id": world.env.ref("base.EUR").id,
                        "delay": row.delay,
                        "company_id": False,
                    }
                )
            ],
        }
    )
    for company in _companies(world, row):
        product.with_company(company).standard_price = row.cost
    return product


def _history(world, company, rows):
    """Sell a little every week out of a first stock, and leave what is said."""
    env = world.env_of(world.companies[company])
    customers = env.ref("stock.stock_location_customers")
    weeks = min(WEEKS, world.days // 7)
    stocked, sold = [], []
    for number, (row, product) in enumerate(rows):
        product = product.with_env(env)
        for position, (place, rate, left) in enumerate(row.places):
            warehouse = world.warehouses[place]
            if warehouse.company_id != env.company:
                continue
            stock = warehouse.lot_stock_id
            rng = world.rng(12, number, position)
            sales = rng.integers(max(rate - 2, 1), rate + 3, weeks).tolist()
            loss = product.property_stock_inventory
            # Demand is counted from the day on which there was something to sell.
            stocked.append((product, loss, stock, sum(sales) + left, -7 * weeks))
            sold += [
                (product, stock, customers, quantity, 2 - 7 * (weeks - week))
                for week, quantity in enumerate(sales)
            ]
    _moves(world, env, stocked)
    _moves(world, env, sold)


def _moves(world, env, rows):
    """Move goods in the past.

    :param rows: product, source, destination, quantity, days from today
    """
    moves = env["stock.move"].create(
        [
            {
                "name": product.display_name,
                "product_id": product.id,
                "product_uom": product.uom_id.id,
                "product_uom_qty": quantity,
                "location_id": source.id,
                "location_dest_id": destination.id,
                "company_id": env.company.id,
            }
            for product, source, destination, quantity, _days in rows
        ]
    )
    moves._action_confirm(merge=False)
    for move in moves:
        move.quantity = move.product_uom_qty
        move.picked = True
    moves._action_done()
    by_day = {}
    for move, (*_others, days) in zip(moves, rows, strict=True):
        by_day[days] = by_day.get(days, moves.browse()) + move
    for days, of_day in by_day.items():
        moment = dt.datetime.combine(world.today + dt.timedelta(days=days), dt.time(12))
        of_day.write({"date": moment})
        of_day.move_line_ids.write({"date": moment})


def _rules(world, rows):
    """Rules with a policy set by hand: classes would change with the rest."""
    world.env["stock.warehouse.orderpoint"].create(
        [
            {
                "product_id": product.id,
                "warehouse_id": world.warehouses[place].id,
                "location_id": world.warehouses[place].lot_stock_id.id,
                "company_id": world.warehouses[place].company_id.id,
                "product_min_qty": rate,
                "product_max_qty": rate * 4,
                "policy_id": world.policies["b_items"].id,
                "policy_source": "manual",
            }
            for row, product in rows
            for place, rate, _left in row.places
        ]
    )


def _order(world, row, product):
    """Order from the vendor, for a day that does not fit."""
    warehouse = world.warehouses[row.places[0][0]]
    quantity, days = row.ordered
    order = world.env_of(warehouse.company_id)["purchase.order"].create(
        {
            "partner_id": world.vendors[row.vendor].id,
            "currency_id": world.env.ref("base.EUR").id,
            "picking_type_id": warehouse.in_type_id.id,
            "user_id": world.users["demo_buyer"].id,
            "order_line": [
                Command.create(
                    {
                        "product_id": product.id,
                        "product_qty": quantity,
                        "price_unit": row.cost,
                        "date_planned": dt.datetime.combine(
                            world.today + dt.timedelta(days=days), dt.time(10)
                        ),
                        "taxes_id": [Command.clear()],
                    }
                )
            ],
        }
    )
    order.button_confirm()
    return order
