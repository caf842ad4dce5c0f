"""Items for tests: everything unsaid is neutral."""

import datetime as dt
from dataclasses import fields, replace

import numpy as np

from planning import Events, Items, PlanResult, PolicyParams, plan

# A Monday, and a review day of every period up to 16 days.
TODAY = dt.date.fromordinal(720_721)
EVENTS = ("receipts", "booked", "dependent")


def events(rows):
    """Return events from (item, day, quantity) triples."""
    item, day, quantity = zip(*rows, strict=True) if rows else ((), (), ())
    return Events(
        np.array(item, dtype=np.int64),
        np.array(day, dtype=np.int64),
        np.array(quantity, dtype=float),
    )


def make_items(n=1, **columns):
    """Return n items of policy 0 with 20 buckets of 7 units; scalars spread."""
    items = replace(
        Items.blank(n),
        policy=np.zeros(n, dtype=np.int64),
        history=np.full((n, 20), 7.0),
        contract_lead_time=np.full(n, 5.0),
        unit_cost=np.full(n, 10.0),
    )
    ready = {}
    for name, value in columns.items():
        if name in EVENTS:
            ready[name] = value if isinstance(value, Events) else events(value)
        elif name == "history":
            ready[name] = np.asarray(value, dtype=float)
        else:
            kind = getattr(items, name).dtype
            ready[name] = np.array(np.broadcast_to(np.asarray(value, kind), (n,)))
    return replace(items, **ready)


def take(items, row):
    """Return one row as a batch of its own."""
    ready = {}
    for field in fields(Items):
        column = getattr(items, field.name)
        if field.name in EVENTS:
            mine = column.item == row
            ready[field.name] = Events(
                np.zeros(mine.sum(), np.int64), column.day[mine], column.quantity[mine]
            )
        else:
            ready[field.name] = column[row : row + 1]
    return Items(**ready)


def more_receipts(items, item, day, quantity):
    """Return the items with receipts added."""
    old = items.receipts
    added = Events(
        np.concatenate([old.item, item]),
        np.concatenate([old.day, day]),
        np.concatenate([old.quantity, quantity]),
    )
    return replace(items, receipts=added)


def run(items, *policies) -> PlanResult:
    """Plan with the policies, or a plain reorder point."""
    return plan(items, policies or [PolicyParams("reorder_point")], TODAY)


def assert_same(a: PlanResult, b: PlanResult, rtol=1e-9):
    """Compare everything but the keys."""
    for name, column in vars(a).items():
        other = getattr(b, name)
        if name == "needs":
            for part, values in vars(column).items():
                np.testing.assert_allclose(
                    values, getattr(other, part), rtol=rtol, atol=1e-9, err_msg=part
                )
        elif name == "pattern":
            assert column.tolist() == other.tolist()
        elif name not in ("today", "key"):
            np.testing.assert_allclose(
                column, other, rtol=rtol, atol=1e-9, err_msg=name
            )
