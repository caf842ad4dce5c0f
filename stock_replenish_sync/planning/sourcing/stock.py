"""What sources have to give, day by day, less what was given already."""

import numpy as np

from ..allocation import EXCESS, spare_stock
from ..datatypes import Events
from .datatypes import StockPoints

#: Days ahead that a source's stock is looked at.
LONGEST_VIEW = 400


class Stock:
    """Stock and bookings of source items by day; matrices are (sources, days).

    Attributes
    ----------
    rows : ndarray of int64
        Rows of the sources among all items, sorted.
    days : int
        Days looked at; later ones count as the last.
    """

    def __init__(self, points: StockPoints, rows: np.ndarray, last_day: int) -> None:
        self.points, self.rows = points, rows
        seen = [last_day]
        for events in (points.receipts, points.booked, points.dependent):
            seen.append(int(events.day.max(initial=0)))
        self.days = min(max(seen) + 1, LONGEST_VIEW)
        self._place = np.full(len(points.key), -1, dtype=np.int64)
        self._place[rows] = np.arange(rows.size)
        self.booked = self._by_day(points.booked)
        flow = self._by_day(points.receipts) - self._by_day(points.dependent)
        self.balance = points.on_hand[rows][:, None] + flow - self.booked
        self.first_day = np.maximum(points.first_day[rows], 0)

    def _by_day(self, events: Events) -> np.ndarray:
        """Return what has come or gone by the end of each day."""
        place = self._place[events.item]
        keep = (place >= 0) & (events.day < self.days)
        cell = place[keep] * self.days + np.maximum(events.day[keep], 0)
        size = self.rows.size * self.days
        cells = np.bincount(cell.astype(np.int64), events.quantity[keep], size)
        return np.cumsum(cells.reshape(self.rows.size, self.days), axis=1)

    def place(self, source: np.ndarray) -> np.ndarray:
        """Return the places of source items in the matrices."""
        return self._place[source]

    def column(self, day: np.ndarray) -> np.ndarray:
        """Return the columns of days."""
        return np.clip(day, 0, self.days - 1)

    def spare(self, places: np.ndarray, mode: int) -> np.ndarray:
        """Return what sources may give in a mode by the end of each day."""
        kept = self.points.reorder_point[self.rows[places]]
        modes = np.full(places.size, mode)
        return spare_stock(self.balance[places], modes, kept, self.first_day[places])

    def consumed(self, places: np.ndarray, day: np.ndarray) -> np.ndarray:
        """Return what sources are expected to use by days, beyond what is booked."""
        rate = np.maximum(self.points.own_rate[self.rows[places]], 0.0)
        booked = self.booked[places, self.column(day)]
        return np.maximum(rate * np.maximum(day, 0) - booked, 0.0)

    def own_claims(
        self, places: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
        """Return what sources claim for themselves in a fair share.

        Returns
        -------
        tuple of ndarray
            Need up to the reorder point, daily demand, what is booked and so theirs
            already, and the day before which no order of their own arrives.
        """
        rows = self.rows[places]
        day = np.minimum(self.first_day[places], self.days) - 1
        held = np.where(day >= 0, self.booked[places, np.maximum(day, 0)], 0.0)
        need = np.maximum(self.points.reorder_point[rows] - held, 0.0)
        need = np.where(day >= 0, need, 0.0)
        return need, np.maximum(self.points.own_rate[rows], 0.0), held, day

    def give(
        self, places: np.ndarray, day: np.ndarray, amount: np.ndarray, mode: int
    ) -> None:
        """Take what is given from the stock; what a source orders is not in stock."""
        held = day < self.first_day[places]
        keep = amount * (held | (mode == EXCESS))
        touched, place = np.unique(places, return_inverse=True)
        cell = place * self.days + self.column(day)
        cells = np.bincount(cell, keep, touched.size * self.days)
        self.balance[touched] -= np.cumsum(cells.reshape(-1, self.days), axis=1)
