"""Columns of sourcing; quantities in product UoM, days counted from today."""

from dataclasses import dataclass
from enum import IntFlag

import numpy as np

from ..datatypes import Events

#: First day of a source that never orders.
NEVER = 1_000_000
#: Ways a part of a need is met; see :attr:`Sourced.kind`.
KINDS = ("lane", "own", "stopped", "nowhere")
LANE, OWN, STOPPED, NOWHERE = range(4)


class SourceReason(IntFlag):
    """Why a part of a need comes from where it comes; codes add up."""

    NONE = 0
    INVALID_INPUT = 1 << 0  # a need or a lane with a number that is none
    LATE = 1 << 1  # arrives after it is needed
    SHORT_SOURCE = 1 << 2  # the lane brings less than asked
    SOURCE_ORDERS = 1 << 3  # the source has time to order what it gives
    WAITS = 1 << 4  # the source has to order first, and that is the fastest way
    REST = 1 << 5  # what lanes before did not bring
    LANE_STOPPED = 1 << 6  # the lane's route is archived: nothing else is tried
    NO_SOURCE = 1 << 7  # no lane left, and neither bought nor made
    ROUNDED_TO_LOT = 1 << 8  # raised to a whole lot of the lane


@dataclass(frozen=True)
class Lanes:
    """Lanes between warehouses, shape (l,).

    Attributes
    ----------
    sequence : ndarray of int64
        Lower ones of a destination are asked first.
    mode : ndarray of int64
        What the source keeps: index in :data:`planning.allocation.SOURCE_MODES`.
    priority : ndarray of int64
        Lower ones are served first where the source is short; the source's own
        claim in a fair share has priority 0.
    minimum, multiple : ndarray of float64
        Smallest quantity worth a transfer, and lots [product UoM]; 0 means no rule.
    lead_days : ndarray of int64
        Calendar days from leaving the source to being in stock.
    weekdays : ndarray of int64
        Active days of the week, a bit each, Monday the lowest; 0 is every day.
    cutoff_passed : ndarray of bool
        Today's cut-off hour has passed: goods leave tomorrow at the earliest.
    stopped : ndarray of bool
        The lane cannot be used (its route is archived): a need that reaches it stops
        there instead of being bought silently.
    prepare_days : ndarray of int64, optional
        Calendar days from the source's stock until they leave it: picked, packed. None
        is 0 for all.
    """

    sequence: np.ndarray
    mode: np.ndarray
    priority: np.ndarray
    minimum: np.ndarray
    multiple: np.ndarray
    lead_days: np.ndarray
    weekdays: np.ndarray
    cutoff_passed: np.ndarray
    stopped: np.ndarray
    prepare_days: np.ndarray | None = None


@dataclass(frozen=True)
class Links:
    """Which item may draw on which other by which lane, shape (m,) of int64.

    Attributes
    ----------
    item, source : ndarray of int64
        Rows of the items at the destination and at the source.
    lane : ndarray of int64
        Row of the lane.
    """

    item: np.ndarray
    source: np.ndarray
    lane: np.ndarray


@dataclass(frozen=True)
class StockPoints:
    """Items as those who ask and those who give, one row per item, shape (n,).

    Attributes
    ----------
    key : ndarray of int64
        Identifier; decides between equals.
    on_hand : ndarray of float64
        Stock [product UoM].
    receipts : Events
        Open supply; overdue supply counts today.
    booked : Events
        What the item has promised to customers and production.
    dependent : Events
        What it has promised to other warehouses, ordered or planned.
    demand_rate : ndarray of float64
        Expected daily demand, that of others included [product UoM / day].
    own_rate : ndarray of float64
        The part of it that is the item's own.
    reorder_point : ndarray of float64
        Reorder point for its own demand [product UoM].
    first_day : ndarray of int64
        First day that an order of its own can serve; :data:`NEVER` where none is
        placed.
    own_lead : ndarray of int64
        Days until what is bought or made arrives; negative where it is neither.
    safety_days : ndarray of int64
        Days before the need day on which goods are to be there.
    multiple : ndarray of float64
        Lots the item comes in by lanes that have none of their own [product UoM]; 0
        means any quantity.
    """

    key: np.ndarray
    on_hand: np.ndarray
    receipts: Events
    booked: Events
    dependent: Events
    demand_rate: np.ndarray
    own_rate: np.ndarray
    reorder_point: np.ndarray
    first_day: np.ndarray
    own_lead: np.ndarray
    safety_days: np.ndarray
    multiple: np.ndarray


@dataclass(frozen=True)
class Claims:
    """Who asked a source for how much, and what they got, shape (c,).

    Attributes
    ----------
    need : ndarray of int64
        Row of the need; -1 where a source claims for itself.
    item, source, lane : ndarray of int64
        Who asks whom, by which lane; -1 as the lane of a source's own claim.
    turn : ndarray of int64
        How many lanes the need asked before.
    day : ndarray of int64
        Day on which the goods are to leave.
    asked, granted : ndarray of float64
        Quantity [product UoM].
    available : ndarray of float64
        What the source could have given by that day to all who asked in this turn in
        this mode [product UoM]; infinite where it orders what it gives.
    claimed : ndarray of float64
        What all of them asked [product UoM].
    cover_before, cover_after : ndarray of float64
        Days of cover of who asks, without and with what it got; NaN without demand.
    reasons : ndarray of int64
        Bit mask of :class:`~planning.allocation.ShareReason`.
    """

    need: np.ndarray
    item: np.ndarray
    source: np.ndarray
    lane: np.ndarray
    turn: np.ndarray
    day: np.ndarray
    asked: np.ndarray
    granted: np.ndarray
    available: np.ndarray
    claimed: np.ndarray
    cover_before: np.ndarray
    cover_after: np.ndarray
    reasons: np.ndarray


@dataclass(frozen=True)
class Sourced:
    """How needs are met, a row per need and lane, vendor or bill; shape (k,).

    Rows are sorted by need, and for a need in the order in which ways were tried.

    Attributes
    ----------
    need, item : ndarray of int64
        Rows of the need and of its item.
    kind : ndarray of int64
        Index in :data:`KINDS`: by a lane; the item's own way, bought or made; stopped
        at a lane that cannot be used; nowhere to be got.
    source, lane : ndarray of int64
        Row of the source item and of the lane; -1 but for 'lane' and 'stopped'.
    quantity : ndarray of float64
        Quantity [product UoM].
    release_day : ndarray of int64
        Last day on which it arrives in time, perhaps past.
    ship_day, arrival_day : ndarray of int64
        Day on which it leaves the source's stock or is ordered, and on which it
        arrives.
    reasons : ndarray of int64
        Bit mask of :class:`SourceReason`.
    claims : Claims
        The record of who asked whom.
    """

    need: np.ndarray
    item: np.ndarray
    kind: np.ndarray
    source: np.ndarray
    lane: np.ndarray
    quantity: np.ndarray
    release_day: np.ndarray
    ship_day: np.ndarray
    arrival_day: np.ndarray
    reasons: np.ndarray
    claims: Claims

    def drawn(self) -> Events:
        """Return what sources are to give, as dated demand on them."""
        rows = np.flatnonzero((self.kind == LANE) & (self.quantity > 0))
        return Events(
            self.source[rows], self.ship_day[rows], self.quantity[rows], self.need[rows]
        )
