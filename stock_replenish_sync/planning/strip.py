"""Stock of the days ahead in a few numbers, small enough to be drawn in a line."""

import datetime as dt
from collections.abc import Sequence

import numpy as np

from .daily import WINDOW, Block
from .datatypes import Items, PolicyParams
from .engine import prepare
from .netting import project_balance

#: Numbers of a strip.
POINTS = 12
#: Days that a strip shows at least, and at most.
SHORTEST, LONGEST = 14, 400


def strips(
    items: Items,
    policies: Sequence[PolicyParams],
    today: dt.date,
    horizon: np.ndarray,
) -> tuple[np.ndarray, np.ndarray]:
    """Return the stock of the days ahead if nothing more is ordered.

    Parameters
    ----------
    items, policies, today
        As in :func:`planning.engine.plan`; lead times and lot rules do not matter.
    horizon : ndarray, shape (n,)
        Days that the strip of each item is to show; brought into the range of
        :data:`SHORTEST` to :data:`LONGEST`, and up to a multiple of :data:`POINTS`.
        NaN is the shortest.

    Returns
    -------
    step : ndarray of int64, shape (n,)
        Days between two numbers of a strip; 0 for items that cannot be planned.
    balance : ndarray of float64, shape (n, POINTS)
        Smallest stock at the end of a day among the `step` days from day k * `step`
        on [product UoM], today being day 0: a shortage of a single day shows.

    Raises
    ------
    ShapeError, PolicyError
        As in :func:`planning.engine.plan`.

    Examples
    --------
    >>> step, balance = strips(Items.blank(1), [], dt.date(2024, 5, 6), np.array([9]))
    >>> step.tolist(), balance.shape
    ([2], (1, 12))
    """
    state = prepare(items, policies, today)
    days = np.nan_to_num(np.asarray(horizon, dtype=float), nan=0.0)
    days = np.clip(days, SHORTEST, LONGEST)
    step = np.ceil(days / POINTS - 1e-6).astype(np.int64)
    balance = np.zeros((len(items.key), POINTS))
    for width in np.unique(step).tolist():
        # Items of one width have matrices of one length, and there are few widths.
        rows = np.flatnonzero(step == width)
        span = POINTS * width
        block = Block(
            state.items, state.choices, state.outlook, rows, -(-span // WINDOW) * WINDOW
        )
        seen = project_balance(block.on_hand, block.receipts().T, block.charged.T)
        balance[rows] = seen[:, :span].reshape(rows.size, POINTS, width).min(axis=2)
    step[state.bad] = 0
    return step, balance
