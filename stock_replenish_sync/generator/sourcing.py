"""Situations in which somebody has to decide: who has too much, who is short, which
open order no longer fits or does not come. Each has a product of its own, so that it
looks the same on every day on which the demo is made.
"""

from dataclasses import dataclass

from . import bulk, open_orders, single

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
    # A vendor lets us wait, and stock runs out meanwhile; another one has for long.
    Situation(
        "late", "Pressure Washer", "cedar", 14, 110.0, (("hub", 7, 4),), (40, -6)
    ),
    Situation(
        "overdue", "Angle Grinder", "kestrel", 12, 48.0, (("boston", 14, 0),), (60, -15)
    ),
    # A transfer that should have come.
    Situation(
        "stuck",
        "Sack Barrow",
        "brandt",
        10,
        40.0,
        (("hub", 7, 70), ("north", 10, 2)),
        carried=(25, -5),
    ),
    # North has for a year what East has not got, and the vendor takes three weeks.
    Situation(
        "beside",
        "Rain Barrel",
        "delta",
        21,
        38.0,
        (("hub", 3, 2), ("north", 2, 160), ("east", 14, 0)),
    ),
)


def create_sourcing(world):
    """Create the situations; return their number.

    Their products are called `demo_sourcing_<key>`, the open orders
    `demo_order_<key>`.
    """
    rows = [
        (row, _product(world, number, row))
        for number, row in enumerate(SITUATIONS, start=1)
    ]
    for key in world.companies:
        _history(world, key, rows)
    single.rules(
        world,
        [
            (product, place, rate, rate * 4, {})
            for row, product in rows
            for place, rate, _left in row.places
        ],
    )
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


def _product(world, number, row):
    return single.product(
        world, f"NW-{number:03d}", row.name, row.cost, row.vendor, row.delay
    )


def _history(world, company, rows):
    """Sell a little every week out of a first stock, and leave what is said."""
    company = world.companies[company]
    env = world.env_of(company)
    customers = env.ref("stock.stock_location_customers")
    weeks = min(WEEKS, world.days // 7)
    stocked, sold = [], []
    for number, (row, product) in enumerate(rows):
        product = product.with_env(env)
        for position, (place, rate, left) in enumerate(row.places):
            warehouse = world.warehouses[place]
            if warehouse.company_id != company:
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
    single.moves(world, company, stocked)
    single.moves(world, company, sold)


def _order(world, row, product):
    """Order from the vendor, for a day that does not fit or has passed."""
    quantity, days = row.ordered
    return single.purchase(
        world,
        row.places[0][0],
        row.vendor,
        [(product, quantity, product.uom_id.id, row.cost)],
        promised=days,
        ordered=min(days - row.delay, 0),
    )
