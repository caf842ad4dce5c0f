"""What vendors want of orders: days, minimum value, window, multiples, shares."""

from . import (
    product_supplierinfo,
    res_partner,
    stock_replenish_vendor_baskets,
    stock_replenish_vendor_lines,
    stock_replenish_vendor_terms,
)
