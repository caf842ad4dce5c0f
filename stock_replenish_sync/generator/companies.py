"""Companies, warehouses and the lanes between them. The user's own company is left as
it is.
"""

from odoo import Command

from . import spec


def create_companies(world):
    """Create the legal entities; each brings a first warehouse of its own."""
    env = world.env
    env.ref("base.EUR").active = True
    env.ref("base.USD").active = True
    for row in spec.COMPANIES:
        values = {
            "name": row.name,
            "currency_id": env.ref(f"base.{row.currency}").id,
            "country_id": env.ref(f"base.{row.country}").id,
            "city": row.city,
            "email": f"office@{row.key}.example.com",
        }
        if "iap_enrich_auto_done" in env["res.company"]._fields:
            values["iap_enrich_auto_done"] = (
                True  # invented companies are looked up nowhere
            )
        company = env["res.company"].create(values)
        company.partner_id.tz = row.timezone
        world.companies[row.key] = company
    for user in env.ref("base.user_admin") | env.ref("base.user_root") | env.user:
        user.company_ids = [
            Command.link(company.id) for company in world.companies.values()
        ]
    env.ref("base.user_admin").company_id = world.companies["group"]
    _create_rates(world)


def _create_rates(world):
    """Give both currencies a rate, so that amounts can be compared."""
    values = []
    for row in spec.COMPANIES:
        company = world.companies[row.key]
        foreign = "USD" if row.currency == "EUR" else "EUR"
        for currency, rate in (
            (row.currency, 1.0),
            (foreign, 1.1 if foreign == "USD" else 1 / 1.1),
        ):
            values.append(
                {
                    "currency_id": world.env.ref(f"base.{currency}").id,
                    "company_id": company.id,
                    "name": world.first_day.replace(day=1),
                    "rate": rate,
                }
            )
    world.env["res.currency.rate"].create(values)


def create_warehouses(world):
    """Name the first warehouse of each company, add the others, connect branches to
    their source.
    """
    taken = set()
    for row in spec.WAREHOUSES:
        company = world.companies[row.company]
        env = world.env_of(company)
        values = {
            "name": row.name,
            "code": row.code,
            "reception_steps": row.reception_steps,
        }
        if row.company in taken:
            warehouse = env["stock.warehouse"].create(
                dict(values, company_id=company.id)
            )
        else:
            warehouse = env["stock.warehouse"].search(
                [("company_id", "=", company.id)], limit=1
            )
            warehouse.write(values)
        taken.add(row.company)
        world.warehouses[row.key] = warehouse
    for row in spec.WAREHOUSES:
        if row.source:
            _connect(world, row)
    hub = world.warehouses["hub"]
    for rule in hub.reception_route_id.rule_ids:
        if rule.location_dest_id == hub.lot_stock_id:
            rule.delay = 1


def _connect(world, row):
    """Create the resupply lane and give its two rules the days it takes (core leaves
    them at zero).
    """
    warehouse, source = world.warehouses[row.key], world.warehouses[row.source]
    warehouse.resupply_wh_ids = [Command.link(source.id)]
    for rule in warehouse.resupply_route_ids.rule_ids:
        if rule.location_dest_id == warehouse.lot_stock_id:
            rule.delay = row.lane_days - 1
        else:
            rule.delay = 1


def lane(world, key):
    """Return the resupply route of a warehouse (empty if it buys for itself)."""
    return world.warehouses[key].resupply_route_ids[:1]
