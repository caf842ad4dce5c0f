"""Who gets what of a short source."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planning.allocation import (
    ANY,
    EXCESS,
    FAIR_SHARE,
    ShareReason,
    allocate,
    fair_share,
    spare_stock,
)
from planning.errors import ShapeError

few = settings(max_examples=40)


@st.composite
def shortages(draw, lots=False, days=1, priorities=1, largest=16):
    """Return a random call: available, need, rate, stock, group and rules."""
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    count, groups = draw(st.integers(1, largest)), draw(st.integers(1, 6))
    scale = draw(st.sampled_from([0.01, 1.0, 1000.0]))
    available = scale * rng.integers(0, 30, (groups, days))
    rules = {
        "day": rng.integers(0, days, count),
        "priority": rng.integers(0, priorities, count),
        "key": rng.permutation(count),
    }
    if lots:
        rules["multiple"] = scale * rng.choice([0.0, 0.1, 1.0, 6.0], count)
        rules["minimum"] = scale * rng.choice([0.0, 0.0, 5.0], count)
    return (
        np.cumsum(available, axis=1) if days > 1 else available[:, 0],
        scale * rng.integers(0, 40, count),
        scale * rng.choice([0.0, 0.5, 2.0, 7.0], count),
        scale * rng.integers(-5, 30, count),
        rng.integers(0, groups, count),
        rules,
    )


def shared(call):
    *columns, rules = call
    return fair_share(*columns, **rules)


def total(got, call):
    return np.bincount(call[4], got, len(call[0]))


@few
@given(shortages(lots=True, priorities=3) | shortages(lots=True, days=5))
def test_never_more_than_available_or_needed(call):
    available, need, _rate, _stock, group, rules = call
    got = shared(call)
    assert (got >= 0).all() and (got <= need).all()
    noise = 1e-9 * need.max(initial=1e-9)
    if available.ndim == 1:
        assert (total(got, call) <= available + noise).all()
        return
    for day in range(available.shape[1]):
        given = np.bincount(group, got * (rules["day"] <= day), len(available))
        assert (given <= available[:, day] + noise).all()


@few
@given(shortages())
def test_all_is_given_or_all_are_served(call):
    available, need, *_rest = call
    enough = np.minimum(available, total(need, call))
    np.testing.assert_allclose(total(shared(call), call), enough, rtol=1e-9)


@few
@given(shortages())
def test_nobody_waits_while_another_has_more_cover(call):
    _available, need, rate, stock, group, _rules = call
    got = shared(call)
    with np.errstate(divide="ignore", invalid="ignore"):
        cover = (stock + got) / rate
    short, given = (got < need * (1 - 1e-9)) & (rate > 0), (got > 1e-9) & (rate > 0)
    for one in np.flatnonzero(short):
        others = np.flatnonzero(given & (group == group[one]))
        assert (cover[others] <= cover[one] + 1e-6).all()


@few
@given(shortages(lots=True))
def test_a_lot_is_given_to_the_least_covered_who_can_take_it(call):
    _available, need, rate, stock, group, rules = call
    got = shared(call)
    multiple, minimum = rules["multiple"], rules["minimum"]
    left = call[0] - total(got, call)
    noise = 1e-6 * max(need.max(), 1e-3)
    for row in np.flatnonzero(rate > 0):
        lots = got[row] / multiple[row] if multiple[row] else 0.0
        assert got[row] == pytest.approx(need[row]) or lots == pytest.approx(
            round(lots)
        )
        assert got[row] == 0 or got[row] >= minimum[row] - noise
        # What is left is too little for anybody's next lot.
        lot = multiple[row]
        if got[row] == 0:
            packs = np.ceil(minimum[row] / lot - 1e-9) if lot else 0
            lot = max(lot, minimum[row], packs * lot)
        if got[row] + max(lot, noise) <= need[row]:
            assert left[group[row]] < max(lot, noise) + noise
        # Nobody else's last lot was given at more cover than this one has, but where
        # this one's next lot was larger than what was left then.
        last = np.where(got > minimum, multiple, got)
        for other in np.flatnonzero((group == group[row]) & (rate > 0) & (got > 0)):
            before = (stock[other] + got[other] - last[other]) / rate[other]
            mine = (stock[row] + got[row]) / rate[row]
            if multiple[other] and got[row] + lot <= need[row] - noise:
                assert before <= mine + 1e-6 or lot > last[other] - noise


@few
@given(shortages(lots=True, priorities=3), st.randoms(use_true_random=False))
def test_order_of_claims_has_no_influence(call, random):
    available, *columns, rules = call
    order = list(range(columns[0].size))
    random.shuffle(order)
    moved = fair_share(
        available,
        *(column[order] for column in columns),
        **{name: column[order] for name, column in rules.items()},
    )
    np.testing.assert_array_equal(moved, shared(call)[order])


@few
@given(shortages(lots=True, days=4))
def test_groups_have_no_influence_on_each_other(call):
    available, *columns, rules = call
    whole = shared(call)
    for group in np.unique(columns[-1]):
        mine = columns[-1] == group
        part = fair_share(
            available[[group]],
            *(column[mine] for column in columns[:-1]),
            **{name: column[mine] for name, column in rules.items()},
        )
        np.testing.assert_array_equal(part, whole[mine])


@few
@given(shortages(priorities=3))
def test_who_comes_later_takes_nothing_from_who_comes_first(call):
    available, need, rate, stock, group, rules = call
    got, first = shared(call), rules["priority"] == 0
    alone = fair_share(
        available,
        *(column[first] for column in (need, rate, stock, group)),
        key=rules["key"][first],
    )
    np.testing.assert_allclose(got[first], alone, rtol=1e-9, atol=1e-9)


@few
@given(shortages(days=4))
def test_early_claims_leave_the_share_of_later_ones(call):
    """As if the stock had been there from the start, where dates do not forbid."""
    available, need, rate, stock, group, rules = call
    rules["day"] = np.full(need.size, available.shape[1] - 1)
    at_once = fair_share(available[:, -1], need, rate, stock, group, key=rules["key"])
    np.testing.assert_allclose(shared(call), at_once, rtol=1e-9, atol=1e-9)


@few
@given(shortages(lots=True))
def test_more_stock_takes_nothing_from_the_whole(call):
    available, *columns, rules = call
    less = total(fair_share(available, *columns, **rules), call)
    more = total(fair_share(np.full_like(available, np.inf), *columns, **rules), call)
    assert (more >= less - 1e-9).all()


HOSTILE = [np.nan, np.inf, -np.inf, -1.0, 1e300]


@few
@given(
    shortages(lots=True),
    st.sampled_from(["need", "rate", "stock", "minimum", "multiple"]),
    st.sampled_from(HOSTILE),
)
def test_bad_rows_come_back_and_harm_nobody(call, name, value):
    available, need, rate, stock, group, rules = call
    columns = {"need": need, "rate": rate, "stock": stock, **rules}
    if name == "stock" and value == -1.0:
        value = np.nan
    columns = {key: np.array(column) for key, column in columns.items()}
    columns[name][0] = value

    def run(rows):
        return allocate(
            available,
            *(columns[key][rows] for key in ("need", "rate", "stock")),
            group[rows],
            **{key: columns[key][rows] for key in rules},
        )

    whole = run(slice(None))
    assert whole.quantity[0] == 0
    assert whole.reasons[0] == ShareReason.INVALID_INPUT
    np.testing.assert_array_equal(run(slice(1, None)).quantity, whole.quantity[1:])


def test_extreme_numbers_stay_finite():
    got = fair_share(
        [1e15, 5.0, np.inf],
        [1e15, 1e15, 1e15, 3.0, 4.0, 7.0],
        [1e-300, 1e15, 0.0, 1e-12, 0.0, 0.0],
        [1e15, -1e15, 0.0, 0.0, 4.0, 0.0],
        [0, 0, 0, 1, 1, 2],
    )
    assert np.isfinite(got).all()
    assert got[3:5].sum() == pytest.approx(5.0)
    assert got[5] == 7.0


def test_backlog_is_served_before_cover():
    got = fair_share(10.0, [20.0, 20.0], [1.0, 1.0], [-8.0, 0.0])
    assert got.tolist() == pytest.approx([9.0, 1.0])


def test_claims_without_demand_share_by_what_they_need():
    assert fair_share(9.0, [20.0, 10.0], 0.0, 0.0).tolist() == pytest.approx([6.0, 3.0])


def test_successive_needs_of_one_claimant_come_in_turn():
    # Two branches of equal demand; the first one's second need counts on the first.
    got = fair_share(30.0, [10.0, 10.0, 20.0], 1.0, [0.0, 10.0, 0.0])
    assert got.tolist() == pytest.approx([10.0, 5.0, 15.0])


def test_stock_that_comes_later_is_not_given_earlier():
    available = [[4.0, 4.0, 20.0]]
    got = fair_share(available, [10.0, 10.0], 1.0, 0.0, day=[0, 2])
    assert got.tolist() == pytest.approx([4.0, 10.0])
    # And what is promised later is kept.
    got = fair_share([[9.0, 3.0, 20.0]], [10.0, 10.0], 1.0, 0.0, day=[0, 2])
    assert got.tolist() == pytest.approx([3.0, 10.0])


def test_a_minimum_lot_strands_nothing():
    # 10 each would reach nobody's minimum: the least covered gets a lot.
    got = fair_share(30.0, [20.0] * 3, 1.0, [3.0, 2.0, 4.0], minimum=20.0)
    assert got.tolist() == [0.0, 20.0, 0.0]
    got = fair_share(8.0, [20.0] * 2, 1.0, [0.0, 1.0], minimum=[10.0, 0.0])
    assert got.tolist() == pytest.approx([0.0, 8.0])


def test_what_a_large_lot_cannot_take_goes_to_the_least_covered():
    # The first one's lot is too large; the second one comes before the third one's lot.
    got = fair_share(
        8.0, [20.0, 20.0, 20.0], 1.0, [0.0, 1.0, 9.0], multiple=[10.0, 0.0, 1.0]
    )
    assert got.tolist() == pytest.approx([0.0, 8.0, 0.0])


def test_equals_are_served_by_their_key():
    got = fair_share(10.0, [10.0] * 3, 1.0, 0.0, multiple=10.0, key=[7, 3, 5])
    assert got.tolist() == [0.0, 10.0, 0.0]


def test_the_record_says_why():
    told = allocate(
        [12.0, 50.0],
        [10.0, 10.0, 10.0, np.nan, 9.0],
        [1.0, 1.0, 2.0, 1.0, 0.0],
        [0.0, 4.0, 0.0, 0.0, 0.0],
        [0, 0, 0, 0, 1],
        priority=[0, 1, 1, 0, 0],
        multiple=[0.0, 0.0, 5.0, 0.0, 0.0],
    )
    assert told.quantity.tolist() == pytest.approx([10.0, 2.0, 0.0, 0.0, 9.0])
    shared = ShareReason.SHORT | ShareReason.SHARED | ShareReason.PRIORITY
    assert told.reasons.tolist() == [
        0,
        shared,
        shared | ShareReason.WHOLE_LOTS,
        ShareReason.INVALID_INPUT,
        0,
    ]
    assert told.cover_before.tolist()[:3] == [0.0, 4.0, 0.0]
    assert told.cover_after.tolist()[:3] == pytest.approx([10.0, 6.0, 0.0])
    assert np.isnan(told.cover_after[3:]).all()


def test_protected_stock_is_not_spare():
    balance = np.array([[80.0, 60.0, 100.0]])
    for mode, expected in (
        (EXCESS, [10.0, 10.0, 50.0]),
        (FAIR_SHARE, [60.0, 60.0, 100.0]),
        (ANY, [60.0, 60.0, 100.0]),
    ):
        assert spare_stock(balance, [mode], [50.0]).tolist() == [expected]
    # A source that can order in time orders what it gives, but not its excess.
    assert spare_stock(balance, [ANY], [50.0], [1]).tolist() == [[80.0, np.inf, np.inf]]
    assert spare_stock(balance, [EXCESS], [50.0], [1]).tolist() == [[10.0, 10.0, 50.0]]
    assert spare_stock(-balance, [ANY], [0.0]).tolist() == [[0.0, 0.0, 0.0]]


def test_no_claims_and_shapes():
    assert fair_share([], [], [], [], []).tolist() == []
    with pytest.raises(ShapeError):
        fair_share([1.0], [1.0], [1.0], [0.0], [1])
    with pytest.raises(ShapeError):
        fair_share(1.0, [[1.0]], 1.0, 0.0)
