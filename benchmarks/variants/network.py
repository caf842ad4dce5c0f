"""One warehouse supplies the others by lanes, and everything was planned that way."""

from . import planned


def build(env, size):
    """Make the lanes and plan."""
    hub, *branches = env["stock.warehouse"].search(
        [("company_id", "=", env.company.id)], order="id"
    )
    env["stock.replenish.source"].create(
        [
            {
                "source_warehouse_id": hub.id,
                "warehouse_id": branch.id,
                "mode": "fair_share",
            }
            for branch in branches
        ]
    )
    env["stock.replenish.run"].search([]).unlink()
    planned.plan(env)
