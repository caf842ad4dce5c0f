"""The arithmetic of the floor, in plain numpy, all rules at once."""

import datetime as dt

import numpy as np

from .reading import EPOCH, WEEKS

# The policy that the benchmarks govern with; see variants/planned.py.
QUANTILE = 1.6448536269514722  # of 0.95
ORDER_COST, HOLDING = 25.0, 0.2
HORIZON, LARGEST_COVER = 60, 90.0
PRIOR, FEWEST_RECEIPTS = 5, 3
INTERNAL, CONSUMER = 1, 2


def compute(data, today):
    """Return parameters, classes and orders of all rules; a dict of arrays."""
    index = _Index(data)
    now = (today - dt.date.fromisoformat(EPOCH)).days
    history, first = _history(data, index, now)
    demand = _statistics(history, first)
    lead = _lead_times(data, index)
    classes = _classes(history, demand, index)
    parameters = _parameters(demand, lead, index.cost)
    supply = _open_supply(data, index, now)
    orders = _orders(index, parameters, supply)
    return {**demand, **lead, **classes, **parameters, **orders}


class _Index:
    """Finds the row of a rule by product and place, and what its product says."""

    def __init__(self, data):
        rules, places, products = data["rules"], data["places"], data["products"]
        self.n = len(rules["id"])
        largest = places["place"].max() + 1
        self.kind = np.zeros(largest, np.int32)
        self.kind[places["place"]] = places["kind"]
        self.warehouse = np.zeros(largest, np.int32)
        own = np.where(places["kind"] == INTERNAL, places["warehouse"], 0)
        self.warehouse[places["place"]] = own
        self.width = int(rules["warehouse"].max()) + 1
        size = (int(products["product"].max()) + 1) * self.width
        self._row = np.full(size, -1, np.int64)
        key = rules["product"].astype(np.int64) * self.width + rules["warehouse"]
        self._row[key] = np.arange(self.n)
        self.product, self.multiple = rules["product"], rules["multiple"]
        by_product = np.zeros((3, int(products["product"].max()) + 1))
        cost, template = by_product[0], by_product[1]
        cost[products["product"]] = products["cost"]
        template[products["product"]] = products["template"]
        self.cost = cost[self.product]
        self._prices(data["prices"], template[self.product].astype(np.int64))

    def _prices(self, prices, template):
        largest = max(int(prices["template"].max()), int(template.max())) + 1
        table = np.zeros((3, largest))
        for line, name in enumerate(("vendor", "delay", "minimum")):
            table[line, prices["template"]] = prices[name]  # the last one is the best
        self.vendor = table[0, template].astype(np.int64)
        self.delay, self.minimum = table[1, template], table[2, template]

    def row(self, product, place):
        """Return the row of each pair, -1 where no rule speaks for it."""
        warehouse = self.warehouse[place]
        key = product.astype(np.int64) * self.width + warehouse
        return np.where(warehouse > 0, self._row[key], -1)


def _history(data, index, now):
    """Return weekly demand, shape (n, weeks), and the first week that counts."""
    moves, before = data["moves"], data["moved_before"]
    out = index.row(moves["product"], moves["source"])
    into = index.row(moves["product"], moves["target"])
    week = WEEKS - 1 - (now - moves["day"] - 1) // 7
    sold = (out >= 0) & (index.kind[moves["target"]] == CONSUMER)
    history = np.bincount(
        out[sold] * WEEKS + week[sold], moves["quantity"][sold], index.n * WEEKS
    ).reshape(index.n, WEEKS)
    first = np.full(index.n, WEEKS)
    for row in (out, into):
        np.minimum.at(first, row[row >= 0], week[row >= 0])
    for side in ("source", "target"):
        row = index.row(before["product"], before[side])
        first[row[row >= 0]] = 0
    return history, first


def _statistics(history, first):
    """Return mean and deviation of a day, interval and squared variation."""
    counted = np.arange(WEEKS) >= first[:, None]
    weeks = np.maximum(counted.sum(1), 1)
    mean = history.sum(1) / weeks
    std = np.sqrt(
        np.where(counted, (history - mean[:, None]) ** 2, 0.0).sum(1)
        / np.maximum(weeks - 1, 1)
    )
    positive = history > 0
    times = positive.sum(1)
    size = history.sum(1) / np.maximum(times, 1)
    spread = np.where(positive, (history - size[:, None]) ** 2, 0.0).sum(1)
    with np.errstate(all="ignore"):
        cv2 = spread / np.maximum(times - 1, 1) / size**2
        return {
            "mean": mean / 7,
            "std": std / np.sqrt(7),
            "cv": std / mean,
            "adi": weeks / times,
            "cv2": cv2,
        }


def _classes(history, demand, index):
    """Return ABC by product, XYZ and pattern by rule, as numbers."""
    value = np.bincount(index.product, history.sum(1) * index.cost)
    order = np.argsort(-value, kind="stable")
    before = np.concatenate(([0.0], np.cumsum(value[order])[:-1]))
    code = np.empty(len(value), np.int64)
    code[order] = np.searchsorted(np.array([0.8, 0.95]) * value.sum(), before, "right")
    with np.errstate(invalid="ignore"):
        xyz = 2 - (demand["cv"] <= 1.0) - (demand["cv"] <= 0.5)
        pattern = 2 * (demand["adi"] >= 1.32) + (demand["cv2"] >= 0.49)
    return {"abc": code[index.product], "xyz": xyz, "pattern": pattern}


