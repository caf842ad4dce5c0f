"""Demand and supply by day, and the plan of a block of items.

Items are planned in blocks of similar horizon: a block's matrices stay in the
processor's cache, and one item with a long lead time does not stretch all others.
Every item looks only as far as its own horizon, so blocks do not change results.
"""

from dataclasses import dataclass, replace

import numpy as np

from .choices import STREAMS, Choices
from .datatypes import NO_DAY, Events, Items
from .demand import consume_forecast
from .netting import Lot, Timing, net_requirements, project_balance
from .results import Needs

#: Items planned together.
BLOCK = 4096
#: Days in which booked orders consume the expected rate.
WINDOW = 7


@dataclass(frozen=True)
class Outlook:
    """What the netting needs beside the facts; shape (n,).

    Attributes
    ----------
    rate : ndarray of float64
        Expected own demand [product UoM / day].
    safety_stock, lot : ndarray of float64
        Parameters in force [product UoM]; a safety stock of -inf plans nothing.
    lead : ndarray of int64
        Lead time [days].
    last : ndarray of int64
        First need day beyond the horizon [days].
    noise : ndarray of float64
        Shortage taken for float noise [product UoM].
    next_review : ndarray of int64
        Day of the first chance to order.
    """

    rate: np.ndarray
    safety_stock: np.ndarray
    lot: np.ndarray
    lead: np.ndarray
    last: np.ndarray
    noise: np.ndarray
    next_review: np.ndarray


def plan_days(
    items: Items, choices: Choices, outlook: Outlook
) -> tuple[Needs, np.ndarray]:
    """Return the needs of all items, and the day each runs out of stock.

    Parameters
    ----------
    items : Items
        Valid items only; numbers of others must have been taken out.
    choices : Choices
        The choices of each item.
    outlook : Outlook
        Rates, parameters and horizons.

    Returns
    -------
    tuple of Needs and ndarray of int64, shape (n,)
        Needs sorted by item and release day; first day on which the balance of
        expected demand and open supply is negative, or :data:`NO_DAY`.
    """
    n = len(items.key)
    stockout = np.full(n, NO_DAY, dtype=np.int64)
    # Whole windows, so that the length of a block cannot cut an item's last one.
    span = outlook.last + np.maximum(choices.review, choices.cover)
    span = -(-span // WINDOW) * WINDOW
    order = np.argsort(span, kind="stable")
    parts = []
    for start in range(0, n, BLOCK):
        rows = np.sort(order[start : start + BLOCK])
        block = Block(items, choices, outlook, rows, int(span[rows].max()))
        stockout[rows] = block.stockout_day()
        parts.append(block.needs())
    return _joined(parts), stockout


def _joined(parts: list[Needs]) -> Needs:
    """Put the needs of blocks in the order of items."""
    if not parts:
        return Needs.empty()
    columns = [
        np.concatenate([getattr(part, name) for part in parts])
        for name in Needs.__dataclass_fields__
    ]
    order = np.argsort(columns[0], kind="stable")
    return Needs(*(column[order] for column in columns))


class Block:
    """Some items by day; matrices are (days, items)."""

    def __init__(
        self,
        items: Items,
        choices: Choices,
        outlook: Outlook,
        rows: np.ndarray,
        days: int,
    ) -> None:
        self.items, self.choices, self.outlook = items, choices, outlook
        self.rows, self.days = rows, days
        self.on_hand = items.on_hand[rows]
        self._local = np.full(len(items.key), -1, dtype=np.int64)
        self._local[rows] = np.arange(rows.size)
        rate = np.broadcast_to(outlook.rate[rows], (days, rows.size))
        booked, backlog, dependent = self._open_demand()
        self.net = consume_forecast(rate.T, booked.T, WINDOW).T
        self.net[0] += backlog
        self.net += dependent
        self.charged = self._charged(rate, booked, backlog, dependent)

    def _open_demand(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Return booked demand by day, backlog, and dependent demand by day."""
        booked, dependent = self.items.booked, self.items.dependent
        late = booked.day < 0
        return (
            self._by_day(booked, booked.day, ~late),
            self._by_day(booked, booked.day, late)[0],
            self._by_day(dependent, dependent.day),
        )

    def _by_day(
        self, events: Events, day: np.ndarray, among: np.ndarray | bool = True
    ) -> np.ndarray:
        """Add events up by day; overdue ones count today."""
        local = self._local[events.item]
        keep = among & (local >= 0) & (day < self.days)
        day = np.maximum(day[keep], 0).astype(np.int64)
        width = self.rows.size
        cells = np.bincount(
            day * width + local[keep],
            weights=events.quantity[keep],
            minlength=self.days * width,
        )
        # Without any event numpy counts in integers.
        return cells.reshape(self.days, width).astype(float, copy=False)

    def _charged(
        self,
        rate: np.ndarray,
        booked: np.ndarray,
        backlog: np.ndarray,
        dependent: np.ndarray,
    ) -> np.ndarray:
        """Return the demand that each item's method charges its balance with."""
        stream = self.choices.stream[self.rows]
        charged = self.net
        asked = stream == STREAMS.index("booked")
        if asked.any():
            only_booked = booked + dependent
            only_booked[0] += backlog
            charged = np.where(asked, only_booked, charged)
        expected = stream == STREAMS.index("forecast")
        if expected.any():
            charged = np.where(expected, rate + dependent, charged)
        return charged

    def receipts(self) -> np.ndarray:
        """Return open supply at its own dates; overdue supply counts today."""
        return self._by_day(self.items.receipts, self.items.receipts.day)

    def stockout_day(self) -> np.ndarray:
        """Return the first day of a negative balance, supply at its own dates."""
        balance = project_balance(self.on_hand, self.receipts().T, self.net.T).T
        short = balance < -self.outlook.noise[self.rows]
        short &= np.arange(self.days)[:, None] < self.outlook.last[self.rows]
        return np.where(short.any(axis=0), short.argmax(axis=0), NO_DAY)

    def needs(self) -> Needs:
        """Return the needs of the block, with the rows of the batch."""
        rows, choices, items = self.rows, self.choices, self.items
        receipts = items.receipts
        # Supply that comes after its need is to be pulled in, not bought again: for
        # what is still to be ordered all open supply counts from today on.
        supply = self._by_day(receipts, np.zeros(len(receipts.item), dtype=np.int64))
        needs = net_requirements(
            self.on_hand,
            supply.T,
            self.charged.T,
            self.outlook.safety_stock[rows],
            self.outlook.lead[rows],
            choices.review[rows],
            Lot(
                self.outlook.lot[rows],
                choices.cover[rows],
                items.multiple[rows],
                items.minimum[rows],
                items.maximum[rows],
                choices.rounding[rows],
            ),
            Timing(
                choices.safety[rows],
                self.outlook.last[rows],
                self.outlook.noise[rows],
                self.outlook.next_review[rows],
            ),
        )
        return replace(needs, item=rows[needs.item])
