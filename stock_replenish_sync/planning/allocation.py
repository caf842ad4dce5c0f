"""Who gets what of a source that cannot give everybody what they need.

A short source is shared so that all claims reach the same days of cover: what a
claim has and gets, divided by its daily demand. Claims that have more already get
nothing, claims that need less get what they need. With priorities the first come
first, and those of one priority share by cover.
Source: Bowersox & Closs, fair-share allocation by days of supply; `inventory by
equal cover` is the special case without variation of the linear rationing rules of
Lagodimos & Koukoumialos, 2008.
"""

from dataclasses import dataclass
from enum import IntFlag

import numpy as np

from .claims import LONGEST_COVER, as_claims, invalid_claims, lots, steps, stock_ahead
from .errors import ShapeError
from .shares import share_out

#: What a source keeps for itself; see :func:`spare_stock`.
SOURCE_MODES = ("excess", "fair_share", "any")
EXCESS, FAIR_SHARE, ANY = range(3)


class ShareReason(IntFlag):
    """Why a claim got what it got; codes add up."""

    NONE = 0
    INVALID_INPUT = 1 << 0  # NaN, infinity or a negative where none may be
    SHORT = 1 << 1  # less than asked: the source has no more for this claim
    SHARED = 1 << 2  # the source was shared by equal days of cover
    PRIORITY = 1 << 3  # claims of higher priority were served first
    WHOLE_LOTS = 1 << 4  # it takes whole lots only
    NO_DEMAND = 1 << 5  # no daily demand: shared by what is needed


@dataclass(frozen=True)
class Allocation:
    """What each claim got; shape (k,), in the order of the claims.

    Attributes
    ----------
    quantity : ndarray of float64
        What it gets [unit].
    cover_before, cover_after : ndarray of float64
        Days of cover without and with it [days]; NaN without demand.
    reasons : ndarray of int64
        Bit mask of :class:`ShareReason`.
    """

    quantity: np.ndarray
    cover_before: np.ndarray
    cover_after: np.ndarray
    reasons: np.ndarray


def spare_stock(
    balance: np.ndarray,
    mode: np.ndarray,
    reorder_point: np.ndarray,
    first_day: np.ndarray | None = None,
) -> np.ndarray:
    """Return what sources may give to others by the end of each day.

    Parameters
    ----------
    balance : ndarray, shape (s, t)
        Stock at the end of each day, with open supply and without what the source has
        promised [unit].
    mode : ndarray of int, shape (s,)
        Index in :data:`SOURCE_MODES`. 'excess' gives only what stays above the
        reorder point on that day and all days after it. 'fair_share' and 'any' give
        what is not promised; in a fair share the source claims for itself, see
        :func:`planning.sourcing.source_needs`.
    reorder_point : ndarray, shape (s,)
        Reorder point for the source's own demand [unit].
    first_day : ndarray of int, shape (s,), optional
        First day that an order of the source's own can serve: from then on a source
        that gives a fair share or any orders what it gives. By default it never does.

    Returns
    -------
    ndarray of float64, shape (s, t)
        Quantity [unit], not falling along the days, not negative; infinite where the
        source orders it.

    Examples
    --------
    >>> balance = np.array([[50.0, 40.0, 90.0]] * 3)
    >>> spare_stock(balance, np.arange(3), np.full(3, 30.0), np.full(3, 2)).tolist()
    [[10.0, 10.0, 60.0], [40.0, 40.0, inf], [40.0, 40.0, inf]]
    """
    stock = np.asarray(balance, dtype=float)
    excess = np.asarray(mode)[:, None] == EXCESS
    if first_day is not None:
        later = np.arange(stock.shape[1]) >= np.asarray(first_day)[:, None]
        stock = np.where(later & ~excess, np.inf, stock)
    stock = np.minimum.accumulate(stock[:, ::-1], axis=1)[:, ::-1]
    kept = np.where(excess, np.asarray(reorder_point, dtype=float)[:, None], 0.0)
    return np.maximum(stock - np.maximum(kept, 0.0), 0.0)


def fair_share(
    available: np.ndarray,
    need: np.ndarray,
    demand_rate: np.ndarray,
    on_hand: np.ndarray,
    group: np.ndarray | None = None,
    **rules: np.ndarray,
) -> np.ndarray:
    """Return what each claim gets of what is available, by equal days of cover.

    Parameters
    ----------
    available, need, demand_rate, on_hand, group, **rules
        As in :func:`allocate`.

    Returns
    -------
    ndarray of float64, shape (k,)
        Quantity [unit]: never more than needed, and in a group never more than
        available.

    Raises
    ------
    ShapeError
        As in :func:`allocate`.

    Examples
    --------
    Bowersox & Closs: 600 in the hub, of which 100 stay; 9.67 days for everybody.

    >>> got = fair_share(500.0, [1e4] * 3, [10.0, 50.0, 15.0], [50.0, 100.0, 75.0])
    >>> got.round(2).tolist()
    [46.67, 383.33, 70.0]
    >>> fair_share(45.0, [30.0] * 3, [1.0] * 3, [0.0, 5.0, 9.0], multiple=10.0)
    array([20., 10., 10.])
    """
    return allocate(available, need, demand_rate, on_hand, group, **rules).quantity


