"""Parts of needs that a person refused."""

import numpy as np

from ..network import row_of
from ..refusal import Refusals, refused
from ..results import Needs
from .datatypes import LANE, OWN, Sourced


def refused_parts(
    needs: Needs, sourced: Sourced, refusals: Refusals, lanes: np.ndarray
) -> np.ndarray:
    """Tell which parts of needs a person refused, shape (k,).

    What was refused of a lane is refused of this lane alone, what was refused of the
    item's own way of that.

    Parameters
    ----------
    needs : Needs
        The needs that :attr:`Sourced.need` counts in.
    sourced : Sourced
        Their parts.
    refusals : Refusals
        What people refused.
    lanes : ndarray of int64, shape (l,)
        Ids of the lanes.
    """
    if not len(refusals.item):
        return np.zeros(len(sourced.need), dtype=bool)
    by_lane = sourced.kind == LANE
    lane = np.zeros_like(refusals.item) if refusals.lane is None else refusals.lane
    place, ways = row_of(lane, lanes, np.arange(len(lanes))), len(lanes) + 1
    known = (lane == 0) | (place >= 0)
    refusals = Refusals(
        refusals.item[known] * ways + place[known] + 1,
        refusals.quantity[known],
        refusals.until_day[known],
        refusals.need_day[known],
    )
    way = sourced.item * ways + np.where(by_lane, sourced.lane + 1, 0)
    order = np.argsort(way, kind="stable")
    release = np.where(by_lane, sourced.ship_day, sourced.release_day)[order]
    none = np.zeros(len(order), dtype=np.int64)
    asked = Needs(
        item=way[order],
        quantity=sourced.quantity[order],
        raw_quantity=sourced.quantity[order],
        need_day=needs.need_day[sourced.need[order]],
        release_day=release,
        due_day=none,
        arrival_day=none,
        reasons=none,
    )
    mask = np.zeros(len(order), dtype=bool)
    mask[order] = refused(asked, refusals)
    # What cannot be got is said whatever was refused before.
    return mask & (by_lane | (sourced.kind == OWN))
