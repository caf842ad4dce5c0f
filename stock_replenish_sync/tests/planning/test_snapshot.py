"""What is kept of a plan: text that is planned again, and told apart."""

import datetime as dt
import json
from dataclasses import fields, replace

import numpy as np
import pytest
from factory import TODAY, events, make_items

from planning import (
    Items,
    Needs,
    PlanningError,
    PlanResult,
    PolicyParams,
    Reason,
    ShapeError,
    differences,
    freeze,
    freeze_result,
    pack,
    packing,
    plan,
    same_result,
    thaw,
    unpack,
)
from planning.fingerprint import fingerprints

POLICY = PolicyParams("reorder_point", review_days=7, lead_time_source="learned")


def make_odd(**columns):
    """Return three items with everything that JSON does not know by itself."""
    return make_items(
        3,
        history=np.array([[np.nan, 3.0, 9.0, 30.0], [0.5] * 4, [np.inf] * 4]),
        first_bucket=[1, 4, 7],
        on_hand=[5.0, np.inf, -2.0],
        booked=[(0, 3, 4.0), (2, -1, 5.0), (0, 9, 1.0)],
        receipts=replace(
            events([(0, 2, 1.0 / 3.0), (2, 4, np.nan)]), source=np.array([11, -12])
        ),
        dependent=[(1, 6, -np.inf)],
        multiple=0.1,
        **columns,
    )


def test_snapshot_replays_through_json():
    items = make_items(
        3,
        history=np.array([[np.nan, 3.0, 9.0, 30.0]] * 3),
        first_bucket=[1, 4, 0],
        on_hand=[5.0, np.inf, -2.0],
        booked=[(0, 3, 4.0), (2, -1, 5.0), (0, 9, 1.0)],
        receipts=[(0, 2, 1.0 / 3.0), (2, 4, np.nan)],
        multiple=0.1,
    )
    policy = PolicyParams("reorder_point", review_days=7, lead_time_source="learned")
    whole = plan(items, [policy], TODAY)
    for row in range(3):
        frozen = freeze(items, row, policy, TODAY)
        stored = json.loads(json.dumps(frozen, allow_nan=False))
        assert stored == frozen
        one, again, today = thaw(stored)
        assert (again, today) == (policy, TODAY)
        replayed = freeze_result(plan(one, [again], today), 0)
        expected = json.loads(json.dumps(freeze_result(whole, row), allow_nan=False))
        assert same_result(expected, replayed), differences(expected, replayed)
    assert freeze(items, 0, policy, TODAY)["history"] == [3.0, 9.0, 30.0]


def test_snapshot_without_policy_and_of_another_format():
    items = make_items(policy=-1)
    one, policy, today = thaw(freeze(items, 0, None, TODAY))
    assert policy is None and plan(one, [], today).reasons[0] & Reason.NO_POLICY
    with pytest.raises(PlanningError):
        thaw({"format": 99})
    with pytest.raises(ShapeError):
        freeze(items, 1, None, TODAY)


def test_differences_are_named():
    a = {"x": 1.0, "y": None, "needs": [{"quantity": 2.0}]}
    b = {"x": 1.0 + 1e-13, "y": 0.0, "needs": [{"quantity": 3.0}]}
    assert differences(a, a) == {}
    assert list(differences(a, b)) == ["y", "needs"]
    assert not same_result(a, b)


def test_every_column_is_packed():
    """A column that a snapshot does not hold could not be replayed."""
    ragged = {"history", "first_bucket", "policy", *packing.EVENTS}
    assert {row.name for row in fields(Items)} - ragged == set(packing.ITEM)
    assert {row.name for row in fields(PolicyParams)} == set(packing.POLICY)
    said = {row.name for row in fields(PlanResult)} - {"today", "needs"}
    assert said == set(packing.RESULT)
    assert {row.name for row in fields(Needs)} - {"item"} == set(packing.NEED)