def _lead_times(data, index):
    """Return mean and deviation of the lead time in days, outliers left out."""
    receipts = data["receipts"]
    row = index.row(receipts["product"], receipts["target"])
    mine = (row >= 0) & (receipts["vendor"] == index.vendor[row])
    row, days = row[mine], receipts["days"][mine]
    count, mean, variance = _regular_moments(row, days, index.n)
    size = int(max(index.vendor.max(), receipts["vendor"].max(initial=0))) + 1
    theirs = _regular_moments(receipts["vendor"], receipts["days"], size)
    prior_count, prior_mean, prior_variance = (x[index.vendor] for x in theirs)
    weight = np.where(prior_count > 0, count / (count + PRIOR), 1.0)
    learned = np.maximum(prior_count, count) >= FEWEST_RECEIPTS
    mean = weight * mean + (1 - weight) * prior_mean
    variance = weight * variance + (1 - weight) * prior_variance
    return {
        "lead_mean": np.where(learned, mean, index.delay),
        "lead_std": np.where(learned, np.sqrt(variance), 0.0),
    }


def _regular_moments(group, values, n):
    """Return count, mean and variance of each group without its outliers."""
    middle = _median(group, values, n)
    distance = np.abs(values - middle[group])
    spread = np.maximum(1.4826 * _median(group, distance, n), 1.0)
    few = np.bincount(group, minlength=n) < PRIOR
    kept = few[group] | (distance <= 3.5 * spread[group])
    group, values = group[kept], values[kept]
    count = np.bincount(group, minlength=n)
    mean = np.bincount(group, values, n) / np.maximum(count, 1)
    square = np.bincount(group, (values - mean[group]) ** 2, n)
    return count, mean, square / np.maximum(count - 1, 1)


def _median(group, values, n):
    order = np.lexsort((values, group))
    count = np.bincount(group, minlength=n)
    start = np.cumsum(count) - count
    ranked = np.append(values[order], 0.0)
    low = ranked[np.minimum(start + np.maximum(count - 1, 0) // 2, len(values))]
    return (low + ranked[np.minimum(start + count // 2, len(values))]) / 2


def _parameters(demand, lead, cost):
    """Return safety stock, reorder point and lot."""
    rate, std = demand["mean"], demand["std"]
    days = np.ceil(lead["lead_mean"] - 1e-9)
    interval = lead["lead_mean"] + 1
    safety = QUANTILE * np.sqrt(interval * std**2 + rate**2 * lead["lead_std"] ** 2)
    with np.errstate(all="ignore"):
        lot = np.sqrt(2 * rate * 365 * ORDER_COST / (HOLDING * cost))
    lot = np.where(cost > 0, lot, rate * 14)
    limit = np.where(rate > 0, LARGEST_COVER * rate, np.inf)
    safety, lot = np.minimum(safety, limit), np.minimum(lot, limit)
    return {
        "days": days.astype(np.int64),
        "safety_stock": safety,
        "reorder_point": rate * (days + 1) + safety,
        "lot": lot,
        "rate": rate,
    }


def _open_supply(data, index, now):
    """Return stock with all open supply, and booked demand by day."""
    stock = data["stock"]
    row = index.row(stock["product"], stock["place"])
    total = np.bincount(row[row >= 0], stock["quantity"][row >= 0], index.n)
    booked = []
    for name in ("open_moves", "quotations"):
        rows = data[name]
        into = index.row(rows["product"], rows["target"])
        out = index.row(rows["product"], rows["source"])
        comes, goes = (into >= 0) & (into != out), (out >= 0) & (into != out)
        total += np.bincount(into[comes], rows["quantity"][comes], index.n)
        day = np.maximum(rows["day"] - now, 0)
        booked.append((out[goes], day[goes], rows["quantity"][goes]))
    parts = [np.concatenate(part) for part in zip(*booked, strict=True)]
    return total, parts


def _orders(index, parameters, supply):
    """Return how many orders the coming days ask for, and the first quantity."""
    balance, (row, day, quantity) = supply[0].copy(), supply[1]
    last = parameters["days"] + HORIZON
    count, first = np.zeros(index.n, np.int64), np.zeros(index.n)
    pack = np.where(index.multiple > 0, index.multiple, 1e-6)
    for today in range(int(last.max())):
        asked = np.bincount(row[day == today], quantity[day == today], index.n)
        balance -= np.maximum(parameters["rate"], asked)
        short = balance < parameters["safety_stock"] - 1e-9
        short &= (
            (today >= parameters["days"]) & (today < last) & (parameters["rate"] > 0)
        )
        lot = np.maximum(parameters["lot"], parameters["safety_stock"] - balance)
        lot = np.ceil(np.maximum(lot, index.minimum) / pack - 1e-9) * pack
        balance += np.where(short, lot, 0.0)
        first = np.where(short & (count == 0), lot, first)
        count += short
    return {"orders": count, "first_order": first}
