"""Messages on the open orders of a planned batch."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import fields, replace

import numpy as np

from ..daily import Block
from ..datatypes import Items, PolicyParams
from ..engine import State, prepare
from ..network import take
from ..parts import Parts
from ..results import Needs
from .datatypes import Margins, Messages, OpenOrders, OrderedItems
from .messages import order_messages

#: Days looked ahead are brought up to a multiple of these, so that items of similar
#: horizon are looked at together and none depends on the others.
SPAN = 91
#: Days of a year that a yearly holding rate is for.
YEAR = 365.0


def plan_messages(
    items: Items,
    policies: Sequence[PolicyParams],
    today: dt.date,
    orders: OpenOrders,
    margins: Margins | None = None,
    needs: Needs | Parts | None = None,
) -> Messages:
    """Return what should be changed of the open orders of a batch.

    Parameters
    ----------
    items, policies, today
        As in :func:`planning.engine.plan`. Receipts that are no order are supply that
        stays as it is: the caller gives them as orders that cannot be changed.
    orders : OpenOrders
        All open supply of the items that it has orders of.
    margins, needs
        As in :func:`planning.messages.order_messages`.

    Returns
    -------
    Messages
        As :func:`planning.messages.order_messages` gives them.

    Raises
    ------
    ShapeError, PolicyError
        As in :func:`planning.engine.plan`.

    Notes
    -----
    An order may leave a lot over, but only where there is demand at all. Beyond the
    days looked at, which are never fewer than those of the plan, nothing is needed.
    """
    rows = np.unique(orders.item)
    state = prepare(take(items, rows), policies, today)
    span = -(-(state.last + state.choices.review) // SPAN) * SPAN
    parts = []
    for days in np.unique(span):
        local = np.flatnonzero((span == days) & ~state.bad & state.choices.governed)
        place = np.full(len(items.key), -1)
        place[rows[local]] = np.arange(local.size)
        mine = np.flatnonzero(place[orders.item] >= 0)
        if mine.size:
            found = order_messages(
                _ordered(state, local, int(days)),
                _some(orders, mine, place),
                margins,
                None if needs is None else _some(needs, place[needs.item] >= 0, place),
            )
            parts.append(replace(found, order=mine[found.order]))
    return _joined(parts)


def _ordered(state: State, rows: np.ndarray, days: int) -> OrderedItems:
    """Return items of a batch as messages need them."""
    items, choices, used = state.items, state.choices, state.used
    demand = Block(items, choices, state.outlook, rows, days).charged.T
    lot = used.order_quantity[rows]
    cost = items.unit_cost[rows]
    return OrderedItems(
        on_hand=items.on_hand[rows],
        demand=np.maximum(demand, 0.0),
        safety_stock=used.safety_stock[rows],
        spare=np.where(demand.sum(axis=1) > 0, lot, 0.0),
        safety_days=choices.safety[rows],
        play_days=choices.review[rows] - 1,
        unit_cost=cost,
        carrying=cost * choices.holding_rate[rows] / YEAR,
    )


def _some(
    table: OpenOrders | Needs | Parts, rows: np.ndarray, place: np.ndarray
) -> object:
    """Return some rows of a table, with the places of their items."""
    columns = {field.name: getattr(table, field.name)[rows] for field in fields(table)}
    return type(table)(**columns | {"item": place[columns["item"]]})


def _joined(parts: list[Messages]) -> Messages:
    """Put messages in the order of the orders."""
    none = np.zeros(0, np.int64)
    if not parts:
        return Messages(none, none, none, np.zeros(0), np.zeros(0), np.zeros(0))
    order = np.argsort(np.concatenate([part.order for part in parts]))
    return Messages(
        *(
            np.concatenate([getattr(part, field.name) for part in parts])[order]
            for field in fields(Messages)
        )
    )
