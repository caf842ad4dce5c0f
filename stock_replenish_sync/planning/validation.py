"""Find the items that cannot be planned, and take their numbers out of the way."""

from dataclasses import fields, replace

import numpy as np

from .datatypes import Events, Items
from .errors import ShapeError

#: Quantities and costs beyond this are taken for garbage: floats of this size no
#: longer tell single units apart.
LARGEST = 1e15
#: Lot multiples, minima and maxima below this are taken for garbage.
SMALLEST_LOT = 1e-6
#: Longest lead time [days].
LONGEST_LEAD_TIME = 1000

_EVENTS = ("receipts", "booked", "dependent")
_OPTIONAL = (
    "contract_lead_time",
    "learned_lead_time_mean",
    "learned_lead_time_std",
    "current_safety_stock",
    "current_reorder_point",
    "current_order_quantity",
)
_LOTS = ("multiple", "minimum", "maximum")


def check_shapes(items: Items) -> None:
    """Raise if the columns of a batch do not belong together.

    Parameters
    ----------
    items : Items
        The batch.

    Raises
    ------
    ShapeError
        If a column has another length, or an event belongs to no item.
    """
    n = len(items.key)
    for field in fields(Items):
        column = getattr(items, field.name)
        if field.name in _EVENTS:
            _check_events(field.name, column, n)
        elif field.name == "history":
            if column.ndim != 2 or column.shape[0] != n:
                raise ShapeError("history must have one row per item")
        elif np.shape(column) != (n,):
            raise ShapeError(f"{field.name} must have one row per item")


def _check_events(name: str, events: Events, n: int) -> None:
    item = np.asarray(events.item)
    if not item.shape == np.shape(events.day) == np.shape(events.quantity):
        raise ShapeError(f"{name} must be columns of one length")
    if item.size and (item.min() < 0 or item.max() >= n):
        raise ShapeError(f"a row of {name} belongs to no item")


def _bad(column: np.ndarray, largest: float = LARGEST) -> np.ndarray:
    """Tell which values are negative, NaN or garbage."""
    return ~((column >= 0) & (column <= largest))


def invalid_items(items: Items) -> np.ndarray:
    """Tell which items have numbers that no plan can be made of.

    Parameters
    ----------
    items : Items
        The batch.

    Returns
    -------
    ndarray of bool, shape (n,)
        True where a quantity is NaN, infinite, beyond 1e15, or negative where none
        may be (on hand and history may); where a lead time is negative or above
        1,000 days; where a lot rule is positive but below 1e-6; where the first
        bucket lies outside the history. An event makes its item invalid.
    """
    buckets = items.history.shape[1]
    counted = np.arange(buckets) >= items.first_bucket[:, None]
    with np.errstate(invalid="ignore"):
        bad = (counted & ~(np.abs(items.history) <= LARGEST)).any(axis=1)
        bad |= ~(np.abs(items.on_hand) <= LARGEST) | _bad(items.unit_cost)
        for name in _LOTS:
            rule = getattr(items, name)
            bad |= _bad(rule) | ((rule > 0) & (rule < SMALLEST_LOT))
        for name in _OPTIONAL:
            column = getattr(items, name)
            largest = LONGEST_LEAD_TIME if "lead_time" in name else LARGEST
            bad |= ~np.isnan(column) & _bad(column, largest)
        bad |= (items.first_bucket < 0) | (items.first_bucket > buckets)
        bad |= items.learned_lead_time_count < 0
        for name in _EVENTS:
            events = getattr(items, name)
            broken = _bad(events.quantity) | ~np.isfinite(events.day)
            bad[events.item[broken]] = True
    return bad


def without(items: Items, bad: np.ndarray) -> Items:
    """Return the batch with the marked items made harmless.

    Parameters
    ----------
    items : Items
        The batch.
    bad : ndarray of bool, shape (n,)
        Items to empty.

    Returns
    -------
    Items
        Same rows; marked ones have no history, no events and zeros.
    """
    if not bad.any():
        return items
    clean = {}
    for field in fields(Items):
        column = getattr(items, field.name)
        if field.name in _EVENTS:
            keep = ~bad[column.item]
            clean[field.name] = Events(
                column.item[keep], column.day[keep], column.quantity[keep]
            )
        elif field.name == "history":
            clean["history"] = np.where(bad[:, None], 0.0, column)
        elif field.name not in ("key", "policy"):
            clean[field.name] = np.where(bad, 0, column).astype(column.dtype)
    clean["first_bucket"] = np.where(bad, items.history.shape[1], items.first_bucket)
    return replace(items, **clean)
