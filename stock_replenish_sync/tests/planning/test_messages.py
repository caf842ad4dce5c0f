"""Messages on open orders."""

import datetime as dt
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sourcing_factory import make_needs, take

from planning import NO_DAY, Items, PolicyParams
from planning.errors import ShapeError
from planning.messages import (
    CANCEL,
    EARLIER,
    LATER,
    LESS,
    MORE,
    Margins,
    OpenOrders,
    OrderedItems,
    got_worse,
    hold_back,
    order_messages,
    plan_messages,
)

NONE = Margins(days=0, share=0.0)
DAYS = 40


def make_items(n=1, demand=2.0, **given):
    """Return items of even demand; a unit costs 100 to lack and 1 a day to hold."""
    ready = {
        "on_hand": np.zeros(n),
        "safety_stock": np.zeros(n),
        "spare": np.zeros(n),
        "safety_days": np.zeros(n, dtype=np.int64),
        "play_days": np.zeros(n, dtype=np.int64),
        "unit_cost": np.full(n, 100.0),
        "carrying": np.ones(n),
    }
    for name, value in given.items():
        ready[name] = np.array(np.broadcast_to(value, (n,)), dtype=ready[name].dtype)
    rates = np.broadcast_to(np.asarray(demand, dtype=float), (n,))
    return OrderedItems(demand=np.repeat(rates[:, None], DAYS, axis=1), **ready)


def make_orders(rows, **given):
    """Return orders that can be changed, from (item, day, quantity) triples."""
    item, day, quantity = (np.array(x) for x in zip(*rows, strict=True))
    m = item.size
    ready = {
        "key": np.arange(m),
        "item": item.astype(int),
        "day": day.astype(int),
        "quantity": quantity.astype(float),
        "can_move": np.ones(m, dtype=bool),
        "can_cut": np.ones(m, dtype=bool),
        "can_raise": np.ones(m, dtype=bool),
        "early_days": np.zeros(m, dtype=int),
        "multiple": np.zeros(m),
        "minimum": np.zeros(m),
        "told_day": np.full(m, NO_DAY),
        "told_quantity": np.full(m, np.nan),
    }
    for name, value in given.items():
        ready[name] = np.array(np.broadcast_to(value, (m,)), dtype=ready[name].dtype)
    return OpenOrders(**ready)


def said(items, orders, margins=NONE, **more):
    """Return (order, kind, day, quantity) of each message, by order and kind."""
    found = order_messages(items, orders, margins, **more)
    columns = (found.order, found.kind, found.day, found.quantity)
    return sorted(zip(*(column.tolist() for column in columns), strict=True))


def test_supply_that_comes_too_late():
    # Ten last until the end of day 4; the order is needed on day 5.
    items, orders = make_items(on_hand=10), make_orders([(0, 20, 70)])
    assert said(items, orders) == [(0, EARLIER, 5, 70.0)]
    found = order_messages(items, orders, NONE)
    # 30 units are missing until then; 15 days below the safety stock of 0.
    assert found.money.tolist() == [100 * 30 + 1 * 30 * 15]
    assert said(make_items(on_hand=10, safety_stock=4), orders)[0][2] == 3
    assert said(make_items(on_hand=10, safety_days=2), orders)[0][2] == 3
    assert said(make_items(on_hand=10, safety_days=9), orders)[0][2] == 0


def test_supply_that_comes_too_early():
    items, orders = make_items(on_hand=30), make_orders([(0, 2, 50)])
    assert said(items, orders) == [(0, LATER, 15, 50.0)]
    found = order_messages(items, orders, NONE)
    assert found.money.tolist() == [50 * 13]


def test_orders_serve_in_the_order_of_their_days():
    orders = make_orders([(0, 9, 20), (0, 3, 20), (0, 30, 40)])
    assert said(make_items(), orders) == [
        (0, LATER, 10, 20.0),
        (1, EARLIER, 0, 20.0),
        (2, EARLIER, 20, 40.0),
    ]


def test_what_cannot_be_moved_comes_on_its_own_day():
    orders = make_orders([(0, 10, 60), (0, 30, 20)], can_move=[False, True])
    # The second has to bridge the days until the first one comes.
    assert said(make_items(), orders) == [(1, EARLIER, 0, 20.0)]


def test_less_and_cancel_in_whole_lots_the_latest_first():
    # 80 are needed in 40 days.
    orders = make_orders([(0, 0, 50), (0, 25, 50), (0, 30, 40)], multiple=20)
    orders = replace(orders, can_cut=np.array([False, True, True]))
    assert said(make_items(), orders) == [(1, LESS, 25, 40.0), (2, CANCEL, 30, 0.0)]
    found = order_messages(make_items(), orders, NONE)
    assert found.money.tolist() == [10 * 15, 40 * 10]
    orders = replace(orders, minimum=np.full(3, 45.0))
    assert said(make_items(), orders)[0] == (1, LESS, 25, 45.0)
    orders = replace(orders, can_cut=np.array([False, False, True]))
    assert said(make_items(), orders) == [(2, CANCEL, 30, 0.0)]
    # What a lot brings beyond the days is no reason to complain.
    assert said(make_items(spare=60), orders) == [(2, LATER, DAYS, 40.0)]


