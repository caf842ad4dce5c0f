"""What must hold of every sourcing."""

from dataclasses import replace

import numpy as np
from hypothesis import given, settings
from sourcing_factory import MONDAY, networks, take

from planning import Events
from planning.allocation import EXCESS
from planning.sourcing import LANE, NEVER, OWN, STOPPED, source_needs

few = settings(max_examples=50)


def by_day(events, n, days):
    cells = np.zeros((n, days))
    day = np.clip(events.day, 0, days - 1)
    np.add.at(cells, (events.item, day), events.quantity)
    return np.cumsum(cells, axis=1)


def balance(points, days=60):
    n = len(points.key)
    coming, booked, dependent = (
        by_day(x, n, days) for x in (points.receipts, points.booked, points.dependent)
    )
    return points.on_hand[:, None] + coming - booked - dependent


def lowest_ahead(stock):
    return np.minimum.accumulate(stock[:, ::-1], axis=1)[:, ::-1]


@few
@given(networks())
def test_needs_are_met_in_full_and_lots_are_all_that_is_over(call):
    needs, _points, lanes, _links = call
    found = source_needs(*call, MONDAY)
    met = np.bincount(found.need, found.quantity, needs.item.size)
    lot = np.max([lanes.multiple, lanes.minimum]) + np.max(lanes.multiple)
    for item in np.unique(needs.item):
        mine = needs.item == item
        over = np.cumsum(met[mine] - needs.quantity[mine])
        assert (over >= -1e-6).all()
        assert over[-1] <= len(lanes.mode) * lot + 1e-6
    assert (found.quantity > 0).all()


@few
@given(networks(lots=False))
def test_without_lots_each_need_gets_what_it_needs(call):
    found = source_needs(*call, MONDAY)
    met = np.bincount(found.need, found.quantity, call[0].item.size)
    np.testing.assert_allclose(met, call[0].quantity, rtol=1e-9)


@few
@given(networks())
def test_promised_stock_is_untouched(call):
    _needs, points, lanes, _links = call
    found = source_needs(*call, MONDAY)
    drawn = found.drawn()
    held = drawn.day < np.maximum(points.first_day[drawn.item], 0)
    mode = lanes.mode[found.lane[(found.kind == LANE)]]
    held |= mode == EXCESS
    taken = Events(drawn.item[held], drawn.day[held], drawn.quantity[held])
    before = balance(points)
    after = before - by_day(taken, len(points.key), before.shape[1])
    day = np.arange(before.shape[1])
    fixed = day < np.maximum(points.first_day, 0)[:, None]
    fixed |= np.isin(np.arange(len(points.key)), drawn.item[mode == EXCESS])[
        :, None
    ] & (points.first_day[:, None] == NEVER)
    # Where it was short already nothing was taken.
    kept = np.minimum(before, 0.0)
    assert (after[fixed] >= kept[fixed] - 1e-6).all()


@few
@given(networks(modes=(EXCESS,)))
def test_excess_leaves_the_reorder_point(call):
    points = call[1]
    drawn = source_needs(*call, MONDAY).drawn()
    before = balance(points)
    after = lowest_ahead(before - by_day(drawn, len(points.key), before.shape[1]))
    kept = np.minimum(lowest_ahead(before), points.reorder_point[:, None])
    assert (after >= kept - 1e-6).all()


@few
@given(networks())
def test_rows_and_their_order_have_no_influence(call):
    needs, points, lanes, links = call
    n = len(points.key)
    rng = np.random.default_rng(n)
    new = rng.permutation(n)  # new[row] is where a row goes
    old = np.argsort(new)

    def moved(events):
        shuffled = rng.permutation(events.item.size)
        return Events(
            new[events.item][shuffled], events.day[shuffled], events.quantity[shuffled]
        )

    names = ("receipts", "booked", "dependent")
    columns = {
        name: column[old] for name, column in vars(points).items() if name not in names
    }
    columns |= {name: moved(getattr(points, name)) for name in names}
    order = np.argsort(new[needs.item], kind="stable")
    shuffled = rng.permutation(links.item.size)
    mirrored = (
        replace(take(needs, order), item=new[needs.item[order]]),
        replace(points, **columns),
        lanes,
        replace(
            links,
            item=new[links.item[shuffled]],
            source=new[links.source[shuffled]],
            lane=links.lane[shuffled],
        ),
    )
    here, there = source_needs(*call, MONDAY), source_needs(*mirrored, MONDAY)
    back = np.lexsort((np.arange(there.need.size), order[there.need]))
    np.testing.assert_array_equal(order[there.need][back], here.need)
    np.testing.assert_allclose(there.quantity[back], here.quantity, rtol=1e-9)
    for name in ("kind", "lane", "ship_day", "arrival_day", "reasons"):
        np.testing.assert_array_equal(
            getattr(there, name)[back], getattr(here, name), name
        )


@few
@given(networks())
def test_dates_agree(call):
    needs, points, lanes, _links = call
    found = source_needs(*call, MONDAY)
    lane = found.kind == LANE
    assert (found.ship_day[lane] >= 0).all()
    lead, prepare = (
        column[found.lane[lane]] for column in (lanes.lead_days, lanes.prepare_days)
    )
    door = found.ship_day[lane] + prepare
    np.testing.assert_array_equal(found.arrival_day[lane] - door, lead)
    mask = lanes.weekdays[found.lane[lane]]
    active = mask >> (door % 7) & 1  # day 0 is a Monday
    assert ((mask == 0) | (active == 1)).all()
    own = found.kind == OWN
    np.testing.assert_array_equal(
        found.arrival_day[own] - found.ship_day[own], points.own_lead[found.item[own]]
    )
    late = found.arrival_day > needs.need_day[found.need]
    told = found.reasons & 2 > 0
    usable = found.kind != STOPPED
    np.testing.assert_array_equal(
        told[usable & (lane | own)], late[usable & (lane | own)]
    )


@few
@given(networks())
def test_claims_agree_with_what_is_drawn(call):
    found = source_needs(*call, MONDAY)
    claims = found.claims
    asked = claims.need >= 0
    assert (claims.granted <= claims.asked * (1 + 1e-9)).all()
    waits = (found.reasons & 16) > 0
    lane = (found.kind == LANE) & ~waits
    given_ = np.bincount(claims.need[asked], claims.granted[asked], call[0].item.size)
    parts = np.bincount(found.need[lane], found.quantity[lane], call[0].item.size)
    np.testing.assert_allclose(given_, parts, rtol=1e-9, atol=1e-12)
