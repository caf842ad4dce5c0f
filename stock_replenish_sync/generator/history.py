"""Writes the simulated past as Odoo's own done documents."""

import numpy as np

from . import bulk, history_close, history_orders, history_productions
from .book import Book
from .lots import Lots

#: Hours (UTC) of a day: goods come in before they go out.
PUT_AWAY, PRODUCE, RECEIVE, SHIP, DELIVER, TAKE_BACK = 7, 8.5, 9, 10, 13, 7.5

#: Share of weeks in which a warehouse falls behind, and of lines that leave late.
BUSY_WEEKS, LATE_WHEN_BUSY, LATE_OTHERWISE = 0.15, 0.25, 0.02

#: Tables that grew at once: the planner of the database must know before documents are
#: made.
FILLED = (
    "stock_picking",
    "stock_move",
    "stock_move_line",
    "stock_move_move_rel",
    "stock_quant",
    "stock_valuation_layer",
    "stock_lot",
    "purchase_order",
    "purchase_order_line",
    "mrp_production",
)


class Columns:
    """Columns per item that every kind of document needs."""

    def __init__(self, world):
        def column(value):
            return np.array([value(item) or -1 for item in world.items], np.int64)

        place = world.warehouses
        self.product = column(lambda item: item.product.record.id)
        self.company = column(lambda item: world.companies[item.company].id)
        self.warehouse = column(lambda item: place[item.warehouse].id)
        self.stock = column(lambda item: place[item.warehouse].lot_stock_id.id)
        self.input = column(lambda item: place[item.warehouse].wh_input_stock_loc_id.id)
        self.quality = column(lambda item: place[item.warehouse].wh_qc_stock_loc_id.id)
        self.transit = column(
            lambda item: world.companies[item.company].internal_transit_location_id.id
        )
        self.in_type = column(lambda item: place[item.warehouse].in_type_id.id)
        self.out_type = column(lambda item: place[item.warehouse].out_type_id.id)
        self.int_type = column(lambda item: place[item.warehouse].int_type_id.id)
        self.make_type = column(lambda item: place[item.warehouse].manu_type_id.id)
        self.steps = np.array(
            [
                place[item.warehouse].reception_steps == "three_steps"
                for item in world.items
            ]
        )
        self.cost = np.array([item.product.cost for item in world.items])
        self.address = column(lambda item: place[item.warehouse].partner_id.id)
        self.customers = world.env.ref("stock.stock_location_customers").id
        self.suppliers = world.env.ref("stock.stock_location_suppliers").id
        per_company = {}
        for key, company in world.companies.items():
            product = world.products[0].record.with_company(company)
            per_company[key] = (
                product.property_stock_inventory.id,
                product.property_stock_production.id,
            )
        self.inventory = column(lambda item: per_company[item.company][0])
        self.production = column(lambda item: per_company[item.company][1])


def create_history(world):
    """Write opening stock, purchases, transfers, productions, deliveries and returns;
    then stock and value.
    """
    world.env.flush_all()
    book, columns, lots = Book(world), Columns(world), Lots(world)
    _opening(world, book, columns, lots)
    history_orders.purchases(world, book, columns, lots)
    _transfers(world, book, columns)
    history_productions.productions(world, book, columns)
    sold = _deliveries(world, book, columns, lots)
    _returns(world, book, columns, sold)
    count = book.write_all()
    bulk.analyze(world.env.cr, FILLED)
    history_close.create_quants(world, columns)
    history_close.create_valuation(world, count)
    world.env.invalidate_all(flush=False)
    return count


def _opening(world, book, columns, lots):
    item = np.flatnonzero(world.sim.opening > 0)
    with_lot = [
        (row, lots.opening[index])
        for row, index in enumerate(item.tolist())
        if index in lots.opening
    ]
    row = np.array([pair[0] for pair in with_lot], np.int64)
    book.add(
        lots=(
            row,
            np.array([pair[1] for pair in with_lot], np.int64),
            world.sim.opening[item][row],
        ),
        product_id=columns.product[item],
        location_id=columns.inventory[item],
        location_dest_id=columns.stock[item],
        quantity=world.sim.opening[item],
        date=book.when(np.zeros(item.size), 0.5),
        company_id=columns.company[item],
        is_inventory=True,
        name="Product Quantity Updated",
        reference="Product Quantity Updated",
    )


