"""From when on a source can give what it has to order first, through every hop."""

import datetime as dt
from dataclasses import replace

import numpy as np

from ..allocation import EXCESS
from .checks import bad_lanes
from .datatypes import NEVER, Lanes, Links, StockPoints
from .days import ship_days

#: Hops after which a way is taken for a loop.
MOST_HOPS = 64


def with_first_days(
    points: StockPoints, lanes: Lanes, links: Links, today: dt.date
) -> StockPoints:
    """Return the points with the first day of sources that get goods by lanes.

    Parameters
    ----------
    points : StockPoints
        All items; `first_day` of those without lanes holds, and is :data:`NEVER` for
        those that order nothing.
    lanes, links
        As in :func:`planning.sourcing.source_needs`.
    today : datetime.date
        The planning date.

    Returns
    -------
    StockPoints
        A source with lanes gives what it orders from the day on which the fastest of
        its ways brings it: bought or made, or by a lane whose goods leave on its next
        day of departure. A source of that lane with nothing to spare has to order
        first itself: the way goes on to where goods are, and at its head lies a
        vendor's or manufacturing delay. Lanes that are stopped, and those that give
        excess only, bring nothing to order.

    Examples
    --------
    A shop draws on a hub (2 days), the hub on a centre (3) that buys (10).

    >>> from planning.sourcing.points import no_points
    >>> whole, none = np.zeros(3, int), np.zeros(3)
    >>> first = np.array([NEVER, 3, 10])
    >>> points = replace(
    ...     no_points(), key=np.arange(3), on_hand=none, first_day=first,
    ...     own_lead=np.array([-1, -1, 10]), safety_days=whole,
    ... )
    >>> lanes = Lanes(
    ...     sequence=whole[:2], mode=whole[:2] + 2, priority=whole[:2],
    ...     minimum=none[:2], multiple=none[:2], lead_days=np.array([2, 3]),
    ...     weekdays=whole[:2], cutoff_passed=whole[:2] > 0, stopped=whole[:2] > 0,
    ... )
    >>> links = Links(np.array([0, 1]), np.array([1, 2]), np.array([0, 1]))
    >>> monday = dt.date(2026, 3, 2)
    >>> with_first_days(points, lanes, links, monday).first_day.tolist()[1:]
    [13, 10]
    >>> stocked = replace(points, on_hand=np.array([0.0, 0.0, 5.0]))
    >>> with_first_days(stocked, lanes, links, monday).first_day.tolist()[1:]
    [3, 10]
    """
    gives = np.zeros(len(points.key), dtype=bool)
    gives[links.source] = True
    orders = gives & (points.first_day < NEVER)
    usable = ~(np.asarray(lanes.stopped, dtype=bool) | bad_lanes(lanes))
    usable &= lanes.mode != EXCESS
    rows = np.flatnonzero(orders[links.item] & (links.item != links.source))
    if not rows.size:
        return points
    led = np.zeros_like(gives)
    led[links.item[rows]] = True
    rows = rows[usable[links.lane[rows]]]
    item, source, lane = links.item[rows], links.source[rows], links.lane[rows]
    own = points.own_lead + points.safety_days
    start = np.where(points.own_lead >= 0, own, NEVER)
    first = np.where(led, start, points.first_day)
    prepare = np.zeros_like(lanes.lead_days)
    prepare = prepare if lanes.prepare_days is None else lanes.prepare_days
    ready = _has_spare(points)[source]
    for _hop in range(MOST_HOPS):
        leaves = np.where(ready, 0, first[source])
        _release, _ship, arrival = ship_days(
            np.full(rows.size, -NEVER),
            lanes.lead_days[lane],
            lanes.weekdays[lane],
            np.maximum(leaves, lanes.cutoff_passed[lane]) + prepare[lane],
            today,
        )
        there = np.where(leaves >= NEVER, NEVER, arrival + points.safety_days[item])
        found = first.copy()
        np.minimum.at(found, item, there)
        if (found == first).all():
            break
        first = found
    return replace(points, first_day=first)


def _has_spare(points: StockPoints) -> np.ndarray:
    """Tell which items have stock that nobody was promised."""
    n = len(points.key)
    left = points.on_hand.astype(float)
    for events in (points.booked, points.dependent):
        left = left - np.bincount(events.item, events.quantity, n)
    return left > 0
