import numpy as np
import pytest
from factory import TODAY, make_items
from hypothesis import given
from hypothesis import strategies as st

from planning import PolicyParams, project
from planning.strip import LONGEST, POINTS, SHORTEST, strips

PLAIN = PolicyParams("reorder_point", service_kind="none", lot_method="fixed")


def one(items, horizon=0.0, policy=PLAIN):
    step, balance = strips(items, [policy], TODAY, np.array([float(horizon)]))
    return step[0], balance[0]


def test_by_hand():
    """One a day leaves, two days a number: the smaller of both is said."""
    step, balance = one(make_items(on_hand=30.0))
    assert step == 2
    assert balance.tolist() == pytest.approx([28.0 - 2 * k for k in range(POINTS)])


def test_a_shortage_of_one_day_shows():
    """Twenty leave on day 4, and as many come on day 5."""
    items = make_items(
        history=[[0.0] * 20],
        on_hand=5.0,
        booked=[(0, 4, 20.0)],
        receipts=[(0, 5, 20.0)],
    )
    assert one(items)[1].tolist() == [5, 5, -15] + [5] * 9


@pytest.mark.parametrize(
    ("horizon", "step"),
    [(0, 2), (np.nan, 2), (24, 2), (24.5, 3), (100, 9), (1e9, 34), (np.inf, 34)],
)
def test_step_of_a_horizon(horizon, step):
    assert one(make_items(), horizon)[0] == step


def test_what_cannot_be_planned_has_none():
    items = make_items(2, on_hand=[np.nan, 3.0])
    step, balance = strips(items, [PLAIN], TODAY, np.zeros(2))
    assert step.tolist() == [0, 2]
    assert not balance[0].any()
    assert balance[1, 0] == pytest.approx(1.0)


@given(
    st.lists(
        st.tuples(st.integers(0, 30), st.integers(1, 500), st.integers(-5, 60)),
        min_size=1,
        max_size=5,
    )
)
def test_agrees_with_the_projection(rows):
    """Whatever else is in the batch."""
    on_hand, horizon, day = (np.array(column) for column in zip(*rows, strict=True))
    items = make_items(
        len(rows),
        on_hand=on_hand,
        booked=[(row, int(day[row]), 9.0) for row in range(len(rows))],
        receipts=[(row, int(day[row]) + 3, 4.0) for row in range(len(rows))],
    )
    seen = project(items, [PLAIN], TODAY, LONGEST + POINTS).balance
    step, balance = strips(items, [PLAIN], TODAY, horizon.astype(float))
    for row in range(len(rows)):
        width = step[row]
        assert (
            min(max(horizon[row], SHORTEST), LONGEST)
            <= width * POINTS
            < max(min(horizon[row], LONGEST), SHORTEST) + POINTS
        )
        for point in range(POINTS):
            days = seen[row, point * width : (point + 1) * width]
            assert balance[row, point] == pytest.approx(days.min())
