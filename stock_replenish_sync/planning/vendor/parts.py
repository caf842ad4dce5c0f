"""Parts of needs that are bought: from whom, how much and when."""

import datetime as dt
from dataclasses import dataclass, replace

import numpy as np

from ..datatypes import Reason
from ..order_quantity import NOISE
from ..parts import Parts, join
from ..review import due_days
from .choose import choose_vendors
from .datatypes import (
    NO_ORDER_DAY,
    ItemCosts,
    Offers,
    Purchases,
    VendorReason,
    Vendors,
    Wanted,
)

_LOTS = int(Reason.RAISED_TO_MINIMUM) | int(Reason.ROUNDED_TO_MULTIPLE)
_TOLD = (
    int(VendorReason.PRICE_BREAK)
    | int(VendorReason.NOT_PREFERRED)
    | int(VendorReason.SHARED)
)


@dataclass(frozen=True)
class Buying:
    """How items are bought, beside what vendors want; shape (n,) but for the ids.

    Attributes
    ----------
    ruled : ndarray of bool
        Items whose vendors have rules; parts of others stay as they are.
    margin : ndarray of int64
        Days of the lead time that do not depend on the vendor.
    safety : ndarray of int64
        Days that goods are to be there before they are needed.
    review, first : ndarray of int64
        Days between chances to order and day of the first; see
        :func:`planning.review.due_days`.
    maximum : ndarray of float64
        Most that one order may hold [product UoM]; infinite without a rule.
    partner : ndarray of int64, shape (v,)
        Id of each vendor.
    supplier : ndarray of int64, shape (o,)
        Id of each offer.
    """

    ruled: np.ndarray
    margin: np.ndarray
    safety: np.ndarray
    review: np.ndarray
    first: np.ndarray
    maximum: np.ndarray
    partner: np.ndarray
    supplier: np.ndarray


def bought_parts(
    parts: Parts,
    buying: Buying,
    offers: Offers,
    vendors: Vendors,
    costs: ItemCosts,
    today: dt.date,
) -> Parts:
    """Return parts with vendor, quantity and days chosen together.

    Parameters
    ----------
    parts : Parts
        Parts of needs that are bought, sorted.
    buying : Buying
        How items are bought.
    offers, vendors, costs, today
        See :func:`planning.vendor.choose_vendors`.

    Returns
    -------
    Parts
        Sorted. Those of items without rules, and those where rules change nothing,
        are the very same; others are divided among vendors, raised to a price break,
        or left out where an earlier part holds enough.

    Raises
    ------
    ShapeError
        If columns do not belong together.
    """
    chosen = buying.ruled[parts.item]
    asked = parts.take(chosen)
    asked = asked.take(np.lexsort((asked.need_day, asked.item)))
    margin = buying.margin[asked.item]
    wanted = Wanted(
        item=asked.item,
        quantity=asked.quantity,
        need_day=asked.need_day - margin,
        arrive_by=asked.need_day - margin - buying.safety[asked.item],
        maximum=buying.maximum[asked.item],
    )
    found = choose_vendors(wanted, offers, vendors, costs, today)
    keep = found.vendor >= 0
    found = Purchases(**{name: column[keep] for name, column in vars(found).items()})
    bought = _bought(asked, found, buying, vendors)
    same = _unchanged(asked, found, buying, vendors)
    # A need whose offers cannot be used stays what it was.
    left = np.setdiff1d(np.unique(asked.item), found.item)
    same[left] = True
    return join(
        parts.take(~chosen),
        asked.take(same[asked.item]),
        bought.take(~same[found.item]),
    )


def _bought(asked: Parts, found: Purchases, buying: Buying, vendors: Vendors) -> Parts:
    """Return purchases as parts."""
    parts = asked.take(found.need)
    whole = np.bincount(found.need, found.quantity, len(asked.item))[found.need]
    release, arrival = _days(found, parts, buying)
    late = (arrival > parts.need_day) * int(Reason.LATE)
    lots = (found.reasons & int(VendorReason.RAISED_TO_MINIMUM) > 0) * int(
        Reason.RAISED_TO_MINIMUM
    ) | (found.reasons & int(VendorReason.ROUNDED_TO_MULTIPLE) > 0) * int(
        Reason.ROUNDED_TO_MULTIPLE
    )
    reasons = (parts.reasons & ~int(Reason.LATE)) | late | lots
    return replace(
        parts,
        vendor=buying.partner[found.vendor],
        supplier=buying.supplier[found.offer],
        quantity=found.quantity,
        raw_quantity=parts.raw_quantity * found.quantity / whole,
        release_day=release,
        due_day=due_days(release, buying.review[parts.item], buying.first[parts.item]),
        arrival_day=arrival,
        reasons=reasons,
        vendor_reasons=found.reasons & _TOLD,
    )


def _days(
    found: Purchases, parts: Parts, buying: Buying
) -> tuple[np.ndarray, np.ndarray]:
    """Return release and arrival days; a vendor that never takes orders has none."""
    margin = buying.margin[parts.item]
    never = found.order_day >= NO_ORDER_DAY
    release = np.where(never, parts.release_day, found.release_day)
    return release, np.where(never, parts.arrival_day, found.arrival_day + margin)


def _unchanged(
    asked: Parts, found: Purchases, buying: Buying, vendors: Vendors
) -> np.ndarray:
    """Tell of which items the purchases are the parts as they were, shape (n,)."""
    count = len(buying.ruled)
    days = (np.asarray(vendors.weekdays) > 0) | ~np.asarray(vendors.open).all(axis=1)
    wanted = asked.quantity[found.need]
    differs = (
        days[found.vendor]
        | (buying.partner[found.vendor] != asked.vendor[found.need])
        | (np.abs(found.quantity - wanted) > NOISE * wanted)
    )
    number = np.bincount(asked.item, minlength=count)
    same = np.bincount(found.item, minlength=count) == number
    return same & (np.bincount(found.item, differs, count) == 0)


def above_maximum(parts: Parts, maximum: np.ndarray) -> np.ndarray:
    """Tell which parts lots have raised above the maximum.

    Parameters
    ----------
    parts : Parts
        Parts of needs.
    maximum : ndarray, shape (n,)
        Most that one order of each item may hold [product UoM].

    Returns
    -------
    ndarray of bool, shape (p,)
    """
    most = maximum[parts.item] * (1 + NOISE)
    lots = (parts.reasons & _LOTS) > 0
    return lots & (parts.quantity > most) & (parts.quantity > parts.raw_quantity)
