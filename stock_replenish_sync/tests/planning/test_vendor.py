"""Vendor, quantity and date chosen together."""

import numpy as np
import pytest
from hypothesis import given, settings
from vendor_factory import (
    MONDAY,
    choices,
    make_costs,
    make_offers,
    make_vendors,
    make_wanted,
)

from planning.errors import ShapeError
from planning.vendor import (
    BY_COST,
    IN_TIME,
    NO_ORDER_DAY,
    Calendar,
    VendorReason,
    annual_cost,
    choose_vendors,
    price_break_quantity,
)

few = settings(max_examples=60)


def choose(wanted, offers, vendors=None, costs=None):
    return choose_vendors(
        wanted, offers, vendors or make_vendors(3), costs or make_costs(), MONDAY
    )


def test_minimum_and_multiple_are_those_of_the_purchase_unit():
    # Dozens, at least three, in pairs of dozens.
    offers = make_offers(1, unit=12, minimum=3, multiple=2, price=2.5)
    found = choose(make_wanted([(0, 5, 13)]), offers)
    assert found.quantity.tolist() == [48.0]
    assert found.price.tolist() == [2.5]
    raised, rounded = VendorReason.RAISED_TO_MINIMUM, VendorReason.ROUNDED_TO_MULTIPLE
    assert found.reasons.tolist() == [raised | rounded]
    found = choose(make_wanted([(0, 5, 50)]), offers)
    assert found.quantity.tolist() == [72.0]
    assert found.reasons.tolist() == [rounded]


def test_a_minimum_makes_no_demand_of_nothing():
    wanted = make_wanted([(0, 1, 0), (0, 3, 7), (0, 5, 8), (0, 9, 90)])
    found = choose(wanted, make_offers(1, minimum=20))
    assert found.need.tolist() == [1, 3]
    assert found.quantity.tolist() == [20.0, 85.0]


def test_above_the_maximum_only_where_the_minimum_forces_it():
    offers = make_offers(2, minimum=[10, 100], price=[5, 1])
    costs = make_costs(annual_demand=1000)
    wanted = make_wanted([(0, 5, 4)], maximum=8)
    found = choose(wanted, offers, costs=costs)
    # The price of 100 would pay by far, but not within the maximum.
    assert found.quantity.tolist() == [10.0]
    assert found.reasons[0] & VendorReason.ABOVE_MAXIMUM
    wanted = make_wanted([(0, 5, 4)], maximum=100)
    found = choose(wanted, offers, costs=costs)
    assert (found.quantity[0], found.price[0], found.offer[0]) == (100.0, 1.0, 1)
    assert found.reasons[0] == VendorReason.PRICE_BREAK | VendorReason.RAISED_TO_MINIMUM


def test_a_price_break_has_to_pay():
    offers = make_offers(2, minimum=[1, 100], price=[5.0, 4.9])
    found = choose(make_wanted([(0, 5, 30)]), offers, costs=make_costs(order_cost=0))
    assert (found.quantity[0], found.price[0]) == (30.0, 5.0)
    found = choose(make_wanted([(0, 5, 30)]), offers, costs=make_costs(order_cost=50))
    assert (found.quantity[0], found.price[0]) == (100.0, 4.9)
    # Without demand nothing is bought ahead, however cheap.
    offers = make_offers(2, minimum=[1, 100], price=[5.0, 0.01])
    found = choose(make_wanted([(0, 5, 30)]), offers, costs=make_costs(annual_demand=0))
    assert found.quantity.tolist() == [30.0]
    # What is needed anyway pays the price that holds for it.
    found = choose(make_wanted([(0, 5, 120)]), offers)
    assert (found.quantity[0], found.price[0], found.reasons[0]) == (120.0, 0.01, 0)


def test_the_rule_says_which_vendor():
    offers = make_offers(
        3, vendor=[0, 1, 2], delay=[9, 5, 2], price=[2, 1, 3], sequence=[1, 2, 3]
    )
    for rule, day, vendor in (
        (0, 5, 0),
        (IN_TIME, 9, 0),
        (IN_TIME, 5, 1),
        (IN_TIME, 1, 2),
        (BY_COST, 9, 1),
        (BY_COST, 3, 2),
    ):
        found = choose(make_wanted([(0, day, 5)]), offers, costs=make_costs(rule=rule))
        assert found.vendor.tolist() == [vendor], (rule, day)
        assert bool(found.reasons[0] & VendorReason.NOT_PREFERRED) == (vendor != 0)
        assert bool(found.reasons[0] & VendorReason.LATE) == (found.arrival_day > day)


def test_quantity_and_lead_time_are_those_of_the_same_price():
    # More than ten take longer: the date on the order is that of the price paid.
    offers = make_offers(2, minimum=[1, 10], delay=[2, 6], price=[3, 2])
    for quantity, order_day in ((5, 18), (15, 14)):
        costs = make_costs(annual_demand=0)
        found = choose(make_wanted([(0, 20, quantity)]), offers, costs=costs)
        assert (found.order_day[0], found.arrival_day[0]) == (order_day, 20)


