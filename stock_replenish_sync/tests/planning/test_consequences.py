"""What settings lead to: textbook numbers, and what must hold of every item."""

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from planning import PolicyParams
from planning.consequences import (
    LEVELS,
    Followers,
    by_lot,
    by_review,
    by_service_level,
    cycles_per_stockout,
    outcome,
)

NAMES = ("demand_mean", "demand_std", "dependent_rate", "lead_time_mean")
NAMES += ("lead_time_std", "unit_cost", "exchange")


def followers(*rows):
    """Return items from tuples in the order of `NAMES`."""
    columns = np.array(rows, dtype=float).reshape(-1, len(NAMES)).T
    return Followers(**dict(zip(NAMES, columns, strict=True)))


ONE = followers((10.0, 4.0, 0.0, 8.0, 0.0, 5.0, 1.0))
FIXED = PolicyParams("reorder_point", lot_method="fixed", lot_quantity=73.0)

numbers = st.one_of(st.just(0.0), st.floats(1e-3, 1e4))
items = st.lists(
    st.tuples(
        numbers,
        numbers,
        numbers,
        st.floats(0.0, 200.0),
        st.floats(0.0, 30.0),
        numbers,
        st.floats(0.1, 10.0),
    ),
    min_size=1,
    max_size=8,
).map(lambda rows: followers(*rows))
policies = st.builds(
    PolicyParams,
    method=st.sampled_from(["reorder_point", "just_in_time"]),
    service_level=st.sampled_from([0.5, 0.9, 0.955, 0.999]),
    service_kind=st.sampled_from(["cycle", "fill"]),
    review_days=st.sampled_from([1.0, 2.5, 7.0]),
    lot_method=st.sampled_from(["eoq", "days", "fixed", "lot_for_lot"]),
    lot_quantity=st.sampled_from([1.0, 25.0]),
    max_days_of_supply=st.sampled_from([0.0, 20.0]),
)


def test_by_hand():
    """Nine days of protection: deviation 4 * 3; 50 cycles of 73 a year."""
    result = outcome(ONE, FIXED)
    assert result.safety_value == pytest.approx(1.644854 * 12 * 5, abs=1e-3)
    assert result.cycle_value == pytest.approx(73 / 2 * 5)
    assert result.orders == pytest.approx(50)
    assert result.stockouts == pytest.approx(50 * 0.05)
    assert result.cycle_days == pytest.approx(7.3)
    cost = 50 * 25 + 0.2 * (result.safety_value + result.cycle_value)
    assert result.yearly_cost == pytest.approx(cost)


def test_stock_outs_in_words():
    assert cycles_per_stockout(0.95) == pytest.approx(20)
    assert cycles_per_stockout(0.995) == pytest.approx(200)


def test_economic_order_quantity():
    """Square root of 2 * 3650 * 25 / (0.2 * 5)."""
    lots = dict(by_lot(ONE, PolicyParams("reorder_point")))
    assert lots["eoq"].cycle_days == pytest.approx(math.sqrt(182_500) / 10)
    assert lots["days"].cycle_days == pytest.approx(14)
    assert set(lots) == {"eoq", "days", "lot_for_lot"}, "no fixed quantity is set"
    assert lots["eoq"].yearly_cost <= min(row.yearly_cost for row in lots.values())


def test_lots_that_the_method_allows():
    assert [name for name, _row in by_lot(ONE, PolicyParams("just_in_time"))] == [
        "lot_for_lot"
    ]


def test_limit_in_days_of_supply_is_told():
    result = outcome(ONE, replace(FIXED, service_level=0.999, max_days_of_supply=2))
    assert result.capped == 1
    assert result.safety_days == pytest.approx(2)
    free = outcome(ONE, replace(FIXED, service_level=0.999))
    assert result.stockouts > free.stockouts


def test_nothing_is_computed_of_min_max_and_of_nobody():
    for result in (
        outcome(ONE, PolicyParams("min_max")),
        outcome(followers(), FIXED),
    ):
        assert (result.safety_value, result.orders, result.stockouts) == (0, 0, 0)
        assert math.isnan(result.fill_rate)


def test_item_without_demand_or_cost():
    result = outcome(followers((0, 0, 0, 8, 0, 5, 1), (10, 4, 0, 8, 0, 0, 1)), FIXED)
    assert result.safety_value == 0
    assert result.orders == pytest.approx(50)
    assert result.safety_days == pytest.approx(1.644854 * 12 / 10, abs=1e-4)


def test_currencies_are_brought_together():
    twice = outcome(replace(ONE, exchange=np.array([2.0])), FIXED)
    once = outcome(ONE, FIXED)
    assert twice.safety_value == pytest.approx(2 * once.safety_value)
    assert twice.yearly_cost == pytest.approx(2 * once.yearly_cost)
    assert twice.orders == once.orders


def test_no_levels_without_safety_stock():
    assert by_service_level(ONE, replace(FIXED, service_kind="none")) == []


@given(items, policies)
def test_more_service_is_never_cheaper_nor_less_safe(rows, policy):
    levels = by_service_level(rows, policy)
    assert [level for level, _row in levels] == sorted({*LEVELS, policy.service_level})
    for (_low, less), (_high, more) in zip(levels, levels[1:], strict=False):
        assert more.safety_value >= less.safety_value * (1 - 1e-9)
        assert more.stockouts <= less.stockouts * (1 + 1e-9) + 1e-9


@given(items, policies)
def test_own_settings_are_among_those_compared(rows, policy):
    own = outcome(rows, policy)
    for found in (
        dict(by_service_level(rows, policy))[policy.service_level],
        dict(by_review(rows, policy))[policy.review_days],
    ):
        assert found.safety_value == own.safety_value
        assert found.orders == own.orders


@given(items, policies)
def test_totals_are_finite_and_add_up(rows, policy):
    whole = outcome(rows, policy)
    parts = [outcome(rows.take([row]), policy) for row in range(len(rows))]
    for name in ("safety_value", "cycle_value", "orders", "stockouts", "capped"):
        value = getattr(whole, name)
        assert math.isfinite(value) and value >= 0
        assert value == pytest.approx(sum(getattr(row, name) for row in parts))
    assert math.isnan(whole.fill_rate) or 0 <= whole.fill_rate <= 1


@given(items, policies)
def test_rarer_reviews_never_mean_more_orders(rows, policy):
    orders = [row.orders for _days, row in by_review(rows, policy)]
    assert all(b <= a * (1 + 1e-9) for a, b in zip(orders, orders[1:], strict=False))