def test_nothing_needed_cancels_all():
    items, orders = make_items(demand=0), make_orders([(0, 5, 10), (0, 9, 5)])
    assert said(items, orders) == [(0, CANCEL, 5, 0.0), (1, CANCEL, 9, 0.0)]


def test_an_order_is_raised_where_a_new_one_would_be_late():
    items = make_items(on_hand=20)
    orders = make_orders([(0, 10, 20), (0, 20, 20)])
    needs = make_needs([(0, 12, 8), (0, 30, 9)])
    assert said(items, orders, needs=needs) == []
    needs = replace(needs, arrival_day=np.array([25, 30]))
    # The first one comes in time; the second need is not late.
    assert said(items, orders, needs=needs) == [(0, MORE, 10, 28.0)]
    found = order_messages(items, orders, NONE, needs)
    assert found.missing.tolist() == [8.0] and found.money.tolist() == [800.0]
    # One that is after the need, but sooner than a new one.
    late = replace(orders, can_raise=np.array([False, True]))
    assert said(items, late, needs=needs) == [(1, MORE, 20, 28.0)]
    slow = replace(needs, arrival_day=np.array([20, 30]))
    assert said(items, late, needs=slow) == []
    coarse = Margins(days=0, share=0.5)
    assert said(items, orders, coarse, needs=needs) == []
    fixed = replace(orders, can_raise=np.zeros(2, dtype=bool))
    assert said(items, fixed, needs=needs) == []


def test_small_changes_stay_silent():
    margins = Margins(days=3, share=0.0)
    for on_hand, kinds in ((10, []), (8, []), (6, [EARLIER]), (20, []), (22, [LATER])):
        items, orders = make_items(on_hand=on_hand), make_orders([(0, 7, 50)])
        assert [row[1] for row in said(items, orders, margins)] == kinds, on_hand
    # Who orders once a week is early by up to six days.
    weekly = make_items(on_hand=26, play_days=6)
    assert said(weekly, make_orders([(0, 7, 50)]), margins) == []
    assert said(make_items(on_hand=26), make_orders([(0, 7, 50)]), margins)
    # What was ordered early on purpose comes early.
    planned = make_orders([(0, 7, 50)], early_days=6)
    assert said(make_items(on_hand=26), planned, margins) == []
    # Five of fifty may be missing for a while.
    shares = Margins(days=0, share=0.1)
    orders = make_orders([(0, 7, 50)])
    assert said(make_items(on_hand=10), orders, shares) == []
    assert said(make_items(on_hand=8), orders, shares) == [(0, EARLIER, 4, 50.0)]
    # And five of fifty may be too many.
    shares = replace(shares, days=5)
    orders = make_orders([(0, 0, 35), (0, 17, 50)])
    assert said(make_items(), orders, shares) == []
    orders = make_orders([(0, 0, 36), (0, 18, 50)])
    assert said(make_items(), orders, shares) == [(1, LESS, 18, 44.0)]


def test_day_and_quantity_are_one_message():
    orders = make_orders([(0, 0, 36), (0, 2, 50)])
    assert said(make_items(), orders) == [(1, LATER, 18, 44.0)]
    found = order_messages(make_items(), orders, NONE)
    assert found.money.tolist() == [44 * 16 + 6 * (DAYS - 2)]


def test_an_open_message_stays_until_it_is_far_from_true():
    margins = Margins(days=4, share=0.0)
    orders = make_orders([(0, 10, 70)], told_day=4)
    for on_hand, expected in (
        (8, [(0, EARLIER, 4, 70.0)]),  # as told
        (12, [(0, EARLIER, 4, 70.0)]),  # would be day 6
        (14, [(0, EARLIER, 4, 70.0)]),  # three days are no reason to start, but to stay
        (16, []),  # two days: withdrawn
        (60, [(0, LATER, 30, 70.0)]),  # the other way round
    ):
        items = make_items(on_hand=on_hand, spare=100)
        assert said(items, orders, margins) == expected, on_hand
    fresh = replace(orders, told_day=np.array([NO_DAY]))
    assert said(make_items(on_hand=14, spare=50), fresh, margins) == []
    # Far from what was told it says something new.
    orders = replace(orders, day=np.array([30]))
    assert said(make_items(on_hand=40, spare=50), orders, margins)[0][2] == 20
    # What was told is never taken for the contrary.
    orders = make_orders([(0, 6, 70)], told_day=5)
    margins = Margins(days=3, share=0.0)
    assert said(make_items(on_hand=16, spare=50), orders, margins)[0][1:3] == (LATER, 8)


