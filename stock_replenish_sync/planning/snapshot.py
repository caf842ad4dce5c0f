"""One item's inputs and results as plain values, to be stored and replayed.

NaN is stored as None and infinity as text, so that a snapshot is strict JSON.
Columns younger than a snapshot take their neutral value.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import MISSING, asdict, fields

import numpy as np

from .datatypes import Events, Items, PolicyParams
from .errors import PlanningError, ShapeError
from .results import PlanResult

#: Grows when older snapshots can no longer be read.
FORMAT = 1

_EVENTS = ("receipts", "booked", "dependent")
_UNSTORED = ("history", "first_bucket", "policy", *_EVENTS)


def _plain(value: object) -> object:
    """Return a scalar as JSON has it."""
    if isinstance(value, float) and not np.isfinite(value):
        return None if np.isnan(value) else ("inf" if value > 0 else "-inf")
    return value


def _plain_list(values: np.ndarray) -> list:
    """Return an array, of any number of dimensions, as JSON has it."""
    values = np.asarray(values)
    if values.dtype.kind == "f" and not np.isfinite(values).all():
        plain = np.array([_plain(x) for x in values.ravel().tolist()], dtype=object)
        return plain.reshape(values.shape).tolist()
    return values.tolist()


def _number(value: object) -> float:
    """Return a number as it was before :func:`_plain`."""
    return float("nan") if value is None else float(value)


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
    ('2024-05-06', 0.0, [])
    """
    return freeze_rows(items, np.array([row]), [policy], today)[0]


def freeze_rows(
    items: Items,
    rows: np.ndarray,
    policies: Sequence[PolicyParams | None],
    today: dt.date,
) -> list[dict]:
    """Return what the plans of some items were made of; see :func:`freeze`.

    Parameters
    ----------
    items : Items
        The batch.
    rows : ndarray of int, shape (k,)
        Rows of the items in it.
    policies : sequence of PolicyParams or None, length k
        Their policies.
    today : datetime.date
        The planning date.

    Returns
    -------
    list of dict, length k
        A snapshot of each row.

    Raises
    ------
    ShapeError
        If there is no such row.
    """
    rows = _checked(rows, len(items.key))
    names = [field.name for field in fields(Items) if field.name not in _UNSTORED]
    scalars = zip(
        *(_plain_list(np.asarray(getattr(items, name))[rows]) for name in names),
        strict=True,
    )
    buckets = items.history.shape[1]
    # A first bucket out of range is stored as it is: it must fail again.
    starts = [
        (0, int(first)) if 0 <= first <= buckets else (int(first), 0)
        for first in items.first_bucket[rows]
    ]
    plain_policies = {
        id(policy): policy and {k: _plain(v) for k, v in asdict(policy).items()}
        for policy in policies
    }
    events = [_frozen_events(getattr(items, name), rows) for name in _EVENTS]
    return [
        {
            "format": FORMAT,
            "today": today.isoformat(),
            "policy": plain_policies[id(policy)],
            "item": dict(zip(names, values, strict=True)),
            "first_bucket": first,
            "history": history[start:],
            **dict(zip(_EVENTS, mine, strict=True)),
        }
        for policy, values, (first, start), history, *mine in zip(
            policies,
            scalars,
            starts,
            _plain_list(items.history[rows]),
            *events,
            strict=True,
        )
    ]


def _checked(rows: np.ndarray, n: int) -> np.ndarray:
    """Return rows as integers, or raise where there is no such row."""
    rows = np.asarray(rows, dtype=np.int64)
    if rows.size and not (rows.min() >= 0 and rows.max() < n):
        raise ShapeError(f"there is no row {rows.max()}")
    return rows


def _parts(item: np.ndarray, rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the places that belong to rows, row by row, and where each row ends."""
    item = np.asarray(item, dtype=np.int64)
    order = np.argsort(item, kind="stable")
    ranked = item[order]
    left = np.searchsorted(ranked, rows, side="left")
    counts = np.searchsorted(ranked, rows, side="right") - left
    ends = np.cumsum(counts)
    within = np.arange(counts.sum()) - np.repeat(ends - counts, counts)
    return order[np.repeat(left, counts) + within], ends


def _frozen_events(events: Events, rows: np.ndarray) -> list[list[list]]:
    """Return day, quantity and source, if there is one, of the events of each row."""
    places, ends = _parts(events.item, rows)
    columns = [events.day, events.quantity]
    if events.source is not None:
        columns.append(events.source)
    plain = [_plain_list(np.asarray(column)[places]) for column in columns]
    flat = [list(event) for event in zip(*plain, strict=True)]
    return _split(flat, ends)


def _split(flat: list, ends: np.ndarray) -> list[list]:
    """Cut a list at the given ends."""
    ends = ends.tolist()
    return [flat[start:end] for start, end in zip([0, *ends], ends, strict=False)]


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
    if frozen.get("format") != FORMAT:
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
    for name in _EVENTS:
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
    return freeze_results(result, np.array([row]))[0]


def freeze_results(result: PlanResult, rows: np.ndarray) -> list[dict]:
    """Return the results of some items as plain values; see :func:`freeze_result`.

    Parameters
    ----------
    result : PlanResult
        Result of a batch.
    rows : ndarray of int, shape (k,)
        Rows of the items.

    Returns
    -------
    list of dict, length k
        The results of each row.

    Raises
    ------
    ShapeError
        If there is no such row.
    """
    rows = _checked(rows, len(result.key))
    names = [name for name in vars(result) if name not in ("today", "needs")]
    columns = [_plain_list(getattr(result, name)[rows]) for name in names]
    needs = {name: c for name, c in vars(result.needs).items() if name != "item"}
    places, ends = _parts(result.needs.item, rows)
    plain = [_plain_list(column[places]) for column in needs.values()]
    flat = [dict(zip(needs, need, strict=True)) for need in zip(*plain, strict=True)]
    return [
        {**dict(zip(names, values, strict=True)), "needs": mine}
        for values, mine in zip(
            zip(*columns, strict=True), _split(flat, ends), strict=True
        )
    ]


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
