"""Net requirements: the days on which something is needed, and how much."""

import datetime as dt

import numpy as np
import pytest
from factory import make_items, run
from hypothesis import given
from hypothesis import strategies as st

from planning import (
    Lot,
    PolicyParams,
    Reason,
    ShapeError,
    Timing,
    consume_forecast,
    net_requirements,
    plan,
    project_balance,
)

EXACT = Lot(cover=1)


def rows(needs):
    columns = (needs.need_day, needs.release_day, needs.arrival_day, needs.quantity)
    return list(zip(*(column.tolist() for column in columns), strict=True))


def days(t, **at):
    """Return one row of t days with quantities at d<day>=quantity."""
    row = np.zeros((1, t))
    for name, quantity in at.items():
        row[0, int(name[1:])] = quantity
    return row


def test_dip_that_supply_ends_before_lead_time_is_no_need():
    needs = net_requirements([0.0], days(10, d3=5), days(10, d1=5), 0.0, 4, lot=EXACT)
    assert rows(needs) == []


def test_dip_open_at_lead_time_is_late_from_its_first_day():
    needs = net_requirements([0.0], days(10, d6=5), days(10, d1=5), 0.0, 4, lot=EXACT)
    assert rows(needs) == [(1, -3, 4, 5.0)]
    assert needs.reasons.tolist() == [int(Reason.LATE)]


def test_second_dip_counts_from_its_own_day():
    demand, supply = days(12, d1=5, d5=2), days(12, d3=5)
    needs = net_requirements([0.0], supply, demand, 0.0, 6, lot=EXACT)
    assert rows(needs) == [(5, -1, 6, 2.0)]


def test_need_on_the_first_reachable_day_is_not_late():
    needs = net_requirements([0.0], days(10), days(10, d4=5), 0.0, 4, lot=EXACT)
    assert rows(needs) == [(4, 0, 4, 5.0)]
    assert needs.reasons.tolist() == [0]


def test_safety_days_release_earlier_and_are_used_up_before_it_is_late():
    timing = Timing(safety=2)
    args = ([0.0], days(12), days(12, d8=5), 0.0, 4, 1, EXACT, timing)
    assert rows(net_requirements(*args)) == [(8, 2, 6, 5.0)]
    args = ([0.0], days(12), days(12, d5=5), 0.0, 4, 1, EXACT, timing)
    needs = net_requirements(*args)
    assert rows(needs) == [(5, -1, 4, 5.0)]
    assert needs.reasons.tolist() == [0]


def test_lot_covers_several_shortages():
    demand = days(8, d2=3, d3=3, d4=3, d5=3)
    needs = net_requirements([0.0], days(8), demand, 0.0, 1, lot=Lot(quantity=7.0))
    assert rows(needs) == [(2, 1, 2, 7.0), (4, 3, 4, 7.0)]


def test_shortage_above_the_lot_is_ordered_whole():
    needs = net_requirements(
        [0.0], days(5), days(5, d1=9), 2.0, 1, lot=Lot(quantity=4.0)
    )
    assert needs.quantity.tolist() == [11.0]


def test_lot_for_lot_groups_the_days_it_covers():
    demand = days(12, d2=3, d4=3, d5=1)
    needs = net_requirements([0.0], days(12), demand, 0.0, 1, lot=Lot(cover=3))
    assert rows(needs) == [(2, 1, 2, 6.0), (5, 4, 5, 1.0)]


def test_order_covers_the_rest_of_the_review_cycle():
    # Reviews every 3 days, lead time 2: cycles are the days 2-4 and 5-7.
    demand = days(8, d3=1, d4=2, d5=4, d7=8)
    needs = net_requirements([0.0], days(8), demand, 0.0, 2, 3)
    assert rows(needs) == [(3, 1, 3, 3.0), (5, 3, 5, 12.0)]


def test_supply_within_a_covered_window_does_not_lower_the_shortage_before_it():
    demand, supply = days(6, d1=5, d3=1), days(6, d3=9)
    needs = net_requirements([0.0], supply, demand, 0.0, 1, lot=Lot(cover=5))
    assert needs.quantity.tolist() == [5.0]


def test_rules_are_applied_once_in_order():
    lot = Lot(cover=1, multiple=6.0, minimum=10.0)
    needs = net_requirements([0.0], days(5), days(5, d2=3), 0.0, 1, lot=lot)
    assert needs.quantity.tolist() == [12.0]
    assert needs.raw_quantity.tolist() == [3.0]
    both = Reason.RAISED_TO_MINIMUM | Reason.ROUNDED_TO_MULTIPLE
    assert needs.reasons.tolist() == [int(both)]


