"""Needs beside the prices that could be paid for them."""

import numpy as np

from ..order_quantity import NOISE, UP, round_by_code
from ..validation import LARGEST, LONGEST_LEAD_TIME, SMALLEST_LOT
from .datatypes import Offers


class Book:
    """Offers that can be used, by item, vendor and minimum.

    Attributes
    ----------
    row : ndarray of int64, shape (u,)
        Row of each offer among those given.
    pair : ndarray of int64, shape (u,)
        Item and vendor of each offer, as one number that rises with the rows.
    base : ndarray of int64, shape (p,)
        Place of the offer of smallest minimum of each pair.
    first, count : ndarray of int64, shape (n,)
        First offer and number of offers of each item.
    refused : ndarray of bool, shape (n,)
        Items with offers none of which can be used.
    """

    def __init__(self, offers: Offers, items: int) -> None:
        usable = ~bad_offers(offers)
        rows = np.flatnonzero(usable)
        least = np.asarray(offers.minimum) * offers.unit
        ties = (offers.share, offers.delay, offers.multiple, offers.unit, offers.price)
        keys = (*ties, least, offers.vendor, offers.item)
        rows = rows[np.lexsort([np.asarray(key)[rows] for key in keys])]
        self.row, self.item = rows, np.asarray(offers.item)[rows]
        self.vendor = np.asarray(offers.vendor)[rows]
        new = (np.diff(self.item, prepend=-1) != 0) | (
            np.diff(self.vendor, prepend=-1) != 0
        )
        self.pair = np.cumsum(new) - 1
        self.base = np.flatnonzero(new)
        columns = ("minimum", "multiple", "unit", "price", "share", "bought")
        self.minimum, self.multiple, self.unit, self.price, self.share, self.bought = (
            np.asarray(getattr(offers, name), dtype=float)[rows] for name in columns
        )
        self.delay = np.asarray(offers.delay)[rows].astype(np.int64)
        self.sequence = np.asarray(offers.sequence)[rows]
        if rows.size:
            self.sequence = np.minimum.reduceat(self.sequence, self.base)[self.pair]
        self.count = np.bincount(self.item, minlength=items)
        self.first = np.cumsum(self.count) - self.count
        given = np.bincount(offers.item, minlength=items)
        self.refused = (given > 0) & (self.count == 0)

    def beside(self, item: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return the offers of items: place of the item in the list, and the offer."""
        count = self.count[item]
        place = np.repeat(np.arange(item.size), count)
        step = np.arange(place.size) - np.repeat(np.cumsum(count) - count, count)
        return place, self.first[item][place] + step

    def quantity(self, offer: np.ndarray, wanted: np.ndarray) -> np.ndarray:
        """Return what has to be bought at offers to have what is wanted.

        Never less than wanted; in product units, rounded up in the purchase unit.
        """
        unit = self.unit[offer]
        none = np.zeros(offer.size)
        bought, _cut = round_by_code(
            wanted / unit,
            self.multiple[offer],
            self.minimum[offer],
            none,
            np.full(offer.size, UP),
        )
        return np.maximum(bought * unit, wanted)

    def price_at(self, offer: np.ndarray, quantity: np.ndarray) -> np.ndarray:
        """Return the offer of the same vendor whose price holds for a quantity."""
        found = offer.copy()
        last = np.append(self.base[1:], self.row.size)[self.pair[offer]] - 1
        while True:
            ahead = np.minimum(found + 1, last)
            reached = quantity >= self.minimum[ahead] * self.unit[ahead] * (1 - NOISE)
            step = (ahead > found) & reached
            if not step.any():
                return found
            found = np.where(step, ahead, found)


def bad_offers(offers: Offers) -> np.ndarray:
    """Tell which offers have numbers that are none.

    Parameters
    ----------
    offers : Offers
        The offers.

    Returns
    -------
    ndarray of bool, shape (o,)
        True where a number is NaN, infinite, negative or beyond 1e15, a unit or a lot
        below 1e-6, or the lead time above 1,000 days.
    """
    bad = np.zeros(len(offers.item), dtype=bool)
    for column in (offers.minimum, offers.multiple, offers.price, offers.share):
        bad |= ~((column >= 0) & (column <= LARGEST))
    bad |= ~((offers.unit >= SMALLEST_LOT) & (offers.unit <= LARGEST))
    bad |= (offers.multiple > 0) & (offers.multiple < SMALLEST_LOT)
    bad |= ~(np.abs(offers.bought) <= LARGEST)
    return bad | ~((offers.delay >= 0) & (offers.delay <= LONGEST_LEAD_TIME))
