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
WAREHOUSES = 5
BELOW_MINIMUM = 0.25
LEAD_DATES = 30
SEED = 17
# A Monday. The clock stands on it, so that a kept database does not age.
TODAY = dt.date(2026, 1, 5)
