"""Needs that a person refused are not raised again while the refusal lasts."""

from dataclasses import dataclass

import numpy as np

from .results import Needs

#: A need that grew beyond this share of what was refused is raised again.
GROWTH = 1.1


@dataclass(frozen=True)
class Refusals:
    """What people refused, one row per refusal.

    Attributes
    ----------
    item : ndarray of int64, shape (m,)
        Row of the item.
    quantity : ndarray of float64, shape (m,)
        Quantity refused [product UoM].
    until_day, need_day : ndarray of int64, shape (m,)
        Last day of the refusal, and the need day of what was refused.
    lane : ndarray of int64, shape (m,), optional
        Id of the lane that was to bring it; 0 where none was, the default.
    """

    item: np.ndarray
    quantity: np.ndarray
    until_day: np.ndarray
    need_day: np.ndarray
    lane: np.ndarray | None = None


def refused(needs: Needs, refusals: Refusals) -> np.ndarray:
    """Tell which needs a person refused, shape (k,).

    A need is refused if it is not larger than what was refused, to be released while
    the refusal lasts, and not needed earlier than what was refused, a day of play
    aside. Needs come sorted by item.
    """
    mask = np.zeros(len(needs.item), dtype=bool)
    lasting = refusals.until_day >= 0
    item = refusals.item[lasting]
    first = np.searchsorted(needs.item, item, side="left")
    count = np.searchsorted(needs.item, item, side="right") - first
    # One row per pair of a refusal and a need of the same item.
    refusal = np.repeat(np.flatnonzero(lasting), count)
    offset = np.arange(len(refusal)) - np.repeat(np.cumsum(count) - count, count)
    need = np.repeat(first, count) + offset
    hit = needs.quantity[need] <= refusals.quantity[refusal] * GROWTH
    hit &= needs.release_day[need] <= refusals.until_day[refusal]
    hit &= needs.need_day[need] >= refusals.need_day[refusal] - 1
    mask[need[hit]] = True
    return mask
