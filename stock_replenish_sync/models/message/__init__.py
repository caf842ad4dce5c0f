"""What to change of orders that are open: found by the plan, applied by people."""

from . import (
    mrp_production,
    purchase_order_line,
    res_company,
    res_config_settings,
    stock_move,
    stock_replenish_message,
    stock_replenish_message_act,
    stock_replenish_message_words,
    stock_replenish_watch,
    stock_replenish_watch_orders,
    stock_replenish_watch_store,
)
