"""The network of lanes: loops, echelons, ways of items, days between transfers."""

from collections.abc import Sequence

import numpy as np

from .errors import ShapeError
from .network import row_of
from .sourcing.datatypes import Links


def find_loop(destination: Sequence[int], source: Sequence[int]) -> list[int] | None:
    """Return a loop of lanes, or None.

    Parameters
    ----------
    destination, source : sequence of int
        Where each lane leads to and from, by any identifiers.

    Returns
    -------
    list of int, or None
        The places of the loop, each drawing on the next; the first one comes again at
        the end. The same lanes in another order may name another loop.

    Raises
    ------
    ShapeError
        If the columns differ in length.

    Examples
    --------
    >>> find_loop([1, 2, 3], [2, 3, 1])
    [1, 2, 3, 1]
    >>> find_loop([1, 1, 2], [2, 3, 3]) is None
    True
    """
    loop, _kept = _walk(destination, source)
    return loop


def lanes_without_loops(
    destination: Sequence[int], source: Sequence[int]
) -> np.ndarray:
    """Tell which lanes may be kept so that no loop is left.

    Parameters
    ----------
    destination, source : sequence of int
        As in :func:`find_loop`.

    Returns
    -------
    ndarray of bool, shape (l,)
        False for each lane that closes a loop when the others are followed from the
        lowest place on.

    Raises
    ------
    ShapeError
        If the columns differ in length.

    Examples
    --------
    >>> lanes_without_loops([1, 2, 3], [2, 3, 1])
    array([ True,  True, False])
    """
    return _walk(destination, source)[1]


def _walk(
    destination: Sequence[int], source: Sequence[int]
) -> tuple[list[int] | None, np.ndarray]:
    """Follow all lanes depth first; return the first loop, and the lanes to keep."""
    destination, source = np.asarray(destination), np.asarray(source)
    if destination.shape != source.shape or destination.ndim != 1:
        raise ShapeError("lanes must have a destination and a source each")
    lanes: dict[int, list[tuple[int, int]]] = {}
    for lane, place in enumerate(destination.tolist()):
        lanes.setdefault(place, []).append((lane, int(source[lane])))
    kept, loop = np.ones(destination.size, dtype=bool), None
    done: set[int] = set()
    for start in sorted(lanes):
        if start in done:
            continue
        way, ahead = [start], [iter(lanes[start])]
        while way:
            lane, place = next(ahead[-1], (-1, -1))
            if lane < 0:
                done.add(way.pop())
                ahead.pop()
            elif place in way:
                kept[lane] = False
                loop = loop or [*way[way.index(place) :], place]
            elif place not in done:
                way.append(place)
                ahead.append(iter(lanes.get(place, ())))
    return loop, kept


def echelon_ranks(
    places: Sequence[int], destination: Sequence[int], source: Sequence[int]
) -> np.ndarray:
    """Return the echelon of places: 0 for those that supply no other.

    Parameters
    ----------
    places : sequence of int, shape (w,)
        The places, by any identifiers; lanes of others are left aside.
    destination, source : sequence of int, shape (l,)
        Where each lane leads to and from.

    Returns
    -------
    ndarray of int64, shape (w,)
        A source is at least one above all it supplies. Of a loop, the lane that closes
        it is left aside, see :func:`lanes_without_loops`.

    Raises
    ------
    ShapeError
        If the columns differ in length.

    Examples
    --------
    >>> echelon_ranks([7, 8, 9], [7, 8, 7], [8, 9, 9])
    array([0, 1, 2])
    """
    kept = lanes_without_loops(destination, source)
    row = {place: index for index, place in enumerate(places)}
    pairs = zip(
        np.asarray(destination).tolist(), np.asarray(source).tolist(), strict=True
    )
    lanes = [
        (row[to], row[of])
        for (to, of), keep in zip(pairs, kept, strict=True)
        if keep and to in row and of in row
    ]
    ranks = np.zeros(len(row), dtype=np.int64)
    for _level in range(len(row)):
        before = ranks.copy()
        for to, of in lanes:
            ranks[of] = max(ranks[of], ranks[to] + 1)
        if (ranks == before).all():
            break
    return ranks


def links_of_items(
    product: np.ndarray,
    place: np.ndarray,
    destination: np.ndarray,
    source: np.ndarray,
) -> Links:
    """Return the lanes of items: those between places where both have the product.

    Parameters
    ----------
    product, place : ndarray of int, shape (n,)
        Product and place (warehouse) of each item; a negative place has no lanes. Of
        items with the same product and place the first one counts.
    destination, source : ndarray of int, shape (l,)
        Places that each lane leads to and from.

    Returns
    -------
    Links
        One row per item and lane, by item.

    Examples
    --------
    >>> links_of_items(
    ...     np.array([5, 5, 6]), np.array([1, 2, 1]), np.array([1]), np.array([2])
    ... )
    Links(item=array([0]), source=array([1]), lane=array([0]))
    """
    product, place = np.asarray(product, np.int64), np.asarray(place, np.int64)
    destination, source = np.asarray(destination), np.asarray(source)
    lanes = np.argsort(destination, kind="stable")
    first = np.searchsorted(destination[lanes], place, side="left")
    count = np.searchsorted(destination[lanes], place, side="right") - first
    count = np.where(place >= 0, count, 0)
    item = np.repeat(np.arange(place.size), count)
    step = np.arange(item.size) - np.repeat(np.cumsum(count) - count, count)
    lane = lanes[first[item] + step]
    # Products and places as one number each.
    known, number = np.unique(product, return_inverse=True)
    places = np.unique(np.concatenate([place, source]))
    keys = number * places.size + np.searchsorted(places, place)
    wanted = number[item] * places.size + np.searchsorted(places, source[lane])
    row = row_of(wanted, keys, np.arange(place.size))
    found = row >= 0
    return Links(item[found], row[found], lane[found])


def hop_gaps(
    part: str, delay: float, lead_days: float, leaves: bool, arrives: bool
) -> tuple[float, float]:
    """Return the days between a transfer of a chain and its neighbours.

    Goods leave the source's stock on the first day of the chain and are in stock on
    the last one: what steps of delivery take lies after them, what steps of receipt
    take lies before them, and the days of the lane between leaving and arriving.

    Parameters
    ----------
    part : str
        'prepare' inside the source, 'travel', or 'receive' inside the destination.
    delay : float
        Days that the step takes.
    lead_days : float
        Days on the way from the source to the destination.
    leaves, arrives : bool
        The transfer takes goods out of the source; it brings them to the destination.

    Returns
    -------
    tuple of float
        Days from this transfer until the next one, or until goods are needed; days
        from the one before until this one.

    Examples
    --------
    >>> hop_gaps("prepare", 1, 3, False, False), hop_gaps("travel", 9, 3, True, False)
    ((1, 0), (0, 0))
    >>> hop_gaps("travel", 9, 3, False, True), hop_gaps("receive", 2, 3, False, False)
    ((0, 3), (0, 2))

    One transfer all the way is dated by the day it leaves.

    >>> hop_gaps("travel", 9, 3, True, True)
    (3, 0)
    """
    if part == "travel":
        if leaves and arrives:
            return lead_days, 0
        return 0, lead_days if arrives else 0
    return (delay, 0) if part == "prepare" else (0, delay)
