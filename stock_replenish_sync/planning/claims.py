"""Claims on the stock of groups, as numbers that can be shared by."""

from dataclasses import dataclass, fields

import numpy as np

from .order_quantity import NOISE, snap
from .validation import LARGEST

#: Cover beyond this counts as this [days].
LONGEST_COVER = 1e6


@dataclass(frozen=True)
class Claims:
    """Claims on the stock of groups, sorted by group; shape (k,).

    Attributes
    ----------
    group : ndarray of int64
        Row of the group.
    step : ndarray of int64
        Column of the group's stock that the claim may draw on; it may draw on
        earlier ones as well.
    rate : ndarray of float64
        Demand, above 0 [unit / day].
    base : ndarray of float64
        What the claim has already [unit].
    most : ndarray of float64
        What it may get, in whole lots [unit].
    first, multiple : ndarray of float64
        First lot, and the lots after it [unit]; 0 where any quantity will do.
    """

    group: np.ndarray
    step: np.ndarray
    rate: np.ndarray
    base: np.ndarray
    most: np.ndarray
    first: np.ndarray
    multiple: np.ndarray

    def take(self, rows: np.ndarray) -> "Claims":
        """Return some of the claims."""
        return Claims(*(getattr(self, field.name)[rows] for field in fields(self)))

    def cover(self, got: np.ndarray) -> np.ndarray:
        """Return the days of cover with what was got."""
        return (self.base + got) / self.rate

    def at(self, level: np.ndarray, got: np.ndarray) -> np.ndarray:
        """Return what each claim gets where all reach a level of cover [days].

        A lot is given while cover before it is below the level.
        """
        lack = self.rate * level - self.base
        amount = np.maximum(lack, self.first)
        lots = self.multiple > 0
        if lots.any():
            more = snap((lack - self.first) / np.where(lots, self.multiple, 1.0))
            more = np.maximum(np.ceil(more), 0.0) * self.multiple
            amount = np.where(lots, self.first + more, amount)
        amount = np.where(lack > NOISE * self.most, np.minimum(amount, self.most), 0.0)
        return np.maximum(amount, got)

    def next_lot(self, got: np.ndarray) -> np.ndarray:
        """Return the next lot; 0 where any quantity will do."""
        return np.where(got > 0, self.multiple, self.first)


def invalid_claims(
    available: np.ndarray, group: np.ndarray, numbers: list
) -> np.ndarray:
    """Tell which claims have numbers that are none.

    Parameters
    ----------
    available : ndarray, shape (g,) or (g, t)
        What groups may give [unit].
    group : ndarray of int, shape (k,)
        Group of each claim.
    numbers : list of ndarray, shape (k,)
        Need, rate, stock, minimum and multiple.

    Returns
    -------
    ndarray of bool, shape (k,)
        True where a number is NaN, beyond 1e15, or negative where none may be (stock
        may), or where nothing is known of what the group may give.
    """
    unknown = np.isnan(available)
    bad = (unknown.any(axis=1) if unknown.ndim == 2 else unknown)[group]
    need, rate, on_hand, minimum, multiple = numbers
    for column in (need, rate, minimum, multiple):
        bad = bad | ~((column >= 0) & (column <= LARGEST))
    return bad | ~(np.abs(on_hand) <= LARGEST)


def stock_ahead(available: np.ndarray) -> np.ndarray:
    """Return what groups may have given by the end of each day.

    Parameters
    ----------
    available : ndarray, shape (g,) or (g, t)
        What they have, in one or by day [unit].

    Returns
    -------
    ndarray of float64, shape (g, t)
        Quantity [unit], never negative, never falling from day to day.
    """
    stock = available[:, None] if available.ndim == 1 else available
    # What is to be there on a later day cannot be given before.
    stock = np.minimum.accumulate(stock[:, ::-1], axis=1)[:, ::-1]
    return np.maximum(np.where(np.isnan(stock), 0.0, stock), 0.0)


def lots(
    need: np.ndarray, minimum: np.ndarray, multiple: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return what claims may get in whole lots, and their first lot.

    Parameters
    ----------
    need, minimum, multiple : ndarray, shape (k,)
        See :func:`planning.allocation.allocate`.

    Returns
    -------
    tuple of ndarray, shape (k,)
        Most that is not above the need, 0 where that is no lot; first lot, 0 where any
        quantity will do [unit].
    """
    packed = multiple > 0
    if not (packed.any() or minimum.any()):
        return need, np.zeros_like(need)
    pack = np.where(packed, multiple, 1.0)
    most = np.where(packed, np.floor(snap(need / pack)) * pack, need)
    lowest = np.where(packed, np.ceil(snap(minimum / pack)) * pack, minimum)
    first = np.maximum(lowest, multiple)
    return np.where(first > most * (1 + 1e-9), 0.0, most), first


def as_claims(
    step: np.ndarray,
    group: np.ndarray,
    rate: np.ndarray,
    on_hand: np.ndarray,
    need: np.ndarray,
    minimum: np.ndarray,
    multiple: np.ndarray,
) -> Claims:
    """Return claims of one priority as numbers that can be shared by.

    Parameters
    ----------
    step, group, rate, on_hand, need, minimum, multiple : ndarray, shape (k,)
        Columns of claims, sorted by group; see :func:`planning.allocation.allocate`.

    Returns
    -------
    Claims
        Rates are above 0: a claim without demand takes the rate at which its need
        lasts as long as the longest cover asked for in its group.
    """
    most, first = lots(need, minimum, multiple)
    idle = rate <= 0
    base = np.where(idle, np.minimum(on_hand, 0.0), on_hand)
    # More days than anybody plans are as good as any.
    floor = np.maximum((np.abs(base) + need) / LONGEST_COVER, 1e-300)
    rate = np.where(idle, 0.0, np.maximum(rate, floor))
    if idle.any():
        longest = np.zeros(int(group.max()) + 1)
        asked = (base + need) / np.where(idle, np.inf, rate)
        np.maximum.at(longest, group, asked)
        days = np.where(longest[group] > 0, longest[group], 1.0)
        rate = np.where(idle, np.maximum(need / days, floor), rate)
    return Claims(group, step, rate, base, most, first, multiple)


def steps(
    groups: int, reach: np.ndarray, group: np.ndarray, day: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return the stock of groups by step, and the step of each claim.

    Parameters
    ----------
    groups : int
        Number of groups.
    reach : ndarray, shape (k,)
        What the group of each claim may have given by the claim's day [unit].
    group, day : ndarray of int, shape (k,)
        Group and day of each claim.

    Returns
    -------
    tuple of ndarray
        Stock, shape (groups, steps), and step, shape (k,). Days between which a group's
        stock does not grow, or on which nobody claims, are one step.
    """
    order = np.lexsort((day, group))
    amount, owner = reach[order], group[order]
    same = np.diff(owner, prepend=-1) == 0
    grown = same & (amount > np.concatenate([amount[:1], amount[:-1]]))
    count = np.cumsum(grown)
    first = np.flatnonzero(~same)
    count = count - np.repeat(count[first], np.diff(first, append=owner.size))
    step = np.zeros_like(group)
    step[order] = count
    left = np.full((groups, int(count.max(initial=0)) + 1), np.inf)
    left[owner, count] = amount
    return left, step
