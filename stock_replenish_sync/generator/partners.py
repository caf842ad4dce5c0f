"""Vendors that keep their word or do not, business customers and online customers."""

from odoo import Command

from . import spec

# Segment of those who buy online.
_ONLINE = "Online"


def create_partners(world):
    """Create vendors and customers, shared by the demo companies."""
    env = world.env
    vendors = env["res.partner"].create(
        [
            {
                "name": row.name,
                "is_company": True,
                "supplier_rank": 1,
                "country_id": env.ref(f"base.{row.country}").id,
                "email": f"sales@{row.key}.example.com",
                "comment": f"Delivers {row.behaviour}; promises {row.delay} days.",
            }
            for row in spec.VENDORS
        ]
    )
    for row, partner in zip(spec.VENDORS, vendors, strict=True):
        world.vendors[row.key] = partner
        for company in world.companies.values():
            partner.with_company(company).write(
                {
                    "property_purchase_currency_id": env.ref(f"base.{row.currency}").id,
                    "replenish_minimum_value": row.minimum_value,
                    "replenish_window_days": row.window,
                }
            )
    segments = sorted({*spec.CUSTOMERS_B2B.values(), _ONLINE})
    tags = env["res.partner.category"].create([{"name": name} for name in segments])
    tag_of = dict(zip(segments, tags, strict=True))
    world.b2b = list(
        env["res.partner"].create(
            [
                {
                    "name": name,
                    "is_company": True,
                    "customer_rank": 1,
                    "category_id": [Command.set(tag_of[segment].ids)],
                }
                for name, segment in spec.CUSTOMERS_B2B.items()
            ]
        )
    )
    world.online = list(
        env["res.partner"].create(
            [
                {
                    "name": name,
                    "customer_rank": 1,
                    "category_id": [Command.set(tag_of[_ONLINE].ids)],
                }
                for name in spec.CUSTOMERS_ONLINE
            ]
        )
    )
