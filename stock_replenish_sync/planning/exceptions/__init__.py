"""Exceptions: what waiting costs, and how urgent a problem is."""

from .expiry import expiring
from .money import carrying_cost, late_loss, lost_days, lost_margin
from .names import name_words, near_pairs, pairs_of
from .severity import CRITICAL, HIGH, LOW, MEDIUM, late_severity, shortage_severity
from .spike import WEEK, is_spike
from .supply import first_from
from .surplus import left_out, surplus_on_order

__all__ = [
    "CRITICAL",
    "HIGH",
    "LOW",
    "MEDIUM",
    "WEEK",
    "carrying_cost",
    "expiring",
    "first_from",
    "is_spike",
    "late_loss",
    "late_severity",
    "left_out",
    "lost_days",
    "lost_margin",
    "name_words",
    "near_pairs",
    "pairs_of",
    "shortage_severity",
    "surplus_on_order",
]
