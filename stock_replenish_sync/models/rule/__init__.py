"""The reordering rule: results, gate, status, typed quantities, locks, worklist."""

from . import (
    stock_warehouse_orderpoint,
    stock_warehouse_orderpoint_access,
    stock_warehouse_orderpoint_bulk,
    stock_warehouse_orderpoint_gate,
    stock_warehouse_orderpoint_lock,
    stock_warehouse_orderpoint_order,
    stock_warehouse_orderpoint_policy,
    stock_warehouse_orderpoint_review,
    stock_warehouse_orderpoint_status,
    stock_warehouse_orderpoint_typed,
    stock_warehouse_orderpoint_worklist,
)
