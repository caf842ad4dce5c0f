"""The volume data, in a registry without the addon."""

from odoo.addons.stock_replenish_sync.generator import create_volume

from ..sizes import BELOW_MINIMUM, LEAD_DATES, SEED, TODAY, WAREHOUSES


def build(env, size):
    """Create the data of a size."""
    create_volume(
        env,
        orderpoints=size.rules,
        moves=size.moves,
        warehouses=WAREHOUSES,
        below_minimum=BELOW_MINIMUM,
        lead_dates=LEAD_DATES,
        seed=SEED,
        today=TODAY,
    )