def test_a_quantity_that_was_told_stays():
    margins = Margins(share=0.2)
    orders = make_orders([(0, 0, 40), (0, 20, 60)], told_quantity=[np.nan, 35.0])
    assert said(make_items(), orders, margins) == [(1, LESS, 20, 35.0)]
    orders = replace(orders, told_quantity=np.array([np.nan, 10.0]))
    assert said(make_items(), orders, margins) == [(1, LESS, 20, 40.0)]
    # Cancelling is never taken for a small order.
    orders = make_orders([(0, 0, 80), (0, 20, 60)], told_quantity=[np.nan, 5.0])
    assert said(make_items(), orders, margins) == [(1, CANCEL, 20, 0.0)]


def test_the_budget_tells_what_is_worth_most():
    money = np.array([1.0, 9.0, 5.0, 7.0, 3.0])
    none = np.zeros(5, dtype=bool)
    key = np.arange(5)
    assert hold_back(money, none, key, 2).tolist() == [True, False, True, False, True]
    assert hold_back(money, none, key, 0).all()
    assert not hold_back(money, none, key, 9).any()
    # What is told stays until another one is worth clearly more.
    told = key == 2
    assert not hold_back(np.array([1, 9, 6, 7, 3.0]), told, key, 2)[2]
    assert hold_back(money, told, key, 2)[2]


def test_dismissed_until_it_gets_worse():
    margins = Margins(days=3, share=0.1)
    for now, then, expected in (
        ((EARLIER, -8, 0), (EARLIER, -5, 0), False),
        ((EARLIER, -9, 0), (EARLIER, -5, 0), True),
        ((EARLIER, -2, 0), (EARLIER, -5, 0), False),
        ((LATER, 5, 0), (EARLIER, -5, 0), True),
        ((LESS, 0, -10.5), (LESS, 0, -10), False),
        ((LESS, 0, -12), (LESS, 0, -10), True),
    ):
        columns = [np.array([value]) for value in (*now, *then)]
        assert got_worse(*columns, margins).tolist() == [expected], (now, then)


def test_messages_of_a_batch_follow_its_policies():
    today = dt.date(2026, 3, 2)
    items = replace(
        Items.blank(3),
        policy=np.array([0, 1, -1]),
        history=np.full((3, 20), 14.0),
        on_hand=np.array([10.0, 10.0, 10.0]),
        contract_lead_time=np.full(3, 7.0),
        unit_cost=np.full(3, 4.0),
    )
    policies = [
        PolicyParams("reorder_point", service_kind="none", lot_method="fixed"),
        PolicyParams("reorder_point", service_kind="none", lot_method="fixed"),
    ]
    policies = [replace(row, lot_quantity=20.0, holding_rate=0.365) for row in policies]
    policies[1] = replace(policies[1], horizon_days=200)
    orders = make_orders([(0, 20, 70), (1, 20, 70), (2, 20, 70)])
    found = plan_messages(items, policies, today, orders)
    # Ten last for five days; nobody plans the third.
    assert found.order.tolist() == [0, 1] and found.day.tolist() == [5, 5]
    assert found.kind.tolist() == [EARLIER, EARLIER]
    assert found.missing.tolist() == [30.0, 30.0]
    np.testing.assert_allclose(found.money, 4 * 30 + 0.004 * 30 * 15)
    # Without demand all of it is too much; with it a lot may be over.
    idle = replace(items, history=np.zeros((3, 20)))
    assert plan_messages(idle, policies, today, orders).kind.tolist() == [CANCEL] * 2
    much = make_orders([(0, 5, 192), (1, 5, 192), (0, 80, 15), (1, 80, 15)])
    found = plan_messages(items, policies, today, much)
    assert found.order.tolist() == [2, 3] and found.kind.tolist() == [CANCEL, LATER]
    none = take(much, np.zeros(0, dtype=int))
    assert not plan_messages(items, policies, today, none).order.size


@st.composite
def situations(draw, last=45):
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    n = draw(st.integers(1, 4))
    items = make_items(
        n,
        on_hand=rng.integers(-10, 60, n),
        safety_stock=rng.integers(0, 10, n),
        spare=rng.choice([0, 20], n),
    )
    items = replace(items, demand=rng.poisson(2, (n, DAYS)).astype(float))
    m = rng.integers(1, 4 * n + 1)
    rows = (rng.integers(0, n, m), rng.integers(-4, last, m), rng.integers(1, 60, m))
    orders = make_orders(
        list(zip(*rows, strict=True)),
        key=rng.permutation(m),
        can_move=rng.uniform(size=m) < 0.7,
        can_cut=rng.uniform(size=m) < 0.7,
        can_raise=rng.uniform(size=m) < 0.7,
        multiple=rng.choice([0.0, 4.0], m),
    )
    return items, orders


