"""Safety stock, reorder point and lot: what a policy proposes, what is in force."""

from dataclasses import dataclass

import numpy as np

from .choices import (
    LEAD_TIME_SOURCES,
    LOT_METHODS,
    SERVICE_KINDS,
    STREAMS,
    Choices,
    whole_days,
)
from .datatypes import Items, Reason
from .order_quantity import economic_order_quantity
from .safety_stock import (
    demand_over_lead_time,
    reorder_point,
    safety_stock_cycle_service,
    safety_stock_fill_rate,
)

#: Days of a year, for the cost of holding stock.
YEAR = 365.0


@dataclass(frozen=True)
class LeadTimes:
    """The lead time each item is planned with.

    Attributes
    ----------
    mean, std : ndarray of float64, shape (n,)
        Mean and deviation [days].
    days : ndarray of int64, shape (n,)
        `mean` in whole days, rounded up: the one of dates.
    reasons : ndarray of int64, shape (n,)
        Where it comes from.
    """

    mean: np.ndarray
    std: np.ndarray
    days: np.ndarray
    reasons: np.ndarray


@dataclass(frozen=True)
class Parameters:
    """Parameters of n items, shape (n,) [product UoM].

    Attributes
    ----------
    safety_stock, reorder_point, order_quantity : ndarray of float64
        The parameters.
    """

    safety_stock: np.ndarray
    reorder_point: np.ndarray
    order_quantity: np.ndarray


def lead_times(items: Items, choices: Choices) -> LeadTimes:
    """Return the lead time each policy wants, or the next best.

    Parameters
    ----------
    items : Items
        The batch.
    choices : Choices
        The choices of each item.

    Returns
    -------
    LeadTimes
        The learned one where it is wanted and known from enough receipts, else the
        contractual one without deviation; zero days where there is none.
    """
    wanted = choices.lead_time_source == LEAD_TIME_SOURCES.index("learned")
    known = items.learned_lead_time_count >= choices.minimum_receipts
    learned = wanted & known & ~np.isnan(items.learned_lead_time_mean)
    mean = np.where(learned, items.learned_lead_time_mean, items.contract_lead_time)
    mean = np.nan_to_num(mean, nan=0.0)
    std = np.where(learned, np.nan_to_num(items.learned_lead_time_std, nan=0.0), 0.0)
    reasons = (
        learned * int(Reason.LEARNED_LEAD_TIME)
        + (wanted & ~learned) * int(Reason.FEW_RECEIPTS)
        + (mean == 0) * int(Reason.ZERO_LEAD_TIME)
    )
    return LeadTimes(mean, std, whole_days(mean), reasons)


def propose(
    items: Items,
    choices: Choices,
    demand_mean: np.ndarray,
    demand_std: np.ndarray,
    dependent_rate: np.ndarray,
    lead: LeadTimes,
) -> tuple[Parameters, np.ndarray]:
    """Return the parameters that the policies make of these inputs.

    Parameters
    ----------
    items : Items
        The batch.
    choices : Choices
        The choices of each item.
    demand_mean, demand_std : ndarray, shape (n,)
        Own demand [product UoM / day].
    dependent_rate : ndarray, shape (n,)
        Average dependent demand [product UoM / day].
    lead : LeadTimes
        The lead times.

    Returns
    -------
    tuple of Parameters and ndarray of int64, shape (n,)
        Zero where not governed; and the reasons.

    Notes
    -----
    The rate of lot and caps is own plus dependent demand. The reorder point is that
    rate over the whole days of lead time, safety lead time and review, plus safety
    stock: the netting orders exactly when the position is below it. Where only
    booked orders count, own demand has no part in the reorder point.
    """
    rate = demand_mean + dependent_rate
    lot = _lot(items, choices, rate)
    _mean, std = demand_over_lead_time(
        demand_mean, demand_std, lead.mean, lead.std, choices.review_days
    )
    buffer = _safety_stock(choices, std, np.maximum(lot, rate * choices.review))
    limit = choices.max_days_of_supply * rate
    limited = (choices.max_days_of_supply > 0) & (rate > 0)
    capped = limited & (buffer > limit) & choices.governed
    buffer = np.where(limited, np.minimum(buffer, limit), buffer)
    lot = np.where(limited, np.minimum(lot, limit), lot)
    booked_only = choices.stream == STREAMS.index("booked")
    expected = np.where(booked_only, dependent_rate, rate)
    window = lead.days + choices.safety + choices.review
    point = reorder_point(expected * window, buffer)
    governed = choices.governed
    return (
        Parameters(*(np.where(governed, x, 0.0) for x in (buffer, point, lot))),
        capped * int(Reason.CAPPED_SAFETY_STOCK),
    )


def _lot(items: Items, choices: Choices, rate: np.ndarray) -> np.ndarray:
    """Return the smallest quantity worth an order."""
    economic = economic_order_quantity(
        rate * YEAR, choices.order_cost, choices.holding_rate * items.unit_cost
    )
    days = rate * choices.lot_days
    by_method = {
        # Goods that cost nothing to hold have no best quantity.
        "eoq": np.where(np.isnan(economic), days, economic),
        "days": days,
        "fixed": choices.lot_quantity,
        "lot_for_lot": np.zeros_like(rate),
    }
    return np.choose(choices.lot_method, [by_method[name] for name in LOT_METHODS])


def _safety_stock(choices: Choices, std: np.ndarray, cycle: np.ndarray) -> np.ndarray:
    """Return the buffer each policy asks for."""
    buffer = np.zeros_like(std)
    levels = choices.service_level
    by_kind = (
        ("cycle", lambda rows: safety_stock_cycle_service(std[rows], levels[rows])),
        (
            "fill",
            lambda rows: safety_stock_fill_rate(std[rows], cycle[rows], levels[rows]),
        ),
    )
    for name, formula in by_kind:
        kind = choices.service_kind == SERVICE_KINDS.index(name)
        rows = np.flatnonzero(kind & choices.governed & (std > 0))
        if rows.size:
            buffer[rows] = formula(rows)
    return buffer


def in_force(
    items: Items, choices: Choices, proposed: Parameters
) -> tuple[Parameters, np.ndarray, np.ndarray]:
    """Return the parameters to plan with.

    Parameters
    ----------
    items : Items
        The batch with its current parameters.
    choices : Choices
        The choices of each item.
    proposed : Parameters
        What the policies propose.

    Returns
    -------
    tuple of Parameters, ndarray of bool and ndarray of int64, shape (n,)
        Parameters in force; where the proposed ones differ beyond tolerance or
        there were none; and the reasons. A change from zero is beyond any
        tolerance. Frozen items without current parameters are planned with zeros.
    """
    names = ("safety_stock", "reorder_point", "order_quantity")
    current = [getattr(items, f"current_{name}") for name in names]
    new = [getattr(proposed, name) for name in names]
    near = np.ones(len(items.key), dtype=bool)
    for old, value in zip(current, new, strict=True):
        # NaN compares false: without current parameters nothing is near.
        allowed = (choices.tolerance + 1e-12) * np.abs(old)
        near &= np.abs(value - old) <= allowed
    governed = choices.governed
    frozen = items.frozen.astype(bool) & governed
    keep = near & ~frozen & governed
    used = [
        np.where(
            frozen | keep, np.nan_to_num(old, nan=0.0), np.where(governed, value, 0.0)
        )
        for old, value in zip(current, new, strict=True)
    ]
    reasons = keep * int(Reason.WITHIN_TOLERANCE) + frozen * int(Reason.FROZEN)
    return Parameters(*used), governed & ~near, reasons
