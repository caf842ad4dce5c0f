from hypothesis import given
from hypothesis import strategies as st

from planning.lanes import find_loop

LANES = st.lists(st.tuples(st.integers(1, 7), st.integers(1, 7)), max_size=14)


def test_loop_is_named_in_the_direction_of_goods():
    """1 sends to 2, 2 to 3, 3 back to 1; what hangs on it is no part of it."""
    pairs = [(2, 1), (3, 2), (1, 3), (9, 1), (4, 9)]
    assert find_loop(pairs) == [1, 2, 3, 1]


def test_two_ways_to_one_place_are_no_loop():
    assert find_loop([(2, 1), (3, 1), (4, 2), (4, 3), (4, 1)]) == []


@given(LANES)
def test_a_loop_is_one(pairs):
    """Every step of it is a lane, and no place but the first comes twice."""
    loop = find_loop(pairs)
    for source, destination in zip(loop, loop[1:], strict=False):
        assert (destination, source) in pairs
    assert loop[:1] == loop[-1:]
    assert len(set(loop)) == max(0, len(loop) - 1)


@given(LANES)
def test_none_is_missed(pairs):
    """Without a loop all places can be put in an order, sources first."""
    left, places = set(pairs), {place for pair in pairs for place in pair}
    while free := places - {destination for destination, _source in left}:
        places -= free
        left = {pair for pair in left if pair[1] in places}
    assert bool(find_loop(pairs)) == bool(places)


@given(LANES, st.randoms(use_true_random=False))
def test_order_does_not_matter(pairs, random):
    shuffled = list(pairs)
    random.shuffle(shuffled)
    assert find_loop(shuffled) == find_loop(pairs)


def test_dense_network_without_a_loop_is_quick():
    """Ways through it are beyond counting; each lane is followed once."""
    assert (
        find_loop((down, up) for down in range(1, 200) for up in range(1, down)) == []
    )
