"""Columns that enter the engine: one row per item, all in product UoM.

An item is one product at one orderpoint. Every array has one row per item unless
said otherwise; ragged facts (receipts, booked demand) are :class:`Events`, one row
per fact with the index of the item it belongs to.
Days are whole days counted from the planning date (0 = today, negative = overdue).
"""

from dataclasses import dataclass, fields
from enum import IntFlag

import numpy as np

#: Stated result of "no such day" in integer day columns.
NO_DAY = -1_000_000


class Reason(IntFlag):
    """Why a result is what it is; codes add up (`reasons` columns are bit masks).

    The first group stops an item: it comes back without numbers. The second group
    explains a number.
    """

    NONE = 0
    # Stops the item
    INVALID_INPUT = 1 << 0  # NaN, infinity or a negative where none may be
    NO_POLICY = 1 << 1  # not governed: statistics only
    # Explains
    NO_HISTORY = 1 << 2  # no bucket counts
    NO_DEMAND = 1 << 3  # history, but nothing was ever asked
    SHORT_HISTORY = 1 << 4  # fewer buckets than the policy wants
    ZERO_LEAD_TIME = 1 << 5  # no lead time known: planned with zero days
    LEARNED_LEAD_TIME = 1 << 6  # lead time measured on receipts
    FEW_RECEIPTS = 1 << 7  # policy wants learned, too few receipts: contractual
    WITHIN_TOLERANCE = 1 << 8  # new parameters too near the old ones: kept
    FROZEN = 1 << 9  # parameters await review: the accepted ones are used
    NEGATIVE_STOCK = 1 << 10  # on hand below zero
    STOCKED_OUT = 1 << 11  # nothing on hand and demand expected
    LATE = 1 << 12  # need date is nearer than the lead time
    OVERDUE_RECEIPT = 1 << 13  # a late receipt is counted as arriving today
    ROUNDED_TO_MULTIPLE = 1 << 14
    RAISED_TO_MINIMUM = 1 << 15
    CUT_TO_MAXIMUM = 1 << 16
    CAPPED_SAFETY_STOCK = 1 << 17


@dataclass(frozen=True)
class Events:
    """Dated quantities of items, one row per fact, in any order.

    Attributes
    ----------
    item : ndarray of int64, shape (m,)
        Row of the item in the batch.
    day : ndarray of int64, shape (m,)
        Day of the fact, counted from today; negative means overdue.
    quantity : ndarray of float64, shape (m,)
        Quantity [product UoM].
    source : ndarray of int64, shape (m,), optional
        The caller's identifier of the fact; kept in snapshots, never looked at.
    """

    item: np.ndarray
    day: np.ndarray
    quantity: np.ndarray
    source: np.ndarray | None = None

    @classmethod
    def empty(cls) -> "Events":
        """Return no events."""
        return cls(np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0))


