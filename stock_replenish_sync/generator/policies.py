"""Policies and the matrix that assigns them. The matrix only reaches the demo's own
products, in the companies that have adopted it.
"""

import itertools

#: key → values; `min_max` leaves Odoo's rule alone.
POLICIES = {
    "a_items": {
        "name": "A items, 98 %",
        "method": "reorder_point",
        "service_kind": "cycle",
        "service_level": 0.98,
        "lead_time_source": "learned",
        "lot_method": "eoq",
        "max_days_of_supply": 60,
        # A few orders of the demo are worth more and wait for the head of purchasing.
        "approval_limit": 4000,
    },
    "b_items": {
        "name": "B items, 95 %",
        "method": "reorder_point",
        "service_kind": "cycle",
        "service_level": 0.95,
        "lead_time_source": "learned",
        "lot_method": "days",
        "lot_days": 21,
    },
    "c_items": {"name": "C items, keep min/max", "method": "min_max"},
    "project": {
        "name": "Project goods, just in time",
        "method": "just_in_time",
        "lead_time_source": "learned",
        "safety_days": 2,
    },
    "careful": {
        "name": "Expensive goods, reviewed",
        "method": "reorder_point",
        "service_kind": "fill",
        "service_level": 0.97,
        "lead_time_source": "learned",
        "apply_mode": "review",
        "approval_limit": 5000,
    },
}

#: Companies that follow the matrix; the other one waits for its first hour.
ADOPTED = ("group", "americas")

#: Order of the matrix: (category code or None for all demo goods, ABC class, policy
#: key).
MATRIX = (
    ("PG", None, "project"),
    (None, "A", "a_items"),
    (None, "B", "b_items"),
    (None, "C", "c_items"),
)


def create_policies(world):
    """Create shared policies, and matrix lines that fit the demo's product
    categories.
    """
    Policy = world.env["stock.replenish.policy"]
    for sequence, (key, values) in enumerate(POLICIES.items(), start=1):
        world.policies[key] = Policy.create(
            dict(values, sequence=sequence * 10, company_id=False)
        )
    categories = {row.family.code: row.record.categ_id for row in world.products}
    parent = next(iter(categories.values())).parent_id
    world.env["stock.replenish.policy.rule"].create(
        [
            {
                "sequence": number * 10,
                "company_id": world.companies[company].id,
                "category_id": categories.get(code, parent).id,
                "abc_class": abc_class,
                "policy_id": world.policies[policy].id,
            }
            for number, (company, (code, abc_class, policy)) in enumerate(
                itertools.product(ADOPTED, MATRIX), start=1
            )
        ]
    )
    return len(POLICIES)


def assign(world):
    """Assign one policy by hand, to assembled goods at the hub."""
    products = [row.record.id for row in world.products if row.family.code == "AS"]
    chosen = world.env["stock.warehouse.orderpoint"].search(
        [
            ("product_id", "in", products),
            ("warehouse_id", "=", world.warehouses["hub"].id),
        ],
        limit=12,
        order="id",
    )
    chosen.write({"policy_id": world.policies["careful"].id, "policy_source": "manual"})
