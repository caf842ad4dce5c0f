"""One turn: sources share what they have among those who ask at once."""

import numpy as np

from ..allocation import ANY, EXCESS, FAIR_SHARE, Allocation, allocate
from .search import Asked, Search

#: Sources shared at once: their days stay in the processor's cache.
BLOCK = 4096


class Turn:
    """All who ask a lane in one turn.

    Attributes
    ----------
    granted : ndarray of float64
        What each gets [product UoM].
    endless : ndarray of bool
        The source orders what it gives.
    """

    def __init__(self, search: Search, asked: Asked, number: int) -> None:
        self.search, self.asked, self.number = search, asked, number
        self.granted = np.zeros(asked.need.size)
        self.endless = np.zeros(asked.need.size, dtype=bool)
        mode = search.lanes.mode[asked.lane]
        for code in (ANY, FAIR_SHARE, EXCESS):
            rows = np.flatnonzero((mode == code) & (asked.ask > 0))
            if rows.size:
                self._share(rows, code)

    def _share(self, rows: np.ndarray, mode: int) -> None:
        """Share the sources of some who ask, a block of sources at a time."""
        place = self.search.stock.place(self.asked.source[rows])
        order = np.argsort(place, kind="stable")
        sources, start = np.unique(place[order], return_index=True)
        start = np.append(start, order.size)
        for first in range(0, sources.size, BLOCK):
            last = min(first + BLOCK, sources.size)
            part = rows[order[start[first] : start[last]]]
            _Block(self, part, sources[first:last], mode).share()


class _Block:
    """Some sources, and those who ask them in one mode."""

    def __init__(
        self, turn: Turn, rows: np.ndarray, sources: np.ndarray, mode: int
    ) -> None:
        search = turn.search
        self.turn, self.rows, self.sources, self.mode = turn, rows, sources, mode
        self.stock, self.search = search.stock, search
        self.spare = self.stock.spare(sources, mode)
        place = self.stock.place(turn.asked.source[rows])
        self.group = np.searchsorted(sources, place)
        self.ship = turn.asked.ship[rows]
        self.own = np.zeros(0, dtype=np.int64)
        self.keeps = [np.zeros(0)] * 3 + [self.own]
        if mode == FAIR_SHARE:
            keeps = self.stock.own_claims(sources)
            self.own = np.flatnonzero(keeps[0] > 0)
            self.keeps = [column[self.own] for column in keeps]

    def share(self) -> None:
        """Share, and record what was asked and given."""
        turn, stock, rows = self.turn, self.stock, self.rows
        shared = self._allocate()
        granted = shared.quantity[: rows.size]
        available = self.spare[self.group, stock.column(self.ship)]
        turn.granted[rows] = granted
        turn.endless[rows] = np.isinf(available) & (granted > 0)
        stock.give(self.sources[self.group], self.ship, granted, self.mode)
        self._tell(shared)

    def _allocate(self) -> Allocation:
        asked, rows, search = self.turn.asked, self.rows, self.search
        points, lanes, stock = search.points, search.lanes, self.stock
        item, lane, ask = asked.item[rows], asked.lane[rows], asked.ask[rows]
        place, column = self.sources[self.group], stock.column(self.ship)
        if self.mode == EXCESS:
            # What the source itself will have used by then is no excess.
            left = self.spare[self.group, column] - stock.consumed(place, self.ship)
            ask = np.minimum(ask, np.maximum(left, 0.0))
        # A source of which nothing is known gives nothing, and says so.
        unknown = search.bad_point[asked.source[rows]] | search.bad_point[item]
        need, rate, held, day = self.keeps
        none = np.zeros(self.own.size)
        keeper = stock.rows[self.sources[self.own]]
        return allocate(
            self.spare,
            np.concatenate([np.where(unknown, np.nan, ask), need]),
            np.concatenate([np.maximum(points.demand_rate[item], 0.0), rate]),
            np.concatenate([search.base[asked.need[rows]], held]),
            np.concatenate([self.group, self.own]),
            day=np.concatenate([column, day]),
            priority=np.concatenate([lanes.priority[lane], none]),
            minimum=np.concatenate([lanes.minimum[lane], none]),
            multiple=np.concatenate([asked.multiple[rows], none]),
            key=np.concatenate([points.key[item], points.key[keeper]]),
        )

    def _tell(self, shared: Allocation) -> None:
        """Record who asked and who got what, the sources' own claims included."""
        asked, rows, own = self.turn.asked, self.rows, self.own
        keeper = self.stock.rows[self.sources[own]]
        none = np.full(own.size, -1)
        group = np.concatenate([self.group, own])
        day = np.concatenate([self.ship, self.keeps[3]])
        ask = np.concatenate([asked.ask[rows], self.keeps[0]])
        self.search.found.claims(
            need=np.concatenate([asked.need[rows], none]),
            item=np.concatenate([asked.item[rows], keeper]),
            source=np.concatenate([asked.source[rows], keeper]),
            lane=np.concatenate([asked.lane[rows], none]),
            turn=np.full(group.size, self.turn.number),
            day=day,
            asked=ask,
            granted=shared.quantity,
            available=self.spare[group, self.stock.column(day)],
            claimed=np.bincount(group, ask, self.sources.size)[group],
            cover_before=shared.cover_before,
            cover_after=shared.cover_after,
            reasons=shared.reasons,
        )
