"""Daily demand of one product in one warehouse, by pattern. Pure numpy: same generator,
same numbers.
"""

import numpy as np

PATTERNS = ("steady", "trending", "summer", "winter", "intermittent", "lumpy", "dying")

#: Monday to Sunday: business customers hardly order at weekends.
WEEKDAY = np.array([1.25, 1.2, 1.15, 1.15, 1.1, 0.75, 0.4])

#: Average days between two orders of the patterns that are mostly zero.
INTERVAL = {"intermittent": 11.0, "lumpy": 16.0}


def level(pattern, day_of_year, share):
    """Return the factor on the mean for each day.

    `share` runs from 0 (first day) to 1 (last day) of the history.
    """
    if pattern == "trending":
        return 0.4 + 1.2 * share
    if pattern == "dying":
        return 2.2 * np.exp(-4.5 * share)
    if pattern in ("summer", "winter"):
        peak = 175 if pattern == "summer" else 355
        return np.maximum(
            0.08, 1 + 0.95 * np.cos(2 * np.pi * (day_of_year - peak) / 365.25)
        )
    return np.ones_like(share)


def demand(pattern, mean, size, first_day, days, rng):
    """Return whole units asked per day, oldest first.

    Customers arrive at random and take `size` units on average, so that the daily
    figure varies more than a Poisson count, as order books do.
    """
    if pattern not in PATTERNS:
        raise ValueError(f"unknown demand pattern {pattern!r}")
    dates = np.datetime64(first_day, "D") + np.arange(days)
    day_of_year = (dates - dates.astype("datetime64[Y]")).astype(int)
    weekday = (dates.astype(int) + 3) % 7  # 1970-01-01 was a Thursday
    if pattern in INTERVAL:
        interval = INTERVAL[pattern]
        asked = rng.random(days) < WEEKDAY[weekday] / interval
        average = max(mean * interval, 1.0)
        if pattern == "intermittent":
            quantity = 1 + rng.poisson(average - 1, days)
        else:
            quantity = np.ceil(rng.lognormal(np.log(average) - 0.6, 1.1, days))
        return np.where(asked, quantity, 0).astype(np.int64)
    factor = (
        level(pattern, day_of_year, np.arange(days) / max(days - 1, 1))
        * WEEKDAY[weekday]
    )
    orders = rng.poisson(mean / size * factor)
    if size <= 1:
        return orders.astype(np.int64)
    extra = rng.negative_binomial(np.maximum(orders, 1), 1.0 / size)
    return np.where(orders > 0, orders + extra, 0).astype(np.int64)


def actual_delay(behaviour, promised, shape, rng):
    """Return the days a vendor really takes, by its habit."""
    if behaviour == "late":
        days = promised * 1.6 + rng.normal(0, 2.5, shape)
    elif behaviour == "erratic":
        days = promised * rng.lognormal(0.05, 0.55, shape)
    else:
        days = promised + rng.normal(0, 0.8, shape)
    return np.maximum(1, np.rint(days)).astype(np.int64)
