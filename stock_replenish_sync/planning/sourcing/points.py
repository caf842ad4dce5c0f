"""Stock points that a batch does not plan, put beside those of its items."""

from dataclasses import fields

import numpy as np

from ..datatypes import Events
from .datatypes import StockPoints


def no_points() -> StockPoints:
    """Return no stock points."""
    none, whole = np.zeros(0), np.zeros(0, dtype=np.int64)
    empty = Events(whole, whole, none, whole)
    return StockPoints(
        key=whole,
        on_hand=none,
        receipts=empty,
        booked=empty,
        dependent=empty,
        demand_rate=none,
        own_rate=none,
        reorder_point=none,
        first_day=whole,
        own_lead=whole,
        safety_days=whole,
        multiple=none,
    )


def joined_points(first: StockPoints, second: StockPoints) -> StockPoints:
    """Return stock points as one table.

    Parameters
    ----------
    first, second : StockPoints
        Tables; the rows of the second one follow those of the first.
    """
    shift = len(first.key)
    if not len(second.key):
        return first
    columns = {}
    for field in fields(StockPoints):
        one, other = getattr(first, field.name), getattr(second, field.name)
        columns[field.name] = (
            joined_events(one, other, shift)
            if isinstance(one, Events)
            else np.concatenate([one, other])
        )
    return StockPoints(**columns)


def joined_events(first: Events, second: Events, shift: int = 0) -> Events:
    """Return two lists of events as one.

    Parameters
    ----------
    first, second : Events
        Lists of events; a source that is not known becomes 0.
    shift : int
        Added to the rows of items of the second ones.
    """
    origins = (
        np.zeros(len(events.item), np.int64) if events.source is None else events.source
        for events in (first, second)
    )
    return Events(
        np.concatenate([first.item, second.item + shift]),
        np.concatenate([first.day, second.day]),
        np.concatenate([first.quantity, second.quantity]),
        np.concatenate(list(origins)),
    )
