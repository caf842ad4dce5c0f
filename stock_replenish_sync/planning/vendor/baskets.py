"""Orders of a vendor put together: consolidation windows, minimum order values."""

import datetime as dt
from dataclasses import replace

import numpy as np

from ..errors import ShapeError
from .datatypes import Offers, Purchases, VendorReason, Vendors, Wanted
from .days import Calendar


def order_together(
    purchases: Purchases,
    wanted: Wanted,
    offers: Offers,
    vendors: Vendors,
    today: dt.date,
) -> tuple[Purchases, np.ndarray]:
    """Return purchases with the order days of their vendors' baskets, and the baskets.

    Parameters
    ----------
    purchases : Purchases
        All that is to be bought, of all items of the vendors.
    wanted, offers, vendors, today
        As in :func:`planning.vendor.choose_vendors`.

    Returns
    -------
    tuple of Purchases and ndarray of int64, shape (k,)
        Order and arrival days are never later than before; see :func:`fill_baskets`.

    Raises
    ------
    ShapeError
        As in :func:`fill_baskets`.
    """
    need_day = np.asarray(wanted.need_day)[purchases.need]
    basket, order, reasons = fill_baskets(
        purchases.vendor,
        purchases.order_day,
        need_day,
        purchases.quantity * purchases.price,
        vendors.window,
        vendors.minimum_value,
        purchases.need,
    )
    rows = np.flatnonzero(order < purchases.order_day)
    arrival = purchases.arrival_day.copy()
    delay = np.asarray(offers.delay, dtype=np.int64)[purchases.offer[rows]]
    calendar = Calendar(vendors, today)
    arrival[rows] = calendar.arrival(purchases.vendor[rows], order[rows], delay)
    late = purchases.reasons & int(VendorReason.LATE)
    late = np.where(arrival <= need_day, late, 0)
    reasons |= (purchases.reasons & ~int(VendorReason.LATE)) | late
    together = replace(purchases, order_day=order, arrival_day=arrival, reasons=reasons)
    return together, basket


def fill_baskets(
    vendor: np.ndarray,
    order_day: np.ndarray,
    need_day: np.ndarray,
    value: np.ndarray,
    window: np.ndarray,
    minimum_value: np.ndarray,
    key: np.ndarray | None = None,
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return when each line is ordered, and together with which others.

    Parameters
    ----------
    vendor : ndarray of int, shape (k,)
        Vendor of each line; a negative one belongs to no basket.
    order_day : ndarray of int, shape (k,)
        Day on which the line alone would be ordered.
    need_day : ndarray of int, shape (k,)
        Day on which it is needed.
    value : ndarray, shape (k,)
        Value of the line [money]; NaN counts as nothing.
    window : ndarray of int, shape (v,)
        Lines within so many days of the first are ordered with it [days].
    minimum_value : ndarray, shape (v,)
        Smallest value of an order [money]; 0 means no rule.
    key : ndarray of int, shape (k,), optional
        Decides between lines needed on the same day.

    Returns
    -------
    tuple of ndarray of int64, shape (k,)
        Basket of each line, counted from 0 for each vendor, -1 without one; day on
        which it is ordered, never later than alone; reasons, as a bit mask of
        :class:`~planning.vendor.VendorReason`.

    Raises
    ------
    ShapeError
        If columns differ in length or a line has no vendor among the rules.

    Notes
    -----
    A basket begins with the vendor's earliest line. What is within the window comes
    along; then, up to the minimum value, what is needed soonest of all other lines.
    Where all of them are not enough the basket stays below its minimum, and says so.

    Examples
    --------
    The second line is ordered two days earlier, with the first.

    >>> one = np.zeros(3, dtype=int)
    >>> day = np.array([1, 3, 9])
    >>> basket, ordered, _why = fill_baskets(one, day, day + 5, np.ones(3), [2], [0.0])
    >>> basket.tolist(), ordered.tolist()
    ([0, 0, 1], [1, 1, 9])

    A value of 3 takes all of them.

    >>> fill_baskets(one, day, day + 5, np.ones(3), [0], [3.0])[1].tolist()
    [1, 1, 1]
    """
    vendor, alone = np.asarray(vendor, np.int64), np.asarray(order_day, np.int64)
    window, least = np.asarray(window), np.asarray(minimum_value, dtype=float)
    sizes = {np.shape(x) for x in (vendor, alone, need_day, value)}
    if len(sizes) != 1 or window.shape != least.shape:
        raise ShapeError("lines must be columns of one length, rules as well")
    if vendor.size and vendor.max() >= window.size:
        raise ShapeError("a line has no vendor")
    order = np.lexsort((0 * vendor if key is None else key, alone, need_day, vendor))
    order = order[vendor[order] >= 0]
    value = np.where(np.isfinite(value), value, 0.0)
    basket, ordered = np.full(vendor.size, -1), alone.copy()
    reasons = np.zeros(vendor.size, dtype=np.int64)
    number = 0
    while order.size:
        filled = _Filled(order, vendor, alone, value, window, least)
        rows = order[filled.taken]
        basket[rows], ordered[rows] = number, filled.day[filled.taken]
        reasons[rows] = filled.reasons[filled.taken]
        order, number = order[~filled.taken], number + 1
    return basket, ordered, reasons


class _Filled:
    """The next basket of every vendor; `order` holds its lines by need day."""

    def __init__(
        self,
        order: np.ndarray,
        vendor: np.ndarray,
        alone: np.ndarray,
        value: np.ndarray,
        window: np.ndarray,
        least: np.ndarray,
    ) -> None:
        owner, own_day, worth = vendor[order], alone[order], value[order]
        starts = np.flatnonzero(np.diff(owner, prepend=-1))
        place = np.repeat(np.arange(starts.size), np.diff(starts, append=owner.size))
        first = np.minimum.reduceat(own_day, starts)
        inside = own_day <= first[place] + window[owner]
        held = np.bincount(place, worth * inside)
        lacking = least[owner[starts]] - held
        lacking = np.where(lacking > 1e-9 * least[owner[starts]], lacking, 0.0)
        others = np.where(inside, 0.0, worth)
        before = np.cumsum(others) - others
        before -= np.repeat(before[starts], np.diff(starts, append=owner.size))
        added = ~inside & (before < lacking[place] * (1 - 1e-9))
        self.taken, self.day = inside | added, first[place]
        gained = np.bincount(place, others * added)
        below = (gained < lacking * (1 - 1e-9))[place]
        earlier = own_day > first[place]
        self.reasons = (
            (inside & earlier) * int(VendorReason.CONSOLIDATED)
            + added * int(VendorReason.TOPPED_UP)
            + below * int(VendorReason.BELOW_ORDER_VALUE)
        )
