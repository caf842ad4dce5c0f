from . import (
    stock_replenish_adjust,
    stock_replenish_assign,
    stock_replenish_class_settings,
    stock_replenish_exception_assign,
    stock_replenish_exception_snooze,
    stock_replenish_expedite,
    stock_replenish_fix,
    stock_replenish_lock,
    stock_replenish_propose_rules,
    stock_replenish_reason,
    stock_replenish_snooze,
    stock_replenish_transfer,
)
