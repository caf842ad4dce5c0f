"""Stock day by day: what is projected with open supply, and with planned orders."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from .daily import WINDOW, Block
from .datatypes import Items, PolicyParams
from .engine import prepare
from .netting import project_balance


@dataclass(frozen=True)
class Projection:
    """Stock of n items on t days, counted from today; shape (n, t) [product UoM].

    Attributes
    ----------
    demand : ndarray of float64
        What the policy expects to leave.
    receipts : ndarray of float64
        Open supply by its own dates; overdue supply today.
    orders : ndarray of float64
        Orders still to be placed, by the day they arrive.
    balance : ndarray of float64
        Stock at the end of the day if nothing more is ordered.
    planned : ndarray of float64
        Stock at the end of the day if all needs are ordered.
    """

    demand: np.ndarray
    receipts: np.ndarray
    orders: np.ndarray
    balance: np.ndarray
    planned: np.ndarray


def project(
    items: Items, policies: Sequence[PolicyParams], today: dt.date, days: int
) -> Projection:
    """Return the stock of each item day by day.

    Parameters
    ----------
    items, policies, today
        As in :func:`planning.engine.plan`.
    days : int
        Days to look ahead; brought up to whole weeks, the window in which booked
        orders use up what was expected.

    Returns
    -------
    Projection
        Of at least `days` days. An item that cannot be planned has zeros.

    Raises
    ------
    ShapeError, PolicyError
        As in :func:`planning.engine.plan`.

    Notes
    -----
    Late supply counts by its own day here, and from today on where needs are found:
    a balance below zero ahead of a receipt says that the receipt is to be pulled in.

    Examples
    --------
    >>> flat = project(Items.blank(1), [], dt.date(2024, 5, 6), 10)
    >>> flat.balance.shape
    (1, 14)
    """
    state = prepare(items, policies, today)
    days = -(-max(days, 1) // WINDOW) * WINDOW
    rows = np.arange(len(items.key))
    block = Block(state.items, state.choices, state.outlook, rows, days)
    needs = block.needs()
    orders = np.zeros((rows.size, days))
    seen = needs.arrival_day < days
    np.add.at(orders, (needs.item[seen], needs.arrival_day[seen]), needs.quantity[seen])
    receipts = block.receipts().T
    demand = block.charged.T
    balance = project_balance(block.on_hand, receipts, demand)
    return Projection(
        demand, receipts, orders, balance, balance + np.cumsum(orders, axis=1)
    )
