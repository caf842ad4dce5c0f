"""Columns of messages on open orders; quantities in product UoM, days from today."""

from dataclasses import dataclass

import numpy as np

#: What a message asks for.
MESSAGE_KINDS = ("earlier", "later", "more", "less", "cancel")
EARLIER, LATER, MORE, LESS, CANCEL = range(5)


@dataclass(frozen=True)
class OpenOrders:
    """Open supply, a row per order line, shape (m,).

    Attributes
    ----------
    key : ndarray of int64
        Identifier; decides between equals.
    item : ndarray of int64
        Row of the item.
    day : ndarray of int64
        Day on which it is to arrive; overdue ones count as today.
    quantity : ndarray of float64
        Quantity still to come [product UoM].
    can_move, can_cut, can_raise : ndarray of bool
        Whether it can come on another day, bring less, and bring more.
    early_days : ndarray of int64
        Days by which it was ordered early on purpose, together with others for example;
        nothing is said of these.
    multiple, minimum : ndarray of float64
        Lots and smallest quantity of the order [product UoM]; 0 means no rule. Where
        the minimum is the whole order, it can only be cancelled.
    told_day : ndarray of int64
        Day that an open message asks for; :data:`~planning.datatypes.NO_DAY` without.
    told_quantity : ndarray of float64
        Quantity that an open message asks for [product UoM]; NaN without.
    """

    key: np.ndarray
    item: np.ndarray
    day: np.ndarray
    quantity: np.ndarray
    can_move: np.ndarray
    can_cut: np.ndarray
    can_raise: np.ndarray
    early_days: np.ndarray
    multiple: np.ndarray
    minimum: np.ndarray
    told_day: np.ndarray
    told_quantity: np.ndarray


@dataclass(frozen=True)
class OrderedItems:
    """Items that have open orders, shape (n,) but for `demand`.

    Attributes
    ----------
    on_hand : ndarray of float64
        Stock [product UoM].
    demand : ndarray of float64, shape (n, t)
        Demand of each day, not negative; the first day includes the backlog. What is
        not needed within these t days is not needed.
    safety_stock : ndarray of float64
        Stock to be kept [product UoM].
    spare : ndarray of float64
        What may be over at the end of the days, a lot for example [product UoM].
    safety_days : ndarray of int64
        Days before its need on which supply is to be there.
    play_days : ndarray of int64
        Days by which supply comes early anyway, since orders are placed on some days
        only; nothing is said of these.
    unit_cost : ndarray of float64
        What a unit is worth [money / product UoM].
    carrying : ndarray of float64
        What a unit in stock costs a day [money / product UoM / day].
    """

    on_hand: np.ndarray
    demand: np.ndarray
    safety_stock: np.ndarray
    spare: np.ndarray
    safety_days: np.ndarray
    play_days: np.ndarray
    unit_cost: np.ndarray
    carrying: np.ndarray


@dataclass(frozen=True)
class Margins:
    """What is too little to be said.

    Attributes
    ----------
    days : int
        Days by which supply may be late or early [days].
    share : float
        Share of an order by which its quantity may be wrong [-].
    """

    days: int = 3
    share: float = 0.1


@dataclass(frozen=True)
class Messages:
    """What is to be changed, a row per order, shape (k,), in the order of the orders.

    Attributes
    ----------
    order : ndarray of int64
        Row of the order.
    kind : ndarray of int64
        Index in :data:`MESSAGE_KINDS`. Where day and quantity are to change, it is the
        day's.
    day : ndarray of int64
        Day on which the order should arrive; that of the order if it is right.
    quantity : ndarray of float64
        Quantity it should bring [product UoM]; that of the order if it is right.
    missing : ndarray of float64
        Units that are needed before the order comes [product UoM].
    money : ndarray of float64
        What it costs to leave the order as it is [money].
    """

    order: np.ndarray
    kind: np.ndarray
    day: np.ndarray
    quantity: np.ndarray
    missing: np.ndarray
    money: np.ndarray
