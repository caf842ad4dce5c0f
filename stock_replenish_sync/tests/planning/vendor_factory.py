"""Needs, offers and vendors for tests: everything unsaid is neutral."""

import datetime as dt

import numpy as np
from hypothesis import strategies as st

from planning.vendor import ItemCosts, Offers, Vendors, Wanted, open_days

#: A Monday.
MONDAY = dt.date(2026, 3, 2)
DAYS = 60


def columns(n, ready, given):
    for name, value in given.items():
        kind = np.asarray(ready[name]).dtype
        ready[name] = np.array(np.broadcast_to(np.asarray(value, kind), (n,)))
    return ready


def make_wanted(rows, **given):
    """Return needs from (item, need day, quantity) triples."""
    item, day, quantity = (np.array(x) for x in zip(*rows, strict=True))
    ready = {
        "item": item.astype(int),
        "quantity": quantity.astype(float),
        "need_day": day.astype(int),
        "arrive_by": day.astype(int),
        "maximum": np.full(item.size, np.inf),
    }
    return Wanted(**columns(item.size, ready, given))


def make_offers(n, **given):
    """Return n offers of vendor 0 for item 0: single units at 1, no delay."""
    whole = np.zeros(n, dtype=np.int64)
    ready = {
        "item": whole,
        "vendor": whole,
        "minimum": np.zeros(n),
        "multiple": np.zeros(n),
        "unit": np.ones(n),
        "price": np.ones(n),
        "delay": whole,
        "sequence": whole,
        "share": np.zeros(n),
        "bought": np.zeros(n),
    }
    return Offers(**columns(n, ready, given))


def make_vendors(n=1, closed=(), working=0b1111111, **given):
    """Return n vendors that work and take orders every day; closed: (vendor, day)."""
    who, when = zip(*closed, strict=True) if closed else ((), ())
    ready = {
        "weekdays": np.zeros(n, dtype=np.int64),
        "cutoff_passed": np.zeros(n, dtype=bool),
        "window": np.zeros(n, dtype=np.int64),
        "minimum_value": np.zeros(n),
    }
    is_open = open_days(n, DAYS, MONDAY, working, who, when)
    return Vendors(open=is_open, **columns(n, ready, given))


def make_costs(n=1, **given):
    """Return n items bought from their first vendor, that cost 20 % a year to hold."""
    ready = {
        "annual_demand": np.full(n, 100.0),
        "order_cost": np.full(n, 10.0),
        "holding_rate": np.full(n, 0.2),
        "rule": np.zeros(n, dtype=np.int64),
    }
    return ItemCosts(**columns(n, ready, given))


@st.composite
def choices(draw, shares=True):
    """Return the arguments of a random call of choose_vendors, but the day."""
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    items, sellers = draw(st.integers(1, 5)), 4
    count, size = rng.integers(1, 3 * items + 1), rng.integers(0, 5 * items)
    item = np.sort(rng.integers(0, items, count))
    rows = zip(item, np.sort(rng.integers(0, 30, count)), strict=True)
    wanted = make_wanted(
        [(*row, rng.integers(0, 50) / 4) for row in rows],
        maximum=rng.choice([np.inf, 5.0, 40.0], count),
    )
    sold = rng.integers(0, items, size)
    offers = make_offers(
        size,
        item=sold,
        vendor=rng.integers(0, sellers, size),
        minimum=rng.choice([0.0, 0.0, 3.0, 10.0, 25.0], size),
        multiple=rng.choice([0.0, 1.0, 6.0], items)[sold],
        unit=rng.choice([1.0, 0.5, 12.0], items)[sold],
        price=rng.integers(1, 9, size),
        delay=rng.integers(0, 9, size),
        sequence=rng.integers(0, 3, size),
        share=rng.choice([0.0, 0.3, 0.7], size) * shares,
        bought=rng.integers(0, 50, size),
    )
    vendors = make_vendors(
        sellers,
        closed=[(rng.integers(0, sellers), rng.integers(0, 30)) for _ in range(20)],
        working=rng.choice([0b1111111, 0b0011111], sellers),
        weekdays=rng.choice([0, 0b0000101, 0b0001000], sellers),
        cutoff_passed=rng.uniform(size=sellers) < 0.5,
        window=rng.choice([0, 0, 7], sellers),
        minimum_value=rng.choice([0.0, 40.0, 500.0], sellers),
    )
    costs = make_costs(
        items,
        annual_demand=rng.choice([0.0, 50.0, 900.0], items),
        rule=rng.integers(0, 3, items),
    )
    return wanted, offers, vendors, costs
