"""Core's own numbers, read in bulk; core's scheduler, not stopped by one row.

Core's methods compute as they are. What they read row by row is read for all rows of a
call at once (`memo.Memo`) and handed to them where they ask for it.
"""

from . import (
    decimal_precision,
    mrp_bom,
    mrp_production,
    procurement_group,
    product_product,
    stock_move,
    stock_quant,
    stock_warehouse_orderpoint,
    stock_warehouse_orderpoint_scheduler,
)
