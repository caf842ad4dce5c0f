"""Snapshots as short text: what an item's plan was made of, and what it said.

A plan stores thousands of them, so they hold values without their names, and whole
numbers without decimals. NaN is stored as null and infinity as text: strict JSON.
"""

import datetime as dt
import json
from collections.abc import Iterable, Sequence

import numpy as np

from .datatypes import Events, Items, PolicyParams
from .errors import PlanningError, ShapeError
from .results import PlanResult

#: Version of the order of values below. Names may be added at the end of a tuple
#: without a new version: what is younger than a snapshot is missing in it.
PACKED = 2

#: Grows when older unpacked snapshots can no longer be read.
FORMAT = 1

POLICY = (
    *("method", "service_level", "service_kind", "review_days", "demand_stream"),
    *("lead_time_source", "minimum_receipts", "minimum_history", "lot_method"),
    *("lot_days", "lot_quantity", "order_cost", "holding_rate", "safety_days"),
    *("max_days_of_supply", "tolerance", "rounding", "horizon_days"),
)
ITEM = (
    *("key", "on_hand", "contract_lead_time", "learned_lead_time_mean"),
    *("learned_lead_time_std", "learned_lead_time_count", "unit_cost", "multiple"),
    *("minimum", "maximum", "current_safety_stock", "current_reorder_point"),
    *("current_order_quantity", "frozen"),
)
_NOT_FINITE = (("NaN", "null"), ("-Infinity", '"-inf"'), ("Infinity", '"inf"'))
EVENTS = ("receipts", "booked", "dependent")
RESULT = (
    *("key", "demand_mean", "demand_std", "adi", "cv2", "cv", "pattern"),
    *("lead_time_mean", "lead_time_std", "proposed_safety_stock"),
    *("proposed_reorder_point", "proposed_order_quantity", "safety_stock"),
    *("reorder_point", "order_quantity", "position", "incoming", "days_of_supply"),
    *("stockout_day", "due_quantity", "next_release_day", "next_need_day"),
    *("changed", "reasons"),
)
NEED = (
    *("quantity", "raw_quantity", "need_day", "release_day", "due_day"),
    *("arrival_day", "reasons"),
)


def pack(
    items: Items,
    result: PlanResult,
    rows: np.ndarray,
    policies: Sequence[PolicyParams],
) -> list[str]:
    """Return the snapshots of some items of a batch.

    Parameters
    ----------
    items : Items
        The batch.
    result : PlanResult
        What was planned from it.
    rows : ndarray of int, shape (k,)
        Rows of the items.
    policies : sequence of PolicyParams
        The policies that `items.policy` counts in.

    Returns
    -------
    list of str, length k
        For :func:`unpack`. Of the history the buckets that count.

    Raises
    ------
    ShapeError
        If there is no such row.
    """
    rows = _checked(rows, len(items.key))
    own = [
        policies[index] if index >= 0 else None for index in items.policy[rows].tolist()
    ]
    return [
        f"[{inputs},{said}]"
        for inputs, said in zip(
            pack_inputs(items, rows, own, result.today),
            pack_results(result, rows),
            strict=True,
        )
    ]


def unpack(text: str) -> dict:
    """Return what a snapshot holds, by name.

    Parameters
    ----------
    text : str
        What :func:`pack` made, or a snapshot by name as JSON.

    Returns
    -------
    dict
        `inputs` and `result`, as :func:`planning.snapshot.freeze` and
        ``freeze_result`` return them.

    Raises
    ------
    PlanningError
        If the text is of a version that is not known.
    """
    values = json.loads(text)
    if isinstance(values, dict):
        return values
    if values[:1] != [PACKED]:
        raise PlanningError(f"unknown version of a snapshot: {values[:1]!r}")
    return {
        "inputs": named_inputs(values[:-2]),
        "result": named_result(values[-2:]),
    }


def pack_inputs(
    items: Items,
    rows: np.ndarray,
    policies: Sequence[PolicyParams | None],
    today: dt.date,
) -> list[str]:
    """Return the values of :func:`named_inputs` of some rows, as text.

    Parameters
    ----------
    items : Items
        The batch.
    rows : ndarray of int, shape (k,)
        Rows of the items.
    policies : sequence of PolicyParams or None, length k
        Their policies.
    today : datetime.date
        The planning date.

    Returns
    -------
    list of str, length k

    Raises
    ------
    ShapeError
        If there is no such row.
    """
    rows = _checked(rows, len(items.key))
    known = {id(policy): policy for policy in policies}
    texts = {key: _policy_text(policy) for key, policy in known.items()}
    buckets = items.history.shape[1]
    # A first bucket out of range is stored as it is: it must fail again.
    starts = [
        (0, first) if 0 <= first <= buckets else (first, 0)
        for first in items.first_bucket[rows].tolist()
    ]
    head = f'{PACKED},"{today.isoformat()}"'
    return [
        f"{head},{texts[id(policy)]},[{item}],{first},"
        f"[{','.join(history[start:])}],[{receipts}],[{booked}],[{dependent}]"
        for policy, item, (first, start), history, receipts, booked, dependent in zip(
            policies,
            _lines(np.asarray(getattr(items, name))[rows] for name in ITEM),
            starts,
            _words(items.history[rows]),
            *(_event_lines(getattr(items, name), rows) for name in EVENTS),
            strict=True,
        )
    ]


