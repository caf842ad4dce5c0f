"""Joins of columns of numbers, as a database joins tables."""

import numpy as np


def match(left, right):
    """Return the places of all pairs of equal keys, in the order of `left`.

    :param left: array of whole numbers, shape (m,)
    :param right: array of whole numbers, shape (n,)
    :return: (places in `left`, places in `right`), arrays of one length
    """
    order = np.argsort(right, kind="stable")
    known = right[order]
    first = np.searchsorted(known, left)
    if len(known) < 2 or (known[1:] != known[:-1]).all():
        # Every key once: no need to look for the end of equal ones.
        found = np.flatnonzero(first < len(known))
        found = found[known[first[found]] == left[found]]
        return found, order[first[found]]
    count = np.searchsorted(known, left, side="right") - first
    found = np.repeat(np.arange(len(left)), count)
    offset = np.arange(len(found)) - np.repeat(np.cumsum(count) - count, count)
    return found, order[first[found] + offset]


def pair(first, second):
    """Return two columns of ids as one column of keys.

    :param first, second: arrays of whole numbers from 0 to 2**31, shape (n,)
    :return: array of int64, shape (n,)
    """
    return first.astype(np.int64) << 32 | second.astype(np.int64)
