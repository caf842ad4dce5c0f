"""Exceptions: what waiting costs, and how urgent a problem is."""

from .money import carrying_cost, late_loss, lost_days, lost_margin
from .severity import CRITICAL, HIGH, LOW, MEDIUM, late_severity, shortage_severity
from .supply import first_from

__all__ = [
    "CRITICAL",
    "HIGH",
    "LOW",
    "MEDIUM",
    "carrying_cost",
    "first_from",
    "late_loss",
    "late_severity",
    "lost_days",
    "lost_margin",
    "shortage_severity",
]