def pack_results(result: PlanResult, rows: np.ndarray) -> list[str]:
    """Return the values of :func:`named_result` of some rows, as text.

    Parameters
    ----------
    result : PlanResult
        Result of a batch.
    rows : ndarray of int, shape (k,)
        Rows of the items.

    Returns
    -------
    list of str, length k

    Raises
    ------
    ShapeError
        If there is no such row.
    """
    rows = _checked(rows, len(result.key))
    places, ends = _parts(result.needs.item, rows)
    needs = _lines(getattr(result.needs, name)[places] for name in NEED)
    said = _lines(getattr(result, name)[rows] for name in RESULT)
    return [
        f"[{values}],[{mine}]"
        for values, mine in zip(said, _joined(needs, ends), strict=True)
    ]


def named_inputs(values: list) -> dict:
    """Return the inputs of a snapshot by name.

    Parameters
    ----------
    values : list
        Version, planning date, policy, item, first bucket, history, and events of
        each kind.

    Returns
    -------
    dict
    """
    _version, today, policy, item, first, history, *events = values
    return {
        "format": FORMAT,
        "today": today,
        "policy": policy and dict(zip(POLICY, policy, strict=False)),
        "item": dict(zip(ITEM, item, strict=False)),
        "first_bucket": first,
        "history": history,
        **dict(zip(EVENTS, events, strict=True)),
    }


def named_result(values: list) -> dict:
    """Return the result of a snapshot by name.

    Parameters
    ----------
    values : list
        Columns of the item, and its needs.

    Returns
    -------
    dict
    """
    said, needs = values
    return {
        **dict(zip(RESULT, said, strict=False)),
        "needs": [dict(zip(NEED, need, strict=False)) for need in needs],
    }


# ----------------------------------------------------------------------
# Text of columns
# ----------------------------------------------------------------------


def _policy_text(policy: PolicyParams | None) -> str:
    """Return a policy's values as text."""
    if policy is None:
        return "null"
    values = [vars(policy)[name] for name in POLICY]
    return f"[{','.join(word for value in values for word in _words([value]))}]"


def _words(values: np.ndarray) -> list:
    """Return an array, of any number of dimensions, with each value as JSON.

    Most numbers of a batch repeat, and writing one costs more than finding it.
    """
    values = np.asarray(values)
    known, place = np.unique(values, return_inverse=True)
    # One call for all of them: a call for each costs more than the numbers.
    text = json.dumps(known.tolist(), separators=(",", ":"))[1:-1] + ","
    if values.dtype.kind == "f":
        text = text.replace(".0,", ",")
        if not np.isfinite(known[-1:]).all() or not np.isfinite(known[:1]).all():
            for name, word in _NOT_FINITE:
                text = text.replace(name, word)
    words = np.array(text[:-1].split(","), dtype=object)
    return words[place].reshape(values.shape).tolist()


def _lines(columns: Iterable[np.ndarray]) -> list[str]:
    """Return columns of one length as lines of values, a line a row."""
    columns = list(map(np.asarray, columns))
    floats = [place for place, column in enumerate(columns) if column.dtype.kind == "f"]
    # Together, since the same number is often in several columns.
    words = dict(zip(floats, _words([columns[place] for place in floats]), strict=True))
    rest = (
        words[place] if place in words else _words(column)
        for place, column in enumerate(columns)
    )
    return [",".join(row) for row in zip(*rest, strict=True)]


def _event_lines(events: Events, rows: np.ndarray) -> list[str]:
    """Return day, quantity and source, if there is one, of the events of each row."""
    places, ends = _parts(events.item, rows)
    columns = [events.day, events.quantity]
    if events.source is not None:
        columns.append(events.source)
    return _joined(_lines(np.asarray(column)[places] for column in columns), ends)


def _joined(lines: list[str], ends: np.ndarray) -> list[str]:
    """Return lines put together up to the given ends, each as a list of its own."""
    if not lines:
        return [""] * len(ends)
    ends = ends.tolist()
    return [
        ",".join([f"[{line}]" for line in lines[start:end]])
        for start, end in zip([0, *ends], ends, strict=False)
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
