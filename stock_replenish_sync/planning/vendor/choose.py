"""Vendor, quantity and date of what is bought, chosen together."""

import datetime as dt

import numpy as np

from ..errors import ShapeError
from ..lots import turns
from ..order_quantity import NOISE
from ..validation import LARGEST
from .candidates import Book
from .datatypes import (
    BY_COST,
    BY_SEQUENCE,
    ItemCosts,
    Offers,
    Purchases,
    VendorReason,
    Vendors,
    Wanted,
)
from .days import Calendar
from .prices import annual_cost
from .shares import split_by_share


def choose_vendors(
    wanted: Wanted,
    offers: Offers,
    vendors: Vendors,
    costs: ItemCosts,
    today: dt.date,
) -> Purchases:
    """Return from whom needs are bought, how much, and when it is ordered.

    Parameters
    ----------
    wanted : Wanted
        Needs of n items, sorted by item and day.
    offers : Offers
        Prices, minima, multiples and lead times.
    vendors : Vendors
        Working days and order days; see also :func:`planning.vendor.fill_baskets`.
    costs : ItemCosts
        One row per item.
    today : datetime.date
        The planning date.

    Returns
    -------
    Purchases
        By every need the sum of an item covers the needs so far. A need without an
        offer keeps its quantity and has no vendor.

    Raises
    ------
    ShapeError
        If columns do not belong together or needs are not sorted by item.

    Notes
    -----
    Of each vendor the smallest quantity that covers the need and that it sells, or a
    larger one from which a lower price holds, if that lowers the yearly cost of
    buying, ordering and holding and stays below the item's maximum. Of the vendors
    the first by sequence ('sequence'), the first that is in time ('in_time') or the
    cheapest that is ('cost'); where none is in time, the one that is there first,
    and among equals the first by sequence. Where vendors have shares, each need is
    split so that shares are kept over time. Minimum and multiple never apply to a
    need of nothing, and what they add serves the next need.
    """
    _check(wanted, offers, vendors, costs)
    return _Choice(wanted, offers, vendors, costs, today).run()


def _check(wanted: Wanted, offers: Offers, vendors: Vendors, costs: ItemCosts) -> None:
    for name, table in (("needs", wanted), ("offers", offers), ("costs", costs)):
        if len({np.shape(column) for column in vars(table).values()}) != 1:
            raise ShapeError(f"{name} must be columns of one length")
    n, v = len(costs.rule), len(vendors.weekdays)
    if np.ndim(vendors.open) != 2 or len(vendors.open) != v:
        raise ShapeError("open days must have one row per vendor")
    for rows, size in ((wanted.item, n), (offers.item, n), (offers.vendor, v)):
        if len(rows) and (np.min(rows) < 0 or np.max(rows) >= size):
            raise ShapeError("a row does not exist")
    if (np.diff(wanted.item) < 0).any():
        raise ShapeError("needs must be sorted by item")


