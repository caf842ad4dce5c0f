"""Messages on open orders."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sourcing_factory import make_needs, take

from planning import NO_DAY
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
    order_messages,
)

NONE = Margins(earlier_days=0, later_days=0, share=0.0)
DAYS = 40


def make_items(n=1, demand=2.0, **given):
    """Return items of even demand; a unit costs 100 to lack and 1 a day to hold."""
    ready = {
        "on_hand": np.zeros(n),
        "safety_stock": np.zeros(n),
        "spare": np.zeros(n),
        "safety_days": np.zeros(n, dtype=np.int64),
        "margin": np.full(n, 100.0),
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
        "can_change": np.ones(m, dtype=bool),
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
    orders = replace(orders, can_change=np.array([False, True, True]))
    assert said(make_items(), orders) == [(1, LESS, 25, 40.0), (2, CANCEL, 30, 0.0)]
    found = order_messages(make_items(), orders, NONE)
    assert found.money.tolist() == [40 * 10, 10 * 15]
    orders = replace(orders, minimum=np.full(3, 45.0))
    assert said(make_items(), orders)[0] == (1, LESS, 25, 45.0)
    orders = replace(orders, can_change=np.array([False, False, True]))
    assert said(make_items(), orders) == [(2, CANCEL, 30, 0.0)]
    # What a lot brings beyond the days is no reason to complain.
    assert said(make_items(spare=60), orders) == [(2, LATER, DAYS, 40.0)]


def test_nothing_needed_cancels_all():
    items, orders = make_items(demand=0), make_orders([(0, 5, 10), (0, 9, 5)])
    assert said(items, orders) == [(0, CANCEL, 5, 0.0), (1, CANCEL, 9, 0.0)]


def test_an_order_is_raised_for_a_need_it_serves_sooner():
    items = make_items(on_hand=20)
    orders = make_orders([(0, 10, 20), (0, 18, 20)])
    needs = replace(
        make_needs([(0, 12, 8), (0, 30, 9)]), arrival_day=np.array([25, 30])
    )
    found = order_messages(items, orders, NONE, needs)
    more = found.kind == MORE
    assert found.order[more].tolist() == [1]
    assert found.quantity[more].tolist() == [28.0]
    assert found.raised_by.tolist() == [1, -1]
    # With days of play the earlier order is raised, too small a need raises none.
    wide = replace(NONE, join_days=2)
    assert order_messages(items, orders, wide, needs).raised_by.tolist() == [0, -1]
    coarse = replace(NONE, quantity=8.0)
    assert order_messages(items, orders, coarse, needs).raised_by.tolist() == [-1, -1]
    fixed = replace(orders, can_change=np.zeros(2, dtype=bool))
    assert order_messages(items, fixed, NONE, needs).raised_by.tolist() == [-1, -1]


def test_small_changes_stay_silent():
    margins = Margins(earlier_days=3, later_days=5, share=0.0)
    for on_hand, kinds in ((10, []), (8, []), (6, [EARLIER]), (24, []), (26, [LATER])):
        items, orders = make_items(on_hand=on_hand), make_orders([(0, 7, 50)])
        assert [row[1] for row in said(items, orders, margins)] == kinds, on_hand
    # Five of fifty may be missing for a while.
    shares = Margins(earlier_days=0, later_days=0, share=0.1)
    orders = make_orders([(0, 7, 50)])
    assert said(make_items(on_hand=10), orders, shares) == []
    assert said(make_items(on_hand=8), orders, shares) == [(0, EARLIER, 6, 50.0)]
    # And five of fifty may be too many.
    orders = make_orders([(0, 0, 35), (0, 17, 50)])
    shares = replace(shares, later_days=5)
    assert said(make_items(), orders, shares) == []
    orders = make_orders([(0, 0, 36), (0, 18, 50)])
    assert (
        said(make_items(), orders, shares)
        == [(1, LESS, 18, 44.0), (1, LATER, 20, 44.0)][:1]
    )


def test_an_open_message_stays_until_it_is_far_from_true():
    margins = Margins(earlier_days=4, later_days=4, share=0.0)
    orders = make_orders([(0, 10, 70)], told_day=4)
    for on_hand, expected in (
        (8, [(0, EARLIER, 4, 70.0)]),  # as told
        (12, [(0, EARLIER, 4, 70.0)]),  # would be day 6
        (14, [(0, EARLIER, 4, 70.0)]),  # three days are no reason to start, but to stay
        (16, []),  # two days: withdrawn
    ):
        items = make_items(on_hand=on_hand, spare=50)
        assert said(items, orders, margins) == expected, on_hand
        found = order_messages(items, orders, margins)
        assert found.repeated.tolist() == [True] * len(expected)
    fresh = replace(orders, told_day=np.array([NO_DAY]))
    assert said(make_items(on_hand=14, spare=50), fresh, margins) == []
    # Far from what was told it says something new.
    orders = replace(orders, day=np.array([30]))
    found = order_messages(make_items(on_hand=40, spare=50), orders, margins)
    assert found.day.tolist() == [20] and not found.repeated.any()


def test_a_quantity_that_was_told_stays():
    margins = Margins(share=0.2)
    orders = make_orders([(0, 0, 40), (0, 20, 60)], told_quantity=[np.nan, 35.0])
    found = order_messages(make_items(), orders, margins)
    assert found.kind.tolist() == [LESS]
    assert found.quantity.tolist() == [35.0] and found.repeated.tolist() == [True]
    orders = replace(orders, told_quantity=np.array([np.nan, 10.0]))
    found = order_messages(make_items(), orders, margins)
    assert found.quantity.tolist() == [40.0] and found.repeated.tolist() == [False]


def test_the_budget_tells_what_is_worth_most_and_shows_the_rest():
    n = 6
    items = make_items(n, on_hand=10, margin=[1, 9, 5, 7, 3, 2])
    told = [NO_DAY] * 5 + [5]
    orders = make_orders([(item, 20, 70) for item in range(n)], told_day=told)
    found = order_messages(items, orders, NONE, budget=2)
    assert found.order.tolist() == [1, 3, 5, 2, 4, 0]
    assert found.held_back.tolist() == [False] * 3 + [True] * 3
    owner = np.array([0, 0, 0, 1, 1, 1])
    found = order_messages(items, orders, NONE, budget=1, owner=owner)
    assert found.order[~found.held_back].tolist() == [1, 3, 5]
    assert not order_messages(items, orders, NONE).held_back.any()
    assert order_messages(items, orders, NONE, budget=0).held_back.sum() == 5


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
        can_change=rng.uniform(size=m) < 0.7,
        multiple=rng.choice([0.0, 4.0], m),
    )
    return items, orders


def applied(orders, found):
    """Return the orders after all messages were followed."""
    day, quantity = orders.day.copy(), orders.quantity.copy()
    dated = (found.kind == EARLIER) | (found.kind == LATER)
    day[found.order[dated]] = found.day[dated]
    quantity[found.order[~dated]] = found.quantity[~dated]
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
    assert shuffled[moved.order].tolist() == whole.order.tolist()
    for name in ("kind", "day", "quantity", "money"):
        np.testing.assert_array_equal(getattr(moved, name), getattr(whole, name))
    for item in range(len(items.on_hand)):
        mine = np.flatnonzero(orders.item == item)
        alone = order_messages(items, take(orders, mine), margins)
        part = whole.item == item
        np.testing.assert_array_equal(mine[alone.order], whole.order[part])
        np.testing.assert_allclose(alone.quantity, whole.quantity[part])


@settings(max_examples=60)
@given(situations(), st.integers(0, 10**6))
def test_told_again_it_says_the_same(situation, seed):
    items, orders = situation
    margins = Margins(earlier_days=3, later_days=3, share=0.2)
    first = order_messages(items, orders, margins)
    day, quantity = orders.told_day.copy(), orders.told_quantity.copy()
    dated = (first.kind == EARLIER) | (first.kind == LATER)
    day[first.order[dated]] = first.day[dated]
    quantity[first.order[~dated]] = first.quantity[~dated]
    told = replace(orders, told_day=day, told_quantity=quantity)
    # A unit more or less changes no word of what was said.
    wobble = np.random.default_rng(seed).choice([-0.2, 0.0, 0.2], len(items.on_hand))
    for again in (items, replace(items, on_hand=items.on_hand + wobble)):
        second = order_messages(again, told, margins, budget=0)
        kept = ~second.held_back
        words = set(
            zip(first.order, first.kind, first.day, first.quantity, strict=True)
        )
        repeated = set(
            zip(
                second.order[kept],
                second.kind[kept],
                second.day[kept],
                second.quantity[kept],
                strict=True,
            )
        )
        assert {word[:2] for word in repeated} <= {word[:2] for word in words}
        dates = {(row[0], row[2]) for row in repeated if row[1] in (EARLIER, LATER)}
        assert dates <= {(row[0], row[2]) for row in words}


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
    with pytest.raises(ShapeError):
        order_messages(items, make_orders([(0, 0, 1)]), owner=np.zeros(2))
    nothing = take(make_orders([(0, 0, 1)]), np.zeros(0, dtype=int))
    assert order_messages(items, nothing, needs=make_needs([(0, 1, 1)])).order.size == 0
