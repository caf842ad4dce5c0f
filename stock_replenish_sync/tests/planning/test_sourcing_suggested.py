"""From what was sourced to what is suggested: parts, refusals, shortages."""

from dataclasses import fields

import numpy as np
import pytest
from factory import make_items
from sourcing_factory import (
    MONDAY,
    make_lanes,
    make_links,
    make_needs,
    make_points,
    sourced,
)

from planning import PolicyParams, Reason
from planning.allocation import ANY, EXCESS, FAIR_SHARE
from planning.network import plan_network
from planning.parts import BUY, TRANSFER
from planning.refusal import Refusals
from planning.sourcing import LANE, NOWHERE, OWN, STOPPED
from planning.sourcing.network import plan_sourced
from planning.sourcing.points import joined_points, no_points
from planning.sourcing.refused import refused_parts
from planning.sourcing.shortage import shortages
from planning.sourcing.suggested import LaneKeys, OwnWays, sourced_parts

POLICY = PolicyParams("reorder_point", tolerance=0.0, lot_method="days", lot_days=7)


def own_ways(n, **columns):
    """Return ways of n items that buy from vendor 8 by price 9."""
    ready = dict.fromkeys((field.name for field in fields(OwnWays)), 0)
    ready |= {"kind": BUY, "vendor": 8, "supplier": 9, "lead": 5} | columns
    return OwnWays(**{name: np.full(n, value) for name, value in ready.items()})


def cut(needs, points, lanes, links, **columns):
    """Return what is suggested of needs, with the needs themselves."""

    found, _rows = sourced(needs, points, lanes, links)
    n, count = len(points.key), len(lanes.sequence)
    keys = LaneKeys(*(np.arange(count) + start for start in (100, 200, 300)))
    review = np.ones(n, dtype=np.int64)
    return sourced_parts(
        make_needs(needs),
        found,
        np.ones(n, dtype=bool),
        keys,
        own_ways(n, **columns),
        review,
        np.zeros(n, dtype=np.int64),
    )


def test_a_lane_brings_a_part_and_the_rest_is_bought_in_lots():
    points = make_points(2, on_hand=[0, 10], own_lead=[5, -1])
    lanes = make_lanes(1, mode=EXCESS, lead_days=2)
    needs = [(0, 4, 14), (0, 9, 3)]
    parts = cut(needs, points, lanes, [(0, 1, 0)], multiple=7.0)
    assert parts.need.tolist() == [0, 0]
    assert parts.kind.tolist() == [TRANSFER, BUY]
    assert parts.lane.tolist() == [100, 0]
    assert parts.route.tolist() == [200, 0]
    assert parts.source_warehouse.tolist() == [300, 0]
    assert parts.vendor.tolist() == [0, 8]
    assert parts.supplier.tolist() == [0, 9]
    # The second need is served by what is over of the lot of seven.
    assert parts.quantity.tolist() == [10, 7]
    assert parts.raw_quantity.tolist() == [10, 4]
    assert parts.release_day.tolist() == [2, -1]
    assert parts.arrival_day.tolist() == [4, 5]
    assert (parts.reasons & Reason.LATE).tolist() == [0, Reason.LATE]


def test_what_is_stopped_is_not_suggested():
    points = make_points(2, on_hand=[0, 50], own_lead=[5, -1])
    lanes = make_lanes(1, stopped=True)
    assert cut([(0, 4, 14)], points, lanes, [(0, 1, 0)]).need.size == 0


def test_refusals_are_of_one_lane_or_of_the_own_way():
    points = make_points(2, on_hand=[0, 10], own_lead=[5, -1])
    rows = [(0, 4, 14)]
    found, _rows = sourced(rows, points, make_lanes(1), [(0, 1, 0)])
    needs, ids = make_needs(rows), np.array([70])

    def refuse(lane, quantity):
        one = np.ones(1, dtype=np.int64)
        refusals = Refusals(
            one * 0, one * float(quantity), one * 9, one * 4, one * lane
        )
        return refused_parts(needs, found, refusals, ids).tolist()

    assert found.kind.tolist() == [LANE, OWN]
    assert refuse(70, 10) == [True, False]
    assert refuse(0, 4) == [False, True]
    assert refuse(0, 3) == [False, False], "it grew"
    assert refuse(71, 99) == [False, False], "a lane that is gone"
    points = make_points(2, on_hand=[0, 10])
    found, _rows = sourced(rows, points, make_lanes(1), [(0, 1, 0)])
    assert found.kind.tolist() == [LANE, NOWHERE]
    assert refuse(0, 99) == [False, False], "what is lacking is told"


