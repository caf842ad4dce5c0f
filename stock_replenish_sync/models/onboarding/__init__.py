"""The first hour."""

from . import (
    stock_replenish_first_look,
    stock_replenish_onboarding,
    stock_replenish_onboarding_steps,
    stock_replenish_unruled,
)
