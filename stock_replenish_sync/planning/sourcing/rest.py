"""What no lane brings in time: bought, made, or waiting for a source that orders."""

import numpy as np

from ..allocation import EXCESS
from .datatypes import LANE, NEVER, NOWHERE, OWN, SourceReason
from .search import Asked, Search


def meet_rest(search: Search) -> None:
    """Find a way for what needs still lack.

    Parameters
    ----------
    search : Search
        After all lanes were asked; its `rest` becomes 0.

    Notes
    -----
    The item's own way, bought or made, or a lane whose source can order: the one that
    arrives first, the own way among equals.
    """
    rows = np.flatnonzero(search.rest > 0)
    if not rows.size:
        return
    item = search.needs.item[rows]
    lead = search.points.own_lead[item]
    release = search.arrive_by[rows] - lead
    ordered = np.maximum(release, 0)
    arrival = np.where(lead >= 0, ordered + lead, NEVER)
    waiting = _fastest(search, rows)
    waits = waiting.arrival < arrival
    own = ~waits & (lead >= 0)
    _wait(search, rows[waits], waiting, waits)
    asked_before = search.count[item] > 0
    reasons = asked_before * int(SourceReason.REST)
    late = own & (arrival > search.needs.need_day[rows])
    reasons = reasons + late * int(SourceReason.LATE)
    reasons = reasons + ~own * int(SourceReason.NO_SOURCE)
    nothing = np.full(rows.size, -1)
    search.found.parts(
        ~waits,
        need=rows,
        item=item,
        kind=np.where(own, OWN, NOWHERE),
        source=nothing,
        lane=nothing,
        quantity=search.rest[rows],
        release_day=np.where(own, release, search.arrive_by[rows]),
        ship_day=np.where(own, ordered, search.arrive_by[rows]),
        arrival_day=np.where(own, arrival, search.needs.need_day[rows]),
        reasons=reasons,
    )
    search.rest[rows] = 0.0


def _fastest(search: Search, rows: np.ndarray) -> Asked:
    """Return the lane by which each need is met first once its source has ordered.

    Where there is none the arrival day is :data:`NEVER`.
    """
    item = search.needs.item[rows]
    count = search.count[item]
    place = np.repeat(np.arange(rows.size), count)
    step = np.arange(place.size) - np.repeat(np.cumsum(count) - count, count)
    link = search.start[item][place] + step
    source, lane = search.source[link], search.lane[link]
    first = search.points.first_day[source]
    usable = ~search.dead[lane] & ~search.bad_point[source]
    usable &= search.lanes.mode[lane] != EXCESS
    place, step, source, lane = (x[usable] for x in (place, step, source, lane))
    asked = search.asked(rows[place], source, lane, np.maximum(first[usable], 0))
    order = np.lexsort((step, asked.arrival, place))
    order = order[np.diff(place[order], prepend=-1) != 0]
    blank = np.full(rows.size, -1)
    found = {name: blank.copy() for name in ("source", "lane", "release", "ship")} | {
        "arrival": np.full(rows.size, NEVER),
        "multiple": np.zeros(rows.size),
    }
    for name, column in found.items():
        column[place[order]] = getattr(asked, name)[order]
    return Asked(rows, item, ask=search.rest[rows], **found)


def _wait(search: Search, rows: np.ndarray, waiting: Asked, mask: np.ndarray) -> None:
    """Record what waits for its source."""
    if not rows.size:
        return
    source, lane, ship = (
        column[mask] for column in (waiting.source, waiting.lane, waiting.ship)
    )
    asked = search.asked(rows, source, lane, ship)
    late = asked.arrival > search.needs.need_day[rows]
    raised = asked.ask > search.rest[rows] * (1 + 1e-9)
    search.found.parts(
        asked.ask > 0,
        need=rows,
        item=asked.item,
        kind=np.full(rows.size, LANE),
        source=source,
        lane=lane,
        quantity=asked.ask,
        release_day=asked.release,
        ship_day=asked.ship,
        arrival_day=asked.arrival,
        reasons=int(SourceReason.WAITS | SourceReason.SOURCE_ORDERS)
        + late * int(SourceReason.LATE)
        + raised * int(SourceReason.ROUNDED_TO_LOT)
        + int(SourceReason.REST),
    )
