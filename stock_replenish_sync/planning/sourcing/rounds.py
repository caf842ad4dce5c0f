"""Needs are cut over lanes in sequence; the rest is bought, made, or waits.

All needs ask their first lane at once, what is lacking asks the second, and so on. A
source that is short in a turn is shared, see :mod:`planning.allocation`; among the
lanes of a turn those that may take everything are served before those that share
with the source, and these before those that take its excess alone.
"""

import datetime as dt

import numpy as np

from ..lots import still_needed
from ..order_quantity import NOISE
from ..results import Needs
from .datatypes import (
    LANE,
    NOWHERE,
    STOPPED,
    Lanes,
    Links,
    Sourced,
    SourceReason,
    StockPoints,
)
from .rest import meet_rest
from .search import Asked, Search
from .turn import Turn


def source_needs(
    needs: Needs, points: StockPoints, lanes: Lanes, links: Links, today: dt.date
) -> Sourced:
    """Return where needs are met from, by when, and who got what.

    Parameters
    ----------
    needs : Needs
        Needs of items of one echelon, sorted by item and release day as the netting
        returns them; `item`, `quantity` and `need_day` count.
    points : StockPoints
        All items, those that ask and those that give. What was drawn in lower echelons
        must be among their dependent demand.
    lanes : Lanes
        The lanes.
    links : Links
        The lanes of each item; those of items without needs are left aside.
    today : datetime.date
        The planning date.

    Returns
    -------
    Sourced
        The parts of each need add up to its quantity; they exceed it only by the rest
        of a lot, and then the item's later needs get less. Nothing is taken from what
        a source has promised, nor by 'excess' from below its reorder point.

    Raises
    ------
    ShapeError
        If columns do not belong together.

    Notes
    -----
    Days of cover count what an item has, all open supply, and its earlier needs, so
    that the near needs of all come before the far needs of any. In a fair share the
    source claims for itself what its own reorder point asks for. A source that orders
    gives without limit from its first day on: what is drawn then is ordered by its own
    plan. What is lacking before waits for that day only where nothing else is faster.
    A lane that is stopped ends the search of the needs that reach it; so does one
    whose numbers are none. A source whose numbers are none gives nothing.
    """
    search = Search(needs, points, lanes, links, today)
    _refuse(search)
    for turn in range(int(search.count.max(initial=0))):
        _ask(search, turn)
    meet_rest(search)
    return search.found.sourced()


def _ask(search: Search, turn: int) -> None:
    """Let needs that lack something ask their next lane."""
    item = search.needs.item
    rows = np.flatnonzero((search.rest > 0) & (search.count[item] > turn))
    link = search.start[item[rows]] + turn
    dead = search.dead[search.lane[link]]
    _stop(search, rows[dead], link[dead])
    rows, link = rows[~dead], link[~dead]
    if not rows.size:
        return
    asked = search.asked(rows, search.source[link], search.lane[link])
    given = Turn(search, asked, turn)
    rest = search.rest[rows]
    search.rest[rows], over = still_needed(rest, asked.item, given.granted)
    reasons = (
        (given.granted < asked.ask * (1 - NOISE)) * int(SourceReason.SHORT_SOURCE)
        + given.endless * int(SourceReason.SOURCE_ORDERS)
        + (over > 0) * int(SourceReason.ROUNDED_TO_LOT)
        + (turn > 0) * int(SourceReason.REST)
    )
    _record(search, asked, LANE, given.granted, reasons)


def _stop(search: Search, rows: np.ndarray, link: np.ndarray) -> None:
    """Stop needs at a lane that cannot be used."""
    if not rows.size:
        return
    lane = search.lane[link]
    asked = search.asked(rows, search.source[link], lane)
    reasons = np.where(
        search.bad_lane[lane],
        int(SourceReason.INVALID_INPUT),
        int(SourceReason.LANE_STOPPED),
    )
    _record(search, asked, STOPPED, search.rest[rows], reasons)
    search.rest[rows] = 0.0


def _record(
    search: Search,
    asked: Asked,
    kind: int,
    quantity: np.ndarray,
    reasons: np.ndarray,
) -> None:
    """Record the parts of needs that a lane brings, or stops."""
    late = asked.arrival > search.needs.need_day[asked.need]
    late &= kind == LANE
    search.found.parts(
        quantity > 0,
        need=asked.need,
        item=asked.item,
        kind=np.full(asked.need.size, kind),
        source=asked.source,
        lane=asked.lane,
        quantity=quantity,
        release_day=asked.release,
        ship_day=asked.ship,
        arrival_day=asked.arrival,
        reasons=reasons + late * int(SourceReason.LATE),
    )


def _refuse(search: Search) -> None:
    """Hand needs back whose quantity is none."""
    rows = np.flatnonzero(search.bad_need)
    day, nothing = search.needs.need_day[rows], np.full(rows.size, -1)
    search.found.parts(
        np.ones(rows.size, dtype=bool),
        need=rows,
        item=search.needs.item[rows],
        kind=np.full(rows.size, NOWHERE),
        source=nothing,
        lane=nothing,
        quantity=np.zeros(rows.size),
        release_day=day,
        ship_day=day,
        arrival_day=day,
        reasons=np.full(rows.size, int(SourceReason.INVALID_INPUT)),
    )
