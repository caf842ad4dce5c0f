"""The walk through the days that finds needs; see :mod:`planning.netting`."""

from dataclasses import dataclass

import numpy as np

from .datatypes import Reason
from .errors import ShapeError
from .order_quantity import UP, round_by_code
from .results import Needs
from .review import due_days

#: Orders of one item for one day, where a maximum splits a need.
MOST_SPLITS = 100


@dataclass(frozen=True)
class Lot:
    """Lot rules of n items, shape (n,) or scalar.

    Attributes
    ----------
    quantity : ndarray
        Smallest quantity worth an order [unit]; 0 orders the shortage alone.
    cover : ndarray of int
        Days from the arrival on whose shortage one order covers; 0 covers the
        rest of the review cycle.
    multiple, minimum, maximum : ndarray
        See :func:`planning.order_quantity.round_quantity`; the maximum is that of
        one order, what it leaves becomes another order for the same day.
    rounding : ndarray of int
        Index in :data:`planning.order_quantity.ROUNDING_MODES`.
    """

    quantity: np.ndarray = 0.0
    cover: np.ndarray = 0
    multiple: np.ndarray = 0.0
    minimum: np.ndarray = 0.0
    maximum: np.ndarray = 0.0
    rounding: np.ndarray = UP


@dataclass(frozen=True)
class Timing:
    """When needs are looked for, shape (n,) or scalar.

    Attributes
    ----------
    safety : ndarray of int
        Safety lead time [days]: orders are released so much earlier.
    last : ndarray of int
        First need day that is not looked at [days]; by default the whole balance.
    noise : ndarray
        Shortage that is taken for float noise [unit].
    next_review : ndarray of int
        Day of the first chance to order; see :func:`planning.review.next_review`.
    """

    safety: np.ndarray = 0
    last: np.ndarray | None = None
    noise: np.ndarray = 1e-9
    next_review: np.ndarray = 0


class Scan:
    """One pass over the days of a balance, shape (t, n)."""

    def __init__(
        self,
        balance: np.ndarray,
        safety_stock: np.ndarray,
        lead_time: np.ndarray,
        review: np.ndarray,
        lot: Lot,
        timing: Timing,
    ) -> None:
        self.days, self.n = balance.shape
        self.balance = balance
        self.safety_stock = self._column(safety_stock, float)
        self.lead = self._column(lead_time, np.int64)
        self.review = np.maximum(self._column(review, np.int64), 1)
        self.safety = self._column(timing.safety, np.int64)
        self.noise = self._column(timing.noise, float)
        self.next_review = self._column(timing.next_review, np.int64)
        self.cover = self._column(lot.cover, np.int64)
        self.lot = self._column(lot.quantity, float)
        self.rules = [
            self._column(rule, float)
            for rule in (lot.multiple, lot.minimum, lot.maximum)
        ]
        self.rounding = self._column(lot.rounding, np.int64)
        last = self.days if timing.last is None else timing.last
        self.last = self._column(last, np.int64)
        self.first = self.lead + self.safety
        self.planned = np.zeros(self.n)
        self.found: list[tuple[np.ndarray, ...]] = []

    def _column(self, value: np.ndarray, kind: type) -> np.ndarray:
        value = np.asarray(value, dtype=kind)
        if value.shape not in ((), (1,), (self.n,)):
            raise ShapeError("rules must have one row per item")
        return np.broadcast_to(value, (self.n,))

    def needs(self) -> Needs:
        """Walk through the days and return the needs."""
        floor = self.safety_stock - self.noise
        was_below = np.zeros(self.n, dtype=bool)
        began = np.zeros(self.n, dtype=np.int64)
        last_first = int(self.first.max()) if self.n else -1
        for day in range(min(self.days, int(self.last.max()) if self.n else 0)):
            below = self.balance[day] + self.planned < floor
            if day <= last_first:
                began[below & ~was_below] = day
                was_below = below
            hit = np.flatnonzero(below & (self.first <= day) & (day < self.last))
            if hit.size:
                need_day = np.where(self.first[hit] == day, began[hit], day)
                self._order(day, hit, need_day)
        return self._collected()

    def _shortage(self, day: int, rows: np.ndarray) -> np.ndarray:
        """Return what the covered days lack."""
        cover, review, first = self.cover[rows], self.review[rows], self.first[rows]
        cycle_end = first + ((day - first) // review + 1) * review - 1
        end = np.where(cover > 0, day + cover - 1, cycle_end)
        end = np.minimum(end, self.days - 1)
        width = int(end.max()) - day + 1
        covered = np.minimum(day + np.arange(width)[:, None], end)
        lowest = self.balance[covered, rows].min(axis=0)
        return self.safety_stock[rows] - (lowest + self.planned[rows])

    def _order(self, day: int, rows: np.ndarray, need_day: np.ndarray) -> None:
        """Record the orders of one day and add them to the planned supply."""
        short = self._shortage(day, rows)
        for _split in range(MOST_SPLITS):
            raw = np.maximum(self.lot[rows], short)
            rules = [rule[rows] for rule in self.rules]
            quantity, cut = round_by_code(raw, *rules, self.rounding[rows])
            reasons = self._reasons(raw, quantity, cut, rules)
            good = quantity > 0
            self.found.append(
                tuple(x[good] for x in (rows, quantity, raw, need_day, reasons))
            )
            self.planned[rows] += quantity
            short = short - quantity
            more = good & (short > self.noise[rows])
            if not more.any():
                return
            rows, need_day, short = rows[more], need_day[more], short[more]

    @staticmethod
    def _reasons(
        raw: np.ndarray, quantity: np.ndarray, cut: np.ndarray, rules: list[np.ndarray]
    ) -> np.ndarray:
        """Say which rules made the quantity."""
        multiple, minimum, _maximum = rules
        raised = ~cut & (minimum > raw)
        changed = np.abs(quantity - np.maximum(raw, minimum)) > 1e-9 * quantity
        rounded = ~cut & (multiple > 0) & changed
        return (
            raised * int(Reason.RAISED_TO_MINIMUM)
            + rounded * int(Reason.ROUNDED_TO_MULTIPLE)
            + cut * int(Reason.CUT_TO_MAXIMUM)
        )

    def _collected(self) -> Needs:
        """Return the recorded orders, sorted."""
        if not self.found:
            return Needs.empty()
        item, quantity, raw, need_day, reasons = (
            np.concatenate(column) for column in zip(*self.found, strict=True)
        )
        order = np.argsort(item, kind="stable")
        item, need_day = item[order], need_day[order]
        release = need_day - self.first[item]
        arrival = np.maximum(release, 0) + self.lead[item]
        late = (arrival > need_day) * int(Reason.LATE)
        return Needs(
            item,
            quantity[order],
            raw[order],
            need_day,
            release,
            due_days(release, self.review[item], self.next_review[item]),
            arrival,
            reasons[order] | late,
        )
