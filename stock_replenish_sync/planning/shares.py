"""The share-out behind :mod:`planning.allocation`: a common cover, found by halving.

What a claim gets grows with the days of cover that its group reaches, in lots where
it takes lots. So the highest cover at which the group stays within its stock is
found by halving an interval, for all groups at once. A lot that does not fit is
passed over, and the rest goes on to whoever has least cover and can take a lot.
"""

import numpy as np

from .claims import Claims
from .order_quantity import NOISE

#: Halvings of an interval of cover; doubles hold hardly more.
HALVINGS = 52


def share_out(left: np.ndarray, claims: Claims) -> np.ndarray:
    """Return what each claim gets, and take it from the stock.

    Parameters
    ----------
    left : ndarray, shape (g, steps)
        What each group may have given by the end of each step, not falling along
        the steps [unit]. Lowered in place by what is given.
    claims : Claims
        Sorted by group; among equals the first one is served first.

    Returns
    -------
    ndarray of float64, shape (k,)
        Quantity [unit].
    """
    got = np.zeros(claims.group.size)
    dust = 1e-12 * np.where(np.isfinite(left), left, 0.0).max(axis=1, initial=0.0)
    live = np.flatnonzero(claims.most > 0)
    while live.size:
        part, had = claims.take(live), got[live]
        now = _raised(left, part, had)
        _spend(left, part, now - had)
        able = _able(left, part, now, dust)
        # Where a claim drops out, the others first share what it leaves.
        stuck = np.ones(len(left), dtype=bool)
        stuck[part.group[~able & (now < part.most)]] = False
        gift = _one_lot_each(part, now, able & stuck[part.group])
        _spend(left, part, gift)
        now += gift
        got[live] = now
        if able.all() and np.array_equal(now, had):
            break
        live = live[able]
    return got


def _compact(group: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the groups of sorted claims, and each claim's place among them."""
    starts = np.flatnonzero(np.diff(group, prepend=-1))
    place = np.zeros(group.size, dtype=np.int64)
    place[starts] = 1
    return group[starts], np.cumsum(place) - 1


def _used(
    place: np.ndarray, step: np.ndarray, amount: np.ndarray, shape: tuple[int, int]
) -> np.ndarray:
    """Return what is given by the end of each step."""
    cells = np.bincount(place * shape[1] + step, amount, shape[0] * shape[1])
    return np.cumsum(cells.reshape(shape), axis=1)


def _spend(left: np.ndarray, part: Claims, amount: np.ndarray) -> None:
    """Take amounts from the stock of groups."""
    groups, place = _compact(part.group)
    shape = (groups.size, left.shape[1])
    rest = np.maximum(left[groups] - _used(place, part.step, amount, shape), 0.0)
    # What is to be there later cannot be given earlier.
    left[groups] = np.minimum.accumulate(rest[:, ::-1], axis=1)[:, ::-1]


def _raised(left: np.ndarray, part: Claims, had: np.ndarray) -> np.ndarray:
    """Return what claims have where each group's cover is raised as far as it goes."""
    groups, place = _compact(part.group)
    shape = (groups.size, left.shape[1])
    everything = _used(place, part.step, part.most - had, shape)
    short = ~(everything <= left[groups]).all(axis=1)
    now = np.where(short[place], had, part.most)
    rows = np.flatnonzero(short[place])
    if rows.size:
        now[rows] = _common_cover(left, part.take(rows), had[rows])
    return now


def _common_cover(left: np.ndarray, part: Claims, had: np.ndarray) -> np.ndarray:
    """Return what claims of short groups have at the highest cover that fits."""
    groups, place = _compact(part.group)
    stock = left[groups]
    starts = np.flatnonzero(np.diff(part.group, prepend=-1))
    low = np.minimum.reduceat(part.cover(0.0), starts)
    high = np.maximum.reduceat(part.cover(part.most), starts)
    for _halving in range(HALVINGS):
        middle = 0.5 * (low + high)
        amount = part.at(middle[place], had) - had
        fits = (_used(place, part.step, amount, stock.shape) <= stock).all(axis=1)
        low, high = np.where(fits, middle, low), np.where(fits, high, middle)
    return part.at(low[place], had)


def _able(
    left: np.ndarray, part: Claims, got: np.ndarray, dust: np.ndarray
) -> np.ndarray:
    """Tell which claims can still take something."""
    room, lot = left[part.group, part.step], part.next_lot(got)
    noise, dust = NOISE * part.most, dust[part.group]
    open_ = part.most - got
    able = (open_ > noise) & (open_ >= lot - noise)
    return able & (room >= lot - dust) & (room > np.maximum(noise, dust))


def _one_lot_each(part: Claims, got: np.ndarray, able: np.ndarray) -> np.ndarray:
    """Return one more lot for the claim of least cover in each group."""
    gift = np.zeros(got.size)
    lot = part.next_lot(got)
    rows = np.flatnonzero(able & (lot > 0))
    if rows.size:
        order = np.lexsort((part.cover(got)[rows], part.group[rows]))
        rows = rows[order]
        rows = rows[np.diff(part.group[rows], prepend=-1) != 0]
        gift[rows] = np.minimum(lot[rows], part.most[rows] - got[rows])
    return gift