def test_who_got_what_of_a_short_source_is_told_once_an_item():
    points = make_points(
        3, on_hand=[0, 0, 60], demand_rate=[4, 6, 0], own_lead=[5, 5, -1]
    )
    needs = [(0, 0, 40), (0, 3, 7), (1, 0, 50)]
    links = [(0, 2, 0), (1, 2, 1)]
    lanes = make_lanes(2, mode=FAIR_SHARE, sequence=0)
    found, _rows = sourced(needs, points, lanes, links)
    told = dict(shortages(found.claims, lanes))
    assert set(told) == {0, 2}
    (first,), (second,) = told[0], told[2]
    assert first["available"] == 60
    assert (first["asked"], second["asked"]) == (40, 50)
    assert first["granted"] == pytest.approx(24, abs=1e-3)
    assert first["cover_after"] == pytest.approx(6, abs=1e-3)
    (other,) = first["others"]
    assert other["item"] == 1
    assert other["granted"] == pytest.approx(second["granted"])
    points = make_points(3, on_hand=[0, 0, 600], own_lead=[5, 5, -1])
    found, _rows = sourced(needs, points, lanes, links)
    assert not dict(shortages(found.claims, lanes))


def test_a_shortage_names_who_gets_the_same_goods_on_another_day():
    """Trucks leave one day apart: each of the two sees the other; goods that have come
    to the source until then are no longer the same."""
    points = make_points(3, on_hand=[0, 0, 40], own_lead=[5, 5, -1])
    lanes = make_lanes(2, mode=FAIR_SHARE, sequence=0)
    links = [(0, 2, 0), (1, 2, 1)]
    found, _rows = sourced([(0, 1, 40), (1, 2, 50)], points, lanes, links)
    told = dict(shortages(found.claims, lanes))
    for need, rival in ((0, 1), (1, 0)):
        (record,) = told[need]
        assert [other["item"] for other in record["others"]] == [rival]
        assert record["claimed"] == 90
    points = make_points(
        3, on_hand=[0, 0, 40], own_lead=[5, 5, -1], receipts=[(2, 2, 9)]
    )
    found, _rows = sourced([(0, 1, 60), (1, 2, 50)], points, lanes, links)
    (record,) = dict(shortages(found.claims, lanes))[0]
    assert not record["others"]
    assert record["claimed"] == 60


# The plan with sources outside, and routes beside lanes ----------------------


def everything(result):
    return np.ones(result.needs.item.size, dtype=bool)


def run(items, rank, lanes, links, own_lead, **more):
    return plan_sourced(
        items,
        [POLICY],
        MONDAY,
        np.asarray(rank),
        lanes,
        make_links(links),
        np.asarray(own_lead),
        everything,
        **more,
    )


def test_routes_beside_lanes_are_planned_as_without():
    items = make_items(4, contract_lead_time=[2, 3, 0, 4], on_hand=[4, 9, 1, 0])
    source = np.array([2, 2, -1, -1])
    rank = np.array([0, 0, 1, 0])
    plain_items, plain = plan_network(items, [POLICY], MONDAY, rank, source, everything)
    linked, result, _found = run(
        items, rank, make_lanes(0), [], [2, 3, 0, 4], source=source
    )
    for name, column in vars(plain.needs).items():
        np.testing.assert_array_equal(getattr(result.needs, name), column, name)
    for name, column in vars(plain_items.dependent).items():
        np.testing.assert_array_equal(getattr(linked.dependent, name), column, name)


def test_a_source_outside_gives_what_it_has_to_one_level_after_the_other():
    items = make_items(2, on_hand=[0, 0])
    outside = make_points(1, on_hand=20, booked=[(0, 0, 5)])
    lanes = make_lanes(2, mode=ANY)
    linked, result, found = run(
        items, [0, 1], lanes, [(0, 2, 0), (1, 2, 1)], [5, 5], outside=outside
    )
    by_lane = found.kind == LANE
    assert found.quantity[by_lane].sum() == pytest.approx(15)
    assert set(found.source[by_lane]) == {2}
    assert not linked.dependent.item.size, "what is outside is not planned"
    needed = np.bincount(result.needs.item, result.needs.quantity)
    met = np.bincount(found.item, found.quantity)
    np.testing.assert_allclose(met, needed)


def test_what_is_refused_draws_on_nothing():
    items = make_items(2, on_hand=[0, 0], contract_lead_time=[1, 5])
    lanes = make_lanes(1, mode=ANY)
    linked, _result, found = run(
        items,
        [0, 1],
        lanes,
        [(0, 1, 0)],
        [-1, 5],
        refuses=lambda _needs, sourced: sourced.kind == LANE,
    )
    assert not linked.dependent.item.size
    assert not (found.kind == LANE).any()
    assert not (found.kind == STOPPED).any()


def test_points_of_two_tables():
    first = make_points(2, receipts=[(1, 3, 4)])
    second = make_points(1, on_hand=7, receipts=[(0, 5, 6)])
    both = joined_points(first, second)
    assert both.on_hand.tolist() == [0, 0, 7]
    assert both.receipts.item.tolist() == [1, 2]
    assert both.receipts.quantity.tolist() == [4, 6]
    assert joined_points(first, no_points()) is first
