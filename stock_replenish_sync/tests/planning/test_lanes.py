"""Loops, echelons and days of a network of lanes."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from planning.errors import ShapeError
from planning.lanes import (
    echelon_ranks,
    find_loop,
    hop_gaps,
    lanes_without_loops,
    links_of_items,
)

graphs = st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)), max_size=14)


def columns(lanes):
    return [to for to, _of in lanes], [of for _to, of in lanes]


def has_loop(lanes):
    """Take away places that draw on nobody who is left, until nothing changes."""
    left = list(lanes)
    while True:
        drawing = {to for to, _of in left}
        stay = [lane for lane in left if lane[1] in drawing]
        if len(stay) == len(left):
            return bool(left)
        left = stay


@given(graphs)
def test_a_loop_is_found_where_there_is_one_and_named(lanes):
    loop = find_loop(*columns(lanes))
    assert (loop is not None) == has_loop(lanes)
    if loop:
        assert loop[0] == loop[-1]
        assert len(set(loop[:-1])) == len(loop) - 1
        assert all(pair in lanes for pair in zip(loop, loop[1:], strict=False))


@given(graphs)
def test_without_the_lanes_that_close_them_no_loop_is_left(lanes):
    kept = lanes_without_loops(*columns(lanes))
    rest = [lane for lane, keep in zip(lanes, kept, strict=True) if keep]
    assert not has_loop(rest)
    assert kept.all() == (not has_loop(lanes))
    ranks = echelon_ranks(range(7), *columns(lanes))
    for to, of in rest:
        assert ranks[of] > ranks[to]
    supplying = {of for _to, of in rest}
    assert all(ranks[place] == 0 for place in range(7) if place not in supplying)
    assert ranks.max() < 7


def test_loops_of_one_and_of_many():
    assert find_loop([4], [4]) == [4, 4]
    assert find_loop([], []) is None
    assert find_loop([1, 2, 2, 3, 9], [2, 3, 9, 1, 2]) == [1, 2, 3, 1]
    # Two lanes to the same place are no loop.
    assert find_loop([1, 1, 2, 3], [2, 3, 4, 4]) is None
    with pytest.raises(ShapeError):
        find_loop([1], [1, 2])


def test_ranks_leave_other_places_aside():
    assert echelon_ranks([1, 2], [1, 5], [2, 1]).tolist() == [0, 1]
    assert echelon_ranks([], [], []).tolist() == []


def test_items_hang_on_the_lanes_of_their_places():
    product = np.array([10, 10, 10, 20, 20, 10])
    place = np.array([1, 2, 3, 1, 3, -1])
    links = links_of_items(product, place, np.array([1, 1, 2]), np.array([3, 2, 3]))
    rows = zip(
        links.item.tolist(), links.source.tolist(), links.lane.tolist(), strict=True
    )
    assert list(rows) == [(0, 2, 0), (0, 1, 1), (1, 2, 2), (3, 4, 0)]
    none = np.zeros(0, dtype=int)
    assert links_of_items(product, place, none, none).item.size == 0


def test_transfers_lie_as_many_days_apart_as_the_lane_takes():
    """Picked, packed, sent; received and checked; the rules' own days on the way do
    not count."""
    way = [
        ("receive", 2, False, False),
        ("receive", 1, False, False),
        ("travel", 7, False, True),
        ("travel", 7, False, False),
        ("travel", 7, True, False),
        ("prepare", 1, False, False),
        ("prepare", 3, False, False),
    ]
    day, days = 20, []
    for part, delay, leaves, arrives in way:
        after, before = hop_gaps(part, delay, 4, leaves, arrives)
        days.append(day - after)
        day = days[-1] - before
    assert days == [20, 18, 17, 13, 13, 12, 9]