@dataclass(frozen=True)
class Items:
    """What is known of n items on the planning date.

    Attributes
    ----------
    key : ndarray of int64, shape (n,)
        The caller's identifier, handed back untouched.
    policy : ndarray of int64, shape (n,)
        Index in the sequence of :class:`PolicyParams`; -1 means not governed
        (statistics only).
    history : ndarray of float64, shape (n, b)
        Demand per 7-day bucket, oldest first; the last bucket ended yesterday. A
        bucket may be negative (returns): it lowers the mean.
    first_bucket : ndarray of int64, shape (n,)
        First bucket that counts (b means no history at all).
    on_hand : ndarray of float64, shape (n,)
        Physical stock that is ours and usable [product UoM].
    receipts : Events
        Open supply of any kind; overdue supply counts as arriving today. Late
        supply stays supply: a need that later supply covers is not bought again.
    booked : Events
        Open demand of customers and production; it consumes the forecast.
        Overdue rows are backlog: due today, and consume nothing.
    dependent : Events
        Open or planned demand of other warehouses: adds to the forecast.
    contract_lead_time : ndarray of float64, shape (n,)
        Lead time by masters (vendor, bill of materials, lane) [days]; NaN where
        there is none.
    learned_lead_time_mean, learned_lead_time_std : ndarray of float64, shape (n,)
        Measured on receipts [days]; NaN where there are none.
    learned_lead_time_count : ndarray of int64, shape (n,)
        Receipts behind the two columns above.
    unit_cost : ndarray of float64, shape (n,)
        Cost of one unit in company currency.
    multiple, minimum, maximum : ndarray of float64, shape (n,)
        Lot rules of the item [product UoM]; 0 means no rule.
    current_safety_stock, current_reorder_point, current_order_quantity :
        ndarray of float64, shape (n,). Parameters in force; NaN if there are none.
    frozen : ndarray of bool, shape (n,)
        True where the parameters in force must be used (changes await review).
    """

    key: np.ndarray
    policy: np.ndarray
    history: np.ndarray
    first_bucket: np.ndarray
    on_hand: np.ndarray
    receipts: Events
    booked: Events
    dependent: Events
    contract_lead_time: np.ndarray
    learned_lead_time_mean: np.ndarray
    learned_lead_time_std: np.ndarray
    learned_lead_time_count: np.ndarray
    unit_cost: np.ndarray
    multiple: np.ndarray
    minimum: np.ndarray
    maximum: np.ndarray
    current_safety_stock: np.ndarray
    current_reorder_point: np.ndarray
    current_order_quantity: np.ndarray
    frozen: np.ndarray

    @classmethod
    def blank(cls, n: int) -> "Items":
        """Return n items of which nothing is known, to be filled with ``replace``.

        No stock, no history, no events, no policy, no current parameters; keys
        count from 0.
        """
        columns = {field.name: np.zeros(n) for field in fields(cls)}
        for name in ("receipts", "booked", "dependent"):
            columns[name] = Events.empty()
        for name in columns:
            if name.startswith(("current_", "learned_", "contract_")):
                columns[name] = np.full(n, np.nan)
        columns |= {
            "key": np.arange(n),
            "policy": np.full(n, -1, dtype=np.int64),
            "history": np.zeros((n, 0)),
            "first_bucket": np.zeros(n, dtype=np.int64),
            "learned_lead_time_count": np.zeros(n, dtype=np.int64),
            "frozen": np.zeros(n, dtype=bool),
        }
        return cls(**columns)


@dataclass(frozen=True)
class PolicyParams:
    """The choices of one policy, as typed by a planner.

    Attributes
    ----------
    method : str
        Key of :data:`planning.policies.METHODS`.
    service_level : float
        Target between 0 and 1 [-].
    service_kind : str
        'cycle' (no stock-out in a cycle), 'fill' (share of units from stock) or
        'none' (no safety stock).
    review_days : float
        Days between two chances to order, at least 1.
    demand_stream : str
        'net' (booked orders consume the expected rate), 'booked' (nothing but
        booked orders), 'forecast' (nothing but the expected rate) or '' (the
        method's own choice). Dependent demand counts in every stream.
    lead_time_source : str
        'contract' or 'learned'.
    minimum_receipts : int
        Receipts below which a learned lead time is not used.
    minimum_history : int
        Buckets below which the history is called short.
    lot_method : str
        'eoq', 'days' (of supply), 'fixed', 'lot_for_lot' or '' (the method's own
        choice).
    lot_days : float
        Days of supply in a lot ('days'), and the days whose needs are put
        together ('lot_for_lot').
    lot_quantity : float
        Lot of 'fixed' [product UoM].
    order_cost : float
        Cost of one order line, company currency.
    holding_rate : float
        Cost of holding one unit of value for a year [1/year].
    safety_days : float
        Days added before the need date (safety lead time).
    max_days_of_supply : float
        Cap on safety stock and lot, in days of demand; 0 means none.
    tolerance : float
        Share by which a parameter may move before it is replaced [-].
    rounding : str
        Mode of :func:`planning.order_quantity.round_quantity`.
    horizon_days : int
        Needs are returned whose release day is before this day, and always those
        that are due before the next review; at most 400.
    """

    method: str
    service_level: float = 0.95
    service_kind: str = "cycle"
    review_days: float = 1.0
    demand_stream: str = ""
    lead_time_source: str = "contract"
    minimum_receipts: int = 3
    minimum_history: int = 8
    lot_method: str = ""
    lot_days: float = 14.0
    lot_quantity: float = 0.0
    order_cost: float = 25.0
    holding_rate: float = 0.2
    safety_days: float = 0.0
    max_days_of_supply: float = 0.0
    tolerance: float = 0.1
    rounding: str = "up"
    horizon_days: int = 60
