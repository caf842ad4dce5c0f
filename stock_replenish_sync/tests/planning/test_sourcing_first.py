"""From when on sources give what they have to order first, through every hop."""

import numpy as np
from sourcing_factory import MONDAY, make_lanes, make_links, make_points, sourced

from planning.allocation import ANY, EXCESS
from planning.sourcing import NEVER
from planning.sourcing.first import with_first_days

WAY = [(0, 1, 0), (1, 2, 1)]  # a shop draws on a hub, the hub on a centre
BUYS = {"own_lead": [-1, -1, 10], "first_day": [NEVER, 3, 10]}


def days(points, lanes, links=WAY):
    found = with_first_days(points, lanes, make_links(links), MONDAY)
    return found.first_day.tolist()


def lanes(**values):
    return make_lanes(2, **{"mode": ANY, "lead_days": [2, 3], **values})


def test_the_vendor_is_at_the_head_where_nobody_has_stock():
    assert days(make_points(3, **BUYS), lanes())[1:] == [13, 10]
    # Each need arrives after all the hops before it.
    points = with_first_days(make_points(3, **BUYS), lanes(), make_links(WAY), MONDAY)
    _found, rows = sourced([(0, 5, 7.0)], points, lanes(), WAY)
    assert [row[4:] for row in rows] == [(13, 15)]


def test_stock_on_the_way_is_where_it_begins():
    assert days(make_points(3, on_hand=[0, 0, 5], **BUYS), lanes())[1] == 3
    booked = make_points(3, on_hand=[0, 0, 5], booked=[(2, 9, 5)], **BUYS)
    assert days(booked, lanes())[1] == 13


def test_goods_leave_on_days_of_departure_only():
    """Bought goods are at the centre on Thursday of next week (day 10)."""
    tuesday = {"weekdays": [0, 0b0000010]}
    assert days(make_points(3, **BUYS), lanes(**tuesday))[1] == 15 + 3
    stocked = make_points(3, on_hand=[0, 0, 5], **BUYS)
    assert days(stocked, lanes(**tuesday))[1] == 1 + 3
    assert days(stocked, lanes(prepare_days=[0, 2], **tuesday))[1] == 8 + 3
    assert days(stocked, lanes(cutoff_passed=[False, True]))[1] == 1 + 3


def test_the_fastest_way_counts():
    points = make_points(3, own_lead=[-1, 5, 10], first_day=[NEVER, 3, 10])
    assert days(points, lanes())[1] == 5
    stocked = make_points(
        3, on_hand=[0, 0, 5], own_lead=[-1, 5, 10], first_day=[NEVER, 3, 10]
    )
    assert days(stocked, lanes())[1] == 3
    safe = make_points(3, on_hand=[0, 0, 5], safety_days=[0, 2, 0], **BUYS)
    assert days(safe, lanes())[1] == 3 + 2


def test_what_brings_nothing_to_order():
    points = make_points(3, **BUYS)
    assert days(points, lanes(stopped=[False, True]))[1] == NEVER
    assert days(points, lanes(mode=[ANY, EXCESS]))[1] == NEVER
    idle = make_points(3, own_lead=[-1, -1, 10], first_day=[NEVER, NEVER, 10])
    assert days(idle, lanes())[1] == NEVER
    assert days(points, lanes(), [(0, 1, 0)])[1:] == [3, 10]
    assert days(make_points(3), lanes(), [])[0] == NEVER


def test_order_of_rows_has_no_influence():
    """Four levels, the farthest first and last."""
    hops = [(0, 1), (1, 2), (2, 3)]
    for order in (np.arange(4), np.array([3, 1, 0, 2]), np.array([3, 2, 1, 0])):
        place = np.argsort(order)
        points = make_points(
            4,
            own_lead=np.array([-1, -1, -1, 10])[order],
            first_day=np.array([NEVER, 1, 1, 10])[order],
        )
        links = [(place[to], place[of], row) for row, (to, of) in enumerate(hops)]
        found = days(points, make_lanes(3, mode=ANY, lead_days=[1, 2, 4]), links)
        assert [found[row] for row in place[1:]] == [16, 14, 10]
