"""Who is asked to see to problems, and which kinds of them companies look for beside
those that are looked for anyway.
"""

from .policies import ADOPTED

#: Kinds that are off unless somebody wants them; the demo has a case of each.
WANTED = (
    "ageing",
    "duplicate_vendor",
    "expiring",
    "negative_stock",
    "receipt_not_processed",
    "surplus_on_order",
)


def create_attention(world):
    """Name planners, buyers and those responsible for warehouses; switch kinds on.

    :return: number of kinds switched on
    """
    users = world.users
    for key, policy in world.policies.items():
        name = "demo_head" if key in ("project", "careful") else "demo_planner"
        policy.planner_id = users[name]
    americas = world.companies["americas"]
    world.env["stock.warehouse.orderpoint"].search(
        [("company_id", "=", americas.id)]
    ).planner_id = users["demo_branch"]
    for vendor in world.vendors.values():
        vendor.buyer_id = users["demo_buyer"]
    for warehouse in world.warehouses.values():
        name = "demo_warehouse"
        if warehouse.company_id == americas:
            name = "demo_branch"
        warehouse.replenish_user_id = users[name]
    kinds = world.env["stock.replenish.exception.kind"]
    for key in ADOPTED:
        kinds += kinds._of(world.companies[key])
    kinds = kinds.filtered(lambda row: row.kind in WANTED)
    kinds.is_on = True
    return len(kinds)
