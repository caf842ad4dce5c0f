"""Jobs: in what batches, with which locks, and what waits for a plan."""

from . import (
    stock_replenish_commit,
    stock_replenish_dirty,
    stock_replenish_planning,
    stock_replenish_run,
    stock_replenish_run_open,
    stock_replenish_run_part,
    stock_replenish_run_share,
    stock_replenish_run_step,
    stock_replenish_run_vendors,
    stock_replenish_run_work,
)
