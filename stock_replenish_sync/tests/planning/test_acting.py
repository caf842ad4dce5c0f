import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from planning.acting import (
    cut_back,
    days_of_cover,
    put_off,
    spare_quantity,
    take_in_turn,
)

amounts = st.lists(st.floats(0, 1e6), min_size=1, max_size=6)


def test_spare_is_what_lies_above_promises_and_reorder_point():
    spare = spare_quantity([100], [10], [30], [20])
    assert spare.tolist() == [50]


def test_spare_is_never_more_than_free():
    # Reserved beyond what is booked: an untied reservation holds it all the same.
    assert spare_quantity([100], [80], [0], [0]).tolist() == [20]


def test_a_backlog_spares_nothing():
    assert spare_quantity([10, -4], [0, 0], [30, 0], [0, 0]).tolist() == [0, 0]


def test_cover_is_unknown_without_demand():
    assert np.isnan(days_of_cover([5], [0])).all()


@given(st.floats(0, 1e6), amounts, st.sampled_from([0.0, 1.0, 6.0]))
def test_never_more_than_spare_is_taken(need, spare, lot):
    spare = np.array(spare)
    taken = take_in_turn(need, spare, lot, lot)
    assert (taken <= spare + 1e-9).all()
    assert (taken >= 0).all()
    assert taken.sum() <= need + lot + 1e-6


def test_the_next_one_gives_what_the_first_cannot():
    assert take_in_turn(30, np.array([12.0, 0.0, 40.0])).tolist() == [12, 0, 18]


def test_nothing_is_put_off_before_its_own_day():
    assert put_off(np.array([9]), np.array([5.0]), 0.0, 10.0, 2.0).tolist() == [9]


def test_without_demand_no_day_is_right():
    assert put_off(np.array([9]), np.array([5.0]), 50.0, 0.0, 0.0).tolist() == [9]


def test_what_is_ordered_first_serves_first():
    # Out of order on purpose: the second row comes first.
    days = put_off(np.array([8, 2]), np.array([10.0, 10.0]), 20.0, 0.0, 1.0)
    assert days.tolist() == [30, 20]


@given(amounts, st.floats(0, 1e7))
def test_no_more_is_cut_than_is_too_much(quantity, surplus):
    quantity = np.array(quantity)
    left = cut_back(np.arange(quantity.size), quantity, surplus)
    assert (left >= 0).all()
    assert np.isclose(quantity.sum() - left.sum(), min(surplus, quantity.sum()))
