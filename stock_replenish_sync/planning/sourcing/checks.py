"""Rows of sourcing that cannot be used."""

from dataclasses import fields

import numpy as np

from ..allocation import SOURCE_MODES
from ..errors import ShapeError
from ..results import Needs
from ..validation import LARGEST, LONGEST_LEAD_TIME
from .datatypes import Lanes, Links, StockPoints


def check_shapes(needs: Needs, points: StockPoints, lanes: Lanes, links: Links) -> None:
    """Raise if columns do not belong together.

    Parameters
    ----------
    needs, points, lanes, links
        As in :func:`planning.sourcing.source_needs`.

    Raises
    ------
    ShapeError
        If a column has another length, a row does not exist, or needs are not sorted
        by item.
    """
    n, size = len(points.key), len(lanes.sequence)
    for name, table, length in (
        ("lanes", lanes, size),
        ("links", links, len(links.item)),
        ("stock points", points, n),
    ):
        for field in fields(table):
            column = getattr(table, field.name)
            if hasattr(column, "item") and hasattr(column, "day"):
                _check_rows(f"{field.name} of {name}", column.item, n)
            elif column is None:
                continue
            elif np.shape(column) != (length,):
                raise ShapeError(f"{field.name} of {name} must have one row each")
    _check_rows("items of links", links.item, n)
    _check_rows("sources of links", links.source, n)
    _check_rows("lanes of links", links.lane, size)
    _check_rows("items of needs", needs.item, n)
    if (np.diff(needs.item) < 0).any():
        raise ShapeError("needs must be sorted by item")


def _check_rows(name: str, rows: np.ndarray, size: int) -> None:
    if len(rows) and (np.min(rows) < 0 or np.max(rows) >= size):
        raise ShapeError(f"{name}: a row does not exist")


def bad_needs(needs: Needs) -> np.ndarray:
    """Tell which needs have a quantity that is none.

    Parameters
    ----------
    needs : Needs
        The needs.

    Returns
    -------
    ndarray of bool, shape (k,)
        True for NaN, infinity, negative quantities and those beyond 1e15.
    """
    return ~((needs.quantity >= 0) & (needs.quantity <= LARGEST))


def bad_lanes(lanes: Lanes) -> np.ndarray:
    """Tell which lanes have numbers that are none.

    Parameters
    ----------
    lanes : Lanes
        The lanes.

    Returns
    -------
    ndarray of bool, shape (l,)
        True where a lot is NaN, negative or infinite, days are negative or above
        1,000, weekdays or mode are unknown.
    """
    bad = np.zeros(len(lanes.sequence), dtype=bool)
    for lot in (lanes.minimum, lanes.multiple):
        bad |= ~((lot >= 0) & (lot <= LARGEST))
    for days in (lanes.lead_days, lanes.prepare_days):
        if days is not None:
            bad |= ~((days >= 0) & (days <= LONGEST_LEAD_TIME))
    bad |= ~((lanes.weekdays >= 0) & (lanes.weekdays < 128))
    return bad | ~((lanes.mode >= 0) & (lanes.mode < len(SOURCE_MODES)))


def bad_points(points: StockPoints) -> np.ndarray:
    """Tell which items have numbers that are none.

    Parameters
    ----------
    points : StockPoints
        The items.

    Returns
    -------
    ndarray of bool, shape (n,)
        True where stock, a rate, the reorder point or an event is NaN, infinite or
        beyond 1e15. Nothing is known of what such an item could give.
    """
    bad = ~(np.abs(points.on_hand) <= LARGEST)
    for column in (points.demand_rate, points.own_rate, points.reorder_point):
        bad |= ~(np.abs(column) <= LARGEST)
    for events in (points.receipts, points.booked, points.dependent):
        broken = ~(np.abs(events.quantity) <= LARGEST)
        bad[events.item[broken]] = True
    return bad
