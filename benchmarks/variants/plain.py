"""The volume data, in a registry without the addon."""

from odoo.addons.stock_replenish_sync.generator import create_volume

from ..sizes import COMMON


def build(env, size):
    """Create the data of a size."""
    create_volume(env, orderpoints=size.rules, moves=size.moves, **COMMON)
