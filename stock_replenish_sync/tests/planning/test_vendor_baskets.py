"""Orders of a vendor put together."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from vendor_factory import MONDAY, choices, make_costs, make_offers, make_vendors
from vendor_factory import make_wanted as wanted_of

from planning.errors import ShapeError
from planning.vendor import VendorReason, choose_vendors, fill_baskets, order_together

INSIDE, TOPPED = VendorReason.CONSOLIDATED, VendorReason.TOPPED_UP
BELOW = VendorReason.BELOW_ORDER_VALUE


@st.composite
def lines(draw):
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    count, vendors = draw(st.integers(0, 25)), 3
    day = rng.integers(0, 30, count)
    return (
        rng.integers(-1, vendors, count),
        day,
        day + rng.integers(0, 9, count),
        rng.integers(1, 20, count).astype(float),
        rng.choice([0, 3, 10], vendors),
        rng.choice([0.0, 15.0, 60.0, 1000.0], vendors),
    )


@settings(max_examples=80)
@given(lines())
def test_baskets_hold_the_window_and_the_soonest_up_to_the_minimum(call):
    vendor, day, need, value, window, least = call
    basket, ordered, reasons = fill_baskets(*call)
    assert (ordered <= day).all()
    for one in range(window.size):
        left = np.flatnonzero(vendor == one)
        for number in range(basket[left].max(initial=-1) + 1):
            mine = left[basket[left] == number]
            others = left[basket[left] > number]
            first = day[left[basket[left] >= number]].min()
            assert (ordered[mine] == first).all()
            inside = day[mine] <= first + window[one]
            assert (day[others] > first + window[one]).all()
            topped = mine[~inside]
            assert (reasons[topped] & TOPPED > 0).all()
            total = value[mine].sum()
            if topped.size:
                # The last one was needed to get there, and all others come later.
                last = topped[np.argmax(need[topped])]
                smallest = value[topped[need[topped] == need[last]]].max()
                assert total - smallest < least[one]
                assert (need[others] >= need[topped].max()).all()
            below = total < least[one]
            assert not below or others.size == 0
            assert ((reasons[mine] & BELOW > 0) == below).all()
    alone = vendor < 0
    assert (basket[alone] == -1).all() and (reasons[alone] == 0).all()


@given(lines(), st.randoms(use_true_random=False))
def test_order_of_lines_and_other_vendors_have_no_influence(call, random):
    vendor, day, need, value, window, least = call
    key = np.arange(vendor.size)
    whole = fill_baskets(*call, key)
    order = np.array(random.sample(range(vendor.size), vendor.size), dtype=int)
    moved = fill_baskets(
        *(column[order] for column in (vendor, day, need, value)),
        window,
        least,
        key[order],
    )
    for here, there in zip(whole, moved, strict=True):
        np.testing.assert_array_equal(there, here[order])
    for one in range(window.size):
        mine = vendor == one
        alone = fill_baskets(
            *(column[mine] for column in (vendor, day, need, value)),
            window,
            least,
            key[mine],
        )
        for here, there in zip(whole, alone, strict=True):
            np.testing.assert_array_equal(there, here[mine])


def test_a_minimum_order_value_is_reached_by_what_is_needed_soonest():
    day = np.array([0, 10, 20, 30])
    need = np.array([5, 40, 22, 31])
    basket, ordered, reasons = fill_baskets(
        np.zeros(4, int), day, need, [30.0, 50.0, 40.0, 40.0], [0], [100.0]
    )
    assert basket.tolist() == [0, 1, 0, 0]
    assert ordered.tolist() == [0, 10, 0, 0]
    assert reasons.tolist() == [0, BELOW, TOPPED, TOPPED]


def test_a_window_is_counted_from_the_first_line():
    day = np.array([2, 4, 5, 8, 9])
    basket, ordered, reasons = fill_baskets(
        np.zeros(5, int), day, day, np.ones(5), [3], [0.0]
    )
    assert basket.tolist() == [0, 0, 0, 1, 1]
    assert ordered.tolist() == [2, 2, 2, 8, 8]
    assert reasons.tolist() == [0, INSIDE, INSIDE, 0, INSIDE]


def test_values_that_are_none_count_as_nothing():
    basket, _ordered, reasons = fill_baskets(
        [0, 0], [0, 5], [0, 5], [np.nan, 3.0], [0], [2.0]
    )
    assert basket.tolist() == [0, 0]
    assert reasons.tolist() == [0, TOPPED]
    with pytest.raises(ShapeError):
        fill_baskets([0], [0], [0], [1.0], [], [])


def test_what_is_ordered_earlier_arrives_earlier():
    wanted = wanted_of([(0, 6, 5), (1, 10, 5), (2, 20, 5)])
    offers = make_offers(3, item=[0, 1, 2], delay=[2, 3, 4], price=10)
    vendors = make_vendors(1, working=0b0011111, window=4)
    bought = choose_vendors(wanted, offers, vendors, make_costs(3), MONDAY)
    assert bought.order_day.tolist() == [2, 7, 14]
    together, basket = order_together(bought, wanted, offers, vendors, MONDAY)
    assert together.order_day.tolist() == [2, 7, 14]
    vendors = make_vendors(1, working=0b0011111, window=5)
    together, basket = order_together(bought, wanted, offers, vendors, MONDAY)
    assert together.order_day.tolist() == [2, 2, 14]
    assert together.arrival_day.tolist() == [4, 7, 18]
    assert together.reasons.tolist() == [0, INSIDE, 0]
    assert basket.tolist() == [0, 0, 1]


@settings(max_examples=40)
@given(choices())
def test_putting_together_makes_nothing_late(call):
    wanted, offers, vendors, costs = call
    bought = choose_vendors(wanted, offers, vendors, costs, MONDAY)
    together, basket = order_together(bought, wanted, offers, vendors, MONDAY)
    assert (together.arrival_day <= bought.arrival_day).all()
    np.testing.assert_array_equal(together.quantity, bought.quantity)
    for one in range(vendors.window.size):
        for number in np.unique(basket[together.vendor == one]):
            mine = (together.vendor == one) & (basket == number)
            assert len(set(together.order_day[mine].tolist())) == 1
