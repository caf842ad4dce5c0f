"""What Odoo's own documents carry of the plan."""

from . import (
    mrp_production,
    purchase_order,
    purchase_order_line,
    purchase_order_promised,
    stock_move,
    stock_rule,
)
