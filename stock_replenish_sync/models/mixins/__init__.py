"""What several models have in common."""

from . import (
    stock_replenish_amount,
    stock_replenish_bulk,
    stock_replenish_snapshot,
)
