"""How many messages are told: those worth most, the others are held back."""

import numpy as np

#: What a message that is told already counts more, so that messages of about the same
#: worth do not take turns.
TOLD_COUNTS = 1.25


def hold_back(
    money: np.ndarray, told: np.ndarray, key: np.ndarray, budget: int
) -> np.ndarray:
    """Tell which messages are beyond the budget.

    Parameters
    ----------
    money : ndarray, shape (k,)
        What each is worth.
    told : ndarray of bool, shape (k,)
        Those that are told already.
    key : ndarray of int, shape (k,)
        Decides between messages worth the same.
    budget : int
        Messages that are told.

    Returns
    -------
    ndarray of bool, shape (k,)
        Those that are held back.

    Examples
    --------
    >>> hold_back(np.array([5.0, 9.0, 6.0]), np.array([1, 0, 0]), np.arange(3), 2)
    array([False, False,  True])
    """
    worth = money * np.where(told, TOLD_COUNTS, 1.0)
    held = np.zeros(money.size, dtype=bool)
    held[np.lexsort((key, -worth))[max(budget, 0) :]] = True
    return held
