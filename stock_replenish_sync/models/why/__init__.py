"""The explanation of one number."""

from . import (
    stock_replenish_why,
    stock_replenish_why_alternatives,
    stock_replenish_why_aside,
    stock_replenish_why_case,
    stock_replenish_why_changes,
    stock_replenish_why_demand,
    stock_replenish_why_documents,
    stock_replenish_why_formula,
    stock_replenish_why_inputs,
    stock_replenish_why_lead_time,
    stock_replenish_why_sentence,
    stock_replenish_why_share,
    stock_replenish_why_sourcing,
    stock_replenish_why_words,
)
