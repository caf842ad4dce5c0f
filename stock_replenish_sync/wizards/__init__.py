from . import (
    stock_replenish_class_settings,
    stock_replenish_propose_rules,
    stock_replenish_reason,
)
