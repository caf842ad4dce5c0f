"""How large the databases are, and the day that it is in them."""

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True)
class Size:
    """Reordering rules and done moves of a database."""

    rules: int
    moves: int


SIZES = {
    "1k": Size(1_000, 100_000),
    "10k": Size(10_000, 1_000_000),
    "100k": Size(100_000, 5_000_000),
}
# A Monday. The clock stands on it, so that a kept database does not age.
TODAY = dt.date(2026, 1, 5)
# What all sizes have in common, as the generator calls it.
COMMON = {
    "warehouses": 5,
    "below_minimum": 0.25,
    "lead_dates": 30,
    "weeks": 104,
    "seed": 17,
    "today": TODAY.isoformat(),
}
