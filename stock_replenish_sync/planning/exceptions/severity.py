"""How urgent a problem is, from 0 (low) to 3 (critical)."""

import numpy as np

LOW, MEDIUM, HIGH, CRITICAL = range(4)


def shortage_severity(
    is_out: np.ndarray, supplied: np.ndarray, waiting_days: float
) -> np.ndarray:
    """Return how urgent it is that stock is out or runs out before help arrives.

    Parameters
    ----------
    is_out : ndarray of bool, shape (n,)
        True where nothing is left.
    supplied : ndarray, shape (n,)
        Day on which open supply comes, counted from today; negative if it is overdue,
        NaN if there is none [days].
    waiting_days : float
        Days that may pass before somebody acts [days].

    Returns
    -------
    ndarray of int64, shape (n,)
        Nothing left is critical, and running out high; a step less where supply comes
        within the days of waiting.

    Examples
    --------
    >>> shortage_severity(np.array([True, True, False]), np.array([np.nan, 3, -2]), 7)
    array([3, 2, 2])
    """
    supplied = np.asarray(supplied, float)
    comes = (supplied >= 0) & (supplied <= waiting_days)
    return np.where(is_out, CRITICAL, HIGH) - comes


def late_severity(
    needed: np.ndarray, runs_out: np.ndarray, days_late: np.ndarray
) -> np.ndarray:
    """Return how urgent it is that supply is late.

    Parameters
    ----------
    needed : ndarray of bool, shape (n,)
        True where there is demand for it.
    runs_out : ndarray, shape (n,)
        First day without stock if it does not come, counted from today; NaN if stock
        does not run out [days].
    days_late : ndarray, shape (n,)
        Days since it was expected [days].

    Returns
    -------
    ndarray of int64, shape (n,)
        High where stock is out before it comes, if it is late by as much again; medium
        where stock lasts longer, low where nobody asks for it.

    Examples
    --------
    >>> late_severity(np.array([True, True, False]), np.array([2, 9, 0]), np.full(3, 5))
    array([2, 1, 0])
    """
    misses = np.less(runs_out, days_late)
    return np.where(needed, np.where(misses, HIGH, MEDIUM), LOW)
