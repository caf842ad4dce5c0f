"""Networks for tests of sourcing: everything unsaid is neutral."""

import datetime as dt
from dataclasses import fields, replace

import numpy as np
from factory import events
from hypothesis import strategies as st

from planning.allocation import FAIR_SHARE
from planning.results import Needs
from planning.sourcing import (
    NEVER,
    Lanes,
    Links,
    StockPoints,
    source_needs,
)

#: A Monday.
MONDAY = dt.date(2026, 3, 2)


def make_needs(rows):
    """Return needs from (item, need day, quantity) triples, sorted by item."""
    item, day, quantity = (np.array(x) for x in zip(*rows, strict=True))
    item, day, quantity = item.astype(int), day.astype(int), quantity.astype(float)
    return Needs(item, quantity, quantity, day, day, day, day, np.zeros_like(day))


def make_points(n, **columns):
    """Return n items without anything, that are neither bought nor made."""
    whole = np.zeros(n, dtype=np.int64)
    ready = {
        "key": np.arange(n),
        "on_hand": np.zeros(n),
        "receipts": events([]),
        "booked": events([]),
        "dependent": events([]),
        "demand_rate": np.ones(n),
        "own_rate": np.zeros(n),
        "reorder_point": np.zeros(n),
        "first_day": whole + NEVER,
        "own_lead": whole - 1,
        "safety_days": whole,
        "multiple": np.zeros(n),
    }
    for name, value in columns.items():
        if name in ("receipts", "booked", "dependent"):
            ready[name] = events(value)
        else:
            kind = ready[name].dtype
            ready[name] = np.array(np.broadcast_to(np.asarray(value, kind), (n,)))
    return StockPoints(**ready)


def make_lanes(n, **columns):
    """Return n lanes that share fairly, every day, without lots or days on the way."""
    ready = {
        "sequence": np.arange(n),
        "mode": np.full(n, FAIR_SHARE),
        "priority": np.zeros(n, dtype=np.int64),
        "minimum": np.zeros(n),
        "multiple": np.zeros(n),
        "lead_days": np.zeros(n, dtype=np.int64),
        "weekdays": np.zeros(n, dtype=np.int64),
        "cutoff_passed": np.zeros(n, dtype=bool),
        "stopped": np.zeros(n, dtype=bool),
        "prepare_days": np.zeros(n, dtype=np.int64),
    }
    for name, value in columns.items():
        kind = ready[name].dtype
        ready[name] = np.array(np.broadcast_to(np.asarray(value, kind), (n,)))
    return Lanes(**ready)


def make_links(rows):
    """Return links from (item, source, lane) triples."""
    columns = zip(*rows, strict=True) if rows else ((), (), ())
    return Links(*(np.array(column, dtype=np.int64) for column in columns))


def sourced(needs, points, lanes, links):
    """Return the sourcing, and its rows as tuples that can be read."""
    found = source_needs(make_needs(needs), points, lanes, make_links(links), MONDAY)
    names = ("need", "kind", "source", "quantity", "ship_day", "arrival_day")
    columns = (getattr(found, name).tolist() for name in names)
    return found, list(zip(*columns, strict=True))


@st.composite
def networks(draw, lots=True, modes=(0, 1, 2), orders=True, largest=5):
    """Return the arguments of a random call of source_needs, but the day.

    Products have one item in each of four warehouses and one in a hub; warehouses
    draw on the hub and on one another's excess, in one direction.
    """
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    products = draw(st.integers(1, largest))
    n, places = 5 * products, np.tile(np.arange(5), products)

    def facts(size):
        rows = rng.integers(0, n, size), rng.integers(-2, 12, size)
        return list(zip(*rows, rng.integers(0, 15, size).tolist(), strict=True))

    never = rng.uniform(size=n) < (0.5 if orders else 2)
    points = make_points(
        n,
        key=rng.permutation(n),
        on_hand=rng.integers(-5, 60, n),
        receipts=facts(n),
        booked=facts(n),
        dependent=facts(n // 2),
        demand_rate=rng.choice([0.0, 0.5, 3.0], n),
        own_rate=rng.choice([0.0, 1.0], n),
        reorder_point=rng.integers(0, 20, n),
        first_day=np.where(never, NEVER, rng.integers(0, 10, n)),
        own_lead=rng.choice([-1, 2, 9], n),
        safety_days=rng.choice([0, 0, 2], n),
    )
    pairs = [(0, 4), (1, 4), (2, 4), (3, 4), (0, 1), (1, 2), (0, 2)]
    size = len(pairs)
    lanes = make_lanes(
        size,
        sequence=rng.integers(0, 3, size),
        mode=rng.choice(modes, size),
        priority=rng.integers(0, 2, size),
        multiple=rng.choice([0.0, 0.0, 4.0], size) * lots,
        minimum=rng.choice([0.0, 0.0, 6.0], size) * lots,
        lead_days=rng.integers(0, 4, size),
        weekdays=rng.choice([0, 0b0010101, 0b1000000], size),
        cutoff_passed=rng.uniform(size=size) < 0.3,
        stopped=rng.uniform(size=size) < 0.1,
        prepare_days=rng.choice([0, 0, 2], size),
    )
    links = [
        (5 * product + to, 5 * product + source, lane)
        for product in range(products)
        for lane, (to, source) in enumerate(pairs)
        if rng.uniform() < 0.8
    ]
    count = rng.integers(1, 3 * products + 2)
    items = np.sort(rng.choice(np.flatnonzero(places < 4), count))
    rows = zip(items, np.sort(rng.integers(0, 15, count)), strict=True)
    needs = make_needs([(*row, rng.integers(1, 30)) for row in rows])
    return needs, points, lanes, make_links(links)


def take(table, rows):
    """Return rows of a table of columns."""
    names = (field.name for field in fields(table))
    return replace(table, **{name: getattr(table, name)[rows] for name in names})
