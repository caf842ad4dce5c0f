"""Where needs are met from: worked examples."""

import numpy as np
import pytest
from sourcing_factory import MONDAY, make_lanes, make_points, sourced

from planning.allocation import ANY, EXCESS, FAIR_SHARE, ShareReason
from planning.errors import ShapeError
from planning.sourcing import (
    LANE,
    NEVER,
    NOWHERE,
    OWN,
    STOPPED,
    SourceReason,
    longest_gap,
    ship_days,
)


def test_a_need_is_cut_over_lanes_and_the_rest_is_bought():
    # 30 above the reorder point next door, 50 in the hub, the rest from a vendor.
    points = make_points(
        3, on_hand=[0, 70, 50], reorder_point=[0, 40, 0], own_lead=[10, -1, -1]
    )
    lanes = make_lanes(2, mode=[EXCESS, FAIR_SHARE], lead_days=[1, 3])
    found, rows = sourced([(0, 5, 100)], points, lanes, [(0, 2, 1), (0, 1, 0)])
    assert rows == [
        (0, LANE, 1, pytest.approx(30.0), 4, 5),
        (0, LANE, 2, pytest.approx(50.0), 2, 5),
        (0, OWN, -1, pytest.approx(20.0), 0, 10),
    ]
    rest, short = SourceReason.REST, SourceReason.SHORT_SOURCE
    assert found.reasons.tolist() == [short, short | rest, rest | SourceReason.LATE]
    assert found.release_day.tolist() == [4, 2, -5]


def test_a_short_hub_is_shared_by_cover_and_the_record_says_how():
    points = make_points(3, on_hand=[5, 20, 40], demand_rate=[5, 10, 0], own_lead=7)
    found, rows = sourced(
        [(0, 2, 60), (1, 2, 80)], points, make_lanes(1), [(0, 2, 0), (1, 2, 0)]
    )
    # Both have 65 / 15 days then.
    assert [row[3] for row in rows if row[1] == LANE] == pytest.approx([50 / 3, 70 / 3])
    assert sum(row[3] for row in rows) == pytest.approx(140.0)
    claims = found.claims
    assert claims.asked.tolist() == [60.0, 80.0]
    assert claims.claimed.tolist() == [140.0, 140.0]
    assert claims.available.tolist() == [40.0, 40.0]
    assert claims.cover_before.tolist() == [1.0, 2.0]
    assert claims.cover_after.tolist() == pytest.approx([65 / 15, 65 / 15])
    assert (claims.reasons == ShareReason.SHORT | ShareReason.SHARED).all()


def test_a_source_that_sells_itself_keeps_its_share():
    points = make_points(2, on_hand=[0, 40], own_rate=[0, 3], reorder_point=[0, 90])
    for mode, given in ((FAIR_SHARE, 10.0), (ANY, 40.0), (EXCESS, 0.0)):
        lanes = make_lanes(1, mode=mode)
        found, rows = sourced([(0, 0, 60)], points, lanes, [(0, 1, 0)])
        assert sum(row[3] for row in rows if row[1] == LANE) == pytest.approx(given)
        own = found.claims.need == -1
        assert own.sum() == (mode == FAIR_SHARE)
        assert found.claims.granted[own].sum() == pytest.approx(30.0 * own.sum())
    # What customers have booked there is neither given nor claimed again.
    points = make_points(
        2, on_hand=[0, 60], own_rate=[0, 3], reorder_point=[0, 90], booked=[(1, 9, 20)]
    )
    found, rows = sourced([(0, 0, 60)], points, make_lanes(1), [(0, 1, 0)])
    assert rows[0][3] == pytest.approx(15.0)
    assert found.claims.asked[found.claims.need == -1].tolist() == [70.0]


