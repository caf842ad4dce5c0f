"""When and how much of each open order is needed."""

import numpy as np

from ..lots import turns
from ..order_quantity import NOISE, snap
from ..validation import LARGEST
from .datatypes import Margins, OpenOrders, OrderedItems

#: Orders whose days are looked through at once.
BLOCK = 8192
#: Share of the margins down to which an open message is kept.
KEPT = 0.5


class Required:
    """Open orders against what is needed; orders sorted by item and day.

    Orders that cannot be moved come on their own day. The others serve, in the order
    of their days, what stock and those leave open.

    Attributes
    ----------
    rows : ndarray of int64, shape (m,)
        Rows of the orders that count.
    item, day : ndarray of int64
        Their item and day, never in the past.
    was, quantity : ndarray of float64
        Their quantity, and the one that is enough, in whole lots.
    limit : ndarray of float64
        Change of quantity that is too little to be said.
    before : ndarray of float64
        Movable supply of the item ahead of each.
    target : ndarray of int64
        Day on which each is to be there; t where it is needed after the last day.
    latest : ndarray of int64
        Day from which it is missed by more than the margin of quantity.
    """

    def __init__(
        self, items: OrderedItems, orders: OpenOrders, margins: Margins
    ) -> None:
        self.items, self.orders = items, orders
        self.days = items.demand.shape[1]
        good = (orders.quantity > 0) & ~bad_orders(orders)
        bad = bad_items(items)
        good &= ~bad[orders.item]
        rows = np.flatnonzero(good)
        day = np.maximum(orders.day[rows], 0)
        # The smallest of a day comes first: moving orders to it changes no order.
        keys = (orders.key[rows], orders.quantity[rows], day, orders.item[rows])
        order = np.lexsort(keys)
        self.rows, self.day = rows[order], day[order]
        self.item = orders.item[self.rows]
        self.was = orders.quantity[self.rows].astype(float)
        self.gone = np.cumsum(np.where(bad[:, None], 0.0, items.demand), axis=1)
        self.movable = np.asarray(orders.can_move, dtype=bool)[self.rows]
        told = ~np.isnan(orders.told_quantity[self.rows])
        self.limit = margins.share * self.was * np.where(told, KEPT, 1.0)
        self.quantity = self._enough()
        self.before = self._ahead(np.where(self.movable, self.quantity, 0.0))
        self.required = self._required(items.safety_stock)
        self.target = self._days_enough(np.zeros(self.rows.size))
        # A shortage within the margin, and within half the order, may last a while.
        little = np.minimum(self.limit, 0.5 * self.quantity)
        self.latest = self._days_enough(little)

    def _ahead(self, amount: np.ndarray) -> np.ndarray:
        """Return what earlier orders of the same item bring."""
        before = np.cumsum(amount) - amount
        first = np.flatnonzero(np.diff(self.item, prepend=-1))
        return before - np.repeat(before[first], np.diff(first, append=amount.size))

    def _enough(self) -> np.ndarray:
        """Return the quantity of each order without what nobody needs.

        The latest orders give way first. No day may lack what an order brings: one
        that cannot be moved is missed from its day on, the others from today on.
        Orders after the last day are let alone, since their demand is not known.
        """
        items, quantity = self.items, self.was.copy()
        seen = self.day < self.days
        start = np.where(self.movable, 0, self.day)
        slack = self._supply(np.where(seen, quantity, 0.0), start) - self.gone
        slack += (items.on_hand - items.safety_stock)[:, None]
        slack[:, -1:] -= items.spare[:, None]
        able = seen & np.asarray(self.orders.can_cut, dtype=bool)[self.rows]
        # The last order of each item, then the one before it, and so on.
        latest = np.flatnonzero(able)[::-1]
        for turn in turns(self.item[latest]):
            place = latest[turn]
            item = self.item[place]
            ahead = np.minimum.accumulate(slack[item, ::-1], axis=1)[:, ::-1]
            room = ahead[np.arange(place.size), start[place]]
            left = quantity[place] - np.clip(room, 0.0, quantity[place])
            quantity[place], cut = self._in_lots(place, left)
            slack[item] -= cut[:, None] * (np.arange(self.days) >= start[place, None])
        return quantity

    def _supply(self, quantity: np.ndarray, start: np.ndarray) -> np.ndarray:
        """Return what orders bring by the end of each day, (n, t)."""
        seen = start < self.days
        cells = self.item[seen] * self.days + start[seen]
        come = np.bincount(cells, quantity[seen], self.gone.size)
        return np.cumsum(come.reshape(self.gone.shape), axis=1)

    def _in_lots(
        self, place: np.ndarray, left: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray]:
        """Return what is left of orders in whole lots, and what is cut off.

        A cut within the margins is not made, but it is not made elsewhere either.
        """
        rows, was = self.rows[place], self.was[place]
        multiple, minimum = self.orders.multiple[rows], self.orders.minimum[rows]
        pack = np.where(multiple > 0, multiple, 1.0)
        whole = np.where(multiple > 0, np.ceil(snap(left / pack)) * pack, left)
        kept = left > NOISE * was
        whole = np.where(kept, np.maximum(whole, minimum), 0.0)
        cut = np.maximum(was - whole, 0.0)
        said = cut > np.maximum(self.limit[place], NOISE * was)
        return np.where(said, whole, was), cut

    def _required(self, kept: np.ndarray) -> np.ndarray:
        """Return what movable orders have to bring by the end of each day, (n, t)."""
        fixed = np.where(self.movable, 0.0, self.quantity)
        lack = self.gone + (kept - self.items.on_hand)[:, None]
        lack -= self._supply(fixed, self.day)
        return np.maximum.accumulate(np.maximum(lack, 0.0), axis=1)

    def _days_enough(self, margin: np.ndarray) -> np.ndarray:
        """Return the first day on which supply ahead of each order is not enough.

        Parameters
        ----------
        margin : ndarray, shape (m,)
            Shortage that is none.
        """
        day = np.empty(self.rows.size, dtype=np.int64)
        ahead = self.before + NOISE * (self.before + self.quantity) + margin
        for start in range(0, self.rows.size, BLOCK):
            part = slice(start, start + BLOCK)
            served = ahead[part, None] >= self.required[self.item[part]]
            day[part] = served.sum(axis=1)
        safety = self.items.safety_days[self.item]
        return np.where(day < self.days, np.maximum(day - safety, 0), day)

    def lacking(self, kept: np.ndarray) -> np.ndarray:
        """Return how much of each order is needed before it comes.

        Parameters
        ----------
        kept : ndarray, shape (n,)
            Stock to be kept meanwhile.
        """
        last = np.clip(self.day - 1, 0, self.days - 1)
        lack = self._required(kept)[self.item, last] - self.before
        lack = np.where(self.day > 0, lack, 0.0)
        return np.clip(lack, 0.0, self.quantity)


def bad_orders(orders: OpenOrders) -> np.ndarray:
    """Tell which orders have numbers that are none, shape (m,)."""
    bad = ~(np.abs(orders.quantity) <= LARGEST)
    for lot in (orders.multiple, orders.minimum):
        bad |= ~((lot >= 0) & (lot <= LARGEST))
    return bad


def bad_items(items: OrderedItems) -> np.ndarray:
    """Tell which items have numbers that are none, shape (n,)."""
    bad = ~(np.abs(items.on_hand) <= LARGEST) | ~(np.abs(items.safety_stock) <= LARGEST)
    bad |= ~((items.demand >= 0) & (items.demand <= LARGEST)).all(axis=1)
    for column in (items.spare, items.unit_cost, items.carrying):
        bad |= ~((column >= 0) & (column <= LARGEST))
    return bad
