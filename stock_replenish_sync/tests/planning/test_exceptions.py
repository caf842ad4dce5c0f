"""What waiting costs, and how urgent problems are."""

import numpy as np
import pytest

from planning.exceptions import (
    carrying_cost,
    first_from,
    late_loss,
    late_severity,
    lost_days,
    lost_margin,
    shortage_severity,
)

NAN = np.nan
WEEK = 7


def column(*values):
    return np.array(values, float)


@pytest.mark.parametrize(
    ("runs_out", "supplied", "helped", "days"),
    [
        (0, NAN, 10, 7),  # Out, nothing comes: every day of waiting is lost.
        (-3, NAN, 10, 7),
        (0, 3, 10, 3),  # What is on order ends it.
        (0, 30, 10, 7),
        (0, -3, 10, 3),  # Three days late: in three days, as far as anybody knows.
        (0, 0, 10, 0),  # It comes today.
        (5, NAN, 10, 7),  # Runs out before help arrives.
        (5, 8, 10, 3),
        (12, NAN, 10, 5),  # Stock lasts some of the days.
        (17, NAN, 10, 0),
        (NAN, NAN, 10, 0),  # Never runs out.
        (0, NAN, NAN, 7),  # Nobody knows when help would arrive.
    ],
)
def test_lost_days(runs_out, supplied, helped, days):
    found = lost_days(column(runs_out), column(supplied), column(helped), WEEK)
    assert found.tolist() == [days]


def test_lost_margin_counts_no_more_than_the_wait():
    found = lost_margin(column(2, 2, 2, -1, NAN), column(5, 5, -5, 5, 5), 3.0, WEEK)
    assert found.tolist() == [30, 30, 0, 0, 0]
    assert lost_margin(column(2), column(5), column(90), WEEK).tolist() == [70]
    assert lost_margin(column(2), column(5), column(-1), WEEK).tolist() == [0]


@pytest.mark.parametrize(
    ("runs_out", "late", "quantity", "loss"),
    [
        (0, 5, 100, 50),
        (2, 5, 100, 30),
        (0, 5, 3, 15),  # No more than what is late.
        (0, 30, 100, 70),  # No more than the wait.
        (9, 5, 100, 0),  # Comes before stock is out.
        (-4, 1, 100, 10),
        (NAN, 5, 100, 0),
    ],
)
def test_late_loss(runs_out, late, quantity, loss):
    found = late_loss(
        *(column(x) for x in (2, 5, runs_out, late, quantity)), waiting_days=WEEK
    )
    assert found.tolist() == [loss]


def test_carrying_cost():
    assert carrying_cost(column(100), column(73), 0.2, 365).tolist() == [1460]
    assert carrying_cost(column(100), column(73), 0.2, WEEK) == pytest.approx([28])
    found = carrying_cost(column(-1, 1, NAN), column(1, -1, 1), 0.2, WEEK)
    assert found.tolist() == [0, 0, 0]


def test_shortage_is_less_urgent_where_supply_comes_soon():
    supplied = column(NAN, 7, 8, -1)
    assert shortage_severity(np.full(4, True), supplied, WEEK).tolist() == [3, 2, 3, 3]
    assert shortage_severity(np.full(4, False), supplied, WEEK).tolist() == [2, 1, 2, 2]


def test_late_is_urgent_where_stock_does_not_last():
    runs_out = column(0, 4, 5, NAN, 0)
    needed = np.array([True, True, True, True, False])
    assert late_severity(needed, runs_out, np.full(5, 5)).tolist() == [2, 2, 1, 1, 0]


def test_first_from():
    item = np.array([2, 0, 0, 0, 2])
    day = np.array([-4, 9, 3, 3, 0])
    every = np.full(3, -np.inf)
    assert first_from(item, day, every).tolist() == [2, -1, 0]
    assert first_from(item, day, column(4, 0, 0)).tolist() == [1, -1, 4]
    none = np.zeros(0, int)
    assert first_from(none, none, every).tolist() == [-1, -1, -1]


def test_order_of_events_does_not_matter():
    rng = np.random.default_rng(7)
    item, day = rng.integers(0, 20, 200), rng.permutation(200) - 50
    start = rng.integers(-60, 60, 20).astype(float)
    found = first_from(item, day, start)
    for row in range(20):
        days = day[(item == row) & (day >= start[row])]
        expected = days.min() if days.size else None
        assert (day[found[row]] if found[row] >= 0 else None) == expected