def _transfers(world, book, columns):
    """Each transfer leaves the source for the company's transit place and is received
    later.
    """
    rows = world.flows.transfers
    source, item, quantity = rows["source"], rows["item"], rows["quantity"]
    if not item.size:
        return
    places = (columns.stock[source], columns.transit[item], columns.stock[item])
    chain = []
    for step, (day, hour, kind) in enumerate(
        (
            (rows["day"], SHIP, columns.out_type[source]),
            (rows["arrival"], PUT_AWAY, columns.in_type[item]),
        )
    ):
        moments = book.when(day, hour)
        partner = columns.address[item] if step == 0 else columns.address[source]
        picking, name = book.pickings(
            kind, partner, places[step], places[step + 1], moments
        )
        chain.append(
            book.add(
                product_id=columns.product[item],
                location_id=places[step],
                location_dest_id=places[step + 1],
                quantity=quantity,
                date=moments,
                company_id=columns.company[item],
                picking_id=picking,
                picking_type_id=kind,
                partner_id=partner,
                warehouse_id=columns.warehouse[source if step == 0 else item],
                reference=name,
            )
        )
    book.chain(*chain)


def _deliveries(world, book, columns, lots):
    rows = world.flows.sales
    item, day, quantity = rows["item"], rows["day"], rows["quantity"]
    customer = _customers(world, item, day, quantity)
    moments = book.when(day, DELIVER)
    picking, name = book.pickings(
        columns.out_type[item],
        customer,
        columns.stock[item],
        columns.customers,
        moments,
    )
    bom_line = np.full(item.size, -1)
    for position, (kit, _place) in enumerate(world.kits):
        for part, line in enumerate(kit.bom.bom_line_ids.sorted("id")):
            bom_line[(rows["kit"] == position) & (rows["part"] == part)] = line.id
    ids = book.add(
        lots=lots.sale_lots(),
        product_id=columns.product[item],
        location_id=columns.stock[item],
        location_dest_id=columns.customers,
        quantity=quantity,
        date=moments,
        date_deadline=moments - _days_late(world, day) * np.timedelta64(1, "D"),
        company_id=columns.company[item],
        picking_id=picking,
        picking_type_id=columns.out_type[item],
        partner_id=customer,
        warehouse_id=columns.warehouse[item],
        bom_line_id=bom_line,
        reference=name,
    )
    return ids, customer


def _days_late(world, day):
    """Return how many days after its deadline each line left: few did."""
    rng = world.rng(13)
    # Busy weeks: the warehouses fall behind for a few days, then catch up.
    busy = rng.random(int(day.max(initial=0)) // 7 + 1) < BUSY_WEEKS
    share = np.where(busy[day // 7], LATE_WHEN_BUSY, LATE_OTHERWISE)
    return np.where(rng.random(day.size) < share, rng.integers(1, 4, day.size), 0)


def _customers(world, item, day, quantity):
    """Large quantities go to business customers, small ones to whoever buys online;
    Lakeside only sells online.
    """
    size = np.array([entry.product.family.size for entry in world.items])[item]
    online_only = np.array([entry.warehouse == "lakeside" for entry in world.items])[
        item
    ]
    place = np.array([world.warehouses[entry.warehouse].id for entry in world.items])[
        item
    ]
    spread = world.rng(10).integers(0, 2, item.size)
    b2b = np.array([partner.id for partner in world.b2b])
    online = np.array([partner.id for partner in world.online])
    number = day * 5 + place * 3 + spread
    return np.where(
        (quantity > 2 * size) & ~online_only,
        b2b[number % b2b.size],
        online[number % online.size],
    )


def _returns(world, book, columns, sold):
    """Each return names the delivery it undoes."""
    rows = world.flows.returns
    item, quantity = rows["item"], rows["quantity"]
    if not item.size:
        return
    sales = world.flows.sales
    plain = np.flatnonzero(sales["kit"] < 0)
    key = sales["item"][plain] * world.days + sales["day"][plain]
    order = np.argsort(key)
    found = plain[
        order[np.searchsorted(key[order], item * world.days + rows["sale_day"])]
    ]
    ids, customer = sold
    moments = book.when(rows["day"], TAKE_BACK)
    picking, name = book.pickings(
        columns.in_type[item],
        customer[found],
        columns.customers,
        columns.stock[item],
        moments,
    )
    book.add(
        product_id=columns.product[item],
        location_id=columns.customers,
        location_dest_id=columns.stock[item],
        quantity=quantity,
        date=moments,
        company_id=columns.company[item],
        picking_id=picking,
        picking_type_id=columns.in_type[item],
        partner_id=customer[found],
        warehouse_id=columns.warehouse[item],
        origin_returned_move_id=ids[found],
        reference=name,
    )
