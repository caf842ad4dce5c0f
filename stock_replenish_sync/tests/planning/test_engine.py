"""The plan as a whole, by example."""

from dataclasses import replace

import numpy as np
import pytest
from factory import TODAY, events, make_items, run

from planning import (
    METHODS,
    NO_DAY,
    Items,
    PolicyError,
    PolicyParams,
    Reason,
    ShapeError,
    plan,
)

JIT = PolicyParams("just_in_time", service_kind="none", lot_days=1)


def test_empty_batch():
    result = plan(Items.blank(0), [], TODAY)
    assert len(result.key) == len(result.needs.item) == 0
    assert result.today == TODAY


def test_statistics_per_day():
    history = np.array([[7.0, 21.0, 7.0, 21.0]])
    result = run(make_items(history=history, on_hand=10.0))
    assert result.demand_mean[0] == pytest.approx(2.0)
    assert result.demand_std[0] == pytest.approx(np.std(history, ddof=1) / np.sqrt(7))
    assert result.pattern[0] == "smooth"
    assert result.days_of_supply[0] == pytest.approx(5.0)
    assert result.stockout_day[0] == 5


def test_days_of_supply_count_what_other_warehouses_draw():
    items = make_items(
        history=np.array([[14.0] * 8]),
        on_hand=40.0,
        dependent=events([(0, 5, 60.0), (0, 25, 60.0)]),
    )
    alone = run(make_items(history=np.array([[14.0] * 8]), on_hand=40.0))
    assert alone.days_of_supply[0] == pytest.approx(20.0)
    assert run(items).days_of_supply[0] < 14.0


def test_parameters_of_a_reorder_point():
    history = np.array([[7.0, 21.0, 7.0, 21.0] * 5])
    policy = PolicyParams(
        "reorder_point", review_days=2, service_level=0.95, lot_method="days"
    )
    result = run(make_items(history=history, on_hand=100.0), policy)
    buffer = 1.6448536269514722 * result.demand_std[0] * np.sqrt(7.0)
    assert result.safety_stock[0] == pytest.approx(buffer)
    assert result.reorder_point[0] == pytest.approx(2.0 * 7 + buffer)
    assert result.order_quantity[0] == pytest.approx(28.0)
    assert result.changed[0]


@pytest.mark.parametrize("policy", [None, "min_max"])
def test_without_policy_statistics_only(policy):
    index = -1 if policy is None else 0
    items = make_items(on_hand=5.0, policy=index, booked=[(0, 1, 2.0)])
    result = run(items, PolicyParams("min_max"))
    assert result.reasons[0] & Reason.NO_POLICY
    assert result.demand_mean[0] == pytest.approx(1.0)
    assert result.position[0] == 3.0
    # Two booked on day 1, and the other five of the week spread over it.
    assert result.stockout_day[0] == 4
    assert result.safety_stock[0] == result.reorder_point[0] == 0.0
    assert len(result.needs.item) == 0 and not result.changed[0]


def test_just_in_time_orders_what_is_booked():
    items = make_items(on_hand=2.0, booked=[(0, 20, 5.0), (0, -1, 1.0)])
    result = run(items, JIT)
    needs = result.needs
    assert needs.need_day.tolist() == [20]
    assert needs.release_day.tolist() == [15]
    assert needs.quantity.tolist() == [4.0]
    assert result.due_quantity[0] == 0.0
    assert (result.next_release_day[0], result.next_need_day[0]) == (15, 20)
    assert result.reorder_point[0] == 0.0


def test_just_in_time_lot_is_always_the_shortage():
    policy = replace(JIT, lot_method="fixed", lot_quantity=50.0)
    result = run(make_items(booked=[(0, 9, 5.0)]), policy)
    assert result.needs.quantity.tolist() == [5.0]


def test_booked_orders_consume_the_expectation():
    # Seven a week are expected; five booked are part of them.
    policy = PolicyParams("reorder_point", service_kind="none")
    booked = [(0, 2, 5.0)]
    items = make_items(on_hand=7.0, contract_lead_time=6.0, booked=booked)
    assert run(items, policy).due_quantity[0] == 0.0
    more = replace(items, booked=events([(0, 2, 9.0)]))
    assert run(more, policy).due_quantity[0] > 0


def test_backlog_adds_to_the_expectation():
    policy = PolicyParams("reorder_point", service_kind="none")
    items = make_items(on_hand=7.0, contract_lead_time=6.0, booked=[(0, -2, 5.0)])
    assert run(items, policy).due_quantity[0] >= 5.0


def test_dependent_demand_adds_and_raises_lot_and_reorder_point():
    policy = PolicyParams(
        "reorder_point", service_kind="none", lot_method="days", horizon_days=14
    )
    plain = run(make_items(on_hand=50.0), policy)
    # The horizon is lead time and 14 days: 38 in 19 days are two a day.
    fed = run(make_items(on_hand=50.0, dependent=[(0, 3, 38.0)]), policy)
    assert fed.demand_mean[0] == plain.demand_mean[0] == pytest.approx(1.0)
    assert fed.order_quantity[0] == pytest.approx(3.0 * plain.order_quantity[0])
    assert fed.reorder_point[0] == pytest.approx(3.0 * plain.reorder_point[0])
    assert len(fed.needs.item) and not len(plain.needs.item)


def test_no_demand_needs_nothing_even_below_zero():
    items = make_items(history=np.zeros((1, 20)), on_hand=-4.0)
    result = run(items)
    assert len(result.needs.item) == 0 and result.safety_stock[0] == 0.0
    told = Reason.NO_DEMAND | Reason.NEGATIVE_STOCK
    assert Reason(int(result.reasons[0])) & told == told
    booked = run(replace(items, booked=events([(0, 2, 1.0)])))
    assert booked.due_quantity[0] == pytest.approx(5.0)


