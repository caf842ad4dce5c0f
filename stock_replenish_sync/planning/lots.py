"""Whole lots over successive needs: what one rounds up serves the next."""

from collections.abc import Iterator

import numpy as np

from .order_quantity import NOISE, UP, round_by_code


def turns(item: np.ndarray) -> Iterator[np.ndarray]:
    """Yield the rows of the first need of each item, then of the second, and so on.

    Parameters
    ----------
    item : ndarray of int, shape (k,)
        Item of each need; needs of one item follow one another.

    Yields
    ------
    ndarray of int64
        Rows, at most one per item.

    Examples
    --------
    >>> [rows.tolist() for rows in turns(np.array([4, 4, 4, 9, 7, 7]))]
    [[0, 3, 4], [1, 5], [2]]
    """
    starts = np.flatnonzero(np.diff(item, prepend=-1))
    lengths = np.diff(starts, append=item.size)
    turn = np.arange(item.size) - np.repeat(starts, lengths)
    order = np.argsort(turn, kind="stable")
    ends = np.cumsum(np.bincount(turn)) if item.size else []
    first = 0
    for end in ends:
        yield order[first:end]
        first = end


def places(item: np.ndarray) -> np.ndarray:
    """Return the place of each need's item among the items, shape (k,).

    Needs of one item follow one another, as in :func:`turns`.
    """
    return np.cumsum(np.diff(item, prepend=-1) != 0) - 1


def ask_in_lots(
    quantity: np.ndarray, item: np.ndarray, multiple: np.ndarray, minimum: np.ndarray
) -> np.ndarray:
    """Return what to ask for so that needs are covered in whole lots.

    Parameters
    ----------
    quantity : ndarray, shape (k,)
        Needs [unit]; those of one item follow one another, the earliest first.
    item : ndarray of int, shape (k,)
        Item of each need.
    multiple, minimum : ndarray, shape (k,)
        Lots and smallest quantity [unit]; 0 means no rule.

    Returns
    -------
    ndarray of float64, shape (k,)
        Quantity [unit]: by every need the sum of an item covers the needs so far; 0
        where earlier lots cover a need.

    Examples
    --------
    >>> needs, item = np.array([7.0, 2.0, 4.0]), np.zeros(3, dtype=int)
    >>> ask_in_lots(needs, item, np.full(3, 10.0), np.zeros(3)).tolist()
    [10.0, 0.0, 10.0]
    """
    ask = np.array(quantity, dtype=float)
    if not ((multiple > 0) | (minimum > 0)).any():
        return ask
    place = places(item)
    credit = np.zeros(place[-1] + 1)
    for rows in turns(item):
        rules = (multiple[rows], minimum[rows], np.zeros(rows.size))
        owed = quantity[rows] - credit[place[rows]]
        owed = np.where(owed > NOISE * quantity[rows], owed, np.minimum(owed, 0.0))
        wanted = np.maximum(owed, 0.0)
        ask[rows], _cut = round_by_code(wanted, *rules, np.full(rows.size, UP))
        credit[place[rows]] = ask[rows] - owed
    return ask


def still_needed(
    quantity: np.ndarray, item: np.ndarray, got: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return what needs still lack, what is over from one serving the next.

    Parameters
    ----------
    quantity, got : ndarray, shape (k,)
        What is needed and what was got for it [unit].
    item : ndarray of int, shape (k,)
        Item of each need, as in :func:`ask_in_lots`.

    Returns
    -------
    tuple of ndarray of float64, shape (k,)
        What each need lacks, and what is over after it and was not over before
        [unit]; the last of an item stays over.

    Examples
    --------
    >>> needs, got = np.array([7.0, 2.0, 4.0]), np.array([10.0, 0.0, 0.0])
    >>> still_needed(needs, np.zeros(3, dtype=int), got)[0].tolist()
    [0.0, 0.0, 3.0]
    """
    lack = quantity - got
    over = np.zeros(lack.size)
    noise = NOISE * (np.abs(quantity) + got)
    if (lack < -noise).any():
        place = places(item)
        credit = np.zeros(place[-1] + 1)
        for rows in turns(item):
            owed = quantity[rows] - credit[place[rows]]
            lack[rows] = owed - got[rows]
            credit[place[rows]] = np.maximum(-lack[rows], 0.0)
            over[rows] = np.maximum(got[rows] - np.maximum(owed, 0.0), 0.0)
    return np.where(lack > noise, lack, 0.0), np.where(over > noise, over, 0.0)
