"""Jobs: in what batches, with which locks, and what waits for a plan."""

from . import (
    stock_replenish_commit,
    stock_replenish_dirty,
    stock_replenish_planning,
    stock_replenish_run,
)
