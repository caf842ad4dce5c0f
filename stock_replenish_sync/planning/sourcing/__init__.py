"""Sourcing: which lane brings what, who gets what of a short source, what is bought."""

from .datatypes import (
    KINDS,
    LANE,
    NEVER,
    NOWHERE,
    OWN,
    STOPPED,
    Claims,
    Lanes,
    Links,
    Sourced,
    SourceReason,
    StockPoints,
)
from .days import EVERY_DAY, longest_gap, ship_days
from .rounds import source_needs

__all__ = [
    "EVERY_DAY",
    "KINDS",
    "LANE",
    "NEVER",
    "NOWHERE",
    "OWN",
    "STOPPED",
    "Claims",
    "Lanes",
    "Links",
    "SourceReason",
    "Sourced",
    "StockPoints",
    "longest_gap",
    "ship_days",
    "source_needs",
]
