import numpy as np
import pytest
from factory import TODAY, make_items, run
from hypothesis import given
from hypothesis import strategies as st

from planning import NO_DAY, PolicyParams, plan, project

PLAIN = PolicyParams("reorder_point", service_kind="none", lot_method="fixed")


def test_balance_by_hand():
    """One a day is expected, three are booked on day 2, ten come on day 4."""
    items = make_items(on_hand=5.0, booked=[(0, 2, 3.0)], receipts=[(0, 4, 10.0)])
    seen = project(items, [PLAIN], TODAY, 7)
    assert seen.receipts[0].tolist() == [0, 0, 0, 0, 10, 0, 0]
    assert seen.demand[0].sum() == pytest.approx(7.0)
    assert seen.demand[0, 2] >= 3.0
    np.testing.assert_allclose(
        seen.balance[0], 5.0 + np.cumsum(seen.receipts[0] - seen.demand[0])
    )


def test_overdue_supply_counts_today():
    items = make_items(receipts=[(0, -6, 4.0)])
    assert project(items, [PLAIN], TODAY, 7).receipts[0, 0] == 4.0


def test_policy_of_booked_orders_expects_nothing_else():
    items = make_items(on_hand=5.0, booked=[(0, 3, 4.0)])
    seen = project(items, [PolicyParams("just_in_time")], TODAY, 7)
    assert seen.demand[0].tolist() == [0, 0, 0, 4, 0, 0, 0]


@given(
    st.integers(0, 60),
    st.integers(0, 20),
    st.sampled_from(["reorder_point", "just_in_time"]),
    st.integers(0, 9),
)
def test_projection_agrees_with_the_plan(on_hand, lead, method, booked):
    items = make_items(
        on_hand=on_hand, contract_lead_time=lead, booked=[(0, booked, 12.0)]
    )
    policy = PolicyParams(method, service_level=0.9)
    result = plan(items, [policy], TODAY)
    seen = project(items, [policy], TODAY, 400)
    inside = result.needs.arrival_day < seen.orders.shape[1]
    assert seen.orders.sum() == pytest.approx(result.needs.quantity[inside].sum())
    if method == "reorder_point":
        below = np.flatnonzero(seen.balance[0] < -1e-9)
        first = below[0] if below.size else NO_DAY
        if result.stockout_day[0] != NO_DAY:
            assert first == result.stockout_day[0]
    for day, quantity in zip(
        result.needs.arrival_day, result.needs.quantity, strict=True
    ):
        assert seen.planned[0, day] >= seen.balance[0, day] + quantity - 1e-9


def test_items_that_cannot_be_planned_are_flat():
    seen = project(make_items(on_hand=np.nan), [PLAIN], TODAY, 7)
    assert not seen.balance.any()
    assert run(make_items(on_hand=np.nan)).due_quantity[0] == 0