def test_shares_are_kept_over_time():
    offers = make_offers(
        3, vendor=[0, 1, 2], share=[0.75, 0.25, 0], bought=[60, 0, 0], multiple=5
    )
    found = choose(make_wanted([(0, 1, 20), (0, 2, 20), (0, 3, 40)]), offers)
    got = list(zip(found.need, found.vendor, found.quantity, strict=True))
    # The second vendor is 20 behind, then 3 of 4 go to the first one.
    assert got == [(0, 1, 20), (1, 0, 15), (1, 1, 5), (2, 0, 30), (2, 1, 10)]
    assert (found.reasons & VendorReason.SHARED > 0).all()


def test_a_need_too_small_to_share_goes_to_whoever_is_behind():
    offers = make_offers(2, vendor=[0, 1], share=[0.5, 0.5], minimum=20)
    found = choose(make_wanted([(0, 1, 8), (0, 2, 15), (0, 3, 45)]), offers)
    got = list(zip(found.need, found.vendor, found.quantity, strict=True))
    assert got[:2] == [(0, 0, 20.0), (1, 1, 20.0)]
    assert sum(quantity for _need, _vendor, quantity in got) >= 68
    assert {vendor for need, vendor, _quantity in got if need == 2} == {0, 1} or (
        len(got) == 3
    )


def test_needs_nobody_sells_come_back():
    offers = make_offers(3, item=[1, 1, 2], price=[np.nan, 1.0, 1.0], unit=[1, 0, 1])
    wanted = make_wanted([(0, 3, 5), (1, 3, 5), (2, 3, np.inf), (2, 4, 6)])
    found = choose(wanted, offers, costs=make_costs(3))
    assert found.vendor.tolist() == [-1, -1, -1, 0]
    assert found.quantity.tolist() == [5.0, 5.0, 0.0, 6.0]
    none, bad = VendorReason.NO_OFFER, VendorReason.INVALID_INPUT
    assert found.reasons.tolist() == [none, none | bad, bad, 0]
    assert found.release_day.tolist() == [3, 3, 3, 4]


@few
@given(choices())
def test_needs_are_covered_in_lots_the_vendor_sells(call):
    wanted, offers, _vendors, _costs = call
    found = choose(*call)
    met = np.bincount(found.need, found.quantity, wanted.item.size)
    for item in np.unique(wanted.item):
        mine = wanted.item == item
        assert (np.cumsum(met[mine] - wanted.quantity[mine]) >= -1e-6).all()
    sold = np.flatnonzero(found.vendor >= 0)
    assert (offers.item[found.offer[sold]] == found.item[sold]).all()
    for row in sold:
        mine = (offers.item == found.item[row]) & (offers.vendor == found.vendor[row])
        bought = found.quantity[row] / offers.unit[mine]
        held = bought >= offers.minimum[mine] * (1 - 1e-9)
        lots = offers.multiple[mine] > 0
        packs = bought / np.where(lots, offers.multiple[mine], bought)
        assert (held & (np.abs(packs - packs.round()) < 1e-6)).any()


@few
@given(choices(shares=False))
def test_above_the_maximum_no_smaller_quantity_is_sold(call):
    wanted, offers, _vendors, costs = call
    found = choose(*call)
    over = found.quantity > wanted.maximum[found.need] * (1 + 1e-9)
    sold = found.vendor >= 0
    told = (found.reasons & VendorReason.ABOVE_MAXIMUM) > 0
    np.testing.assert_array_equal(told[sold], over[sold])
    assert not (told & (found.reasons & VendorReason.PRICE_BREAK > 0)).any()
    broke = np.flatnonzero(found.reasons & VendorReason.PRICE_BREAK)
    for row in broke:
        item = found.item[row]
        rules = (
            costs.annual_demand[item],
            costs.order_cost[item],
            costs.holding_rate[item],
        )
        mine = (offers.item == item) & (offers.vendor == found.vendor[row])
        least = offers.minimum[mine].min() * offers.unit[mine].max()
        small = max(least, wanted.quantity[found.need[row]])
        if small < found.quantity[row]:
            dearest = offers.price[mine].max()
            assert annual_cost(found.quantity[row], found.price[row], *rules) <= (
                annual_cost(small, dearest, *rules) + 1e-6
            )


@few
@given(choices())
def test_orders_are_placed_on_order_days_and_arrive_after_open_days(call):
    wanted, offers, vendors, _costs = call
    found = choose(*call)
    for row in np.flatnonzero((found.vendor >= 0) & (found.order_day < 30)):
        vendor, day = found.vendor[row], found.order_day[row]
        is_open, mask = vendors.open[vendor], vendors.weekdays[vendor]
        assert day >= vendors.cutoff_passed[vendor] and is_open[day]
        assert not mask or mask >> (day % 7) & 1
        arrival, delay = found.arrival_day[row], offers.delay[found.offer[row]]
        if arrival < is_open.size:
            assert is_open[day + 1 : arrival + 1].sum() == delay
            assert is_open[arrival]
        late = arrival > wanted.need_day[found.need[row]]
        assert bool(found.reasons[row] & VendorReason.LATE) == late
        # No later order day would have been in time.
        if not late:
            later = Calendar(vendors, MONDAY)
            for other in range(day + 1, 40):
                if is_open[other] and (not mask or mask >> (other % 7) & 1):
                    column = [np.array([x]) for x in (vendor, other, delay)]
                    assert later.arrival(*column)[0] > wanted.arrive_by[found.need[row]]
                    break