def test_excess_leaves_what_the_source_uses_by_then():
    points = make_points(2, on_hand=[0, 50], own_rate=[0, 2], reorder_point=[0, 10])
    lanes = make_lanes(1, mode=EXCESS)
    _found, rows = sourced([(0, 15, 60)], points, lanes, [(0, 1, 0)])
    assert rows[0][2:4] == (1, pytest.approx(10.0))


def test_a_source_that_orders_gives_without_limit_once_it_can():
    points = make_points(2, on_hand=[0, 5], first_day=[0, 8])
    lanes = make_lanes(1, lead_days=2)
    found, rows = sourced([(0, 6, 9), (0, 10, 100)], points, lanes, [(0, 1, 0)])
    assert rows == [
        (0, LANE, 1, pytest.approx(5.0), 4, 6),
        (0, LANE, 1, pytest.approx(4.0), 8, 10),
        (1, LANE, 1, 100.0, 8, 10),
    ]
    waits = SourceReason.WAITS | SourceReason.SOURCE_ORDERS
    assert found.reasons.tolist() == [
        SourceReason.SHORT_SOURCE,
        waits | SourceReason.LATE | SourceReason.REST,
        SourceReason.SOURCE_ORDERS,
    ]
    assert found.claims.available[1] == np.inf


def test_what_is_short_waits_only_where_nothing_is_faster():
    lanes = make_lanes(1, lead_days=2)
    for own_lead, kind in ((9, OWN), (10, OWN), (11, LANE), (-1, LANE)):
        points = make_points(2, first_day=[0, 8], own_lead=[own_lead, 5])
        _found, rows = sourced([(0, 6, 9)], points, lanes, [(0, 1, 0)])
        assert [row[1] for row in rows] == [kind]
    # Excess is nothing one waits for.
    lanes = make_lanes(1, mode=EXCESS)
    found, rows = sourced([(0, 6, 9)], points, lanes, [(0, 1, 0)])
    assert rows == [(0, NOWHERE, -1, 9.0, 6, 6)]
    assert found.reasons.tolist() == [SourceReason.NO_SOURCE | SourceReason.REST]


def test_the_lane_that_brings_it_first_is_waited_for():
    points = make_points(3, first_day=[0, 9, 5])
    lanes = make_lanes(2, lead_days=[1, 4])
    _found, rows = sourced([(0, 3, 7)], points, lanes, [(0, 1, 0), (0, 2, 1)])
    assert rows == [(0, LANE, 2, 7.0, 5, 9)]


def test_a_stopped_lane_says_so_and_nothing_is_bought():
    points = make_points(3, on_hand=[0, 6, 90], own_lead=2)
    lanes = make_lanes(3, stopped=[False, True, False])
    links = [(0, 1, 0), (0, 2, 1), (0, 2, 2)]
    found, rows = sourced([(0, 3, 10)], points, lanes, links)
    assert [row[1:4] for row in rows] == [
        (LANE, 1, pytest.approx(6.0)),
        (STOPPED, 2, pytest.approx(4.0)),
    ]
    assert found.reasons[1] == SourceReason.LANE_STOPPED
    assert found.drawn().quantity.tolist() == pytest.approx([6.0])
    # A need that an earlier lane meets does not get there.
    _found, rows = sourced([(0, 3, 5)], points, lanes, links)
    assert [row[1] for row in rows] == [LANE]


def test_a_lot_rounded_up_serves_the_next_need():
    points = make_points(2, on_hand=[0, 100])
    lanes = make_lanes(1, multiple=10, minimum=20)
    needs = [(0, 1, 7), (0, 2, 8), (0, 3, 9), (0, 4, 30)]
    found, rows = sourced(needs, points, lanes, [(0, 1, 0)])
    assert [(row[0], row[3]) for row in rows] == [(0, 20.0), (2, 20.0), (3, 20.0)]
    assert found.reasons[0] == SourceReason.ROUNDED_TO_LOT


