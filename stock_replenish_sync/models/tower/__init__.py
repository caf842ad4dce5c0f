"""The control tower: where to act first, all on one screen."""

from . import (
    stock_replenish_tower,
    stock_replenish_tower_ageing,
    stock_replenish_tower_filters,
    stock_replenish_tower_health,
    stock_replenish_tower_inbound,
    stock_replenish_tower_options,
    stock_replenish_tower_outlook,
    stock_replenish_tower_risk,
    stock_replenish_tower_stuck,
    stock_replenish_tower_tiles,
    stock_replenish_tower_top,
    stock_replenish_tower_work,
)
