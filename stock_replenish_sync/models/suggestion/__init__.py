"""What to get, and how it becomes an order."""

from . import (
    stock_replenish_order,
    stock_replenish_order_lane,
    stock_replenish_suggestion,
    stock_replenish_suggestion_decided,
    stock_replenish_suggestion_review,
    stock_replenish_suggestion_share,
    stock_replenish_suggestion_vendor,
)
