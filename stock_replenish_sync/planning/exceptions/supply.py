"""The supply that is looked forward to."""

import numpy as np


def first_from(item: np.ndarray, day: np.ndarray, start: np.ndarray) -> np.ndarray:
    """Return the first event of each item on its day or after it.

    Parameters
    ----------
    item : ndarray of int, shape (m,)
        Index of the item of each event, in any order.
    day : ndarray, shape (m,)
        Day of each event [days].
    start : ndarray, shape (n,)
        First day that counts for each item; -inf for all of them [days].

    Returns
    -------
    ndarray of int64, shape (n,)
        Index of the event, -1 where there is none. Of those on the same day the one
        that stands first.

    Examples
    --------
    >>> first_from(np.array([0, 0, 2]), np.array([9, 3, 1]), np.array([0, 0, 2]))
    array([ 1, -1, -1])
    """
    found = np.full(len(start), -1)
    if not len(item):
        return found
    usable = np.flatnonzero(day >= np.asarray(start, float)[item])
    order = usable[np.lexsort((usable, day[usable], item[usable]))]
    items, first = np.unique(item[order], return_index=True)
    found[items] = order[first]
    return found
