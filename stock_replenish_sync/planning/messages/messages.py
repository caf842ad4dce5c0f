"""What to change of open orders: earlier, later, more, less, cancel."""

import numpy as np

from ..datatypes import NO_DAY
from ..errors import ShapeError
from ..results import Needs
from .budget import hold_back
from .datatypes import (
    CANCEL,
    EARLIER,
    LATER,
    LESS,
    MORE,
    Margins,
    Messages,
    OpenOrders,
    OrderedItems,
)
from .required import KEPT, Required


def order_messages(
    items: OrderedItems,
    orders: OpenOrders,
    margins: Margins | None = None,
    needs: Needs | None = None,
    budget: int | None = None,
    owner: np.ndarray | None = None,
) -> Messages:
    """Return what should be changed of open orders, and what is held back.

    Parameters
    ----------
    items : OrderedItems
        Items that have open orders.
    orders : OpenOrders
        Their open orders.
    margins : Margins, optional
        What is too little to be said.
    needs : Needs, optional
        Needs that still want orders, of the same items: an open order may be raised
        for them instead.
    budget : int, optional
        New messages that are told in a run, for each owner; by default all. Those that
        repeat an open message are told on top.
    owner : ndarray of int, shape (m,), optional
        Who gets the messages of each order; by default one for all.

    Returns
    -------
    Messages
        What is worth most comes first. Orders and items with numbers that are none
        have no messages.

    Raises
    ------
    ShapeError
        If columns do not belong together.

    Notes
    -----
    Orders serve demand and safety stock in the order of their days, those that cannot
    be moved on their own day. An order is to come when what is ahead of it is not
    enough any more, so much less as is left at the end of the days beyond the spare,
    the latest order first, and not at all where nothing of it is needed. It is to be
    raised for a need that it can serve before a new order would arrive. An open
    message stays until half the margins are reached, and says the same while what it
    should say differs by less than the margins.

    Waiting costs: the units missing until the order comes, or what its unneeded units
    cost to hold until they are needed or the days end.
    """
    _check(items, orders, owner)
    margins = margins or Margins()
    required = Required(items, orders, margins)
    found = [
        _earlier(required, margins),
        _later(required, margins),
        _reduced(required),
    ]
    raised = np.full(0 if needs is None else needs.item.size, -1)
    if needs is not None:
        more, raised = _raised(required, margins, needs)
        found.append(more)
    place, kind, day, quantity, money = (
        np.concatenate(column) for column in zip(*found, strict=True)
    )
    day, quantity, repeated = _as_told(required, margins, place, kind, day, quantity)
    rows = required.rows[place]
    owners = np.zeros(rows.size, np.int64) if owner is None else np.asarray(owner)[rows]
    order, held = hold_back(money, orders.key[rows], kind, repeated, owners, budget)
    return Messages(
        order=rows[order],
        item=required.item[place][order],
        kind=kind[order],
        day=day[order],
        quantity=quantity[order],
        money=money[order],
        repeated=repeated[order],
        held_back=held,
        raised_by=raised,
    )


def _check(items: OrderedItems, orders: OpenOrders, owner: np.ndarray | None) -> None:
    n, m = len(items.on_hand), len(orders.key)
    for name, column in vars(items).items():
        if np.shape(column)[:1] != (n,) or np.ndim(column) != 1 + (name == "demand"):
            raise ShapeError(f"{name} must have one row per item")
    for column in (*vars(orders).values(), orders.key if owner is None else owner):
        if np.shape(column) != (m,):
            raise ShapeError("orders must be columns of one length")
    if m and (np.min(orders.item) < 0 or np.max(orders.item) >= n):
        raise ShapeError("an order belongs to no item")


def _margin(required: Required, days: int) -> np.ndarray:
    """Return the days within which nothing is said of each order."""
    told = required.orders.told_day[required.rows] != NO_DAY
    return days * np.where(told, KEPT, 1.0)


def _earlier(required: Required, margins: Margins) -> tuple[np.ndarray, ...]:
    """Return the orders that come too late."""
    days = required.day - required.target
    said = required.movable & (required.quantity > 0)
    place = np.flatnonzero(said & (days > _margin(required, margins.earlier_days)))
    items, item = required.items, required.item
    missing = required.lacking(np.zeros(len(items.on_hand)))
    below = required.lacking(items.safety_stock)
    money = items.margin[item] * missing + items.carrying[item] * below * days
    return _columns(required, place, EARLIER, required.target, required.quantity, money)


