"""What parameters lead to, before and after a change."""

import numpy as np
import pytest
from factory import make_items, run

from planning import PolicyParams
from planning.effect import expected_effect, min_max_order
from planning.parameters import Parameters

OWN_RULE = np.array([-1])
# A unit a day, five days of lead time.
STEADY = {"history": np.full((1, 20), 7.0), "contract_lead_time": 5.0}


def parameters(safety_stock, reorder_point, order_quantity):
    return Parameters(
        *(np.array([float(x)]) for x in (safety_stock, reorder_point, order_quantity))
    )


def test_minimum_of_own_rule_holds_what_demand_leaves():
    items = make_items(1, **STEADY)
    result = run(items, PolicyParams("min_max"))
    effect = expected_effect(items, result, [], OWN_RULE, parameters(0, 8, 10))
    assert effect.safety_stock.tolist() == pytest.approx([3.0])
    assert effect.average_stock.tolist() == pytest.approx([8.0])
    assert effect.fill_rate.tolist() == [1.0]


def test_minimum_below_demand_serves_less():
    items = make_items(1, **STEADY)
    result = run(items, PolicyParams("min_max"))
    effect = expected_effect(items, result, [], OWN_RULE, parameters(0, 4, 10))
    assert effect.safety_stock.tolist() == [0.0]
    assert effect.fill_rate.tolist() == pytest.approx([0.9])


def test_governed_by_its_own_parameters():
    items = make_items(1, **STEADY)
    policy = PolicyParams("reorder_point", lot_method="fixed", lot_quantity=20.0)
    result = run(items, policy)
    effect = expected_effect(
        items, result, [policy], np.array([0]), parameters(4, 10, 20)
    )
    assert effect.safety_stock.tolist() == [4.0]
    assert effect.average_stock.tolist() == [14.0]
    assert effect.fill_rate.tolist() == [1.0]


def test_safety_days_hold_stock():
    items = make_items(1, **STEADY)
    policy = PolicyParams("reorder_point", lot_method="days", safety_days=3.0)
    result = run(items, policy)
    effect = expected_effect(
        items, result, [policy], np.array([0]), parameters(0, 9, 14)
    )
    assert effect.average_stock.tolist() == pytest.approx([10.0])


def test_service_is_not_guessed():
    booked = PolicyParams("just_in_time")
    for columns, policy in (
        ({"history": np.zeros((1, 20))}, PolicyParams("reorder_point")),
        ({"first_bucket": 18}, PolicyParams("reorder_point", minimum_history=8)),
        ({}, booked),
    ):
        items = make_items(1, **{**STEADY, **columns})
        result = run(items, policy)
        effect = expected_effect(
            items, result, [policy], np.array([0]), parameters(1, 6, 5)
        )
        assert np.isnan(effect.fill_rate).all()


def test_own_rule_orders_up_to_the_maximum():
    items = make_items(
        1,
        on_hand=3.0,
        multiple=4.0,
        receipts=[(0, 5, 1.0), (0, 6, 50.0)],
        booked=[(0, 0, 2.0)],
        **STEADY,
    )
    # 3 + 1 - 2 within the lead time; 18 are missing, in fours.
    assert min_max_order(items, np.array([5.0]), np.array([20.0])).tolist() == [20.0]
    assert min_max_order(items, np.array([2.0]), np.array([20.0])).tolist() == [0.0]
    # A maximum below the minimum counts as the minimum, as in Odoo.
    assert min_max_order(items, np.array([4.0]), np.array([0.0])).tolist() == [4.0]


def test_empty_batch():
    items = make_items(0, history=np.zeros((0, 20)))
    result = run(items, PolicyParams("min_max"))
    none = np.zeros(0)
    effect = expected_effect(
        items, result, [], np.zeros(0, np.int64), Parameters(none, none, none)
    )
    assert len(effect.average_stock) == 0 == len(min_max_order(items, none, none))