def test_lead_time_source():
    learned = PolicyParams("reorder_point", lead_time_source="learned")
    items = make_items(
        3,
        contract_lead_time=[7.0, 7.0, np.nan],
        learned_lead_time_mean=[20.4, 20.4, np.nan],
        learned_lead_time_std=[3.0, 3.0, np.nan],
        learned_lead_time_count=[5, 2, 0],
    )
    result = run(items, learned)
    assert result.lead_time_mean.tolist() == [20.4, 7.0, 0.0]
    assert result.lead_time_std.tolist() == [3.0, 0.0, 0.0]
    assert result.reasons[0] & Reason.LEARNED_LEAD_TIME
    assert result.reasons[1] & Reason.FEW_RECEIPTS
    assert result.reasons[2] & Reason.ZERO_LEAD_TIME


def _with_current(items, result, factor, **columns):
    names = ("safety_stock", "reorder_point", "order_quantity")
    current = {f"current_{n}": getattr(result, n) * factor for n in names}
    return replace(items, **current, **columns)


def test_tolerance_keeps_what_is_near():
    items = make_items(on_hand=50.0)
    first = run(items)
    near = run(_with_current(items, first, 1.05))
    assert near.reasons[0] & Reason.WITHIN_TOLERANCE and not near.changed[0]
    assert near.reorder_point[0] == pytest.approx(first.reorder_point[0] * 1.05)
    assert near.proposed_reorder_point[0] == first.reorder_point[0]
    far = run(_with_current(items, first, 1.5))
    assert far.changed[0] and far.reorder_point[0] == first.reorder_point[0]


def test_frozen_parameters_are_used_and_the_change_is_told():
    items = make_items(on_hand=50.0)
    first = run(items)
    still = run(_with_current(items, first, 2.0, frozen=np.array([True])))
    assert still.reasons[0] & Reason.FROZEN and still.changed[0]
    near = run(_with_current(items, first, 1.05, frozen=np.array([True])))
    assert not near.changed[0] and not near.reasons[0] & Reason.WITHIN_TOLERANCE
    assert still.reorder_point[0] == pytest.approx(first.reorder_point[0] * 2)
    unknown = run(replace(items, frozen=np.array([True])))
    assert unknown.changed[0]
    assert unknown.safety_stock[0] == unknown.order_quantity[0] == 0.0


def test_cap_on_days_of_supply():
    policy = PolicyParams("reorder_point", max_days_of_supply=3.0)
    history = np.array([[0.0, 70.0] * 5])
    result = run(make_items(history=history), policy)
    assert result.safety_stock[0] == pytest.approx(15.0)
    assert result.order_quantity[0] == pytest.approx(15.0)
    assert result.reasons[0] & Reason.CAPPED_SAFETY_STOCK


def test_goods_without_cost_take_days_of_supply():
    result = run(make_items(unit_cost=0.0))
    assert result.order_quantity[0] == pytest.approx(14.0)


def test_supply_at_its_own_day_for_the_stockout_and_at_once_for_new_orders():
    items = make_items(on_hand=3.0, receipts=[(0, 30, 500.0)])
    result = run(items)
    assert result.stockout_day[0] == 3
    assert len(result.needs.item) == 0
    overdue = run(replace(items, receipts=events([(0, -9, 500.0)])))
    assert overdue.stockout_day[0] == NO_DAY
    assert overdue.reasons[0] & Reason.OVERDUE_RECEIPT


def test_horizon_ends_needs_but_never_what_is_due():
    short = PolicyParams("reorder_point", horizon_days=0, review_days=7)
    result = run(make_items(on_hand=0.0, contract_lead_time=30.0), short)
    assert result.due_quantity[0] > 0
    assert (result.needs.release_day < 7).all()
    assert result.next_release_day[0] == -30
    between = run(make_items(on_hand=34.0, contract_lead_time=30.0), short)
    assert between.next_release_day[0] == 4 and between.due_quantity[0] > 0
    assert result.reasons[0] & Reason.LATE
    assert result.reasons[0] & Reason.STOCKED_OUT


def test_last_window_of_an_item_is_whole_whatever_its_neighbours_look_at():
    # Looked at to day 65; the window of days 63 to 69 has an order on day 68.
    policy = PolicyParams("reorder_point", service_kind="none", lot_method="days")
    booked = [(0, 68, 6.0)]
    alone = run(make_items(on_hand=63.5, booked=booked), policy)
    lead = [5.0, 300.0]
    both = run(
        make_items(2, on_hand=63.5, booked=booked, contract_lead_time=lead), policy
    )
    assert len(alone.needs.item) == (both.needs.item == 0).sum() == 0


def test_long_lead_time_is_planned_and_absurd_one_refused():
    assert run(make_items(contract_lead_time=800.0)).due_quantity[0] > 700
    absurd = run(make_items(contract_lead_time=1e6))
    assert absurd.reasons[0] == Reason.INVALID_INPUT


def test_calls_that_make_no_sense_raise():
    with pytest.raises(ShapeError):
        run(replace(make_items(2), on_hand=np.zeros(3)))
    with pytest.raises(ShapeError):
        run(make_items(booked=[(4, 1, 1.0)]))
    with pytest.raises(ShapeError):
        run(make_items(policy=3))
    for wrong in ("method", "lot_method", "demand_stream", "service_kind", "rounding"):
        with pytest.raises(PolicyError):
            run(make_items(), replace(JIT, **{"method": "reorder_point", wrong: "x"}))


def test_registry_keys():
    assert list(METHODS) == ["min_max", "reorder_point", "just_in_time"]
    assert [method.governed for method in METHODS.values()] == [False, True, True]