def _later(required: Required, margins: Margins) -> tuple[np.ndarray, ...]:
    """Return the orders that come too early."""
    days = required.target - required.day
    said = required.movable & (required.quantity > 0)
    place = np.flatnonzero(said & (days > _margin(required, margins.later_days)))
    money = required.items.carrying[required.item] * required.quantity * days
    return _columns(required, place, LATER, required.target, required.quantity, money)


def _reduced(required: Required) -> tuple[np.ndarray, ...]:
    """Return the orders that bring more than is needed."""
    cut = required.was - required.quantity
    place = np.flatnonzero(cut > 0)
    kind = np.where(required.quantity > 0, LESS, CANCEL)
    days = np.maximum(required.days - required.day, 1)
    money = required.items.carrying[required.item] * cut * days
    return _columns(required, place, kind, required.day, required.quantity, money)


def _raised(
    required: Required, margins: Margins, needs: Needs
) -> tuple[tuple[np.ndarray, ...], np.ndarray]:
    """Return the orders to be raised, and the order that each need raises."""
    day = np.where(
        required.movable, np.minimum(required.day, required.target), required.day
    )
    able = np.asarray(required.orders.can_change, dtype=bool)[required.rows]
    able &= required.quantity == required.was
    usable = np.flatnonzero(able)
    usable = usable[np.lexsort((day[usable], required.item[usable]))]
    raised = np.full(needs.item.size, -1)
    if not (usable.size and raised.size):
        return _columns(
            required, usable[:0], MORE, day, required.was, required.was
        ), raised
    # Items and days as one number each.
    first, last = min(day.min(), needs.need_day.min()) - margins.join_days, day.max()
    width = int(last - first) + 2
    keys = required.item[usable] * width + day[usable] - first
    earliest = np.minimum(needs.need_day - margins.join_days - first, width - 1)
    place = np.searchsorted(keys, needs.item * width + earliest)
    candidate = usable[np.minimum(place, usable.size - 1)]
    fits = (place < usable.size) & (required.item[candidate] == needs.item)
    fits &= (day[candidate] <= needs.arrival_day) & (needs.quantity > 0)
    fits &= np.isfinite(needs.quantity)
    added = np.where(fits, needs.quantity, 0.0)
    more = np.bincount(candidate, added, required.rows.size)
    late = added * (needs.arrival_day > needs.need_day)
    missing = np.bincount(candidate, late, required.rows.size)
    said = more > required.limit
    fits &= said[candidate]
    raised[fits] = required.rows[candidate[fits]]
    items, item = required.items, required.item
    money = items.margin[item] * missing + items.carrying[item] * more
    quantity = required.was + more
    return _columns(required, np.flatnonzero(said), MORE, day, quantity, money), raised


def _columns(
    required: Required,
    place: np.ndarray,
    kind: np.ndarray | int,
    day: np.ndarray,
    quantity: np.ndarray,
    money: np.ndarray,
) -> tuple[np.ndarray, ...]:
    """Return messages as columns: place of the order, kind, day, quantity, money."""
    kinds = np.broadcast_to(np.asarray(kind), required.rows.shape)[place]
    return place, kinds, day[place], quantity[place], money[place]


def _as_told(
    required: Required,
    margins: Margins,
    place: np.ndarray,
    kind: np.ndarray,
    day: np.ndarray,
    quantity: np.ndarray,
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return day and quantity of messages, those of open ones where these hold."""
    orders, rows = required.orders, required.rows[place]
    dated = (kind == EARLIER) | (kind == LATER)
    told_day, told = orders.told_day[rows], orders.told_quantity[rows]
    days = np.where(kind == EARLIER, margins.earlier_days, margins.later_days)
    same_day = dated & (told_day != NO_DAY) & (np.abs(day - told_day) <= days)
    limit = np.maximum(margins.share * required.was[place], margins.quantity)
    near = np.abs(quantity - told) <= np.maximum(limit, 1e-9 * required.was[place])
    same_quantity = ~dated & ~np.isnan(told) & near & ((kind == CANCEL) == (told == 0))
    return (
        np.where(same_day, told_day, day),
        np.where(same_quantity, told, quantity),
        same_day | same_quantity,
    )