def applied(orders, found):
    """Return the orders after all messages were followed."""
    day, quantity = orders.day.copy(), orders.quantity.copy()
    day[found.order], quantity[found.order] = found.day, found.quantity
    return replace(orders, day=day, quantity=quantity)


def supply(orders, n):
    cells = np.zeros((n, DAYS))
    seen = orders.day < DAYS
    day = np.maximum(orders.day[seen], 0)
    np.add.at(cells, (orders.item[seen], day), orders.quantity[seen])
    return np.cumsum(cells, axis=1)


def below(items, orders):
    """Return how far stock falls below safety stock by the end of each day."""
    stock = items.on_hand[:, None] + supply(orders, len(items.on_hand))
    stock = stock - np.cumsum(items.demand, axis=1)
    return np.maximum(items.safety_stock[:, None] - stock, 0.0)


@settings(max_examples=60)
@given(situations(last=DAYS))
def test_once_followed_nothing_is_left_to_say(situation):
    items, orders = situation
    changed = applied(orders, order_messages(items, orders, NONE))
    assert order_messages(items, changed, NONE).order.size == 0


@settings(max_examples=60)
@given(situations())
def test_following_the_messages_harms_no_day(situation):
    items, orders = situation
    changed = applied(orders, order_messages(items, orders, NONE))
    before, after = below(items, orders), below(items, changed)
    # An order may come later where days before it lacked more: the worst day counts.
    worst = np.maximum.accumulate(before, axis=1)
    assert (after <= worst + 1e-6).all()
    enough = before.max(axis=1) <= 0
    assert (after[enough] == 0).all()


@settings(max_examples=60)
@given(situations(), st.integers(0, 10**6))
def test_items_and_order_have_no_influence(situation, seed):
    items, orders = situation
    margins = Margins()
    whole = order_messages(items, orders, margins)
    shuffled = np.random.default_rng(seed).permutation(orders.key.size)
    moved = order_messages(items, take(orders, shuffled), margins)
    back = np.argsort(shuffled[moved.order])
    assert shuffled[moved.order][back].tolist() == whole.order.tolist()
    for name in ("kind", "day", "quantity", "money"):
        np.testing.assert_array_equal(getattr(moved, name)[back], getattr(whole, name))
    for item in range(len(items.on_hand)):
        mine = np.flatnonzero(orders.item == item)
        alone = order_messages(items, take(orders, mine), margins)
        part = orders.item[whole.order] == item
        np.testing.assert_array_equal(mine[alone.order], whole.order[part])
        np.testing.assert_allclose(alone.quantity, whole.quantity[part])


@settings(max_examples=60)
@given(situations(), st.integers(0, 10**6))
def test_told_again_it_says_the_same(situation, seed):
    items, orders = situation
    margins = Margins(days=3, share=0.2)
    first = order_messages(items, orders, margins)
    day, quantity = orders.told_day.copy(), orders.told_quantity.copy()
    dated = first.day != np.maximum(orders.day[first.order], 0)
    sized = first.quantity != orders.quantity[first.order]
    day[first.order[dated]] = first.day[dated]
    quantity[first.order[sized]] = first.quantity[sized]
    told = replace(orders, told_day=day, told_quantity=quantity)
    # A unit more or less changes no word of what was said.
    wobble = np.random.default_rng(seed).choice([-0.2, 0.0, 0.2], len(items.on_hand))
    for again in (items, replace(items, on_hand=items.on_hand + wobble)):
        second = order_messages(again, told, margins)
        assert second.order.tolist() == first.order.tolist()
        for name in ("kind", "day", "quantity"):
            np.testing.assert_array_equal(getattr(second, name), getattr(first, name))


def test_bad_rows_say_nothing_and_harm_nobody():
    items = make_items(3, on_hand=[10, np.nan, 10])
    orders = make_orders([(0, 20, 70), (1, 20, 70), (2, 20, np.nan), (2, 20, 70)])
    assert [row[0] for row in said(items, orders)] == [0, 3]
    items.demand[0, 3] = -1.0
    assert [row[0] for row in said(items, orders)] == [3]


def test_shapes():
    items, orders = make_items(), make_orders([(1, 0, 1)])
    with pytest.raises(ShapeError):
        order_messages(items, orders)
    with pytest.raises(ShapeError):
        order_messages(replace(items, on_hand=np.zeros(2)), make_orders([(0, 0, 1)]))
    nothing = take(make_orders([(0, 0, 1)]), np.zeros(0, dtype=int))
    assert order_messages(items, nothing, needs=make_needs([(0, 1, 1)])).order.size == 0
