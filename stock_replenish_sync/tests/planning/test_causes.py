"""Why items were out, and why there is too much of them."""

import numpy as np
import pytest

from planning.causes import (
    EXCESS_CAUSES,
    OUT_CAUSES,
    OutFacts,
    excess_causes,
    out_causes,
)

FACTS = ("data", "supplier", "transfer", "no_action")


def facts(*rows, demand=10.0, expected=10.0, safety_stock=0.0):
    """Return the facts of rows, each a set of names that hold."""
    return OutFacts(
        **{name: [name in row for row in rows] for name in FACTS},
        demand=[demand] * len(rows),
        expected=[expected] * len(rows),
        safety_stock=[safety_stock] * len(rows),
    )


@pytest.mark.parametrize("cause", FACTS)
def test_one_fact_is_the_cause(cause):
    assert out_causes(facts({cause})).tolist() == [cause]


def test_what_kept_supply_away_comes_before_demand():
    rows = [set(FACTS), set(FACTS[1:]), set(FACTS[2:]), set(FACTS[3:]), set()]
    found = out_causes(facts(*rows, demand=99.0))
    assert found.tolist() == [*FACTS, "demand"]


@pytest.mark.parametrize(
    ("demand", "expected", "safety", "cause"),
    [
        (11.0, 10.0, 0.0, "demand"),
        (11.0, 10.0, 1.0, "parameter"),  # Safety stock should have met it.
        (10.0, 10.0, 0.0, "parameter"),
        (0.0, 0.0, 0.0, "parameter"),
        (1.0, -5.0, -5.0, "demand"),  # Nonsense counts as nothing.
    ],
)
def test_demand_above_what_was_kept(demand, expected, safety, cause):
    found = out_causes(
        facts(set(), demand=demand, expected=expected, safety_stock=safety)
    )
    assert found.tolist() == [cause]


@pytest.mark.parametrize(
    ("demand", "before", "by_hand", "raised", "cause"),
    [
        (0, 9, 1, 1, "no_demand"),
        (5, 9, 1, 1, "by_hand"),
        (5, 9, 0, 1, "vendor"),
        (5, 9, 0, 0, "demand_fell"),
        (8, 10, 0, 0, "parameter"),
        (9, 0, 0, 0, "parameter"),
    ],
)
def test_excess(demand, before, by_hand, raised, cause):
    found = excess_causes(*np.array([[demand], [before], [by_hand], [raised]]))
    assert found.tolist() == [cause]


def test_nothing_has_no_cause():
    assert out_causes(facts()).shape == (0,)
    assert excess_causes(*np.zeros((4, 0))).shape == (0,)


def test_every_cause_can_be_found():
    rows = [{name} for name in FACTS] + [set()]
    found = set(out_causes(facts(*rows))) | set(out_causes(facts(set(), demand=99.0)))
    assert found == set(OUT_CAUSES)
    numbers = np.array([[0, 5, 5, 5, 9], [9] * 5, [0, 1, 0, 0, 0], [0, 0, 1, 0, 0]])
    assert excess_causes(*numbers).tolist() == list(EXCESS_CAUSES)
