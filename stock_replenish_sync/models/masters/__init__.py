"""Masters that the plan reads: whoever changes one has planned again what it is for."""

from . import stock_replenish_master

# isort: split
from . import (
    mrp_bom,
    product_supplierinfo,
    product_template,
    res_partner,
    stock_warehouse_orderpoint,
)
