"""Parts that are bought: what vendor rules make of them."""

import numpy as np
from vendor_factory import MONDAY, make_costs, make_offers, make_vendors

from planning.datatypes import Reason
from planning.parts import BUY, Parts
from planning.vendor import Buying, VendorReason, above_maximum, bought_parts


def make_parts(rows, **given):
    """Return parts of vendor 7, price 70, from (item, need day, quantity) triples."""
    item, day, quantity = (np.array(x) for x in zip(*rows, strict=True))
    columns = {name: np.zeros(item.size, np.int64) for name in Parts.__annotations__}
    columns |= {
        "need": np.arange(item.size),
        "item": item.astype(np.int64),
        "kind": np.full(item.size, BUY),
        "vendor": np.full(item.size, 7),
        "supplier": np.full(item.size, 70),
        "quantity": quantity.astype(float),
        "raw_quantity": quantity.astype(float),
        "need_day": day.astype(np.int64),
        "release_day": day.astype(np.int64),
        "due_day": day.astype(np.int64),
        "arrival_day": day.astype(np.int64),
    }
    return Parts(**{**columns, **given})


def make_buying(n, partner, supplier, **given):
    """Return n items that are reviewed daily, all of them with rules."""
    whole = np.zeros(n, np.int64)
    columns = {
        "ruled": np.ones(n, bool),
        "margin": whole,
        "safety": whole,
        "review": whole + 1,
        "first": whole,
        "maximum": np.full(n, np.inf),
        "partner": np.array(partner),
        "supplier": np.array(supplier),
    }
    return Buying(**{**columns, **given})


def equal(one, other):
    return all(np.array_equal(a, vars(other)[name]) for name, a in vars(one).items())


def test_items_without_rules_stay():
    parts = make_parts([(0, 4, 5.0), (1, 3, 2.0)])
    buying = make_buying(2, [9], [90], ruled=np.zeros(2, bool))
    got = bought_parts(
        parts, buying, make_offers(1), make_vendors(), make_costs(2), MONDAY
    )
    assert equal(got, parts)


def test_rules_that_change_nothing_leave_the_very_part():
    parts = make_parts([(0, 4, 5.0)], vendor_reasons=np.array([0]))
    buying = make_buying(1, [7], [71])
    got = bought_parts(
        parts, buying, make_offers(1), make_vendors(), make_costs(), MONDAY
    )
    assert equal(got, parts)


def test_margin_and_safety_are_calendar_days():
    """Needed on day 12, there on day 10, two days of ours: five working days before."""
    parts = make_parts([(0, 14, 5.0)])
    buying = make_buying(1, [7], [70], margin=np.array([2]), safety=np.array([1]))
    vendors = make_vendors(1, working=0b0011111)
    got = bought_parts(
        parts, buying, make_offers(1, delay=5), vendors, make_costs(), MONDAY
    )
    assert got.release_day.tolist() == [4]
    assert got.arrival_day.tolist() == [13]
    assert got.due_day.tolist() == [4]


def test_review_days_are_kept():
    """Ordered on the last review day before the release day."""
    parts = make_parts([(0, 12, 5.0)])
    buying = make_buying(1, [7], [70], review=np.array([7]))
    vendors = make_vendors(1, weekdays=0b0000100)
    got = bought_parts(parts, buying, make_offers(1), vendors, make_costs(), MONDAY)
    assert (got.release_day.tolist(), got.due_day.tolist()) == ([9], [7])


def test_shares_divide_a_part():
    parts = make_parts([(0, 4, 10.0)], raw_quantity=np.array([9.0]))
    buying = make_buying(1, [7, 8], [70, 80])
    offers = make_offers(2, vendor=[0, 1], share=[0.7, 0.3])
    got = bought_parts(parts, buying, offers, make_vendors(2), make_costs(), MONDAY)
    assert got.vendor.tolist() == [7, 8]
    assert got.supplier.tolist() == [70, 80]
    assert np.allclose(got.quantity, [7.0, 3.0])
    assert np.isclose(got.raw_quantity.sum(), 9.0)
    assert (got.vendor_reasons == int(VendorReason.SHARED)).all()


def test_break_serves_the_next_part():
    parts = make_parts([(0, 4, 30.0), (0, 8, 30.0)])
    buying = make_buying(1, [7], [70, 71])
    offers = make_offers(2, minimum=[0.0, 60.0], price=[10.0, 5.0])
    got = bought_parts(
        parts, buying, offers, make_vendors(), make_costs(annual_demand=900.0), MONDAY
    )
    assert got.quantity.tolist() == [60.0]
    assert got.supplier.tolist() == [71]
    assert got.need_day.tolist() == [4]


def test_late_is_told_anew():
    """Late for the first vendor, in time from the second."""
    parts = make_parts([(0, 4, 5.0)], reasons=np.array([int(Reason.LATE)]))
    buying = make_buying(1, [7, 8], [70, 80])
    offers = make_offers(2, vendor=[0, 1], delay=[9, 2], sequence=[0, 1])
    got = bought_parts(
        parts, buying, offers, make_vendors(2), make_costs(rule=1), MONDAY
    )
    assert got.vendor.tolist() == [8]
    assert got.reasons.tolist() == [0]
    assert got.vendor_reasons.tolist() == [int(VendorReason.NOT_PREFERRED)]


def test_vendor_that_never_takes_orders_keeps_the_days():
    parts = make_parts([(0, 4, 5.0)])
    vendors = make_vendors(1, working=0b0011111, weekdays=0b1000000)
    got = bought_parts(
        parts, make_buying(1, [7], [70]), make_offers(1), vendors, make_costs(), MONDAY
    )
    assert (got.release_day.tolist(), got.arrival_day.tolist()) == ([4], [4])


def test_unusable_offers_leave_the_part():
    parts = make_parts([(0, 4, 5.0)])
    got = bought_parts(
        parts,
        make_buying(1, [7], [70]),
        make_offers(1, price=np.nan),
        make_vendors(),
        make_costs(),
        MONDAY,
    )
    assert equal(got, parts)


def test_above_the_maximum_only_by_lots():
    raised = int(Reason.RAISED_TO_MINIMUM)
    parts = make_parts(
        [(0, 4, 50.0), (0, 5, 50.0), (0, 6, 8.0)],
        raw_quantity=np.array([5.0, 50.0, 5.0]),
        reasons=np.array([raised, 0, raised]),
    )
    assert above_maximum(parts, np.array([10.0])).tolist() == [True, False, False]
