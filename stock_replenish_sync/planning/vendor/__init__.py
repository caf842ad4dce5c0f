"""Vendor rules: vendor, quantity and date together; orders put together."""

from .baskets import fill_baskets, order_together
from .choose import choose_vendors
from .datatypes import (
    BY_COST,
    BY_SEQUENCE,
    IN_TIME,
    NO_ORDER_DAY,
    VENDOR_RULES,
    ItemCosts,
    Offers,
    Purchases,
    VendorReason,
    Vendors,
    Wanted,
)
from .days import Calendar, open_days
from .prices import annual_cost, price_break_quantity

__all__ = [
    "BY_COST",
    "BY_SEQUENCE",
    "IN_TIME",
    "NO_ORDER_DAY",
    "VENDOR_RULES",
    "Calendar",
    "ItemCosts",
    "Offers",
    "Purchases",
    "VendorReason",
    "Vendors",
    "Wanted",
    "annual_cost",
    "choose_vendors",
    "fill_baskets",
    "open_days",
    "order_together",
    "price_break_quantity",
]
