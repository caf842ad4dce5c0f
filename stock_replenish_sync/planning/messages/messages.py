"""What to change of open orders: earlier, later, more, less, cancel."""

import numpy as np

from ..datatypes import NO_DAY
from ..errors import ShapeError
from ..parts import Parts
from ..results import Needs
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
    needs: Needs | Parts | None = None,
) -> Messages:
    """Return what should be changed of open orders.

    Parameters
    ----------
    items : OrderedItems
        Items that have open orders.
    orders : OpenOrders
        Their open orders.
    margins : Margins, optional
        What is too little to be said.
    needs : Needs or Parts, optional
        Needs that still want orders, of the same items: an open order may be raised
        for those that a new one would be late for.

    Returns
    -------
    Messages
        One at most for each order. Orders and items with numbers that are none have no
        messages.

    Raises
    ------
    ShapeError
        If columns do not belong together.

    Notes
    -----
    Orders serve demand and safety stock in the order of their days, those that cannot
    be moved on their own day. An order is to come when what is ahead of it is not
    enough any more, so much less as is left at the end of the days beyond the spare,
    the latest order first, and not at all where nothing of it is needed. An open
    message stays until half the margins are reached, and says the same while what it
    should say differs by less than the margins.

    It costs the value of the units missing until the order comes, or what its unneeded
    units cost to hold until they are needed or the days end.
    """
    _check(items, orders)
    margins = margins or Margins()
    required = Required(items, orders, margins)
    moved = _moved(required, margins)
    cut = required.was - required.quantity
    more, missed = _raised(required, moved, needs)
    days = np.where(moved, required.target - required.day, 0)
    quantity = required.quantity + more
    kind = np.select(
        [(cut > 0) & (quantity <= 0), days < 0, more > 0, days > 0],
        [CANCEL, EARLIER, MORE, LATER],
        LESS,
    )
    early = required.lacking(np.zeros(len(items.on_hand)))
    missing = np.where(days < 0, early, 0.0) + missed
    idle = required.quantity * np.maximum(days, 0)
    idle = idle + cut * np.maximum(required.days - required.day, 1)
    # Safety stock that is used up meanwhile costs what its units cost to hold.
    below = np.where(days < 0, required.lacking(items.safety_stock) * -days, 0.0)
    item = required.item
    money = items.unit_cost[item] * missing + items.carrying[item] * (idle + below)
    day, quantity = _as_told(required, margins, required.day + days, quantity)
    place = np.flatnonzero((days != 0) | (quantity != required.was))
    place = place[np.argsort(required.rows[place])]
    return Messages(
        order=required.rows[place],
        kind=kind[place],
        day=day[place],
        quantity=quantity[place],
        missing=missing[place],
        money=money[place],
    )


def _check(items: OrderedItems, orders: OpenOrders) -> None:
    n, m = len(items.on_hand), len(orders.key)
    for name, column in vars(items).items():
        if np.shape(column)[:1] != (n,) or np.ndim(column) != 1 + (name == "demand"):
            raise ShapeError(f"{name} must have one row per item")
    for column in vars(orders).values():
        if np.shape(column) != (m,):
            raise ShapeError("orders must be columns of one length")
    if m and (np.min(orders.item) < 0 or np.max(orders.item) >= n):
        raise ShapeError("an order belongs to no item")


def _moved(required: Required, margins: Margins) -> np.ndarray:
    """Tell which orders come too late or too early."""
    told = required.orders.told_day[required.rows] != NO_DAY
    margin = margins.days * np.where(told, KEPT, 1.0)
    play = required.items.play_days[required.item]
    play = play + required.orders.early_days[required.rows]
    wrong = required.day - required.latest > margin
    wrong |= required.target - required.day > margin + play
    return wrong & required.movable & (required.quantity > 0)


def _raised(
    required: Required, moved: np.ndarray, needs: Needs | Parts | None
) -> tuple[np.ndarray, np.ndarray]:
    """Return what orders are to bring more, and how much of it would be missing.

    A need is served by the last order that comes in time for it, or else by the first
    one after it that comes sooner than a new one.
    """
    more = np.zeros(required.rows.size)
    able = np.asarray(required.orders.can_raise, dtype=bool)[required.rows]
    able &= required.quantity == required.was
    usable = np.flatnonzero(able)
    if needs is None or not usable.size:
        return more, more
    late = np.flatnonzero((needs.arrival_day > needs.need_day) & (needs.quantity > 0))
    late = late[np.isfinite(needs.quantity[late])]
    wanted, needed = needs.item[late], needs.need_day[late]
    day = np.where(moved, required.target, required.day)
    usable = usable[np.lexsort((day[usable], required.item[usable]))]
    # Items and days as one number each, so that one search finds both.
    first = min(day.min(), needed.min(initial=0))
    width = int(max(day.max(), needed.max(initial=0)) - first) + 1
    keys = required.item[usable] * width + day[usable] - first
    after = np.searchsorted(keys, wanted * width + needed - first, side="right")
    before = usable[np.maximum(after - 1, 0)]
    in_time = (after > 0) & (required.item[before] == wanted)
    then = usable[np.minimum(after, usable.size - 1)]
    sooner = (after < usable.size) & (required.item[then] == wanted)
    sooner &= day[then] < needs.arrival_day[late]
    chosen = np.where(in_time, before, then)[in_time | sooner]
    quantity = needs.quantity[late][in_time | sooner]
    more = np.bincount(chosen, quantity, more.size)
    more = np.where(more > required.limit, more, 0.0)
    return more, more


def _as_told(
    required: Required, margins: Margins, day: np.ndarray, quantity: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return days and quantities, as an open message has them where that still does."""
    told_day = required.orders.told_day[required.rows]
    told = required.orders.told_quantity[required.rows]
    same_day = np.sign(day - required.day) == np.sign(told_day - required.day)
    same_day &= (day != required.day) & (told_day != NO_DAY)
    same_day &= np.abs(day - told_day) <= margins.days
    # An order that is not needed at all is cancelled, whatever was told.
    same = (quantity != required.was) & ((quantity > 0) == (told > 0))
    same &= np.abs(quantity - told) <= margins.share * required.was
    return np.where(same_day, told_day, day), np.where(same, told, quantity)