@few
@given(choices())
def test_items_and_the_order_of_offers_have_no_influence(call):
    wanted, offers, vendors, costs = call
    whole = choose(*call)
    shuffled = np.random.default_rng(1).permutation(offers.item.size)
    first = {}
    for name, column in vars(offers).items():
        first[name] = column[shuffled]
    # What was bought is that of the first offer: make it the same for all of a vendor.
    pair = offers.item * 10 + offers.vendor
    same = {key: offers.bought[pair == key].max() for key in set(pair.tolist())}
    bought = np.array([same[key] for key in pair.tolist()])
    level = type(offers)(**{**vars(offers), "bought": bought})
    moved = type(offers)(**{**first, "bought": bought[shuffled]})
    whole = choose(wanted, level, vendors, costs)
    again = choose(wanted, moved, vendors, costs)
    for name in ("need", "vendor", "quantity", "price", "order_day", "arrival_day"):
        np.testing.assert_array_equal(getattr(again, name), getattr(whole, name), name)
    for item in np.unique(wanted.item):
        mine = wanted.item == item
        alone = choose(
            type(wanted)(**{k: v[mine] for k, v in vars(wanted).items()}),
            level,
            vendors,
            costs,
        )
        part = whole.item == item
        np.testing.assert_array_equal(alone.quantity, whole.quantity[part])
        np.testing.assert_array_equal(alone.reasons, whole.reasons[part])


def test_working_days_holidays_and_order_weekdays():
    # Works Monday to Friday, takes orders on Tuesdays, closed on Thursday.
    vendors = make_vendors(1, [(0, 3)], 0b0011111, weekdays=0b0000010)
    offers = make_offers(1, delay=4)
    found = choose(make_wanted([(0, 8, 5)]), offers, vendors)
    # Tuesday, then Wednesday, Friday, Monday and Tuesday.
    assert (found.release_day[0], found.order_day[0], found.arrival_day[0]) == (1, 1, 8)
    found = choose(make_wanted([(0, 7, 5)]), offers, vendors)
    assert (found.release_day[0], found.order_day[0], found.arrival_day[0]) == (
        -1,
        1,
        8,
    )
    assert found.reasons[0] == VendorReason.LATE
    found = choose(make_wanted([(0, 16, 5)]), offers, vendors)
    assert (found.order_day[0], found.arrival_day[0]) == (8, 14)


def test_todays_cut_off():
    vendors = make_vendors(1, cutoff_passed=True)
    found = choose(make_wanted([(0, 2, 5)]), make_offers(1, delay=2), vendors)
    assert (found.release_day[0], found.order_day[0], found.arrival_day[0]) == (
        -1,
        1,
        3,
    )


def test_a_vendor_that_takes_no_orders():
    vendors = make_vendors(2, [(0, day) for day in range(60)])
    offers = make_offers(2, vendor=[0, 1], sequence=[1, 2], delay=3)
    found = choose(make_wanted([(0, 5, 5)]), offers, vendors)
    assert found.order_day.tolist() == [NO_ORDER_DAY]
    found = choose(make_wanted([(0, 5, 5)]), offers, vendors, make_costs(rule=IN_TIME))
    assert found.vendor.tolist() == [1]


def test_days_beyond_the_calendar_are_open():
    found = choose(make_wanted([(0, 200, 5)]), make_offers(1, delay=7))
    assert (found.order_day[0], found.arrival_day[0]) == (193, 200)
    found = choose(make_wanted([(0, 62, 5)]), make_offers(1, delay=7))
    assert (found.order_day[0], found.arrival_day[0]) == (55, 62)


def test_price_breaks_of_several_items_at_once():
    breaks = np.array([[0.0, 400.0, 800.0], [0.0, 200.0, 500.0], [0.0, 10.0, np.nan]])
    prices = np.array([[0.75, 0.72, 0.68], [500.0, 475.0, 450.0], [1.0, 0.9, np.nan]])
    quantity, tier, cost = price_break_quantity(
        breaks, prices, [1300.0, 1000.0, 0.0], [8.0, 200.0, 5.0], [0.3, 0.2, 0.2]
    )
    assert quantity[:2].tolist() == [800.0, 500.0]
    assert tier.tolist() == [2, 2, -1]
    assert cost[:2].tolist() == pytest.approx([978.6, 472900.0])
    assert np.isnan(cost[2])


def test_shapes():
    with pytest.raises(ShapeError):
        choose(make_wanted([(1, 0, 1)]), make_offers(1))
    with pytest.raises(ShapeError):
        choose(make_wanted([(1, 0, 1), (0, 0, 1)]), make_offers(1), costs=make_costs(2))
    found = choose(make_wanted([(0, 0, 0)]), make_offers(0))
    assert found.need.size == 0
