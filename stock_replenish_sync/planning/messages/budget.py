"""How many messages are told: those worth most, the others are held back."""

import numpy as np


def hold_back(
    money: np.ndarray,
    key: np.ndarray,
    kind: np.ndarray,
    repeated: np.ndarray,
    owner: np.ndarray,
    budget: int | None,
) -> tuple[np.ndarray, np.ndarray]:
    """Return the order in which messages are told, and which are held back.

    Parameters
    ----------
    money : ndarray, shape (k,)
        What each is worth.
    key, kind : ndarray of int, shape (k,)
        Decide between messages worth the same.
    repeated : ndarray of bool, shape (k,)
        Said before: told on top of the budget.
    owner : ndarray of int, shape (k,)
        Who gets each message.
    budget : int or None
        New messages told to each owner; None tells all.

    Returns
    -------
    tuple of ndarray, shape (k,)
        Rows of the messages, what is told first, by money; and whether each of them is
        held back, in that order.

    Examples
    --------
    >>> rows, held = hold_back(
    ...     np.array([5.0, 9.0, 7.0]),
    ...     *np.zeros((2, 3), dtype=int),
    ...     np.array([True, False, False]),
    ...     np.zeros(3, dtype=int),
    ...     1,
    ... )
    >>> rows.tolist(), held.tolist()
    ([1, 0, 2], [False, False, True])
    """
    new = np.flatnonzero(~repeated)
    order = new[np.lexsort((kind[new], key[new], -money[new], owner[new]))]
    owners = owner[order]
    rank = np.arange(order.size) - np.searchsorted(owners, owners, side="left")
    held = np.zeros(money.size, dtype=bool)
    held[order] = rank >= (order.size if budget is None else max(budget, 0))
    rows = np.lexsort((kind, key, -money, held))
    return rows, held[rows]
