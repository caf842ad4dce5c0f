"""Manufacturing orders of the past with what they used."""

import numpy as np

from . import bulk


def productions(world, book, columns):
    """Done manufacturing orders: components out and the product in, at the moment of
    finishing.
    """
    rows = world.flows.productions
    item, quantity = rows["item"], rows["quantity"]
    if not item.size:
        return
    ids = bulk.reserve_ids(world.env.cr, "mrp_production", item.size)
    names = np.empty(item.size, object)
    for type_id in np.unique(columns.make_type[item]).tolist():
        chosen = np.flatnonzero(columns.make_type[item] == type_id)
        names[chosen] = bulk.reserve_names(
            world.env["stock.picking.type"].browse(type_id).sequence_id, len(chosen)
        )
    bom = {row.record.id: row.bom.id for row in world.products if row.bom}
    finished = book.when(rows["finish"], 8.5)
    bulk.insert(
        world.env["mrp.production"],
        item.size,
        {
            "id": ids,
            "name": names,
            "product_id": columns.product[item],
            "product_uom_id": np.array(
                [book.product_uom[row] for row in columns.product[item].tolist()]
            ),
            "bom_id": np.array([bom[row] for row in columns.product[item].tolist()]),
            "picking_type_id": columns.make_type[item],
            "location_src_id": columns.stock[item],
            "location_dest_id": columns.stock[item],
            "production_location_id": columns.production[item],
            "company_id": columns.company[item],
            "product_qty": quantity.astype(float),
            "product_uom_qty": quantity.astype(float),
            "qty_producing": quantity.astype(float),
            "state": "done",
            "reservation_state": None,
            "consumption": "warning",
            "date_start": book.when(rows["day"], 8),
            "date_finished": finished,
            "date_deadline": finished,
            "priority": "0",
            "is_locked": True,
            "propagate_cancel": False,
            "backorder_sequence": 0,
        },
    )
    same = {
        "date": finished,
        "company_id": columns.company[item],
        "picking_type_id": columns.make_type[item],
        "warehouse_id": columns.warehouse[item],
        "reference": names,
        "origin": names,
    }
    book.add(
        product_id=columns.product[item],
        location_id=columns.production[item],
        location_dest_id=columns.stock[item],
        quantity=quantity,
        production_id=ids,
        **same,
    )
    lines = {
        (item_index, part): (
            part_item,
            count,
            world.items[item_index].product.bom.bom_line_ids.sorted("id")[part].id,
        )
        for item_index, parts in world.boms.items()
        for part, (part_item, count) in enumerate(parts)
    }
    depth = max(len(parts) for parts in world.boms.values())
    for part in range(depth):
        chosen = np.array(
            [row for row, index in enumerate(item.tolist()) if (index, part) in lines],
            np.int64,
        )
        if not chosen.size:
            continue
        component, count, line = (
            np.array(column)
            for column in zip(
                *[lines[(index, part)] for index in item[chosen].tolist()], strict=True
            )
        )
        book.add(
            product_id=columns.product[component],
            location_id=columns.stock[component],
            location_dest_id=columns.production[item[chosen]],
            quantity=quantity[chosen] * count,
            raw_material_production_id=ids[chosen],
            bom_line_id=line,
            unit_factor=count.astype(float),
            **{name: value[chosen] for name, value in same.items()},
        )
