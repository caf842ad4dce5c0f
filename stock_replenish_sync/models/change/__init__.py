"""Preview, application and undoing of a change."""

from . import (
    stock_replenish_change,
    stock_replenish_change_apply,
    stock_replenish_change_input,
    stock_replenish_change_make,
    stock_replenish_change_preview,
    stock_replenish_change_row,
    stock_replenish_change_trial,
    stock_replenish_change_undo,
    stock_replenish_change_words,
)