def test_maximum_is_of_one_order():
    lot = Lot(cover=1, multiple=4.0, maximum=10.0)
    needs = net_requirements([0.0], days(5), days(5, d2=17), 0.0, 1, lot=lot)
    assert needs.quantity.tolist() == [8.0, 8.0, 4.0]
    assert set(needs.need_day.tolist()) == {2}
    assert needs.reasons[0] == int(Reason.CUT_TO_MAXIMUM)


def test_rounding_to_nothing_waits():
    lot = Lot(cover=1, multiple=4.0, rounding=1)
    demand = days(6, d2=3, d4=3)
    needs = net_requirements([0.0], days(6), demand, 0.0, 1, lot=lot)
    assert rows(needs) == [(4, 3, 4, 4.0)]


def test_infinitely_low_safety_stock_needs_nothing():
    needs = net_requirements([0.0], days(5), days(5, d2=3), -np.inf, 1)
    assert rows(needs) == []


def test_shapes_must_fit():
    with pytest.raises(ShapeError):
        project_balance([0.0], np.zeros((1, 3)), np.zeros((1, 4)))
    with pytest.raises(ShapeError):
        net_requirements([0.0], days(3), days(3), np.zeros(2), 1)


quantities = st.lists(st.integers(0, 30), min_size=30, max_size=30)


@given(
    quantities, quantities, st.integers(-20, 50), st.integers(0, 9), st.integers(1, 7)
)
def test_orders_keep_safety_stock_and_nothing_is_lost(sup, dem, on_hand, lead, review):
    supply, demand = np.array([sup], float), np.array([dem], float)
    lot = Lot(quantity=8.0, multiple=3.0)
    needs = net_requirements([on_hand], supply, demand, 5.0, lead, review, lot)
    assert (needs.quantity >= needs.raw_quantity - 1e-9).all()
    arrives = np.maximum(needs.need_day, lead)
    planned = supply + np.bincount(arrives, needs.quantity, 30)[None, :]
    balance = project_balance([on_hand], planned, demand)
    assert (balance[0, lead:] >= 5.0 - 1e-6).all()
    total = on_hand + sum(sup) + needs.quantity.sum() - sum(dem)
    assert balance[0, -1] == pytest.approx(total)


@given(
    st.integers(0, 30),
    st.integers(1, 30),
    st.integers(0, 6),
    st.integers(-400, 400),
    st.integers(0, 40),
    st.integers(0, 40),
)
def test_due_exactly_below_the_reorder_point(
    lead, review, safety, offset, backlog, incoming
):
    """The classic rule, on both sides of the boundary to a tenth of a unit."""
    policy = PolicyParams(
        "reorder_point", review_days=review, safety_days=safety, service_kind="none"
    )
    supply = [(0, 0, incoming)] if incoming else []
    late = [(0, -3, backlog)] if backlog else []
    point = 1.0 * (lead + review + safety)
    on_hand = point + offset / 10.0 - incoming + backlog
    items = make_items(
        contract_lead_time=lead, on_hand=on_hand, receipts=supply, booked=late
    )
    # A day on which this period is reviewed.
    result = plan(items, [policy], dt.date.fromordinal(1 + review * 20_000))
    assert result.reorder_point[0] == pytest.approx(point)
    assert result.position[0] == pytest.approx(point + offset / 10.0)
    assert (result.due_quantity[0] > 0) == (offset < 0)
    if offset < 0:
        assert result.due_quantity[0] >= -offset / 10.0 - 1e-6


def test_fractions_of_days_never_order_late():
    policy = PolicyParams("reorder_point", review_days=1.5, service_kind="none")
    items = make_items(contract_lead_time=4.2, on_hand=6.9)
    result = run(items, policy)
    # Five days of lead time and two of review.
    assert result.reorder_point[0] == pytest.approx(7.0)
    assert result.due_quantity[0] > 0
    assert (
        run(make_items(contract_lead_time=4.2, on_hand=7.0), policy).due_quantity == 0
    )


@given(
    st.lists(st.integers(0, 9), min_size=1, max_size=40), st.integers(1, 9), st.data()
)
def test_consumed_forecast_adds_up_to_the_larger_sum(forecast, window, data):
    size = len(forecast)
    some = st.lists(st.integers(0, 9), min_size=size, max_size=size)
    booked = np.array(data.draw(some), float)
    expected = np.array(forecast, float)
    demand = consume_forecast(expected[None], booked[None], window)[0]
    assert (demand >= booked - 1e-12).all()
    for start in range(0, size, window):
        part = slice(start, start + window)
        larger = max(expected[part].sum(), booked[part].sum())
        assert demand[part].sum() == pytest.approx(larger)