def test_packed_rows_are_what_each_row_freezes_to():
    items, policies = make_odd(policy=[1, -1, 0]), [PolicyParams("min_max"), POLICY]
    result = plan(items, policies, TODAY)
    rows = np.array([2, 0, 1])
    texts = pack(items, result, rows, policies)
    for row, text in zip(rows, texts, strict=True):
        index = items.policy[row]
        policy = policies[index] if index >= 0 else None
        assert unpack(text) == {
            "inputs": freeze(items, row, policy, TODAY),
            "result": freeze_result(result, row),
        }
        # Strict: databases and browsers know neither NaN nor Infinity.
        json.loads(text, parse_constant=pytest.fail)
    kept = unpack(texts[1])["inputs"]
    assert kept["item"]["on_hand"] == 5.0 and kept["item"]["multiple"] == 0.1
    assert kept["history"] == [3.0, 9.0, 30.0]
    assert kept["receipts"] == [[2, 1.0 / 3.0, 11]]
    assert kept["booked"] == [[3, 4.0], [9, 1.0]]
    assert unpack(texts[0])["inputs"]["receipts"] == [[4, None, -12]]
    assert unpack(texts[0])["inputs"]["history"] == ["inf"] * 4
    assert unpack(texts[2])["inputs"]["dependent"] == [[6, "-inf"]]


def test_numbers_are_packed_to_the_last_digit():
    numbers = np.array([0.1 + 0.2, 1e22, 1e16, 123456789012.0, -0.0, 5e-324, 1 / 3])
    items = make_items(len(numbers), on_hand=numbers)
    result = plan(items, [POLICY], TODAY)
    texts = pack(items, result, np.arange(len(numbers)), [POLICY])
    found = [unpack(text)["inputs"]["item"]["on_hand"] for text in texts]
    assert found == numbers.tolist()


def test_nothing_to_pack():
    items = make_items(1)
    result = plan(items, [POLICY], TODAY)
    assert pack(items, result, np.zeros(0, int), [POLICY]) == []


def test_snapshot_by_name_and_of_another_version():
    named = {"inputs": {"format": 1}, "result": {}}
    assert unpack(json.dumps(named)) == named
    with pytest.raises(PlanningError):
        unpack("[99, []]")


# ----------------------------------------------------------------------
# Fingerprints
# ----------------------------------------------------------------------


def marks(items, policies=(POLICY,), today=TODAY):
    return fingerprints(items, policies, today)


def test_same_inputs_have_the_same_fingerprint():
    """Whatever batch they are in, and in whatever order events are read."""
    items = make_odd()
    backwards = replace(
        items,
        booked=events([(0, 9, 1.0), (2, -1, 5.0), (0, 3, 4.0)]),
        # Parameters in force, and buckets that do not count, are no inputs.
        current_reorder_point=np.ones(3),
        history=np.where(np.isnan(items.history), 8.0, items.history),
        on_hand=items.on_hand + -0.0,
    )
    assert marks(items).tolist() == marks(backwards).tolist()
    assert len(set(marks(items).tolist())) == 3
    many = make_items(5)
    assert marks(many)[0] == marks(make_items(1))[0]


def test_fingerprints_stay_the_same_for_ever():
    """They are stored: another machine or version must not find that all differs."""
    policy = PolicyParams("just_in_time")
    assert marks(make_items(1), [policy], dt.date(2024, 5, 6)).tolist() == [
        4204191272324603699
    ]


@pytest.mark.parametrize(
    "changed",
    [
        {"on_hand": 1.0},
        {"unit_cost": np.nan},
        {"key": 1},
        {"frozen": True},
        {"policy": -1},
        {"first_bucket": 1},
        {"first_bucket": 30},
        {"history": [[7.0] * 19 + [8.0]]},
        {"history": [[8.0] + [7.0] * 19]},
        {"history": [[7.0] * 21]},
        {"receipts": [(0, 1, 1.0)]},
        {"booked": [(0, 1, 1.0)]},
        {"booked": [(0, 1, 1.0), (0, 1, 1.0)]},
        {"booked": [(0, 1, 2.0)]},
        {"booked": [(0, 2, 1.0)]},
        {"dependent": [(0, 1, 1.0)]},
    ],
    ids=str,
)
def test_other_inputs_have_another_fingerprint(changed):
    plain = make_items(1)
    assert marks(make_items(1, **changed))[0] != marks(plain)[0]


def test_events_told_apart_by_their_source():
    told = replace(events([(0, 1, 1.0)]), source=np.array([4]))
    other = replace(told, source=np.array([5]))
    assert marks(make_items(booked=told))[0] != marks(make_items(booked=other))[0]


def test_policy_and_day_are_inputs():
    items = make_items(1)
    found = {
        int(marks(items)[0]),
        int(marks(items, [replace(POLICY, tolerance=0.2)])[0]),
        int(marks(items, today=TODAY + dt.timedelta(days=1))[0]),
    }
    assert len(found) == 3
