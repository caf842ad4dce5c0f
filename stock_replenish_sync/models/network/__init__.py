from . import (
    stock_replenish_source,
    stock_replenish_source_check,
    stock_replenish_source_network,
    stock_replenish_source_path,
    stock_replenish_source_queue,
    stock_replenish_source_state,
    stock_replenish_source_take_over,
    stock_route,
    stock_warehouse,
)
