"""Reordering rules as "the old spreadsheets" have them: mostly sensible, some far off,
some by hand.
"""

from . import companies, simulation


def create_orderpoints(world):
    """Create a rule for nearly every item.

    Rules by hand are created by the planner: core deletes empty manual rules of the
    superuser every night.
    """
    sequence = world.env["ir.sequence"].search(
        [("code", "=", "stock.orderpoint")], limit=1
    )
    by_hand, automatic = [], []
    for item in world.items:
        if item.index % 29 == 17:  # somebody forgot
            continue
        values = {
            "name": sequence.next_by_id() if sequence else str(item.index),
            "product_id": item.product.record.id,
            "warehouse_id": world.warehouses[item.warehouse].id,
            "location_id": world.warehouses[item.warehouse].lot_stock_id.id,
            "company_id": world.companies[item.company].id,
            "product_min_qty": item.minimum,
            "product_max_qty": item.maximum,
            "qty_multiple": 12
            if "dozen" in item.product.family.flags and item.lane == simulation.BUY
            else 1,
        }
        lane = companies.lane(world, item.warehouse)
        if (
            item.lane == simulation.TRANSFER
            and "product_route" not in item.product.family.flags
        ):
            values["route_id"] = lane.id
        manual = item.index % 11 == 5
        (by_hand if manual else automatic).append(
            dict(values, trigger="manual" if manual else "auto")
        )
    Orderpoint = world.env["stock.warehouse.orderpoint"]
    planner = world.users["demo_planner"]
    Orderpoint.create(automatic)
    Orderpoint.with_user(planner).sudo().create(by_hand)
    return len(automatic) + len(by_hand)