class _Choice:
    """One call of :func:`choose_vendors`."""

    def __init__(
        self,
        wanted: Wanted,
        offers: Offers,
        vendors: Vendors,
        costs: ItemCosts,
        today: dt.date,
    ) -> None:
        self.wanted, self.rule = wanted, np.asarray(costs.rule)
        columns = (costs.annual_demand, costs.order_cost, costs.holding_rate)
        # What is not known weighs nothing.
        self.weights = [np.where((x >= 0) & (x <= LARGEST), x, 0.0) for x in columns]
        self.maximum = np.where(np.isnan(wanted.maximum), np.inf, wanted.maximum)
        self.book = Book(offers, self.rule.size)
        self.calendar = Calendar(vendors, today)
        self.bought = self.book.bought[self.book.base].copy()
        self.split = self._items_with_shares()
        self.credit = np.zeros(self.rule.size)
        self.found: list[tuple[np.ndarray, ...]] = []

    def _items_with_shares(self) -> np.ndarray:
        """Tell which items are bought from several vendors by share."""
        book = self.book
        shared = book.base[book.share[book.base] > 0]
        return np.bincount(book.item[shared], minlength=self.rule.size) > 1

    def run(self) -> Purchases:
        """Choose for the first need of each item, then for the second, and so on."""
        wanted = self.wanted
        bad = ~((wanted.quantity >= 0) & (wanted.quantity <= LARGEST))
        for rows in turns(wanted.item):
            rows = rows[~bad[rows]]
            item, quantity = wanted.item[rows], wanted.quantity[rows]
            owed = quantity - self.credit[item]
            self.credit[item] = np.maximum(-owed, 0.0)
            rows, owed = (x[owed > NOISE * quantity] for x in (rows, owed))
            served = self.book.count[wanted.item[rows]] > 0
            split = self.split[wanted.item[rows]] & served
            self._choose(rows[served & ~split], owed[served & ~split])
            self._divide(rows[split], owed[split])
            self._leave(rows[~served], owed[~served])
        self._leave(
            np.flatnonzero(bad), np.zeros(bad.sum()), VendorReason.INVALID_INPUT
        )
        return self._collected()

    def _choose(self, rows: np.ndarray, owed: np.ndarray) -> None:
        """Choose one vendor for each need."""
        if not rows.size:
            return
        book, wanted = self.book, self.wanted
        place, offer = book.beside(wanted.item[rows])
        item = wanted.item[rows][place]
        quantity = book.quantity(offer, owed[place])
        paid = book.price_at(offer, quantity)
        base = book.base[book.pair[offer]] == offer
        _release, _order, arrival = self.calendar.order(
            book.vendor[offer], wanted.arrive_by[rows][place], book.delay[paid]
        )
        weights = [column[item] for column in self.weights]
        cost = annual_cost(quantity, book.price[paid], *weights)
        # A break has to pay, and to fit; without demand it never pays.
        fits = quantity <= self.maximum[rows][place] * (1 + NOISE)
        cost = np.where(base | (fits & (weights[0] > 0)), cost, np.inf)
        late = np.maximum(arrival - wanted.need_day[rows][place], 0)
        rule = self.rule[item]
        late = np.where(rule == BY_SEQUENCE, 0, late)
        dear = np.where(rule == BY_COST, cost, 0.0)
        vendor, sequence = book.vendor[offer], book.sequence[offer]
        barred = np.isinf(cost)
        # Last key first: within a vendor the least cost decides, then the quantity.
        order = np.lexsort(
            (quantity, cost, vendor, sequence, dear, late, barred, place)
        )
        best = order[np.diff(place[order], prepend=-1) != 0]
        first = np.lexsort((vendor, sequence, place))
        preferred = first[np.diff(place[first], prepend=-1) != 0]
        other = vendor[best] != vendor[preferred]
        smallest = book.quantity(book.base[book.pair[offer[best]]], owed)
        broke = quantity[best] > smallest * (1 + NOISE)
        reasons = other * int(VendorReason.NOT_PREFERRED) + broke * int(
            VendorReason.PRICE_BREAK
        )
        self.credit[item[best]] += quantity[best] - owed
        self._record(rows, offer[best], owed, quantity[best], reasons)

    def _divide(self, rows: np.ndarray, owed: np.ndarray) -> None:
        """Divide each need among the vendors that have a share."""
        if not rows.size:
            return
        book = self.book
        place, offer = book.beside(self.wanted.item[rows])
        keep = (book.base[book.pair[offer]] == offer) & (book.share[offer] > 0)
        place, offer = place[keep], offer[keep]
        part = split_by_share(book, place, offer, owed, self.bought[book.pair[offer]])
        keep = part > 0
        place, offer, part = place[keep], offer[keep], part[keep]
        self.bought[book.pair[offer]] += part
        whole = np.bincount(place, part, rows.size)
        self.credit[self.wanted.item[rows]] += np.maximum(whole - owed, 0.0)
        reasons = np.full(place.size, int(VendorReason.SHARED))
        above = whole > self.maximum[rows] * (1 + NOISE)
        reasons |= above[place] * int(VendorReason.ABOVE_MAXIMUM)
        self._record(rows[place], offer, part, part, reasons)

    def _record(
        self,
        rows: np.ndarray,
        offer: np.ndarray,
        owed: np.ndarray,
        quantity: np.ndarray,
        reasons: np.ndarray,
    ) -> None:
        """Record what is bought."""
        book, wanted = self.book, self.wanted
        base = book.base[book.pair[offer]]
        paid = book.price_at(base, quantity)
        days = self.calendar.order(
            book.vendor[offer], wanted.arrive_by[rows], book.delay[paid]
        )
        least = np.maximum(owed, book.minimum[base] * book.unit[base])
        raised = least > owed * (1 + NOISE)
        broke = (reasons & int(VendorReason.PRICE_BREAK)) > 0
        rounded = (quantity > least * (1 + NOISE)) & ~broke
        above = quantity > self.maximum[rows] * (1 + NOISE)
        late = days[2] > wanted.need_day[rows]
        for reason, where in (
            (VendorReason.RAISED_TO_MINIMUM, raised),
            (VendorReason.ROUNDED_TO_MULTIPLE, rounded),
            (VendorReason.ABOVE_MAXIMUM, above),
            (VendorReason.LATE, late),
        ):
            reasons = reasons | where * int(reason)
        columns = (book.vendor[offer], book.row[paid], quantity, book.price[paid])
        self.found.append((rows, *columns, *days, reasons))

    def _leave(
        self,
        rows: np.ndarray,
        owed: np.ndarray,
        reason: VendorReason = VendorReason.NO_OFFER,
    ) -> None:
        """Hand needs back that nobody sells."""
        nobody, day = np.full(rows.size, -1), self.wanted.arrive_by[rows]
        refused = self.book.refused[self.wanted.item[rows]]
        reasons = int(reason) | refused * int(VendorReason.INVALID_INPUT)
        unpriced = np.full(rows.size, np.nan)
        self.found.append(
            (rows, nobody, nobody, owed, unpriced, day, day, day, reasons)
        )

    def _collected(self) -> Purchases:
        """Return what was recorded, by need."""
        columns = [np.concatenate(column) for column in zip(*self.found, strict=True)]
        order = np.lexsort((columns[1], columns[0]))
        need, *rest = (column[order] for column in columns)
        return Purchases(need, self.wanted.item[need], *rest)
