"""Echelons inside a batch, and what people refused."""

import datetime as dt
from dataclasses import replace

import numpy as np
import pytest

from planning import Events, Items, PolicyParams, plan
from planning.network import plan_network, row_of, take
from planning.refusal import Refusals, refused
from planning.results import Needs

TODAY = dt.date(2024, 5, 6)
POLICY = PolicyParams(method="reorder_point", tolerance=0.0)


def items(weekly):
    """Return items with constant weekly demand and nothing in stock."""
    n = len(weekly)
    return replace(
        Items.blank(n),
        key=np.arange(n) + 100,
        policy=np.zeros(n, np.int64),
        history=np.repeat(np.array(weekly, float)[:, None], 20, axis=1),
        contract_lead_time=np.full(n, 5.0),
        unit_cost=np.ones(n),
        receipts=Events(np.array([0]), np.array([2]), np.array([3.0]), np.array([7])),
    )


def everything(result):
    return np.ones(len(result.needs.item), bool)


def test_a_branchs_needs_are_demand_of_its_hub():
    batch = items([14.0, 7.0, 0.0])
    rank, source = np.array([0, 0, 1]), np.array([2, 2, -1])
    linked, result = plan_network(batch, [POLICY], TODAY, rank, source, everything)
    drawn = result.needs.quantity[result.needs.item < 2].sum()
    assert drawn > 0
    assert linked.dependent.quantity.sum() == pytest.approx(drawn)
    assert set(linked.dependent.item) == {2}
    assert set(linked.dependent.source) <= {-100, -101}
    assert (linked.dependent.day >= 0).all()
    # The hub sells nothing itself: all it needs is what the branches draw.
    assert result.needs.quantity[result.needs.item == 2].sum() >= drawn * 0.99
    # The same in two steps.
    alone = plan(linked, [POLICY], TODAY)
    for name in ("key", "reorder_point", "position", "reasons", "pattern"):
        assert (getattr(alone, name) == getattr(result, name)).all(), name
    for name in vars(alone.needs):
        assert (getattr(alone.needs, name) == getattr(result.needs, name)).all(), name


def test_needs_that_do_not_draw_are_no_demand():
    batch = items([14.0, 0.0])
    linked, result = plan_network(
        batch,
        [POLICY],
        TODAY,
        np.array([0, 1]),
        np.array([1, -1]),
        lambda result: np.zeros(len(result.needs.item), bool),
    )
    assert not len(linked.dependent.item)
    assert not (result.needs.item == 1).any()


def test_three_echelons_reach_the_top_in_one_run():
    batch = items([14.0, 0.0, 0.0])
    _linked, result = plan_network(
        batch, [POLICY], TODAY, np.arange(3), np.array([1, 2, -1]), everything
    )
    for row in range(3):
        assert result.needs.quantity[result.needs.item == row].sum() > 0
    assert (np.diff(result.needs.item) >= 0).all()


def test_two_that_supply_each_other_come_to_an_end():
    batch = items([14.0, 14.0])
    _linked, result = plan_network(
        batch, [POLICY], TODAY, np.array([0, 1]), np.array([1, 0]), everything
    )
    assert (result.needs.quantity[result.needs.item == 0] > 0).all()


def test_without_sources_the_plan_is_the_plan():
    batch = items([3.0, 4.0])
    same, result = plan_network(
        batch, [POLICY], TODAY, np.array([0, 1]), np.array([-1, -1]), everything
    )
    assert same is batch
    assert (result.reorder_point == plan(batch, [POLICY], TODAY).reorder_point).all()


def test_order_of_rows_does_not_matter():
    batch = items([14.0, 7.0, 0.0])
    rank, source = np.array([0, 0, 1]), np.array([2, 2, -1])
    _linked, result = plan_network(batch, [POLICY], TODAY, rank, source, everything)
    order = np.array([2, 0, 1])
    turned = take(batch, order)
    _linked, again = plan_network(
        turned, [POLICY], TODAY, rank[order], np.array([-1, 0, 0]), everything
    )
    assert (again.reorder_point == result.reorder_point[order]).all()
    assert again.due_quantity.tolist() == result.due_quantity[order].tolist()


def test_row_of():
    keys, rows = np.array([30, 10, 20, 10]), np.array([3, 1, 2, 9])
    assert row_of(np.array([10, 25, 30, 99]), keys, rows).tolist() == [1, -1, 3, -1]
    assert row_of(np.array([5]), keys[:0], rows[:0]).tolist() == [-1]


@pytest.mark.parametrize(
    ("until", "need_day", "quantity", "release", "expected"),
    [
        (5, 10, 8.0, 2, True),  # what was refused
        (5, 10, 8.9, 2, False),  # grew
        (1, 10, 8.0, 2, False),  # to be released after the refusal
        (-1, 10, 8.0, -3, False),  # the refusal is over
        (5, 12, 8.0, 2, False),  # needed earlier
        (5, 11, 8.0, 2, True),  # a day of play
    ],
)
def test_refused(until, need_day, quantity, release, expected):
    def days(*values):
        return np.array(values, np.int64)

    needs = Needs(
        days(0, 1, 1),
        np.array([quantity, quantity, quantity]),
        np.array([quantity, quantity, quantity]),
        days(10, 10, 40),
        days(release, release, 32),
        days(0, 0, 32),
        days(10, 10, 40),
        days(0, 0, 0),
    )
    refusals = Refusals(days(1), np.array([8.0]), days(until), days(need_day))
    assert refused(needs, refusals).tolist() == [False, expected, False]
