"""Supply on order that nobody needs."""

import numpy as np


def surplus_on_order(
    position: np.ndarray,
    incoming: np.ndarray,
    maximum: np.ndarray,
    demand: np.ndarray,
    days: float,
) -> np.ndarray:
    """Return how much of what is on order could be left out.

    It is what stands above the maximum and beyond some days of demand, once all that is
    on order has come and all that is booked has gone.

    Parameters
    ----------
    position : ndarray, shape (n,)
        On hand plus on order minus booked [product UoM].
    incoming : ndarray, shape (n,)
        On order [product UoM].
    maximum : ndarray, shape (n,)
        The most that is wanted in stock [product UoM].
    demand : ndarray, shape (n,)
        Demand per day [product UoM / day].
    days : float
        Days of demand that may be covered.

    Returns
    -------
    ndarray, shape (n,)
        Surplus, not more than what is on order [product UoM].
    """
    enough = np.maximum(maximum, np.maximum(demand, 0.0) * days)
    return np.clip(position - enough, 0.0, np.maximum(incoming, 0.0))


def left_out(
    item: np.ndarray, day: np.ndarray, quantity: np.ndarray, surplus: np.ndarray
) -> np.ndarray:
    """Return what could be left out of each order: of the last ones first.

    Parameters
    ----------
    item : ndarray of int64, shape (m,)
        The row of `surplus` each order is for.
    day : ndarray, shape (m,)
        When each order comes.
    quantity : ndarray, shape (m,)
        What each order brings [product UoM].
    surplus : ndarray, shape (n,)
        What could be left out in all [product UoM].

    Returns
    -------
    ndarray, shape (m,)
        Parts of the orders, in the order given [product UoM].
    """
    if not len(item):
        return np.zeros(0)
    order = np.lexsort((-np.arange(len(item)), -np.asarray(day), item))
    row, ordered = item[order], np.asarray(quantity, dtype=float)[order]
    later = np.cumsum(ordered) - ordered
    first = np.flatnonzero(np.diff(row, prepend=row[0] - 1))
    later -= np.repeat(later[first], np.diff(np.append(first, len(row))))
    part = np.empty(len(item))
    part[order] = np.clip(np.asarray(surplus, dtype=float)[row] - later, 0.0, ordered)
    return part
