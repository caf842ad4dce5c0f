"""Net requirements: what open supply leaves to be got, day by day.

A balance is the stock at the end of a day. What arrives on a day serves the demand
of that day, so an order released on day 0 with a lead time of L days first helps
the balance of day L. The next order, one review R later, first helps that of day
L + R: the order of today must keep the balances of the days L to L + R - 1 at
safety stock or above. With constant demand this is the classic rule: order when
the position is below the demand of L + R days plus safety stock.
"""

import numpy as np

from .errors import ShapeError
from .results import Needs
from .scan import Lot, Scan, Timing


def project_balance(
    on_hand: np.ndarray, receipts: np.ndarray, demand: np.ndarray
) -> np.ndarray:
    """Return the balance at the end of each day.

    Parameters
    ----------
    on_hand : ndarray, shape (n,)
        Stock at the start of the first day [unit].
    receipts, demand : ndarray, shape (n, t)
        What comes and what goes on each day [unit].

    Returns
    -------
    ndarray, shape (n, t)
        Balance [unit], negative where demand cannot be met; from a NaN on all is
        NaN.

    Raises
    ------
    ShapeError
        If the shapes do not fit.

    Examples
    --------
    >>> project_balance([5.0], [[0.0, 4.0]], [[3.0, 3.0]]).tolist()
    [[2.0, 3.0]]
    """
    on_hand = np.asarray(on_hand, dtype=float)
    receipts, demand = (
        np.asarray(receipts, dtype=float),
        np.asarray(demand, dtype=float),
    )
    if receipts.shape != demand.shape or receipts.shape[:1] != on_hand.shape:
        raise ShapeError("receipts and demand must have one row per item")
    # Time first, so that sums run along whole rows of items.
    flow = receipts.T - demand.T
    return (on_hand + np.cumsum(flow, axis=0)).T


def net_requirements(
    on_hand: np.ndarray,
    receipts: np.ndarray,
    demand: np.ndarray,
    safety_stock: np.ndarray,
    lead_time: np.ndarray,
    review: np.ndarray = 1,
    lot: Lot | None = None,
    timing: Timing | None = None,
) -> Needs:
    """Return the orders that keep the balance at safety stock.

    Parameters
    ----------
    on_hand : ndarray, shape (n,)
        Stock at the start of day 0 [unit].
    receipts, demand : ndarray, shape (n, t)
        Open supply and demand per day, not negative [unit].
    safety_stock : ndarray, shape (n,)
        Balance to be kept [unit]; -inf never needs anything.
    lead_time, review : ndarray of int, shape (n,)
        Lead time and review period (at least 1) [days].
    lot : Lot, optional
        Lot rules; by default the shortage of a review cycle is ordered.
    timing : Timing, optional
        Safety lead time and range of days.

    Returns
    -------
    Needs
        Sorted by item and release day. A balance below safety stock on the first
        day that an order released today can serve (lead time plus safety days),
        or later, makes a need. If the dip began before that day, the need day is
        the day it began, the release day is past and the reason is LATE where the
        arrival day is after the need day. A dip that open supply ends before that
        day makes none.

    Raises
    ------
    ShapeError
        If the shapes do not fit.

    Notes
    -----
    An order is the larger of the lot and the shortage of the days it covers, then
    rounded once. Rounding that gives nothing leaves the shortage to later days.

    Examples
    --------
    >>> demand = np.array([[0.0, 100.0, 80.0, 15.0]])
    >>> supply = np.array([[75.0, 0.0, 0.0, 0.0]])
    >>> needs = net_requirements([100.0], supply, demand, [0.0], 1, lot=Lot(cover=1))
    >>> needs.quantity.tolist(), needs.need_day.tolist(), needs.release_day.tolist()
    ([5.0, 15.0], [2, 3], [1, 2])
    """
    balance = np.ascontiguousarray(project_balance(on_hand, receipts, demand).T)
    scan = Scan(
        balance, safety_stock, lead_time, review, lot or Lot(), timing or Timing()
    )
    return scan.needs()
