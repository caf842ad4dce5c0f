"""Lanes between the warehouses, taken over from how they are resupplied."""

from . import spec

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def create_lanes(world):
    """Take over the resupply routes, add what helps out, and set the terms.

    :return: number of lanes
    """
    companies = [company.id for company in world.companies.values()]
    Lane = world.env["stock.replenish.source"].with_context(
        allowed_company_ids=companies
    )
    lanes, _loops = Lane._take_over()
    known = {(lane.source_warehouse_id, lane.warehouse_id): lane for lane in lanes}
    for row in spec.LANES:
        source, warehouse = (
            world.warehouses[key] for key in (row.source, row.warehouse)
        )
        values = {
            "mode": row.mode,
            "minimum_qty": row.minimum,
            "multiple_qty": 1,
            "cutoff_hour": row.cutoff_hour,
            **{
                f"ships_{name}": number in row.days for number, name in enumerate(_DAYS)
            },
        }
        if row.lead_days:
            values["lead_days"] = row.lead_days
        lane = known.get((source, warehouse))
        if lane:
            lane.write(values)
        else:
            lanes += Lane.create(
                {
                    "source_warehouse_id": source.id,
                    "warehouse_id": warehouse.id,
                    "sequence": row.sequence,
                    **values,
                }
            )
    return len(lanes)
