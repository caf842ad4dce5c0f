"""Vendor rules: vendor, quantity and date together; orders put together."""

from .baskets import fill_baskets, order_together
from .choose import choose_vendors
from .datatypes import (
    BY_COST,
    BY_SEQUENCE,
    IN_TIME,
    NO_ORDER_DAY,
    TOGETHER,
    VENDOR_RULES,
    ItemCosts,
    Offers,
    Purchases,
    VendorReason,
    Vendors,
    Wanted,
)
from .days import Calendar, longest_wait, open_days
from .parts import Buying, above_maximum, bought_parts
from .prices import annual_cost, price_break_quantity

__all__ = [
    "BY_COST",
    "BY_SEQUENCE",
    "IN_TIME",
    "NO_ORDER_DAY",
    "TOGETHER",
    "VENDOR_RULES",
    "Buying",
    "Calendar",
    "ItemCosts",
    "Offers",
    "Purchases",
    "VendorReason",
    "Vendors",
    "Wanted",
    "above_maximum",
    "annual_cost",
    "bought_parts",
    "choose_vendors",
    "fill_baskets",
    "longest_wait",
    "open_days",
    "order_together",
    "price_break_quantity",
]
