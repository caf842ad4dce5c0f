"""What is suggested of needs that were cut over lanes."""

from dataclasses import dataclass

import numpy as np

from ..datatypes import Reason
from ..lots import ask_in_lots
from ..parts import TRANSFER, Parts
from ..results import Needs
from ..review import due_days
from .datatypes import LANE, OWN, Sourced


@dataclass(frozen=True)
class LaneKeys:
    """Ids of lanes, shape (l,) of int64; 0 where there is none.

    Attributes
    ----------
    lane, route, source_warehouse : ndarray of int64
        Id of the lane, of the route under it, and of the warehouse that sends.
    """

    lane: np.ndarray
    route: np.ndarray
    source_warehouse: np.ndarray


@dataclass(frozen=True)
class OwnWays:
    """How items with lanes get what no lane brings, shape (n,).

    Attributes
    ----------
    kind, source_warehouse, vendor, supplier, bom : ndarray of int64
        As in :class:`planning.parts.Ways`.
    route : ndarray of int64
        Id of the route to be asked for; 0 where the item's own rules find the way.
    lead : ndarray of int64
        Days until it arrives; negative where there is no way.
    multiple, minimum : ndarray of float64
        Lots [product UoM]; 0 means no rule.
    """

    kind: np.ndarray
    source_warehouse: np.ndarray
    vendor: np.ndarray
    supplier: np.ndarray
    bom: np.ndarray
    route: np.ndarray
    lead: np.ndarray
    multiple: np.ndarray
    minimum: np.ndarray


def sourced_parts(
    needs: Needs,
    sourced: Sourced,
    among: np.ndarray,
    lanes: LaneKeys,
    own: OwnWays,
    review: np.ndarray,
    first: np.ndarray,
) -> Parts:
    """Return the parts that needs were cut into, as they are to be suggested.

    Parameters
    ----------
    needs : Needs
        Needs of the plan.
    sourced : Sourced
        Where they are met from; see :func:`planning.sourcing.network.plan_sourced`.
    among : ndarray of bool, shape (n,)
        The items that count.
    lanes : LaneKeys
        Ids of the lanes.
    own : OwnWays
        How items get the rest.
    review, first : ndarray of int64, shape (n,)
        Days between two chances to order, and day of the first one.

    Returns
    -------
    Parts
        What is stopped or nowhere to be got is not among them. What is bought or
        made comes in whole lots: what one rounds up serves the next.
    """
    usable = (sourced.kind == LANE) | (sourced.kind == OWN)
    rows = np.flatnonzero(usable & among[sourced.item] & (sourced.quantity > 0))
    item, need = sourced.item[rows], sourced.need[rows]
    by_lane = sourced.kind[rows] == LANE
    lane = np.maximum(sourced.lane[rows], 0)
    raw = sourced.quantity[rows]
    quantity = raw.copy()
    rest = np.flatnonzero(~by_lane)
    quantity[rest] = ask_in_lots(
        raw[rest], item[rest], own.multiple[item[rest]], own.minimum[item[rest]]
    )
    # A lane leaves on its days: the last chance is the day it leaves.
    release = np.where(by_lane, sourced.ship_day[rows], sourced.release_day[rows])
    arrival, need_day = sourced.arrival_day[rows], needs.need_day[need]
    told = needs.reasons[need] & ~int(Reason.LATE)

    def pick(keys: np.ndarray, column: np.ndarray) -> np.ndarray:
        known = keys[lane] if len(keys) else np.zeros_like(lane)
        return np.where(by_lane, known, column[item])

    nothing = np.zeros_like(own.route)
    parts = Parts(
        need=need,
        item=item,
        kind=np.where(by_lane, TRANSFER, own.kind[item]),
        lane=pick(lanes.lane, nothing),
        route=pick(lanes.route, own.route),
        source_warehouse=pick(lanes.source_warehouse, own.source_warehouse),
        vendor=np.where(by_lane, 0, own.vendor[item]),
        supplier=np.where(by_lane, 0, own.supplier[item]),
        bom=np.where(by_lane, 0, own.bom[item]),
        quantity=quantity,
        raw_quantity=raw,
        need_day=need_day,
        release_day=release,
        due_day=due_days(release, review[item], first[item]),
        arrival_day=arrival,
        reasons=told + (arrival > need_day) * int(Reason.LATE),
        source_reasons=sourced.reasons[rows],
        vendor_reasons=np.zeros_like(need),
    )
    return parts.take(parts.quantity > 0)
