from . import stock_replenish_run, stock_replenish_run_part
