"""Columns that leave the engine, all in product UoM.

Days are whole days counted from the planning date (0 = today, negative = past).
"""

import datetime as dt
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Needs:
    """What to get, one row per need, sorted by item and release day.

    Attributes
    ----------
    item : ndarray of int64, shape (k,)
        Row of the item.
    quantity : ndarray of float64, shape (k,)
        Quantity after minimum, multiple and maximum [product UoM].
    raw_quantity : ndarray of float64, shape (k,)
        Quantity before them.
    need_day : ndarray of int64, shape (k,)
        Day on which it should be in stock (never before today).
    release_day : ndarray of int64, shape (k,)
        Last day on which the order still arrives in time; negative if it is past.
    due_day : ndarray of int64, shape (k,)
        Day from which the need is to be ordered: the last review day on which it is
        in time, the next one where it is late; see :func:`planning.review.due_days`.
    arrival_day : ndarray of int64, shape (k,)
        Day on which an order released at the later of today and `release_day`
        arrives by the planned lead time.
    reasons : ndarray of int64, shape (k,)
        Bit mask of :class:`~planning.datatypes.Reason`.
    """

    item: np.ndarray
    quantity: np.ndarray
    raw_quantity: np.ndarray
    need_day: np.ndarray
    release_day: np.ndarray
    due_day: np.ndarray
    arrival_day: np.ndarray
    reasons: np.ndarray

    @classmethod
    def empty(cls) -> "Needs":
        """Return no needs."""
        days = np.zeros(0, np.int64)
        return cls(days, np.zeros(0), np.zeros(0), days, days, days, days, days)


@dataclass(frozen=True)
class PlanResult:
    """Everything the plan says of n items; shape (n,) but for `needs`.

    Attributes
    ----------
    today : datetime.date
        The planning date all days are counted from.
    key : ndarray of int64
        The identifiers of :class:`~planning.datatypes.Items`.
    demand_mean, demand_std : ndarray of float64
        Demand per day [product UoM / day].
    adi, cv2 : ndarray of float64
        Average demand interval [buckets] and squared variation of sizes [-];
        NaN without demand.
    cv : ndarray of float64
        Variation of bucket demand [-]; NaN without demand.
    pattern : ndarray of str
        'none', 'smooth', 'erratic', 'intermittent' or 'lumpy'.
    lead_time_mean, lead_time_std : ndarray of float64
        Lead time used [days].
    proposed_safety_stock, proposed_reorder_point, proposed_order_quantity :
        ndarray of float64. What the policy computes from these inputs.
    safety_stock, reorder_point, order_quantity : ndarray of float64
        What is in force after tolerance and review; the needs come from these.
    position : ndarray of float64
        On hand plus open supply minus open demand [product UoM].
    incoming : ndarray of float64
        Open supply [product UoM].
    days_of_supply : ndarray of float64
        On hand divided by daily demand, that of other warehouses included [days];
        NaN without demand.
    stockout_day : ndarray of int64
        First day on which the projected balance, with open supply but without new
        orders, is below zero; :data:`~planning.datatypes.NO_DAY` if there is none in
        the horizon.
    due_quantity : ndarray of float64
        Sum of needs whose due day is today or past [product UoM].
    next_release_day : ndarray of int64
        Earliest release day of all needs; :data:`~planning.datatypes.NO_DAY` if there
        is none.
    next_need_day : ndarray of int64
        Need day of that need; :data:`~planning.datatypes.NO_DAY` if there is none.
    needs : Needs
        All needs within the policy's horizon.
    changed : ndarray of bool
        True where proposed parameters differ beyond tolerance from the current
        ones, or there are no current ones (governed items only).
    reasons : ndarray of int64
        Bit mask of :class:`~planning.datatypes.Reason`.
    """

    today: dt.date
    key: np.ndarray
    demand_mean: np.ndarray
    demand_std: np.ndarray
    adi: np.ndarray
    cv2: np.ndarray
    cv: np.ndarray
    pattern: np.ndarray
    lead_time_mean: np.ndarray
    lead_time_std: np.ndarray
    proposed_safety_stock: np.ndarray
    proposed_reorder_point: np.ndarray
    proposed_order_quantity: np.ndarray
    safety_stock: np.ndarray
    reorder_point: np.ndarray
    order_quantity: np.ndarray
    position: np.ndarray
    incoming: np.ndarray
    days_of_supply: np.ndarray
    stockout_day: np.ndarray
    due_quantity: np.ndarray
    next_release_day: np.ndarray
    next_need_day: np.ndarray
    needs: Needs
    changed: np.ndarray
    reasons: np.ndarray
