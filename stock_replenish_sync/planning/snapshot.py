"""One item's inputs and results as plain values, to be explained and replayed.

Columns younger than a snapshot take their neutral value.
"""

import datetime as dt
import json
from dataclasses import MISSING, fields

import numpy as np

from . import packing
from .datatypes import Events, Items, PolicyParams
from .errors import PlanningError
from .results import PlanResult


def freeze(items: Items, row: int, policy: PolicyParams | None, today: dt.date) -> dict:
    """Return what the plan of one item was made of.

    Parameters
    ----------
    items : Items
        The batch.
    row : int
        Row of the item in it.
    policy : PolicyParams, optional
        Its policy; None where it is not governed.
    today : datetime.date
        The planning date.

    Returns
    -------
    dict
        Numbers, text, None, lists and dicts only. Of the history the buckets that
        count.

    Raises
    ------
    ShapeError
        If there is no such row.

    Examples
    --------
    >>> frozen = freeze(Items.blank(1), 0, None, dt.date(2024, 5, 6))
    >>> frozen["today"], frozen["item"]["on_hand"], frozen["history"]
    ('2024-05-06', 0, [])
    """
    [text] = packing.pack_inputs(items, np.array([row]), [policy], today)
    return packing.named_inputs(json.loads(f"[{text}]"))


def freeze_result(result: PlanResult, row: int) -> dict:
    """Return the results of one item as plain values.

    Parameters
    ----------
    result : PlanResult
        Result of a batch.
    row : int
        Row of the item.

    Returns
    -------
    dict
        Columns of the item by name, and its needs as a list of dicts.

    Raises
    ------
    ShapeError
        If there is no such row.
    """
    [text] = packing.pack_results(result, np.array([row]))
    return packing.named_result(json.loads(f"[{text}]"))


def _number(value: object) -> float:
    """Return a number as it was before it was packed."""
    return float("nan") if value is None else float(value)


def thaw(frozen: dict) -> tuple[Items, PolicyParams | None, dt.date]:
    """Return the batch of one item that a snapshot holds.

    Parameters
    ----------
    frozen : dict
        What :func:`freeze` returned, also after a way through JSON.

    Returns
    -------
    tuple of Items, PolicyParams or None, and datetime.date
        ``plan(items, [policy] if policy else [], today)`` gives the same numbers
        again.

    Raises
    ------
    PlanningError
        If the snapshot has a format that is not known.

    Examples
    --------
    >>> policy = PolicyParams("reorder_point")
    >>> frozen = freeze(Items.blank(1), 0, policy, dt.date(2024, 5, 6))
    >>> thaw(frozen)[1] == policy
    True
    """
    if frozen.get("format") != packing.FORMAT:
        raise PlanningError(f"unknown snapshot format: {frozen.get('format')!r}")
    policy = frozen["policy"]
    if policy is not None:
        policy = PolicyParams(**{k: _typed(k, v) for k, v in policy.items()})
    history = np.array([[_number(x) for x in frozen["history"]]], dtype=float)
    columns = vars(Items.blank(1)).copy()
    for name, value in frozen["item"].items():
        columns[name] = np.array([_number(value)]).astype(columns[name].dtype)
    columns["key"] = np.array([frozen["item"]["key"]], dtype=np.int64)
    columns["policy"] = np.array([-1 if policy is None else 0])
    columns["history"] = history.reshape(1, -1)
    columns["first_bucket"] = np.array([frozen["first_bucket"]])
    for name in packing.EVENTS:
        columns[name] = _thawed_events(frozen[name])
    return Items(**columns), policy, dt.date.fromisoformat(frozen["today"])


def _typed(name: str, value: object) -> object:
    """Return a policy value as it was before JSON."""
    default = next(f for f in fields(PolicyParams) if f.name == name).default
    if default is MISSING or default is None or isinstance(default, str):
        return value
    number = _number(value)
    if isinstance(default, int) and number.is_integer():
        return int(number)
    return number


def _thawed_events(rows: list[list]) -> Events:
    """Return events of item 0."""
    days = np.array([_number(row[0]) for row in rows])
    if np.isfinite(days).all():
        days = np.array([int(row[0]) for row in rows], dtype=np.int64)
    quantity = np.array([_number(row[1]) for row in rows])
    sources = [int(row[2]) for row in rows if len(row) > 2]
    return Events(
        np.zeros(len(rows), dtype=np.int64),
        days,
        quantity,
        np.array(sources, dtype=np.int64) if len(sources) == len(rows) else None,
    )


def differences(a: dict, b: dict, tolerance: float = 1e-9) -> dict[str, tuple]:
    """Return what two frozen results do not agree in.

    Parameters
    ----------
    a, b : dict
        What :func:`freeze_result` returned, also after a way through JSON.
    tolerance : float
        Relative difference of numbers that is forgiven [-].

    Returns
    -------
    dict
        Name to both values; None where one has no such name.

    Examples
    --------
    >>> differences({"x": 1.0, "y": 2.0}, {"x": 1.0 + 1e-12, "y": 3.0})
    {'y': (2.0, 3.0)}
    """
    return {
        name: (a.get(name), b.get(name))
        for name in (*a, *(name for name in b if name not in a))
        if not (name in a and name in b and _same(a[name], b[name], tolerance))
    }


def same_result(a: dict, b: dict, tolerance: float = 1e-9) -> bool:
    """Tell whether two frozen results are the same; see :func:`differences`."""
    return not differences(a, b, tolerance)


def _same(a: object, b: object, tolerance: float) -> bool:
    if isinstance(a, dict) and isinstance(b, dict):
        return same_result(a, b, tolerance)
    if isinstance(a, list) and isinstance(b, list):
        return len(a) == len(b) and all(
            _same(x, y, tolerance) for x, y in zip(a, b, strict=True)
        )
    if isinstance(a, float) or isinstance(b, float):
        if not isinstance(a, int | float) or not isinstance(b, int | float):
            return False
        return abs(a - b) <= tolerance * max(abs(a), abs(b), 1.0)
    return a == b
