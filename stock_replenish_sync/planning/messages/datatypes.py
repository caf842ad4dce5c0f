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
    can_move, can_change : ndarray of bool
        Whether its date, and its quantity, can still be changed.
    multiple, minimum : ndarray of float64
        Lots and smallest quantity of the order [product UoM]; 0 means no rule.
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
    can_change: np.ndarray
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
    margin : ndarray of float64
        What a unit that is missing costs [money / product UoM].
    carrying : ndarray of float64
        What a unit in stock costs a day [money / product UoM / day].
    """

    on_hand: np.ndarray
    demand: np.ndarray
    safety_stock: np.ndarray
    spare: np.ndarray
    safety_days: np.ndarray
    margin: np.ndarray
    carrying: np.ndarray


@dataclass(frozen=True)
class Margins:
    """What is too little to be said.

    Attributes
    ----------
    earlier_days, later_days : int
        Days by which supply may be late or early [days].
    share : float
        Share of an order by which its quantity may be wrong [-].
    quantity : float
        Quantity by which it may be wrong [product UoM].
    join_days : int
        Days by which an order may come before a need and still be raised for it.
    """

    earlier_days: int = 2
    later_days: int = 7
    share: float = 0.1
    quantity: float = 0.0
    join_days: int = 0


@dataclass(frozen=True)
class Messages:
    """What is to be changed, a row per order and kind, shape (k,).

    Sorted by what is told before what is held back, and by money.

    Attributes
    ----------
    order, item : ndarray of int64
        Rows of the order and of its item.
    kind : ndarray of int64
        Index in :data:`MESSAGE_KINDS`.
    day : ndarray of int64
        Day on which the order should arrive.
    quantity : ndarray of float64
        Quantity it should have [product UoM].
    money : ndarray of float64
        What waiting costs [money].
    repeated : ndarray of bool
        An open message says the same, but for the margins: its day and quantity stay.
    held_back : ndarray of bool
        Beyond the budget.
    raised_by : ndarray of int64, shape (needs,)
        Row of the order that a 'more' raises for each need; -1 for none. Such a need
        wants no order of its own.
    """

    order: np.ndarray
    item: np.ndarray
    kind: np.ndarray
    day: np.ndarray
    quantity: np.ndarray
    money: np.ndarray
    repeated: np.ndarray
    held_back: np.ndarray
    raised_by: np.ndarray
