"""What people are proposed when they act: what to take from where, what to put off."""

import numpy as np

from .order_quantity import NOISE, round_quantity

#: Nothing is put off further than this.
LONGEST_DELAY = 365


def spare_quantity(
    on_hand: np.ndarray,
    reserved: np.ndarray,
    committed: np.ndarray,
    kept: np.ndarray,
) -> np.ndarray:
    """Return what sources can spare of what they have now.

    Parameters
    ----------
    on_hand, reserved : ndarray, shape (n,)
        Usable stock, and what of it is reserved [unit].
    committed : ndarray, shape (n,)
        All that is booked to leave, what is reserved for it included [unit].
    kept : ndarray, shape (n,)
        Reorder point; 0 where the source has no rule of its own [unit].

    Returns
    -------
    ndarray, shape (n,)
        Quantity above commitments and reorder point, never more than is free and
        never below 0. Open supply does not count: it is not there yet.

    Examples
    --------
    >>> spare_quantity([100, 100, 50], [0, 90, 0], [30, 90, 60], [20, 0, 0]).tolist()
    [50.0, 10.0, 0.0]
    """
    on_hand, reserved, committed, kept = (
        np.asarray(x, dtype=float) for x in (on_hand, reserved, committed, kept)
    )
    above = on_hand - np.maximum(committed, 0.0) - np.maximum(kept, 0.0)
    return np.maximum(np.minimum(above, on_hand - reserved), 0.0)


def days_of_cover(stock: np.ndarray, rate: np.ndarray) -> np.ndarray:
    """Return for how many days stock lasts, NaN without demand.

    Parameters
    ----------
    stock, rate : ndarray, shape (n,)
        Stock [unit] and expected demand [unit / day].

    Examples
    --------
    >>> days_of_cover([30, -5, 7], [2, 2, 0]).tolist()
    [15.0, 0.0, nan]
    """
    stock, rate = np.asarray(stock, dtype=float), np.asarray(rate, dtype=float)
    known = rate > 0
    return np.where(known, np.maximum(stock, 0.0) / np.where(known, rate, 1.0), np.nan)


def take_in_turn(
    need: float,
    spare: np.ndarray,
    multiple: np.ndarray | float = 0.0,
    minimum: np.ndarray | float = 0.0,
) -> np.ndarray:
    """Return what to take from sources, asked one after the other.

    Parameters
    ----------
    need : float
        What is missing [unit].
    spare : ndarray, shape (n,)
        What each source can spare, in the order in which they are asked [unit].
    multiple, minimum : ndarray, shape (n,)
        Lots and smallest quantity of a transfer [unit]; 0 means no rule.

    Returns
    -------
    ndarray, shape (n,)
        Quantities: whole lots, raised to them where the source has enough, never
        more than it can spare.

    Examples
    --------
    >>> take_in_turn(30, np.array([12.0, 5.0, 40.0]), 5.0).tolist()
    [10.0, 5.0, 15.0]
    >>> take_in_turn(3, np.array([4.0, 40.0]), 0.0, 6.0).tolist()
    [0.0, 6.0]
    """
    spare, multiple, minimum = np.broadcast_arrays(
        *(np.asarray(column, dtype=float) for column in (spare, multiple, minimum))
    )
    taken, left = np.zeros(spare.size), float(need)
    for at in range(spare.size):
        if left <= NOISE * max(need, 1.0):
            break
        wanted = round_quantity(
            left, multiple[at], minimum[at], spare[at], "not_above_max"
        )
        if spare[at] > 0 and wanted >= minimum[at]:
            taken[at] = float(wanted)
            left -= taken[at]
    return taken


def put_off(
    day: np.ndarray,
    quantity: np.ndarray,
    stock: float,
    reorder_point: float,
    rate: float,
) -> np.ndarray:
    """Return the days on which open supply of one item is needed.

    Parameters
    ----------
    day, quantity : ndarray, shape (n,)
        Day of each order, counted from today, and what comes [unit].
    stock : float
        On hand less what is booked [unit].
    reorder_point : float
        Stock that is to be kept [unit].
    rate : float
        Expected demand [unit / day].

    Returns
    -------
    ndarray of int64, shape (n,)
        Last day on which the order is in time, never before its own: without it
        stock would fall below the reorder point. At most :data:`LONGEST_DELAY` later;
        its own day where nothing is expected to be used, since then no day is right.

    Examples
    --------
    >>> put_off(np.array([3, 5]), np.array([20.0, 20.0]), 40.0, 10.0, 2.0).tolist()
    [15, 25]
    """
    day = np.asarray(day, dtype=np.int64)
    if rate <= 0:
        return day.copy()
    order = np.argsort(day, kind="stable")
    quantity = np.asarray(quantity, dtype=float)[order]
    ahead = stock + np.cumsum(quantity) - quantity
    needed = np.floor(np.maximum(ahead - reorder_point, 0.0) / rate + NOISE)
    limit = day[order] + LONGEST_DELAY
    result = day.copy()
    result[order] = np.clip(needed, day[order], limit).astype(np.int64)
    return result


def cut_back(day: np.ndarray, quantity: np.ndarray, surplus: float) -> np.ndarray:
    """Return what is left of open supply of one item without its surplus.

    Parameters
    ----------
    day, quantity : ndarray, shape (n,)
        Day of each order and what comes [unit].
    surplus : float
        What is too much [unit].

    Returns
    -------
    ndarray, shape (n,)
        Quantities; what comes last is cut first.

    Examples
    --------
    >>> cut_back(np.array([3, 9, 5]), np.array([20.0, 10.0, 20.0]), 15.0).tolist()
    [20.0, 0.0, 15.0]
    """
    order = np.argsort(-np.asarray(day, dtype=np.int64), kind="stable")
    result = np.asarray(quantity, dtype=float).copy()
    before = np.cumsum(result[order]) - result[order]
    result[order] -= np.clip(max(surplus, 0.0) - before, 0.0, result[order])
    return result
