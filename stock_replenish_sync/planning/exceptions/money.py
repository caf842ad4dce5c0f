"""What it costs to wait some more days before somebody acts.

Shortage costs the margin on what cannot be sold meanwhile, too much stock costs what it
takes to hold it that long: so both compare. All arguments are numbers or arrays that
broadcast; numbers that are none (NaN) count as not known, and cost nothing.
"""

import numpy as np

#: Days of a year that a yearly holding rate is for.
YEAR = 365.0


def lost_days(
    runs_out: np.ndarray,
    supplied: np.ndarray,
    helped: np.ndarray,
    waiting_days: float,
) -> np.ndarray:
    """Return the days without stock that waiting adds or leaves.

    Parameters
    ----------
    runs_out : ndarray, shape (n,)
        First day without stock, counted from today; 0 or less if it is out now, NaN if
        it does not run out [days].
    supplied : ndarray, shape (n,)
        Day on which open supply ends the shortage, NaN if there is none. What is
        overdue is expected to be late by as much again [days].
    helped : ndarray, shape (n,)
        Day on which an order placed today would arrive, NaN if not known [days].
    waiting_days : float
        Days that pass before somebody acts [days].

    Returns
    -------
    ndarray of float64, shape (n,)
        From 0 to `waiting_days` [days].

    Notes
    -----
    An order placed after waiting arrives as many days later, so each of these days is
    one without stock, unless stock lasts into them or open supply ends them.

    Examples
    --------
    Out now; nothing on order, then something in three days; runs out five days after
    an order placed today would arrive.

    >>> nan = np.nan
    >>> lost_days(np.array([0, 0, 15]), np.array([nan, 3, nan]), np.full(3, 10), 7)
    array([7., 3., 2.])
    """
    supplied = np.abs(np.asarray(supplied, float))
    ends = np.fmin(np.nan_to_num(helped) + waiting_days, supplied)
    return _known(np.clip(ends - np.maximum(runs_out, 0), 0, waiting_days))


def lost_margin(
    demand: np.ndarray,
    margin: np.ndarray,
    days_out: np.ndarray,
    waiting_days: float,
) -> np.ndarray:
    """Return the margin on what cannot be sold while there is no stock.

    Parameters
    ----------
    demand : ndarray, shape (n,)
        Expected demand [product UoM / day].
    margin : ndarray, shape (n,)
        What the sales price leaves above the cost [currency / product UoM].
    days_out : ndarray, shape (n,)
        Days without stock [days].
    waiting_days : float
        Days that count at most [days].

    Returns
    -------
    ndarray of float64, shape (n,)
        [currency], never negative.

    Examples
    --------
    >>> lost_margin(np.array([2.0]), np.array([5.0]), np.array([30.0]), 7)
    array([70.])
    """
    sold = np.maximum(demand, 0.0) * np.clip(days_out, 0, waiting_days)
    return _known(sold * np.maximum(margin, 0.0))


def late_loss(
    demand: np.ndarray,
    margin: np.ndarray,
    runs_out: np.ndarray,
    days_late: np.ndarray,
    quantity: np.ndarray,
    waiting_days: float,
) -> np.ndarray:
    """Return the margin that is lost if what is late will be late by as much again.

    Parameters
    ----------
    demand, margin
        As in :func:`lost_margin`.
    runs_out : ndarray, shape (n,)
        First day without stock if it does not come, counted from today; NaN if stock
        does not run out [days].
    days_late : ndarray, shape (n,)
        Days since it was expected [days].
    quantity : ndarray, shape (n,)
        What is late: no more than that can be sold of it [product UoM].
    waiting_days : float
        Days that count at most [days].

    Returns
    -------
    ndarray of float64, shape (n,)
        [currency], never negative.

    Examples
    --------
    Five days late, so expected in five days; stock lasts two of them.

    >>> late_loss(*np.array([[2.0], [5.0], [2.0], [5.0], [100.0]]), 7)
    array([30.])
    """
    days = np.clip(days_late - np.maximum(runs_out, 0), 0, waiting_days)
    sold = np.fmin(np.maximum(demand, 0.0) * days, np.maximum(quantity, 0.0))
    return _known(sold * np.maximum(margin, 0.0) * np.isfinite(days))


def carrying_cost(
    quantity: np.ndarray,
    cost: np.ndarray,
    rate: np.ndarray,
    waiting_days: float,
) -> np.ndarray:
    """Return what it costs to hold a quantity for some days.

    Parameters
    ----------
    quantity : ndarray, shape (n,)
        What is too much [product UoM].
    cost : ndarray, shape (n,)
        Cost of a unit [currency / product UoM].
    rate : ndarray, shape (n,) or float
        Cost of holding one unit of value for a year [1/year].
    waiting_days : float
        [days]

    Returns
    -------
    ndarray of float64, shape (n,)
        [currency], never negative.

    Notes
    -----
    Simple interest: quantity times cost times rate times the share of the year, as in
    the holding cost of the economic order quantity (Harris 1913).

    Examples
    --------
    >>> carrying_cost(np.array([100.0]), np.array([73.0]), 0.2, 7).round(6)
    array([28.])
    """
    value = np.maximum(quantity, 0.0) * np.maximum(cost, 0.0)
    return _known(value * np.maximum(rate, 0.0) * waiting_days / YEAR)


def _known(values: np.ndarray) -> np.ndarray:
    """Return values with 0 for what is no number."""
    return np.nan_to_num(np.asarray(values, float), nan=0.0, posinf=0.0, neginf=0.0)
