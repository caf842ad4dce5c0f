"""Surplus on order, stock that expires, demand that jumps."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from planning.exceptions import expiring, is_spike, left_out, surplus_on_order


def surplus(position, incoming, maximum, demand, days=90):
    values = (np.array([float(x)]) for x in (position, incoming, maximum, demand))
    return surplus_on_order(*values, days).item()


def test_surplus_is_above_maximum_and_beyond_days_of_demand():
    assert surplus(200, 200, 27, 1) == 110
    assert surplus(200, 200, 150, 1) == 50
    assert surplus(80, 80, 27, 1) == 0


def test_surplus_is_never_more_than_what_is_on_order():
    # The rest is on hand already, which is another problem.
    assert surplus(500, 40, 27, 1) == 40


def test_what_comes_last_is_left_out_first():
    item = np.array([0, 1, 0, 0])
    day = np.array([20, 3, 5, 9])
    quantity = np.array([60.0, 8.0, 100.0, 10.0])
    part = left_out(item, day, quantity, np.array([75.0, 2.0]))
    np.testing.assert_allclose(part, [60, 2, 5, 10])


def test_nothing_on_order():
    none = np.zeros(0)
    assert len(left_out(none.astype(int), none, none, np.array([5.0]))) == 0


@given(
    st.lists(st.tuples(st.integers(0, 2), st.integers(0, 9), st.integers(1, 50))),
    st.tuples(*[st.integers(0, 200)] * 3),
)
def test_all_that_can_be_left_out_is(orders, surplus):
    item, day, quantity = np.array(orders, int).reshape(-1, 3).T
    part = left_out(item, day, quantity, np.array(surplus))
    assert ((part >= 0) & (part <= quantity)).all()
    ordered = np.bincount(item, quantity, 3)
    np.testing.assert_allclose(
        np.bincount(item, part, 3), np.minimum(ordered, surplus), atol=1e-9
    )


def test_lots_are_used_in_the_order_of_their_days():
    # One a day: five are used up, of forty that last twenty days fifteen are.
    lost, first = expiring(
        np.array([0, 0]), np.array([20, 10]), np.array([40.0, 5.0]), np.array([1.0])
    )
    np.testing.assert_allclose(lost, [25])
    assert first.tolist() == [0]


def test_what_has_expired_is_lost():
    lost, first = expiring(
        np.array([0, 0]), np.array([-3, 9]), np.array([4.0, 2.0]), np.array([1.0])
    )
    np.testing.assert_allclose(lost, [4])
    assert first.tolist() == [0]


def test_what_is_used_is_not_lost():
    lost, first = expiring(
        np.array([0, 1]), np.array([5, 5]), np.array([5.0, 5.0]), np.array([1.0, 0.0])
    )
    np.testing.assert_allclose(lost, [0, 5])
    assert first.tolist() == [-1, 1]


def test_no_lots():
    none = np.zeros(0)
    lost, first = expiring(none.astype(int), none, none, none)
    assert len(lost) == len(first) == 0


@given(
    st.lists(
        st.tuples(st.integers(-2, 12), st.integers(1, 20)), min_size=1, max_size=6
    ),
    st.integers(0, 6),
)
def test_expiring_equals_days_lived_one_by_one(lots, demand):
    day, quantity = np.array(lots).T
    lost, first = expiring(np.zeros(len(lots), int), day, quantity, np.array([demand]))
    left = dict(enumerate(quantity.tolist()))
    order = sorted(left, key=lambda lot: (day[lot], lot))
    wasted = 0
    for today in range(13):
        for lot in order:
            if day[lot] <= today:
                wasted += left[lot]
                left[lot] = 0
        wanted = demand
        for lot in order:
            used = min(wanted, left[lot])
            left[lot] -= used
            wanted -= used
    assert lost.item() == pytest.approx(wasted)
    assert (first.item() >= 0) == (wasted > 0)


@pytest.mark.parametrize(
    ("asked", "mean", "std", "spike"),
    [
        (22, 1.0, 0.0, True),
        (21, 1.0, 0.0, False),
        # Two deviations of a week: 7 + 2 * 5 * sqrt(7) = 33.5.
        (30, 1.0, 5.0, False),
        (34, 1.0, 5.0, True),
        (50, 0.0, 0.0, False),
    ],
)
def test_spike(asked, mean, std, spike):
    found = is_spike(*(np.array([float(x)]) for x in (asked, mean, std)), 3.0)
    assert found.item() is spike
