"""Purchase orders of the past with their receipts."""

import numpy as np

from . import bulk, spec


def purchase_facts(world, row_items):
    """Return the price, purchase unit and pack size of each bought item."""
    facts = {vendor.key: vendor for vendor in spec.VENDORS}
    pack = np.array(
        [12 if "dozen" in item.product.family.flags else 1 for item in row_items]
    )
    price = [
        round(
            item.product.cost
            * size
            * (1.1 if facts[item.vendor].currency == "USD" else 1.0),
            4,
        )
        for item, size in zip(row_items, pack.tolist(), strict=True)
    ]
    unit = np.array([item.product.record.uom_po_id.id for item in row_items], np.int64)
    return np.array(price), unit, pack


def purchases(world, book, columns, lots):
    """Write received purchase orders: one per vendor, warehouse and day."""
    rows = {
        name: value[_received(world)] for name, value in world.flows.purchases.items()
    }
    if not rows["item"].size:
        return
    item, quantity = rows["item"], rows["quantity"].astype(float)
    row_items = [world.items[index] for index in item.tolist()]
    price, unit, pack = purchase_facts(world, row_items)
    vendor = world.sim.vendor[item]
    keys = np.stack(
        [columns.company[item], columns.warehouse[item], vendor, rows["day"]], axis=1
    )
    unique, first, inverse = np.unique(
        keys, axis=0, return_index=True, return_inverse=True
    )
    inverse = inverse.reshape(-1)
    orders = bulk.reserve_ids(world.env.cr, "purchase_order", len(unique))
    lines = bulk.reserve_ids(world.env.cr, "purchase_order_line", item.size)
    partner = np.array([world.vendors[row.key].id for row in spec.VENDORS], np.int64)[
        vendor
    ]
    promised = np.array([row.delay for row in spec.VENDORS])[vendor]
    currency = np.array(
        [world.env.ref(f"base.{row.currency}").id for row in spec.VENDORS]
    )[vendor]
    subtotal = np.round(price * quantity / pack, 2)
    total = np.bincount(inverse, subtotal, len(unique))
    names = _order_names(world, unique[:, 0])
    three_steps = columns.steps[item]
    receipt_day = rows["arrival"] - three_steps
    received = book.when(receipt_day, 9)
    foreign = np.array([company.currency_id.id for company in world.companies.values()])
    own = dict(
        zip(
            [company.id for company in world.companies.values()],
            foreign.tolist(),
            strict=True,
        )
    )
    rate = [
        1.0
        if own[company] == money
        else 1.1
        if money == world.env.ref("base.USD").id
        else 1 / 1.1
        for company, money in zip(
            unique[:, 0].tolist(), currency[first].tolist(), strict=True
        )
    ]
    bulk.insert(
        world.env["purchase.order"],
        len(unique),
        {
            "id": orders,
            "name": names,
            "partner_id": partner[first],
            "company_id": unique[:, 0],
            "currency_id": currency[first],
            "currency_rate": np.array(rate),
            "picking_type_id": columns.in_type[item[first]],
            "state": "purchase",
            "date_order": book.when(unique[:, 3], 8),
            "date_calendar_start": book.when(unique[:, 3], 8),
            "date_approve": book.when(unique[:, 3], 8),
            "date_planned": book.when(unique[:, 3] + promised[first], 10),
            "effective_date": received[first],
            "receipt_status": "full",
            "invoice_status": "to invoice",
            "amount_untaxed": total,
            "amount_tax": 0.0,
            "amount_total": total,
            "priority": "0",
            "user_id": world.users["demo_buyer"].id,
        },
    )
    bulk.insert(
        world.env["purchase.order.line"],
        item.size,
        {
            "id": lines,
            "order_id": orders[inverse],
            "sequence": 10,
            "name": [
                book.product_name[product] for product in columns.product[item].tolist()
            ],
            "product_id": columns.product[item],
            "product_uom": unit,
            "product_qty": quantity / pack,
            "product_uom_qty": quantity,
            "qty_received": quantity / pack,
            "qty_received_manual": 0.0,
            "qty_received_method": "stock_moves",
            "qty_invoiced": 0.0,
            "qty_to_invoice": quantity / pack,
            "price_unit": price,
            "price_subtotal": subtotal,
            "price_total": subtotal,
            "price_tax": 0.0,
            "discount": 0.0,
            "date_planned": book.when(rows["day"] + promised, 10),
            "state": "purchase",
            "company_id": columns.company[item],
            "partner_id": partner,
            "currency_id": currency,
            "propagate_cancel": True,
        },
    )
    _receipts(
        world,
        book,
        columns,
        lots,
        rows,
        orders[inverse],
        lines,
        names[inverse],
        partner,
        received,
    )


def _received(world):
    return world.flows.purchases["arrival"] < world.days


def _order_names(world, companies):
    names = np.empty(len(companies), object)
    for company in np.unique(companies).tolist():
        sequence = world.env["ir.sequence"].search(
            [("code", "=", "purchase.order"), ("company_id", "in", [company, False])],
            order="company_id",
            limit=1,
        )
        chosen = np.flatnonzero(companies == company)
        names[chosen] = bulk.reserve_names(sequence, len(chosen))
    return names


def _receipts(
    world, book, columns, lots, rows, orders, lines, names, partner, received
):
    """One step, or three: the vendor's goods wait in Input, are checked, and reach the
    shelf the next day.
    """
    item, quantity = rows["item"], rows["quantity"]
    steps = columns.steps[item]
    lot = lots.purchase[_received(world)]
    dock = np.where(steps, columns.input[item], columns.stock[item])
    picking, name = book.pickings(
        columns.in_type[item],
        partner,
        columns.suppliers,
        dock,
        received,
        origin=(orders, names),
    )
    links = np.unique(np.stack([orders, picking], axis=1), axis=0)
    bulk.link(
        world.env.cr,
        "purchase_order_stock_picking_rel",
        "purchase_order_id",
        "stock_picking_id",
        links.tolist(),
    )

    def lots_of(chosen):
        tracked = np.flatnonzero(lot[chosen] > 0)
        return tracked, lot[chosen][tracked], quantity[chosen][tracked]

    everything = np.arange(item.size)
    ids = book.add(
        lots=lots_of(everything),
        product_id=columns.product[item],
        location_id=columns.suppliers,
        location_dest_id=dock,
        quantity=quantity,
        date=received,
        company_id=columns.company[item],
        picking_id=picking,
        picking_type_id=columns.in_type[item],
        partner_id=partner,
        warehouse_id=columns.warehouse[item],
        purchase_line_id=lines,
        price_unit=columns.cost[item],
        reference=name,
        origin=names,
    )
    chosen = np.flatnonzero(steps)
    if not chosen.size:
        return
    before, item = ids[chosen], item[chosen]
    for source, destination, day, hour in (
        (columns.input, columns.quality, rows["arrival"][chosen] - 1, 14),
        (columns.quality, columns.stock, rows["arrival"][chosen], 7),
    ):
        moments = book.when(day, hour)
        picking, name = book.pickings(
            columns.int_type[item],
            -1,
            source[item],
            destination[item],
            moments,
            origin=(orders[chosen], names[chosen]),
        )
        after = book.add(
            lots=lots_of(chosen),
            product_id=columns.product[item],
            location_id=source[item],
            location_dest_id=destination[item],
            quantity=quantity[chosen],
            date=moments,
            company_id=columns.company[item],
            picking_id=picking,
            picking_type_id=columns.int_type[item],
            warehouse_id=columns.warehouse[item],
            reference=name,
            origin=names[chosen],
        )
        book.chain(before, after)
        before = after
