"""What parameters in force lead to: the two sides of a comparison."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from .choices import STREAMS, Choices, policy_choices, whole_days
from .datatypes import Events, Items, PolicyParams, Reason
from .order_quantity import round_quantity
from .parameters import Parameters
from .results import PlanResult
from .safety_stock import demand_over_lead_time, expected_fill_rate

#: Without these nothing can be said of the service.
_UNKNOWN = int(
    Reason.INVALID_INPUT | Reason.NO_HISTORY | Reason.NO_DEMAND | Reason.SHORT_HISTORY
)


@dataclass(frozen=True)
class Effect:
    """What to expect of n items, shape (n,).

    Attributes
    ----------
    safety_stock : ndarray of float64
        What is left on average when an order arrives [product UoM].
    average_stock : ndarray of float64
        What is on the shelf on average [product UoM].
    fill_rate : ndarray of float64
        Expected share of demand served from stock [-]; NaN where too little is
        known, or only what is booked is ordered.
    daily : ndarray of float64
        Demand per day that the fill rate is a share of [product UoM / day].
    """

    safety_stock: np.ndarray
    average_stock: np.ndarray
    fill_rate: np.ndarray
    daily: np.ndarray


def expected_effect(
    items: Items,
    result: PlanResult,
    policies: Sequence[PolicyParams],
    policy: np.ndarray,
    parameters: Parameters,
) -> Effect:
    """Return what parameters lead to under given policies.

    Parameters
    ----------
    items : Items
        The facts.
    result : PlanResult
        What a plan of these facts says of demand and lead time; by whichever policy.
    policies : sequence of PolicyParams
        The policies that `policy` counts in.
    policy : ndarray of int64, shape (n,)
        Policy each item follows; -1, or one of method 'min_max', for Odoo's own
        rule, whose reorder point is the minimum and whose lot fills up to the
        maximum.
    parameters : Parameters
        What is in force.

    Returns
    -------
    Effect
        Safety stock is that of the parameters; under Odoo's own rule the part of the
        minimum that expected demand does not use up before goods arrive.

    Notes
    -----
    A lot, or what is ordered together in a cycle, is on the shelf half of the time.
    Safety days hold their demand in addition. The fill rate assumes demand that is
    normal over the lead time.
    """
    choices = policy_choices(policies, policy)
    rate = result.demand_mean + dependent_rate(items, result, choices)
    booked_only = choices.stream == STREAMS.index("booked")
    expected = np.where(booked_only, rate - result.demand_mean, rate)
    window = whole_days(result.lead_time_mean) + choices.safety + choices.review
    own_rule = ~choices.governed
    # Odoo looks every day, so its own rule has no review to wait for.
    window = np.where(own_rule, whole_days(result.lead_time_mean), window)
    over = parameters.reorder_point - expected * window
    buffer = np.where(own_rule, np.maximum(over, 0.0), parameters.safety_stock)
    together = np.where(own_rule, 0, np.maximum(choices.review, choices.cover))
    cycle = np.maximum(parameters.order_quantity, expected * together)
    early = np.where(own_rule, 0.0, expected * choices.safety)
    _mean, std = demand_over_lead_time(
        result.demand_mean,
        result.demand_std,
        result.lead_time_mean,
        result.lead_time_std,
        np.where(own_rule, 0.0, choices.review_days),
    )
    known = ((result.reasons & _UNKNOWN) == 0) & ~booked_only & (rate > 0)
    known &= cycle > 0
    fill = expected_fill_rate(over, std, np.where(known, cycle, 1.0))
    return Effect(
        safety_stock=buffer,
        average_stock=buffer + early + cycle / 2,
        fill_rate=np.where(known, fill, np.nan),
        daily=rate,
    )


def dependent_rate(items: Items, result: PlanResult, choices: Choices) -> np.ndarray:
    """Return what other warehouses draw per day, as the plan reckons it.

    Parameters
    ----------
    items : Items
        The facts.
    result : PlanResult
        Their plan.
    choices : Choices
        The choices of each item.

    Returns
    -------
    ndarray of float64, shape (n,)
        Dependent demand within lead time and horizon [product UoM / day].
    """
    first = whole_days(result.lead_time_mean) + choices.safety
    last = first + np.maximum(choices.horizon, choices.review)
    drawn = _until(items.dependent, last, len(items.key))
    return drawn / np.maximum(last, 1)


def min_max_order(items: Items, minimum: np.ndarray, maximum: np.ndarray) -> np.ndarray:
    """Return what Odoo's own rule would order now.

    Parameters
    ----------
    items : Items
        The facts.
    minimum, maximum : ndarray of float64, shape (n,)
        The rule [product UoM].

    Returns
    -------
    ndarray of float64, shape (n,)
        Quantity that fills up to the maximum, in whole multiples, where less than
        the minimum is foreseen by the end of the lead time [product UoM]; else 0.
    """
    n = len(items.key)
    end = whole_days(np.nan_to_num(items.contract_lead_time)) + 1
    foreseen = items.on_hand + _until(items.receipts, end, n)
    foreseen = foreseen - _until(items.booked, end, n) - _until(items.dependent, end, n)
    short = np.maximum(minimum, maximum) - foreseen
    noise = 1e-9 * (np.abs(minimum) + np.abs(foreseen))
    wanted = np.where(foreseen < minimum - noise, short, 0.0)
    return round_quantity(np.nan_to_num(wanted), items.multiple)


def _until(events: Events, end: np.ndarray, n: int) -> np.ndarray:
    """Return the quantity of each item's events before day `end`."""
    soon = events.day < end[events.item]
    weights = events.quantity[soon].astype(float)
    found = np.bincount(events.item[soon], weights=weights, minlength=n)
    return found.astype(float, copy=False)