def allocate(
    available: np.ndarray,
    need: np.ndarray,
    demand_rate: np.ndarray,
    on_hand: np.ndarray,
    group: np.ndarray | None = None,
    *,
    day: np.ndarray = 0,
    priority: np.ndarray = 0,
    minimum: np.ndarray = 0.0,
    multiple: np.ndarray = 0.0,
    key: np.ndarray | None = None,
) -> Allocation:
    """Share what groups have available among their claims, and say why.

    Parameters
    ----------
    available : ndarray, shape (g,) or (g, t), or float
        What each group may give [unit]; with days, what it may have given by the end
        of each day. Infinity is enough for all.
    need : ndarray, shape (k,)
        What each claim asks for [unit].
    demand_rate : ndarray, shape (k,)
        Daily demand of the claimant [unit / day]. Where it is 0 the claim counts as
        one whose need lasts as long as the longest cover asked for in its group.
    on_hand : ndarray, shape (k,)
        What the claimant has already, other claims of its own included that are to
        be served before this one; negative is backlog [unit].
    group : ndarray of int, shape (k,), optional
        Group of each claim; one group by default.
    day : ndarray of int, shape (k,), optional
        Day on which the goods are to leave, a column of `available`; later ones count
        as the last.
    priority : ndarray of int, shape (k,), optional
        Lower ones are served first.
    minimum, multiple : ndarray, shape (k,), optional
        Smallest quantity worth a transfer, and lots [unit]; 0 means no rule.
    key : ndarray of int, shape (k,), optional
        Decides between equals, the lower first; without it what they ask for decides,
        and then their order.

    Returns
    -------
    Allocation
        One row per claim. A claim with a number that is none gets nothing and
        :attr:`ShareReason.INVALID_INPUT`; negative availability counts as nothing.

    Raises
    ------
    ShapeError
        If columns do not belong together or a claim has no group.

    Notes
    -----
    Groups do not influence each other, and the order of claims has no influence but
    between complete equals. Lots are given one after the other to whoever has least
    cover and can take one, so nothing is left that somebody could take. The time
    grows with claims, not with groups.
    """
    available = np.atleast_1d(np.asarray(available, dtype=float))
    columns = np.broadcast_arrays(
        *(np.atleast_1d(x) for x in (need, demand_rate, on_hand, minimum, multiple)),
        *(np.atleast_1d(x) for x in (day, priority, 0 if group is None else group)),
        0 if key is None else np.atleast_1d(key),
    )
    numbers = [np.asarray(x, dtype=float) for x in columns[:5]]
    day, priority, group, key = (np.asarray(x, dtype=np.int64) for x in columns[5:])
    if available.ndim > 2 or columns[0].ndim != 1:
        raise ShapeError("claims must be columns, available a column or days")
    if group.size and (group.min() < 0 or group.max() >= len(available)):
        raise ShapeError("a claim has no group")
    bad = invalid_claims(available, group, numbers)
    need, rate, on_hand, minimum, multiple = (np.where(bad, 0.0, x) for x in numbers)
    columns = (group, rate, on_hand, need, minimum, multiple)
    stock = stock_ahead(available)
    day = np.clip(day, 0, stock.shape[1] - 1)
    reach = stock[group, day]
    endless = np.isinf(reach)
    got = np.where(endless, lots(need, minimum, multiple)[0], 0.0)
    rows = np.flatnonzero(~endless & (need > 0))
    keys = (need, on_hand, rate, day, key, group)
    rows = rows[np.lexsort([column[rows] for column in keys])]
    left, step = steps(len(stock), reach[rows], group[rows], day[rows])
    for rank in np.unique(priority[rows]):
        now = priority[rows] == rank
        claims = as_claims(step[now], *(column[rows[now]] for column in columns))
        got[rows[now]] = share_out(left, claims)
    got = np.minimum(got, need)
    return _told(got, need, rate, on_hand, multiple, priority, group, bad)


def _told(
    got: np.ndarray,
    need: np.ndarray,
    rate: np.ndarray,
    on_hand: np.ndarray,
    multiple: np.ndarray,
    priority: np.ndarray,
    group: np.ndarray,
    bad: np.ndarray,
) -> Allocation:
    """Say what was given, and why."""
    short = got < need * (1 - 1e-9)
    groups = int(group.max(initial=-1)) + 1
    rivals = np.bincount(group[need > 0], minlength=groups)
    first = np.full(groups, np.iinfo(np.int64).max)
    np.minimum.at(first, group[need > 0], priority[need > 0])
    shared, behind = rivals[group] > 1, priority > first[group]
    part = short & (multiple > 0)
    told = (
        (ShareReason.SHORT, short),
        (ShareReason.SHARED, short & shared),
        (ShareReason.PRIORITY, short & shared & behind),
        (ShareReason.WHOLE_LOTS, part),
        (ShareReason.NO_DEMAND, short & shared & (rate <= 0)),
    )
    reasons = np.zeros(need.size, dtype=np.int64)
    for reason, where in told:
        reasons |= where * int(reason)
    known = (rate > 0) & ~bad
    reasons = np.where(bad, int(ShareReason.INVALID_INPUT), reasons)
    before, after = (_cover(stock, rate, known) for stock in (on_hand, on_hand + got))
    return Allocation(got, before, after, reasons)


def _cover(stock: np.ndarray, rate: np.ndarray, known: np.ndarray) -> np.ndarray:
    """Return days of cover, NaN where there is no demand."""
    rate = np.maximum(np.where(known, rate, 1.0), np.abs(stock) / LONGEST_COVER)
    return np.where(known, stock / np.where(rate > 0, rate, 1.0), np.nan)
