"""Products in families, with vendors, purchase units, minimum quantities, bills of
materials and kits.
"""

import numpy as np

from odoo import Command

from . import companies, spec
from .world import DemoProduct

SIZES = ("S", "M", "L", "XL", "Pro", "Basic", "Plus")


def create_products(world):
    """Create the assortment and everything that hangs on it."""
    env = world.env
    parent = env["product.category"].create({"name": "Meridian"})
    categories = {
        family.code: env["product.category"].create(
            {"name": family.name, "parent_id": parent.id}
        )
        for family in spec.FAMILIES
    }
    rows, values = [], []
    for number, family in enumerate(spec.FAMILIES):
        rng = world.rng(1, number)
        for index in range(max(2, round(family.count * world.scale))):
            cost = round(
                float(np.exp(rng.uniform(*np.log(np.maximum(family.cost, 0.01))))), 2
            )
            mean = float(np.exp(rng.uniform(*np.log(family.mean))))
            pattern = family.patterns[index % len(family.patterns)]
            rows.append(DemoProduct(None, family, index, pattern, mean, cost))
            values.append(
                _product_values(world, family, index, cost, categories[family.code])
            )
    for row, record in zip(rows, env["product.product"].create(values), strict=True):
        row.record = record
    world.products = rows
    _create_boms(world)
    _set_costs(world)
    _create_vendor_prices(world)
    return categories


def has_expiry(env):
    """Tell whether lots can expire in this database (product_expiry is installed)."""
    return "expiration_date" in env["stock.lot"]._fields


def _product_values(world, family, index, cost, category):
    env = world.env
    unit, dozen = env.ref("uom.product_uom_unit"), env.ref("uom.product_uom_dozen")
    noun = family.nouns[index % len(family.nouns)]
    buy = env.ref("purchase_stock.route_warehouse0_buy")
    make = env.ref("mrp.route_warehouse0_manufacture")
    routes = make if family.lane == "make" else buy
    if "product_route" in family.flags:
        for row in spec.WAREHOUSES:
            if row.source:
                routes |= companies.lane(world, row.key)
    values = {
        "name": f"{noun} {SIZES[(index // len(family.nouns)) % len(SIZES)]}",
        "default_code": f"{family.code}-{index + 1:03d}",
        "detailed_type": "consu" if family.lane == "kit" else "product",
        "categ_id": category.id,
        "uom_id": unit.id,
        "uom_po_id": dozen.id if "dozen" in family.flags else unit.id,
        "list_price": round(max(cost, 1) * 1.6, 2),
        "invoice_policy": "delivery",
        "route_ids": [Command.set(routes.ids)]
        if family.lane != "kit"
        else [Command.clear()],
    }
    if "expiring" in family.flags and has_expiry(env):
        values.update(
            tracking="lot",
            use_expiration_date=True,
            expiration_time=90,
            removal_time=5,
            alert_time=14,
        )
    return values


def _create_boms(world):
    """Assembled goods from components; kits from hand tools that are in no
    other kit.
    """
    by_code = {}
    for row in world.products:
        by_code.setdefault(row.family.code, []).append(row)
    values, owners = [], []
    free = iter(by_code["HT"])
    for row in world.products:
        rng = world.rng(2, row.index, *row.family.code.encode())
        if row.family.lane == "make":
            chosen = rng.choice(
                len(by_code["CO"]), size=min(3, len(by_code["CO"])), replace=False
            )
            row.parts = [
                (by_code["CO"][part], int(rng.integers(1, 5)))
                for part in sorted(chosen)
            ]
        elif row.family.lane == "kit":
            row.parts = [
                (part, quantity) for quantity, part in zip((1, 2), free, strict=False)
            ]
        if not row.parts:
            continue
        row.cost = round(
            sum(part.cost * quantity for part, quantity in row.parts) * 1.3, 2
        )
        owners.append(row)
        values.append(
            {
                "product_tmpl_id": row.record.product_tmpl_id.id,
                "product_qty": 1,
                "type": "phantom" if row.family.lane == "kit" else "normal",
                "company_id": False,
                "produce_delay": 2,
                "bom_line_ids": [
                    Command.create(
                        {"product_id": part.record.id, "product_qty": quantity}
                    )
                    for part, quantity in row.parts
                ],
            }
        )
    for row, bom in zip(owners, world.env["mrp.bom"].create(values), strict=True):
        row.bom = bom
        row.record.list_price = round(row.cost * 1.5, 2)


def _set_costs(world):
    """Set the standard price in each company's currency, without revaluing stock that
    is not there yet.
    """
    for key, company in world.companies.items():
        factor = 1.1 if key == "americas" else 1.0
        world.env["ir.property"].with_company(company)._set_multi(
            "standard_price",
            "product.product",
            {row.record.id: round(row.cost * factor, 2) for row in world.products},
        )
    world.env["product.product"].invalidate_model(["standard_price"])


def _create_vendor_prices(world):
    """One vendor per company and product, for some a second, slower and cheaper one."""
    facts = {vendor.key: vendor for vendor in spec.VENDORS}
    values = []
    for row in world.products:
        family = row.family
        if family.lane != "buy":
            continue
        rng = world.rng(3, row.index, *family.code.encode())
        pack = 12 if "dozen" in family.flags else 1
        for key, company in world.companies.items():
            vendors = family.vendors_us if key == "americas" else family.vendors_eu
            first = vendors[row.index % len(vendors)]
            row.vendors[key] = first
            minimum = float(
                rng.choice((1, 5, 10, 20)) if pack == 12 else rng.choice((0, 0, 5, 10))
            )
            for position, vendor in enumerate(dict.fromkeys((first, *vendors))):
                dear = 1.1 if facts[vendor].currency == "USD" else 1.0
                values.append(
                    {
                        "partner_id": world.vendors[vendor].id,
                        "product_tmpl_id": row.record.product_tmpl_id.id,
                        "company_id": company.id,
                        "currency_id": world.env.ref(
                            f"base.{facts[vendor].currency}"
                        ).id,
                        "price": round(
                            row.cost * pack * dear * (1 - 0.05 * position), 4
                        ),
                        "min_qty": minimum * (1 + position),
                        "delay": facts[vendor].delay,
                        "sequence": position + 1,
                    }
                )
    world.env["product.supplierinfo"].create(values)
