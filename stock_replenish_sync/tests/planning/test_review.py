import datetime as dt

import numpy as np
import pytest
from factory import TODAY, make_items
from hypothesis import given
from hypothesis import strategies as st

from planning import PolicyParams, due_days, next_review, plan

WEDNESDAY = dt.date(2026, 3, 4)


def test_due_on_the_last_review_in_time():
    # Reviews in 5, 12 and 19 days; seen from a Wednesday.
    release = np.array([-3, 0, 4, 5, 11, 12, 20])
    first = next_review(WEDNESDAY, np.full(7, 7))
    due = due_days(release, np.full(7, 7), first)
    assert due.tolist() == [5, 5, 5, 5, 5, 12, 19]


def test_due_at_once_where_there_is_a_chance_each_day():
    one = np.ones(2, np.int64)
    assert due_days(np.array([-3, 2]), one, next_review(WEDNESDAY, one)).tolist() == [
        -3,
        2,
    ]


@given(st.integers(-60, 200), st.integers(1, 30), st.integers(0, 400))
def test_due_days_are_review_days_and_in_time(release, review, ahead):
    today = TODAY + dt.timedelta(days=ahead)
    first = next_review(today, np.array([review]))
    [due] = due_days(np.array([release]), np.array([review]), first)
    day = today + dt.timedelta(days=int(due))
    assert (day.toordinal() - 1) % review == 0
    if release >= first[0]:
        assert release - review < due <= release
    elif review > 1:
        assert due == first[0]


@pytest.mark.parametrize("ahead", range(8))
def test_due_quantity_is_what_is_due_by_today(ahead):
    policy = PolicyParams("reorder_point", review_days=7, service_kind="none")
    result = plan(make_items(on_hand=3.0), [policy], TODAY + dt.timedelta(days=ahead))
    due = result.needs.quantity[result.needs.due_day <= 0].sum()
    assert result.due_quantity[0] == pytest.approx(due)
    assert (result.due_quantity[0] > 0) == (ahead % 7 == 0)
