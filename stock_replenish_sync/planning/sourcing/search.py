"""The needs on their way through their lanes."""

import datetime as dt
from dataclasses import dataclass, replace

import numpy as np

from ..datatypes import Events
from ..lots import ask_in_lots
from ..results import Needs
from .checks import bad_lanes, bad_needs, bad_points, check_shapes
from .collect import Collected
from .datatypes import Lanes, Links, StockPoints
from .days import ship_days
from .stock import Stock


@dataclass
class Asked:
    """Needs that ask a lane at once; columns of equal length, sorted by need.

    Attributes
    ----------
    need, item, source, lane : ndarray of int64
        Rows.
    ask : ndarray of float64
        What is asked, in whole lots [product UoM].
    multiple : ndarray of float64
        The lots: the lane's, or those of the item where the lane has none; 0 means any
        quantity [product UoM].
    release, ship, arrival : ndarray of int64
        Days; see :func:`planning.sourcing.days.ship_days`. Goods leave the stock of
        the source on the second one; the door, once they are prepared.
    """

    need: np.ndarray
    item: np.ndarray
    source: np.ndarray
    lane: np.ndarray
    ask: np.ndarray
    multiple: np.ndarray
    release: np.ndarray
    ship: np.ndarray
    arrival: np.ndarray


class Search:
    """What is known of needs, lanes and sources, and what was found so far.

    Attributes
    ----------
    source, lane : ndarray of int64
        Source item and lane of the links of items with needs, by item and sequence.
    start, count : ndarray of int64, shape (n,)
        First link and number of links of each item.
    rest : ndarray of float64, shape (k,)
        What each need still lacks.
    base : ndarray of float64, shape (k,)
        What the item of each need has ahead of it: stock, open supply, earlier needs.
    arrive_by : ndarray of int64, shape (k,)
        Need day less safety days.
    """

    def __init__(
        self,
        needs: Needs,
        points: StockPoints,
        lanes: Lanes,
        links: Links,
        today: dt.date,
    ) -> None:
        check_shapes(needs, points, lanes, links)
        self.bad_point = bad_points(points)
        points = _harmless(points, self.bad_point)
        self.needs, self.points, self.lanes, self.today = needs, points, lanes, today
        self.bad_need, self.bad_lane = bad_needs(needs), bad_lanes(lanes)
        self.dead = np.asarray(lanes.stopped, dtype=bool) | self.bad_lane
        self._hang_lanes(links)
        self.rest = np.where(self.bad_need, 0.0, needs.quantity)
        self.arrive_by = needs.need_day - points.safety_days[needs.item]
        last = int(np.max(needs.need_day, initial=0))
        self.stock = Stock(points, np.unique(self.source), last)
        self.base = self._ahead()
        self.found = Collected()

    def _hang_lanes(self, links: Links) -> None:
        """Sort the links of items with needs by item and sequence."""
        n = len(self.points.key)
        asking = np.zeros(n, dtype=bool)
        asking[self.needs.item] = True
        rows = np.flatnonzero(asking[links.item] & (links.item != links.source))
        sequence = self.lanes.sequence[links.lane[rows]]
        order = np.lexsort((links.lane[rows], sequence, links.item[rows]))
        self.source, self.lane = links.source[rows][order], links.lane[rows][order]
        self.count = np.bincount(links.item[rows], minlength=n)
        self.start = np.cumsum(self.count) - self.count

    def _ahead(self) -> np.ndarray:
        points, item = self.points, self.needs.item
        n = len(points.key)
        coming = np.bincount(points.receipts.item, points.receipts.quantity, n)
        ahead = points.on_hand + coming
        for events in (points.booked, points.dependent):
            late = events.day < 0
            ahead -= np.bincount(events.item[late], events.quantity[late], n)
        before = np.cumsum(self.rest) - self.rest
        first = np.flatnonzero(np.diff(item, prepend=-1))
        before -= np.repeat(before[first], np.diff(first, append=item.size))
        return ahead[item] + before

    def asked(
        self,
        need: np.ndarray,
        source: np.ndarray,
        lane: np.ndarray,
        earliest: np.ndarray | int = 0,
    ) -> Asked:
        """Return what needs ask of lanes, and when it leaves and arrives."""
        lanes, item = self.lanes, self.needs.item[need]
        usable = ~self.bad_lane[lane]
        prepare = lanes.prepare_days
        if prepare is None:
            prepare = np.zeros_like(lanes.lead_days)
        multiple, minimum, days, prepare = (
            np.where(usable, column[lane], 0)
            for column in (lanes.multiple, lanes.minimum, lanes.lead_days, prepare)
        )
        multiple = np.where(multiple > 0, multiple, self.points.multiple[item])
        prepare = prepare.astype(np.int64)
        release, ship, arrival = ship_days(
            self.arrive_by[need],
            days.astype(np.int64),
            np.where(usable, lanes.weekdays[lane], 0),
            np.maximum(earliest, lanes.cutoff_passed[lane]) + prepare,
            self.today,
        )
        return Asked(
            need,
            item,
            source,
            lane,
            ask_in_lots(self.rest[need], item, multiple, minimum),
            multiple,
            # Weekdays are those of the door; the stock gives before.
            release - prepare,
            ship - prepare,
            arrival,
        )


def _harmless(points: StockPoints, bad: np.ndarray) -> StockPoints:
    """Return the items, bad ones without stock, demand and events."""
    if not bad.any():
        return points
    names = ("on_hand", "demand_rate", "own_rate", "reorder_point", "multiple")
    clean = {name: np.where(bad, 0.0, getattr(points, name)) for name in names}
    for name in ("receipts", "booked", "dependent"):
        events = getattr(points, name)
        keep = ~bad[events.item]
        clean[name] = Events(events.item[keep], events.day[keep], events.quantity[keep])
    return replace(points, **clean)
