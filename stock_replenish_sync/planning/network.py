"""Plans of items that supply one another: branches first, their needs as demand above.

Echelon by echelon: what the items of one rank are planned to draw becomes dated demand
of their sources before these are planned themselves.
"""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import fields, replace

import numpy as np

from .datatypes import Events, Items, PolicyParams
from .engine import plan
from .results import Needs, PlanResult

#: Tells from the result so far which needs are going to draw on a source.
Draws = Callable[[PlanResult], np.ndarray]


def plan_network(
    items: Items,
    policies: Sequence[PolicyParams],
    today: dt.date,
    rank: np.ndarray,
    source: np.ndarray,
    draws: Draws,
    digits: int = 6,
) -> tuple[Items, PlanResult]:
    """Return the items, with what others draw on them, and their plan.

    Parameters
    ----------
    items, policies, today
        As in :func:`planning.engine.plan`.
    rank : ndarray of int64, shape (n,)
        Echelon of each item; lower ones are planned first.
    source : ndarray of int64, shape (n,)
        Row of the item that the needs of this item are drawn from; -1 where it is none
        of the batch, or is not of a higher rank.
    draws : callable
        Called with the result of all ranks planned so far (rows of the others hold
        zeros); returns a mask of its needs that count as demand of their source.
    digits : int
        Decimals that drawn quantities are rounded to, as they are when stored.

    Returns
    -------
    tuple of (Items, PlanResult)
        `dependent` of the items holds the drawn quantities, dated by the day the goods
        leave and never in the past, their source being minus the key of the item that
        draws.

    Notes
    -----
    An item without sources in the batch is planned exactly as
    :func:`~planning.engine.plan` does.
    """
    draw = (source >= 0) & (rank < rank[source])
    if not draw.any():
        return items, plan(items, policies, today)
    result = None
    for level in np.unique(rank):
        rows = np.flatnonzero(rank == level)
        part = plan(take(items, rows), policies, today)
        result = put(part, rows, len(rank), result)
        needs = result.needs
        counted = draws(result) & draw[needs.item] & (rank[needs.item] == level)
        drawn = with_draws(items, needs, counted, source, digits)
        items = replace(items, dependent=drawn)
    return items, result


def row_of(wanted: np.ndarray, keys: np.ndarray, rows: np.ndarray) -> np.ndarray:
    """Return the row that each wanted key belongs to, -1 where none does.

    Parameters
    ----------
    wanted : ndarray of int64, shape (k,)
        Keys to find.
    keys, rows : ndarray of int64, shape (m,)
        Known keys and their rows; of equal keys the first counts.
    """
    if not len(keys):
        return np.full(len(wanted), -1, dtype=np.int64)
    order = np.argsort(keys, kind="stable")
    place = np.searchsorted(keys[order], wanted)
    place = order[np.minimum(place, len(keys) - 1)]
    return np.where(keys[place] == wanted, rows[place], -1)


def take(items: Items, rows: np.ndarray) -> Items:
    """Return some rows of a batch, shape (k,), in the order of `rows`."""
    place = np.full(len(items.key), -1, dtype=np.int64)
    place[rows] = np.arange(len(rows))
    taken = {}
    for field in fields(Items):
        column = getattr(items, field.name)
        if isinstance(column, Events):
            keep = place[column.item] >= 0
            taken[field.name] = Events(
                place[column.item[keep]],
                column.day[keep],
                column.quantity[keep],
                None if column.source is None else column.source[keep],
            )
        else:
            taken[field.name] = column[rows]
    return replace(items, **taken)


def put(
    part: PlanResult, rows: np.ndarray, n: int, whole: PlanResult | None
) -> PlanResult:
    """Return the result of n items with that of some rows put in.

    Parameters
    ----------
    part : PlanResult
        Result of the rows.
    rows : ndarray of int64, shape (k,)
        Their places.
    n : int
        Number of all items.
    whole : PlanResult, optional
        Result of n items, changed in place; by default zeros.
    """
    columns = {}
    for field in fields(PlanResult):
        new = getattr(part, field.name)
        if field.name == "today":
            continue
        old = getattr(whole, field.name) if whole else None
        if field.name == "needs":
            columns["needs"] = _join_needs(old, new, rows)
            continue
        if old is None:
            old = np.zeros(n, dtype=new.dtype)
        elif new.dtype.itemsize > old.dtype.itemsize:
            old = old.astype(new.dtype)  # texts differ in length
        old[rows] = new
        columns[field.name] = old
    return replace(part, **columns)


def _join_needs(old: Needs | None, new: Needs, rows: np.ndarray) -> Needs:
    """Return two lists of needs as one, sorted by item."""
    new = replace(new, item=rows[new.item])
    old = old or Needs.empty()
    joined = {
        field.name: np.concatenate([getattr(old, field.name), getattr(new, field.name)])
        for field in fields(Needs)
    }
    order = np.argsort(joined["item"], kind="stable")
    return Needs(**{name: column[order] for name, column in joined.items()})


def with_draws(
    items: Items,
    needs: Needs,
    counted: np.ndarray,
    source: np.ndarray,
    digits: int,
) -> Events:
    """Return the dependent demand of items with what needs draw on their sources.

    Parameters
    ----------
    items : Items
        The items of a batch.
    needs : Needs
        Needs of items of the batch.
    counted : ndarray of bool, shape (k,)
        The needs that draw.
    source : ndarray of int64, shape (n,)
        Row of the item that each item draws on.
    digits : int
        Decimals that quantities are rounded to.
    """
    known, item = items.dependent, needs.item[counted]
    # Halves up, as the database rounds what it stores.
    unit = 10.0**digits
    quantity = np.floor(needs.quantity[counted] * unit + 0.5) / unit
    origin = np.zeros(len(known.item), np.int64)
    return Events(
        np.concatenate([known.item, source[item]]),
        np.concatenate([known.day, np.maximum(needs.release_day[counted], 0)]),
        np.concatenate([known.quantity, quantity]),
        np.concatenate(
            [origin if known.source is None else known.source, -items.key[item]]
        ),
    )
