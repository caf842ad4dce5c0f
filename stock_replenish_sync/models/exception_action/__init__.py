"""What people do about exceptions: one file an action."""

from . import (
    purchase_order,
    stock_replenish_exception_acting,
    stock_replenish_exception_assign,
    stock_replenish_exception_expedite,
    stock_replenish_exception_fix,
    stock_replenish_exception_look,
    stock_replenish_exception_order,
    stock_replenish_exception_suggested,
    stock_replenish_exception_supply,
    stock_replenish_exception_transfer,
    stock_replenish_message,
    stock_replenish_spare,
    stock_replenish_spare_send,
    stock_warehouse_orderpoint,
)
