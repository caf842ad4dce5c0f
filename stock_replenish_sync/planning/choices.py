"""Policies as columns: one row per item, so that the engine needs no loop."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from .datatypes import PolicyParams
from .errors import PolicyError, ShapeError
from .order_quantity import ROUNDING_MODES
from .policies import METHODS, method_of

STREAMS = ("net", "booked", "forecast")
SERVICE_KINDS = ("cycle", "fill", "none")
LOT_METHODS = ("eoq", "days", "fixed", "lot_for_lot")
LEAD_TIME_SOURCES = ("contract", "learned")

#: Longest horizon of needs [days].
LONGEST_HORIZON = 400
#: Choices of items without a policy; only the statistics depend on them.
_UNGOVERNED = PolicyParams(method="min_max", minimum_history=0)

_NUMBERS = (
    "service_level",
    "review_days",
    "minimum_receipts",
    "minimum_history",
    "lot_days",
    "lot_quantity",
    "order_cost",
    "holding_rate",
    "safety_days",
    "max_days_of_supply",
    "tolerance",
    "horizon_days",
)


@dataclass(frozen=True)
class Choices:
    """The choices in force for each item, shape (n,).

    Options are indexes in the tuples of this module; numbers are those of
    :class:`~planning.datatypes.PolicyParams`, days rounded up to whole days.

    Attributes
    ----------
    governed, valid : ndarray of bool
        Planned at all; no number of the policy is out of its range.
    review, safety, horizon : ndarray of int64
        Review period, safety lead time and horizon [days].
    cover : ndarray of int64
        Days whose shortage is put together [days]; 0 for a review cycle.
    """

    governed: np.ndarray
    valid: np.ndarray
    stream: np.ndarray
    service_kind: np.ndarray
    service_level: np.ndarray
    lead_time_source: np.ndarray
    minimum_receipts: np.ndarray
    minimum_history: np.ndarray
    review_days: np.ndarray
    review: np.ndarray
    safety: np.ndarray
    horizon: np.ndarray
    cover: np.ndarray
    lot_method: np.ndarray
    lot_days: np.ndarray
    lot_quantity: np.ndarray
    order_cost: np.ndarray
    holding_rate: np.ndarray
    max_days_of_supply: np.ndarray
    tolerance: np.ndarray
    rounding: np.ndarray


def whole_days(days: np.ndarray) -> np.ndarray:
    """Return days rounded up to whole days, forgiving float noise.

    Parameters
    ----------
    days : ndarray, any shape
        Finite days.

    Returns
    -------
    ndarray of int64
        Whole days.

    Examples
    --------
    >>> whole_days(np.array([7.0, 7.0000000001, 7.2])).tolist()
    [7, 7, 8]
    """
    return np.ceil(np.asarray(days, dtype=float) - 1e-6).astype(np.int64)


def _option(names: tuple[str, ...], name: str, label: str) -> int:
    if name not in names:
        raise PolicyError(f"unknown {label}: {name!r}")
    return names.index(name)


def _is_valid(policy: PolicyParams) -> bool:
    """Tell whether every number of a policy is in its range."""
    numbers = [float(getattr(policy, name)) for name in _NUMBERS]
    return bool(
        np.isfinite(numbers).all()
        and min(numbers) >= 0
        and max(numbers) <= 1e15
        and policy.review_days <= LONGEST_HORIZON
        and policy.safety_days <= LONGEST_HORIZON
        and policy.lot_days <= LONGEST_HORIZON
        and policy.service_level < 1
    )


def policy_choices(policies: Sequence[PolicyParams], index: np.ndarray) -> Choices:
    """Return the choices of each item.

    Parameters
    ----------
    policies : sequence of PolicyParams
        The policies of the batch.
    index : ndarray of int, shape (n,)
        Index of the policy of each item; -1 means none.

    Returns
    -------
    Choices
        One row per item. Policies with a number out of range (NaN, negative, a
        service level of 1, periods above 400 days) are marked as not valid.

    Raises
    ------
    PolicyError
        If a method or an option is unknown.
    ShapeError
        If an index has no policy.
    """
    index = np.asarray(index, dtype=np.int64)
    if index.size and (index.min() < -1 or index.max() >= len(policies)):
        raise ShapeError("a policy index has no policy")
    # The last row serves index -1.
    rows = [_row(policy) for policy in (*policies, _UNGOVERNED)]
    return Choices(
        **{name: np.array([row[name] for row in rows])[index] for name in rows[0]}
    )


def _row(policy: PolicyParams) -> dict:
    """Return the choices of one policy."""
    method = method_of(policy.method)
    valid = _is_valid(policy)
    lot = _option(LOT_METHODS, method.lot_method(policy), "lot method")
    stream = _option(STREAMS, method.demand_stream(policy), "demand stream")
    kind = _option(SERVICE_KINDS, method.service_kind(policy), "service kind")
    source = _option(LEAD_TIME_SOURCES, policy.lead_time_source, "lead time source")
    rounding = _option(ROUNDING_MODES, policy.rounding, "rounding mode")
    options = {
        "governed": METHODS[policy.method].governed,
        "stream": stream,
        "service_kind": kind,
        "lead_time_source": source,
        "lot_method": lot,
        "rounding": rounding,
    }
    if not valid:
        # Numbers of a policy that is not valid must not reach the arithmetic.
        policy = PolicyParams(method=policy.method)
    numbers = {name: float(getattr(policy, name)) for name in _NUMBERS}
    horizon, safety = numbers.pop("horizon_days"), numbers.pop("safety_days")
    numbers["review_days"] = max(numbers["review_days"], 1.0)
    grouped = max(int(whole_days(policy.lot_days)), 1)
    return {
        **options,
        **numbers,
        "valid": valid,
        "review": int(whole_days(numbers["review_days"])),
        "safety": int(whole_days(safety)),
        "horizon": int(min(horizon, LONGEST_HORIZON)),
        "cover": grouped if LOT_METHODS[lot] == "lot_for_lot" else 0,
    }
