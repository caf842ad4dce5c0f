"""Parameters that moved or ask to move, and their review."""

from . import (
    stock_replenish_decision,
    stock_replenish_decision_review,
)
