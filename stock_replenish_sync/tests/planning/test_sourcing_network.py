"""All levels in one run."""

from dataclasses import replace

import numpy as np
import pytest
from factory import events, make_items
from hypothesis import given, settings
from hypothesis import strategies as st
from sourcing_factory import MONDAY, make_lanes, make_links

from planning import PolicyParams, plan
from planning.allocation import ANY, EXCESS
from planning.lots import ask_in_lots, still_needed, turns
from planning.network import plan_network
from planning.sourcing import LANE, OWN, SourceReason
from planning.sourcing.network import plan_sourced

POLICY = PolicyParams("reorder_point", tolerance=0.0, lot_method="days", lot_days=7)


def everything(result):
    return np.ones(result.needs.item.size, dtype=bool)


def run(items, rank, lanes, links, own_lead, draws=everything, policies=(POLICY,)):
    columns = (np.asarray(rank), lanes, make_links(links), np.asarray(own_lead))
    return plan_sourced(items, policies, MONDAY, *columns, draws)


def test_a_hub_that_orders_at_once_gives_all_that_is_needed():
    """Then a plan with sourcing is the plan of one source for each item."""
    items = make_items(3, contract_lead_time=[2, 3, 0], on_hand=[4, 9, 1])
    rank, links = np.array([0, 0, 1]), [(0, 2, 0), (1, 2, 1)]
    lanes = make_lanes(2, mode=ANY, lead_days=[2, 3])
    linked, result, found = run(items, rank, lanes, links, [-1, -1, 0])
    same_items, same = plan_network(
        items, [POLICY], MONDAY, rank, np.array([2, 2, -1]), everything
    )
    for name in ("item", "day", "quantity", "source"):
        np.testing.assert_array_equal(
            getattr(linked.dependent, name), getattr(same_items.dependent, name), name
        )
    for name, column in vars(same.needs).items():
        np.testing.assert_array_equal(getattr(result.needs, name), column, name)
    np.testing.assert_array_equal(result.reorder_point, same.reorder_point)
    assert (found.kind == np.where(found.item < 2, LANE, OWN)).all()
    np.testing.assert_array_equal(found.need, np.arange(result.needs.item.size))
    np.testing.assert_array_equal(found.item, result.needs.item[found.need])


def test_three_levels_in_one_run():
    # A shop draws on a hub, the hub on a centre, the centre buys.
    items = make_items(
        3, history=[[14.0] * 20, [0.0] * 20, [0.0] * 20], contract_lead_time=[1, 2, 9]
    )
    lanes = make_lanes(2, lead_days=[1, 2])
    linked, result, found = run(
        items, [0, 1, 2], lanes, [(0, 1, 0), (1, 2, 1)], [-1, -1, 9]
    )
    for item, source in ((0, 1), (1, 2)):
        mine = found.item == item
        assert (found.source[mine] == source).all()
        drawn = linked.dependent.quantity[linked.dependent.item == source].sum()
        assert drawn == pytest.approx(found.quantity[mine].sum())
        assert drawn == pytest.approx(
            result.needs.quantity[result.needs.item == item].sum()
        )
    assert (found.kind[found.item == 2] == OWN).all()
    # The shop's first needs wait until the centre's order has come through.
    first = found.need == 0
    assert found.reasons[first] & SourceReason.WAITS


def test_surplus_next_door_comes_before_buying():
    items = make_items(2, on_hand=[0, 500])
    lanes = make_lanes(1, mode=EXCESS)
    _linked, result, found = run(items, [0, 1], lanes, [(0, 1, 0)], [5, 5])
    assert (found.kind[found.item == 0] == LANE).all()
    # The neighbour keeps its reorder point, and what it sells until goods leave.
    given = found.quantity[found.item == 0]
    last = found.ship_day[found.item == 0].max()
    assert given[0] > 0
    # One a day is sold there; lead time and review are 6 days.
    kept = result.safety_stock[1] + 6 + last
    assert given.sum() == pytest.approx(500 - kept) or given.sum() < 500 - kept
    short = make_items(2, on_hand=[0, 40])
    _linked, result, found = run(short, [0, 1], lanes, [(0, 1, 0)], [5, 5])
    given = found.quantity[(found.item == 0) & (found.kind == LANE)]
    assert given.sum() == pytest.approx(40 - result.safety_stock[1] - 6)


def test_needs_that_do_not_count_are_not_sourced():
    items = make_items(2, on_hand=[0, 500])

    def later(result):
        return result.needs.release_day > 0

    _linked, result, found = run(
        items, [0, 1], make_lanes(1), [(0, 1, 0)], [5, 5], later
    )
    assert set(found.need) == set(np.flatnonzero(result.needs.release_day > 0))
    assert result.needs.quantity[found.need] == pytest.approx(found.quantity)


def test_a_source_without_policy_gives_what_it_has():
    items = make_items(2, on_hand=[0, 30], policy=[0, -1])
    _linked, _result, found = run(items, [0, 1], make_lanes(1), [(0, 1, 0)], [5, 5])
    assert found.quantity[found.kind == LANE].sum() == pytest.approx(30.0)
    assert (found.kind[found.quantity > 0] == OWN).any()