def test_priority_comes_before_cover():
    points = make_points(3, on_hand=[50, 0, 30])
    lanes = make_lanes(2, priority=[1, 2])
    found, rows = sourced(
        [(0, 0, 20), (1, 0, 20)], points, lanes, [(0, 2, 0), (1, 2, 1)]
    )
    assert [row[3] for row in rows if row[1] == LANE] == pytest.approx([20.0, 10.0])
    assert found.claims.reasons[1] & ShareReason.PRIORITY


def test_who_may_take_all_comes_before_who_takes_the_excess():
    points = make_points(4, on_hand=[0, 0, 0, 30])
    lanes = make_lanes(3, sequence=1, mode=[EXCESS, FAIR_SHARE, ANY])
    needs, links = (
        [(0, 0, 20), (1, 0, 20), (2, 0, 20)],
        [(0, 3, 0), (1, 3, 1), (2, 3, 2)],
    )
    _found, rows = sourced(needs, points, lanes, links)
    got = {row[0]: row[3] for row in rows if row[1] == LANE}
    assert got == pytest.approx({1: 10.0, 2: 20.0})


def test_backlog_counts_in_the_cover():
    for name in ("booked", "dependent"):
        backlog = {name: [(0, -2, 6)]}
        points = make_points(3, on_hand=[4, 0, 20], receipts=[(1, 9, 8)], **backlog)
        found, rows = sourced(
            [(0, 0, 40), (1, 0, 40)], points, make_lanes(1), [(0, 2, 0), (1, 2, 0)]
        )
        assert found.claims.cover_before.tolist() == [-2.0, 8.0]
        got = [row[3] for row in rows if row[1] == LANE]
        assert got == pytest.approx([15.0, 5.0])


def test_near_needs_of_all_come_before_far_needs_of_any():
    points = make_points(3, on_hand=[0, 0, 30])
    needs = [(0, 1, 10), (0, 9, 10), (1, 1, 10), (1, 9, 10)]
    _found, rows = sourced(needs, points, make_lanes(1), [(0, 2, 0), (1, 2, 0)])
    got = {row[0]: row[3] for row in rows if row[1] == LANE}
    assert got == pytest.approx({0: 10.0, 1: 5.0, 2: 10.0, 3: 5.0})


def test_what_a_source_gets_later_is_given_later():
    points = make_points(2, on_hand=[0, 5], receipts=[(1, 6, 40)], own_lead=3)
    needs = [(0, 4, 20), (0, 7, 20)]
    _found, rows = sourced(needs, points, make_lanes(1), [(0, 1, 0)])
    assert [(row[0], row[1], row[3]) for row in rows] == [
        (0, LANE, pytest.approx(5.0)),
        (0, OWN, pytest.approx(15.0)),
        (1, LANE, pytest.approx(20.0)),
    ]


def test_safety_days_bring_goods_earlier():
    points = make_points(2, on_hand=[0, 50], safety_days=2)
    found, rows = sourced(
        [(0, 9, 5), (0, 1, 5)], points, make_lanes(1, lead_days=1), [(0, 1, 0)]
    )
    assert [row[4:] for row in rows] == [(6, 7), (0, 1)]
    # Less than the safety days are no delay yet.
    assert not (found.reasons & SourceReason.LATE).any()


@pytest.mark.parametrize(
    "column, value",
    [("minimum", np.nan), ("multiple", -1.0), ("lead_days", -2), ("weekdays", 128)],
)
def test_a_bad_lane_stops_its_needs_alone(column, value):
    points = make_points(3, on_hand=[0, 0, 50], own_lead=4)
    lanes = make_lanes(2)
    getattr(lanes, column)[0] = value
    found, rows = sourced([(0, 3, 5), (1, 3, 5)], points, lanes, [(0, 2, 0), (1, 2, 1)])
    assert [row[1] for row in rows] == [STOPPED, LANE]
    assert found.reasons[0] == SourceReason.INVALID_INPUT


