"""Companies that most tests begin with.

Making a company with its warehouse takes as long as many a test. Where a database is
there for one run of tests alone, `conftest.py` has them made in it once; elsewhere each
class makes its own.
"""

from odoo import Command

PLAIN = "Replenish Test Company"
NETWORK = "Replenish Test Network"


def prepare(env):
    """Make the companies."""
    env = env(context={"tracking_disable": True, "mail_create_nolog": True})
    company(env, PLAIN)
    network(company(env, NETWORK))


def company(env, name):
    """Return the company of a name, made where it is not there."""
    companies = env["res.company"]
    found = companies.search([("name", "=", name)], limit=1)
    return found or companies.create({"name": name})


def network(company):
    """Return a hub, a branch it resupplies and a warehouse nobody resupplies, made
    where they are not there."""
    warehouses = company.env["stock.warehouse"]
    own = [("company_id", "=", company.id)]
    found = {row.code: row for row in warehouses.search(own)}
    if "BR" in found:
        other, branch = found.pop("OTHER"), found.pop("BR")
        [hub] = found.values()
        return hub, branch, other
    [hub] = found.values()
    hub.name = "Hub"
    branch = branch_of(hub, "BR", 3, name="Branch")
    other = warehouses.create(
        {"name": "Other", "code": "OTHER", "company_id": company.id}
    )
    return hub, branch, other


def branch_of(hub, code, delay, name=None):
    """Return a new warehouse that is supplied from another one, some days away."""
    branch = hub.create(
        {
            "name": name or f"Branch {code}",
            "code": code,
            "company_id": hub.company_id.id,
            "resupply_wh_ids": [Command.set(hub.ids)],
        }
    )
    branch.resupply_route_ids.rule_ids.filtered(
        lambda rule: rule.location_dest_id == branch.lot_stock_id
    ).delay = delay
    return branch