@st.composite
def batches(draw):
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    products = draw(st.integers(1, 4))
    n = 4 * products
    place = np.tile(np.arange(4), products)  # two shops, a hub, a centre

    def facts(size, last):
        rows = (rng.integers(0, n, size), rng.integers(-3, last, size))
        return events(list(zip(*rows, rng.integers(1, 30, size).tolist(), strict=True)))

    items = make_items(
        n,
        history=rng.poisson(rng.choice([0, 1, 12], n)[:, None], (n, 12)),
        on_hand=rng.integers(-5, 80, n),
        receipts=facts(n, 20),
        booked=facts(n, 20),
        contract_lead_time=rng.integers(0, 10, n),
        policy=np.where(rng.uniform(size=n) < 0.9, 0, -1),
    )
    items = replace(items, key=rng.permutation(n))
    pairs = [(0, 2), (1, 2), (2, 3), (0, 3), (0, 1)]
    lanes = make_lanes(
        5,
        sequence=rng.integers(0, 2, 5),
        mode=rng.integers(0, 3, 5),
        lead_days=rng.integers(0, 3, 5),
        weekdays=rng.choice([0, 0b0010001], 5),
        multiple=rng.choice([0.0, 0.0, 4.0], 5),
    )
    links = [
        (4 * product + to, 4 * product + source, lane)
        for product in range(products)
        for lane, (to, source) in enumerate(pairs)
        if rng.uniform() < 0.8
    ]
    # The second shop gives its excess to the first one.
    rank = np.array([0, 1, 2, 3])[place]
    return items, rank, lanes, links, rng.choice([-1, 0, 6], n)


@settings(max_examples=40)
@given(batches())
def test_nothing_is_lost_on_the_way_through_the_network(batch):
    items, rank, *_rest = batch
    linked, result, found = run(*batch)
    n = len(items.key)
    drawn = np.bincount(linked.dependent.item, linked.dependent.quantity, n)
    lane = found.kind == LANE
    np.testing.assert_allclose(
        drawn, np.bincount(found.source[lane], found.quantity[lane], n), atol=1e-5
    )
    assert (rank[found.item[lane]] < rank[found.source[lane]]).all()
    # Every need is met or said not to be, item by item.
    needed = np.bincount(result.needs.item, result.needs.quantity, n)
    met = np.bincount(found.item, found.quantity, n)
    assert (met >= needed - 1e-6).all()
    np.testing.assert_array_equal(found.item, result.needs.item[found.need])
    claims, asked = found.claims, found.claims.need >= 0
    np.testing.assert_array_equal(
        claims.item[asked], result.needs.item[claims.need[asked]]
    )
    assert (np.diff(found.need) >= 0).all()
    # The plan of a level is the plan of its items with what was drawn.
    alone = plan(linked, [POLICY], MONDAY)
    for name, column in vars(alone.needs).items():
        np.testing.assert_allclose(getattr(result.needs, name), column, err_msg=name)


@settings(max_examples=15)
@given(batches())
def test_a_second_run_says_the_same(batch):
    first, second = run(*batch), run(*batch)
    for name, column in vars(first[2]).items():
        if name != "claims":
            np.testing.assert_array_equal(getattr(second[2], name), column)


# Lots over successive needs -------------------------------------------------


@given(st.integers(0, 2**32 - 1))
def test_lots_cover_the_needs_so_far(seed):
    rng = np.random.default_rng(seed)
    item = np.sort(rng.integers(0, 4, rng.integers(1, 20)))
    quantity = rng.integers(0, 12, item.size) / 2
    multiple = rng.choice([0.0, 2.0, 5.0], 4)[item]
    minimum = rng.choice([0.0, 6.0], 4)[item]
    ask = ask_in_lots(quantity, item, multiple, minimum)
    lack, over = still_needed(quantity, item, ask)
    assert not lack.any()
    for one in np.unique(item):
        mine = item == one
        excess = np.cumsum(ask[mine] - quantity[mine])
        assert (excess >= -1e-9).all()
        assert excess.max() <= max(multiple[mine][0], 0) + minimum[mine][0] + 1e-9
        assert over[mine].sum() >= excess[-1] - 1e-9
    lots = multiple > 0
    whole = ask[lots] / multiple[lots]
    np.testing.assert_allclose(whole, whole.round())
    assert ((ask == 0) | (ask >= minimum)).all()
    got = ask * rng.choice([0.0, 0.5, 1.0], ask.size)
    lack, _over = still_needed(quantity, item, got)
    for one in np.unique(item):
        mine = item == one
        owed = (quantity - got)[mine].cumsum()
        # What is lacking in all is what the sum of needs was ahead at its worst.
        assert lack[mine].sum() == pytest.approx(max(owed.max(), 0.0))


def test_no_turns_without_needs():
    assert list(turns(np.zeros(0, dtype=int))) == []
    none = np.zeros(0)
    assert ask_in_lots(none, none.astype(int), none, none).size == 0