def test_bad_needs_and_bad_sources_harm_nobody():
    points = make_points(4, on_hand=[0, 0, np.nan, 50], own_lead=4)
    links = [(0, 3, 0), (1, 2, 0)]
    found, rows = sourced(
        [(0, 3, np.nan), (0, 3, 5), (1, 3, 7)], points, make_lanes(1), links
    )
    assert [row[:4] for row in rows] == [
        (0, NOWHERE, -1, 0.0),
        (1, LANE, 3, 5.0),
        (2, OWN, -1, 7.0),
    ]
    assert found.reasons[0] == SourceReason.INVALID_INPUT
    assert ShareReason.INVALID_INPUT in found.claims.reasons.tolist()


def test_nothing_to_source_and_shapes():
    points, lanes = make_points(2), make_lanes(1)
    found, rows = sourced([(0, 3, 0)], points, lanes, [(0, 1, 0)])
    assert rows == [] and found.claims.need.size == 0
    found, rows = sourced([(0, 3, 4)], points, lanes, [])
    assert [row[1] for row in rows] == [NOWHERE]
    with pytest.raises(ShapeError):
        sourced([(0, 3, 4)], points, lanes, [(0, 2, 0)])
    with pytest.raises(ShapeError):
        sourced([(1, 3, 4), (0, 3, 4)], points, lanes, [])
    with pytest.raises(ShapeError):
        sourced([(0, 3, 4)], points, make_lanes(0), [(0, 1, 0)])


# Days ---------------------------------------------------------------------


def test_days_of_a_lane():
    def days(arrive_by, lead=0, weekdays=0, earliest=0):
        columns = (np.array([x]) for x in (arrive_by, lead, weekdays, earliest))
        return [int(x[0]) for x in ship_days(*columns, MONDAY)]

    assert days(5, lead=2) == [3, 3, 5]
    # Fridays: the one before, the next one where that is past.
    assert days(9, lead=2, weekdays=0b0010000) == [4, 4, 6]
    assert days(4, lead=2, weekdays=0b0010000) == [-3, 4, 6]
    # Mondays, and today's cut-off has passed.
    assert days(3, weekdays=0b0000001) == [0, 0, 0]
    assert days(3, weekdays=0b0000001, earliest=1) == [0, 7, 7]
    assert days(0, lead=1, earliest=1) == [-1, 1, 2]


def test_goods_leave_the_stock_before_they_leave_the_source():
    """Two days of picking and packing; the truck leaves on Fridays (day 0: Monday)."""
    points = make_points(2, on_hand=[0, 50])
    friday = {"weekdays": 0b0010000, "lead_days": 1, "prepare_days": 2}
    needs = [(0, 6, 5.0), (0, 12, 5.0)]
    _found, rows = sourced(needs, points, make_lanes(1, **friday), [(0, 1, 0)])
    assert [row[4:] for row in rows] == [(2, 5), (9, 12)]
    # What is picked from today on misses the truck of the day after tomorrow.
    thursday = friday | {"weekdays": 0b0000100, "prepare_days": 3}
    _found, rows = sourced(needs[:1], points, make_lanes(1, **thursday), [(0, 1, 0)])
    assert [row[4:] for row in rows] == [(6, 10)]


def test_each_day_of_the_week_counts():
    for day in range(-20, 20):
        for mask in (0b0000001, 0b1000010, 0b0111110):
            release, ship, _arrival = ship_days(
                np.array([day]), np.array([0]), np.array([mask]), np.array([0]), MONDAY
            )
            actives = [x for x in range(-40, 40) if mask >> (x % 7) & 1]
            assert release[0] == max(x for x in actives if x <= day)
            assert ship[0] == max(release[0], min(x for x in actives if x >= 0))
    gaps = longest_gap(np.array([0b0000001, 0b1000001, 0b0010101]))
    assert gaps.tolist() == [7, 6, 3]


def test_never_is_beyond_every_day():
    assert NEVER > 400
