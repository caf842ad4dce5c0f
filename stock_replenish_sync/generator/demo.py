"""Puts the demo together, in the order in which one part needs the other."""

import logging
import time

from odoo import fields

from . import (
    attention,
    bulk,
    companies,
    history,
    items,
    lanes,
    open_orders,
    orderpoints,
    partners,
    policies,
    sourcing,
    troubles,
    users,
)
from . import products as assortment
from .world import World

_logger = logging.getLogger(__name__)

MARKER = "stock_replenish_sync.demo_company_group"

#: No chatter, no followers, no mails: the demo is not news.
QUIET = {
    "tracking_disable": True,
    "mail_create_nolog": True,
    "mail_notrack": True,
    "mail_create_nosubscribe": True,
}


def create_demo(env, seed=17, today=None, days=400, scale=1.0):
    """Create the demo data once; return a dict of counts (empty if it is there
    already).

    The same seed and `today` give the same data. `scale` and `days` make a small demo
    for tests.
    """
    if env.ref(MARKER, raise_if_not_found=False):
        return {}
    started = time.monotonic()
    env = env(su=True, context={**env.context, **QUIET})
    world = World(
        env,
        seed,
        fields.Date.to_date(today) or fields.Date.context_today(env.user),
        days,
        scale,
    )
    counts = {}
    for name, step in (
        ("companies", companies.create_companies),
        ("warehouses", companies.create_warehouses),
        ("partners", partners.create_partners),
        ("users", users.create_users),
        ("products", assortment.create_products),
        ("items", items.create_items),
        ("moves", history.create_history),
        ("open_orders", open_orders.create_open_orders),
        ("policies", policies.create_policies),
        ("orderpoints", orderpoints.create_orderpoints),
        # Their routes are no ways by which the past went.
        ("lanes", lanes.create_lanes),
        ("sourcing", sourcing.create_sourcing),
        ("troubles", troubles.create_troubles),
        ("kinds", attention.create_attention),
        ("names", _remember),
    ):
        step_started = time.monotonic()
        result = step(world)
        env.flush_all()
        if isinstance(result, int):
            counts[name] = result
        elif isinstance(result, dict) and name in ("open_orders", "troubles"):
            counts.update(
                result if name == "open_orders" else {"troubles": len(result)}
            )
        _logger.info("demo data: %s in %.1f s", name, time.monotonic() - step_started)
    counts["products"] = len(world.products)
    counts["items"] = len(world.items)
    policies.assign(world)
    env.flush_all()
    _logger.info("demo data created in %.1f s: %s", time.monotonic() - started, counts)
    return counts


def _remember(world):
    """Give the main records external ids."""
    records = {}
    for kind, rows in (
        ("company", world.companies),
        ("warehouse", world.warehouses),
        ("vendor", world.vendors),
        ("policy", world.policies),
        (
            "user",
            {login.removeprefix("demo_"): user for login, user in world.users.items()},
        ),
    ):
        records.update({f"demo_{kind}_{key}": record for key, record in rows.items()})
    for row in world.products:
        records[f"demo_product_{row.record.default_code.lower().replace('-', '_')}"] = (
            row.record
        )
    bulk.remember(world.env, records)
