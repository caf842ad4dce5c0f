"""The numbers of the volume data: how often and how much each item moves. Pure
numpy.
"""

from dataclasses import dataclass

import numpy as np

DELIVERY, RECEIPT, OPENING = 0, 1, 2

#: Share of moves that are receipts, and share of those that come from a purchase order.
RECEIPT_SHARE = 0.08
PURCHASED_SHARE = 0.3


@dataclass
class VolumePlan:
    """Moves sorted by time, and what is left per item.

    Attributes
    ----------
    item, kind, quantity : ndarray (moves,)
        Row of the item, `DELIVERY`, `RECEIPT` or `OPENING`, units.
    second : ndarray (moves,)
        Seconds since the first day.
    order : ndarray (moves,)
        Number of the purchase order of the move, -1 without one.
    order_key : ndarray (orders, 3)
        Warehouse number, vendor number and day of each purchase order.
    on_hand, minimum, maximum : ndarray (items,)
        Stock after all moves and the typed rule.
    """

    item: np.ndarray
    kind: np.ndarray
    quantity: np.ndarray
    second: np.ndarray
    order: np.ndarray
    order_key: np.ndarray
    on_hand: np.ndarray
    minimum: np.ndarray
    maximum: np.ndarray


def plan(items, moves, warehouse, vendor, delay, days, below_minimum, seed):
    """Spread `moves` over `items`: few sell daily, many rarely; `below_minimum` of them
    end below.

    `warehouse` and `vendor` are numbers per item, `delay` the days per vendor number.
    """
    if moves < 3 * items:
        raise ValueError("at least three moves per orderpoint are needed")
    rng = np.random.default_rng([seed, 91])
    receipts = (
        _spread(int(moves * RECEIPT_SHARE), np.ones(items), rng)
        if moves >= 13 * items
        else np.ones(items, int)
    )
    deliveries = 1 + _spread(
        moves - items * 2 - int(receipts.sum()), rng.lognormal(0, 1.0, items), rng
    )
    size = np.ceil(rng.lognormal(1.0, 0.8, items))

    sold = np.repeat(np.arange(items), deliveries)
    sold_quantity = 1 + rng.poisson(size[sold] - 1)
    total = np.bincount(sold, sold_quantity, items)
    lot = np.floor(total / (receipts + 1))
    receipts = np.where(lot > 0, receipts, 0)
    short = moves - items - len(sold) - int(receipts.sum())
    if short:  # an item too small to be received more than once sells once more instead
        extra = rng.integers(0, items, short)
        sold = np.concatenate([sold, extra])
        sold_quantity = np.concatenate([sold_quantity, np.ones(short, np.int64)])
        total = np.bincount(sold, sold_quantity, items)
    per_day = total / days
    on_hand = np.ceil(
        per_day * delay[vendor] * rng.uniform(0.2, 3, items)
    ) + rng.integers(0, 4, items)
    below = np.zeros(items, bool)
    below[rng.permutation(items)[: round(items * below_minimum)]] = True
    minimum = np.where(
        below,
        on_hand + np.ceil(per_day * 5) + 1,
        np.floor(on_hand * rng.uniform(0.3, 1, items)),
    )
    maximum = minimum + np.ceil(per_day * 21) + 1
    opening = total - receipts * lot + on_hand

    got = np.repeat(np.arange(items), receipts)
    turn = np.arange(got.size) - np.repeat(np.cumsum(receipts) - receipts, receipts)
    target = (
        days
        * (turn + 0.5 + rng.uniform(-0.2, 0.2, got.size))
        / np.maximum(receipts[got], 1)
    ).astype(np.int64)
    got_day, order, order_key = _purchase(
        got, target, warehouse, vendor, delay, days, rng
    )

    item = np.concatenate([np.arange(items), got, sold])
    kind = np.repeat(
        np.array([OPENING, RECEIPT, DELIVERY], np.int8), (items, got.size, sold.size)
    )
    quantity = np.concatenate([opening, lot[got], sold_quantity])
    second = np.concatenate(
        [
            rng.integers(0, 3600, items),
            got_day * 86400 + rng.integers(25200, 36000, got.size),
            rng.integers(1, days, sold.size) * 86400
            + rng.integers(36000, 64800, sold.size),
        ]
    )
    order = np.concatenate([np.full(items, -1), order, np.full(sold.size, -1)])
    by_time = np.argsort(second, kind="stable")
    return VolumePlan(
        item[by_time],
        kind[by_time],
        quantity[by_time],
        second[by_time],
        order[by_time],
        order_key,
        on_hand,
        minimum,
        maximum,
    )


def _spread(count, weight, rng):
    """Return whole numbers that add up to `count`, in proportion to the weights."""
    if count <= 0:
        return np.zeros(len(weight), np.int64)
    return rng.multinomial(count, weight / weight.sum())


def _purchase(got, target, warehouse, vendor, delay, days, rng):
    """Give a share of the receipts a purchase order: one per warehouse, vendor and
    week, with its own delay.
    """
    promised = delay[vendor[got]]
    ordered = (target - promised) // 7 * 7 + vendor[got] % 7
    linked = (rng.random(got.size) < PURCHASED_SHARE) & (ordered > 0)
    keys = np.stack([warehouse[got], vendor[got], ordered], axis=1)[linked]
    unique, inverse = np.unique(keys, axis=0, return_inverse=True)
    habit = unique[:, 1] % 3  # reliable, late, erratic
    spread = np.choose(habit, [0.05, 0.15, 0.5])
    mean = delay[unique[:, 1]] * np.choose(habit, [1.0, 1.5, 1.1])
    actual = np.maximum(1, np.rint(mean * rng.lognormal(0, spread))).astype(np.int64)
    order = np.full(got.size, -1, np.int64)
    order[linked] = inverse.reshape(-1)
    arrival = target.copy()
    arrival[linked] = keys[:, 2] + actual[order[linked]]
    late = linked & (arrival >= days)
    order[late] = -1
    return np.where(late, target, np.minimum(arrival, days - 1)), order, unique
