"""One batch: gathered, planned, stored."""

from . import (
    stock_replenish_apply,
    stock_replenish_apply_due,
    stock_replenish_apply_rows,
    stock_replenish_decide,
    stock_replenish_decide_before,
    stock_replenish_frame,
    stock_replenish_history,
    stock_replenish_keep,
    stock_replenish_plan,
    stock_replenish_position,
    stock_replenish_propose,
    stock_replenish_propose_match,
    stock_replenish_receipts,
    stock_replenish_supply,
)
