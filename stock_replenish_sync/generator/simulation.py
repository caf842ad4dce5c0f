"""Day-by-day stock of the demo world: what was sold, bought, moved and made, without
ever going below zero.

Playing the days in order gives history that agrees with itself: a stock-out stops
sales, a late vendor causes it, a hub that is short ships less to its branches.
Pure numpy.
"""

from collections import defaultdict
from dataclasses import dataclass

import numpy as np

BUY, TRANSFER, MAKE = 0, 1, 2

#: Nobody orders in the last days, so that something is left for the planner to do.
QUIET_DAYS = 6
RETURN_RATE = 0.012


@dataclass
class Items:
    """One row per product and warehouse (an item); quantities in product UoM, times in
    days.
    """

    lane: np.ndarray
    source: np.ndarray
    vendor: np.ndarray
    lead: np.ndarray
    put_away: np.ndarray
    review: np.ndarray
    phase: np.ndarray
    reorder: np.ndarray
    up_to: np.ndarray
    multiple: np.ndarray
    minimum: np.ndarray
    returnable: np.ndarray
    opening: np.ndarray


@dataclass
class Kits:
    """Sold sets: `component` and `quantity` are (kits, parts), padded with item -1."""

    component: np.ndarray
    quantity: np.ndarray
    demand: np.ndarray


class Log:
    """Rows gathered day by day, handed out as columns."""

    def __init__(self, *names):
        self.names = names
        self.parts = []

    def add(self, *columns):
        self.parts.append(np.broadcast_arrays(*columns))

    def columns(self):
        if not self.parts:
            return {name: np.zeros(0, np.int64) for name in self.names}
        return {
            name: np.concatenate([np.atleast_1d(part[position]) for part in self.parts])
            for position, name in enumerate(self.names)
        }


@dataclass
class Flows:
    """What happened: columns of each kind of event, and the stock that is left."""

    sales: dict
    returns: dict
    purchases: dict
    transfers: dict
    productions: dict
    on_hand: np.ndarray


def simulate(items, demand, kits, boms, vendor_delay, rng):
    """Play all days and return the :class:`Flows`.

    Parameters
    ----------
    items : Items
    demand : ndarray (n, days)
    kits : Kits
    boms : dict
        item → list of (component item, quantity per unit).
    vendor_delay : ndarray (vendors, days)
        Days an order of that day takes.
    """
    return _Play(items, demand, kits, boms, vendor_delay, rng).run()


class _Play:
    def __init__(self, items, demand, kits, boms, vendor_delay, rng):
        self.items, self.demand, self.kits, self.boms = items, demand, kits, boms
        self.vendor_delay, self.rng = vendor_delay, rng
        n, self.days = demand.shape
        tail = (
            int(vendor_delay.max(initial=0)) + int(items.put_away.max(initial=0)) + 30
        )
        self.on_hand = items.opening.astype(np.int64).copy()
        self.outstanding = np.zeros(n, np.int64)
        self.arrivals = np.zeros((n, self.days + tail), np.int64)
        self.returned = np.zeros((n, self.days + tail), np.int64)
        self.jobs = defaultdict(list)
        self.sales = Log("item", "day", "quantity", "kit", "part")
        self.returns = Log("item", "sale_day", "day", "quantity")
        self.purchases = Log("item", "day", "arrival", "quantity")
        self.transfers = Log("source", "item", "day", "arrival", "quantity")
        self.productions = Log("item", "day", "finish", "quantity")

    def run(self):
        for day in range(self.days):
            self._receive(day)
            if day < self.days - QUIET_DAYS:
                self._order(day)
            self._sell_kits(day)
            self._sell(day)
        return Flows(
            self.sales.columns(),
            self.returns.columns(),
            self.purchases.columns(),
            self.transfers.columns(),
            self.productions.columns(),
            self.on_hand,
        )

    def _receive(self, day):
        self.on_hand += self.arrivals[:, day] + self.returned[:, day]
        self.outstanding -= self.arrivals[:, day]
        for item, start, wanted in self.jobs.pop(day, ()):
            self.outstanding[item] -= wanted
            made = min(
                [
                    wanted,
                    *(
                        self.on_hand[part] // quantity
                        for part, quantity in self.boms[item]
                    ),
                ]
            )
            if made > 0:
                for part, quantity in self.boms[item]:
                    self.on_hand[part] -= made * quantity
                self.on_hand[item] += made
                self.productions.add(item, start, day, made)

    def _order(self, day):
        items = self.items
        position = self.on_hand + self.outstanding
        due = (day % items.review == items.phase) & (position <= items.reorder)
        lot = np.maximum(items.up_to - position, items.minimum)
        lot = (np.ceil(lot / items.multiple) * items.multiple).astype(np.int64)
        buy = np.flatnonzero(due & (items.lane == BUY) & (lot > 0))
        if buy.size:
            arrival = (
                day + self.vendor_delay[items.vendor[buy], day] + items.put_away[buy]
            )
            self.arrivals[buy, arrival] += lot[buy]
            self.outstanding[buy] += lot[buy]
            self.purchases.add(buy, day, arrival, lot[buy])
        for item in np.flatnonzero(due & (items.lane == MAKE) & (lot > 0)):
            finish = day + int(items.lead[item])
            if finish < self.days:
                self.jobs[finish].append((item, day, int(lot[item])))
                self.outstanding[item] += lot[item]
        for item in np.flatnonzero(due & (items.lane == TRANSFER) & (lot > 0)):
            source, arrival = items.source[item], day + int(items.lead[item])
            quantity = min(int(lot[item]), int(self.on_hand[source]))
            if quantity > 0 and arrival < self.days:
                self.on_hand[source] -= quantity
                self.arrivals[item, arrival] += quantity
                self.outstanding[item] += quantity
                self.transfers.add(source, item, day, arrival, quantity)

    def _sell_kits(self, day):
        kits = self.kits
        if not kits.demand.size:
            return
        part = np.where(kits.component >= 0, kits.component, 0)
        possible = np.where(
            kits.component >= 0,
            self.on_hand[part] // np.maximum(kits.quantity, 1),
            1 << 40,
        )
        sold = np.minimum(kits.demand[:, day], possible.min(axis=1))
        kit, position = np.nonzero((kits.component >= 0) & (sold > 0)[:, None])
        if kit.size:
            item = kits.component[kit, position]
            quantity = sold[kit] * kits.quantity[kit, position]
            np.subtract.at(self.on_hand, item, quantity)
            self.sales.add(item, day, quantity, kit, position)

    def _sell(self, day):
        sold = np.minimum(self.demand[:, day], self.on_hand)
        item = np.flatnonzero(sold > 0)
        if not item.size:
            return
        quantity = sold[item]
        self.on_hand[item] -= quantity
        self.sales.add(item, day, quantity, -1, -1)
        chosen = (self.rng.random(item.size) < RETURN_RATE) & self.items.returnable[
            item
        ]
        back = day + self.rng.integers(3, 11, item.size)
        chosen &= back < self.days
        if chosen.any():
            amount = np.maximum(1, quantity[chosen] // 2)
            np.add.at(self.returned, (item[chosen], back[chosen]), amount)
            self.returns.add(item[chosen], day, back[chosen], amount)
