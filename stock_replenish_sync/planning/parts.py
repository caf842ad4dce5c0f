"""Parts of needs: what is suggested, a row each.

A need that one source meets is one part. Where it is cut over lanes, or over vendors,
it has several; steps of the plan take parts and return parts.
"""

from dataclasses import dataclass, fields
from typing import Protocol

import numpy as np

from .results import Needs

#: Ways goods are got, by the numbers in columns of parts; the first is none.
KINDS = ("", "buy", "make", "transfer")
NONE, BUY, MAKE, TRANSFER = range(4)


class Ways(Protocol):
    """How each item gets its goods by itself, a row per item, shape (n,) of int64.

    `kind` is an index in :data:`KINDS`, the others are ids, 0 where there is none.
    """

    kind: np.ndarray
    source_warehouse: np.ndarray
    vendor: np.ndarray
    supplier: np.ndarray
    bom: np.ndarray


@dataclass(frozen=True)
class Parts:
    """What is to be suggested, a row per part, shape (p,).

    Rows are sorted by item, and within an item as they are to be numbered: by need,
    and the parts of a need in the order in which ways were tried. Ids are 0 where
    there is none.

    Attributes
    ----------
    need : ndarray of int64
        Row of the need in the result of the plan; of the first one where a part
        serves several.
    item : ndarray of int64
        Row of the item.
    kind : ndarray of int64
        Index in :data:`KINDS`.
    lane : ndarray of int64
        Id of the lane that brings it; 0 where it comes the item's own way.
    route : ndarray of int64
        Id of the route that is asked for when it is ordered; 0 where the item's own
        rules find the way.
    source_warehouse : ndarray of int64
        Id of the warehouse that sends it.
    vendor, supplier : ndarray of int64
        Id of the vendor (partner) and of the vendor's price.
    bom : ndarray of int64
        Id of the bill of materials.
    quantity, raw_quantity : ndarray of float64
        Quantity, and quantity before lots [product UoM].
    need_day : ndarray of int64
        Day on which it should be in stock.
    release_day : ndarray of int64
        Day by which it is to be ordered; of a lane the day on which it leaves.
    due_day : ndarray of int64
        Review day on which it is ordered.
    arrival_day : ndarray of int64
        Day on which it arrives.
    reasons : ndarray of int64
        Bit mask of :class:`~planning.datatypes.Reason`.
    source_reasons : ndarray of int64
        Bit mask of :class:`~planning.sourcing.SourceReason`; 0 without lanes.
    vendor_reasons : ndarray of int64
        Bit mask of :class:`~planning.vendor.VendorReason`; 0 without vendor rules.
    """

    need: np.ndarray
    item: np.ndarray
    kind: np.ndarray
    lane: np.ndarray
    route: np.ndarray
    source_warehouse: np.ndarray
    vendor: np.ndarray
    supplier: np.ndarray
    bom: np.ndarray
    quantity: np.ndarray
    raw_quantity: np.ndarray
    need_day: np.ndarray
    release_day: np.ndarray
    due_day: np.ndarray
    arrival_day: np.ndarray
    reasons: np.ndarray
    source_reasons: np.ndarray
    vendor_reasons: np.ndarray

    def take(self, rows: np.ndarray) -> "Parts":
        """Return some of the parts, by row numbers or a mask."""
        return Parts(*(getattr(self, field.name)[rows] for field in fields(self)))

    def sort(self) -> "Parts":
        """Return the parts by item and need, those of a need in their order."""
        return self.take(np.lexsort((self.need, self.item)))


def whole_parts(needs: Needs, keep: np.ndarray, ways: Ways) -> Parts:
    """Return needs as parts, each of them whole and the item's own way.

    Parameters
    ----------
    needs : Needs
        Needs of the plan.
    keep : ndarray of bool, shape (k,)
        The needs that are to become suggestions.
    ways : Ways
        How each item gets its goods.

    Returns
    -------
    Parts
        One part per need that is kept, in the order of needs.
    """
    rows = np.flatnonzero(keep)
    item = needs.item[rows]
    none = np.zeros(len(rows), dtype=np.int64)
    return Parts(
        need=rows,
        item=item,
        kind=ways.kind[item],
        lane=none,
        route=none,
        source_warehouse=ways.source_warehouse[item],
        vendor=ways.vendor[item],
        supplier=ways.supplier[item],
        bom=ways.bom[item],
        quantity=needs.quantity[rows],
        raw_quantity=needs.raw_quantity[rows],
        need_day=needs.need_day[rows],
        release_day=needs.release_day[rows],
        due_day=needs.due_day[rows],
        arrival_day=needs.arrival_day[rows],
        reasons=needs.reasons[rows],
        source_reasons=none,
        vendor_reasons=none,
    )


def join(*several: Parts) -> Parts:
    """Return parts of several tables as one, sorted."""
    columns = (
        np.concatenate([getattr(parts, field.name) for parts in several])
        for field in fields(Parts)
    )
    return Parts(*columns).sort()
