"""When goods leave on a lane: its days of the week, its cut-off, days on the way."""

import datetime as dt

import numpy as np

#: Days of the week as bits, Monday the lowest.
EVERY_DAY = 0b1111111


def _distances(step: int) -> np.ndarray:
    """Return the days to the next active weekday, shape (128, 7); 0 without any."""
    table = np.zeros((128, 7), dtype=np.int64)
    for mask in range(1, 128):
        for day in range(7):
            table[mask, day] = next(
                count for count in range(7) if mask >> (day + step * count) % 7 & 1
            )
    return table


_AHEAD, _BACK = _distances(1), _distances(-1)


def ship_days(
    arrive_by: np.ndarray,
    lead_days: np.ndarray,
    weekdays: np.ndarray,
    earliest: np.ndarray,
    today: dt.date,
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return when goods have to leave, when they can, and when they arrive.

    Parameters
    ----------
    arrive_by : ndarray of int, shape (k,)
        Day on which the goods are needed, counted from today.
    lead_days : ndarray of int, shape (k,)
        Calendar days on the way.
    weekdays : ndarray of int, shape (k,)
        Days of the week on which the lane is active, a bit each, Monday the lowest;
        0 counts as every day.
    earliest : ndarray of int, shape (k,)
        First day on which they can leave: 0, or 1 once today's cut-off has passed.
    today : datetime.date
        The planning date.

    Returns
    -------
    tuple of ndarray of int64, shape (k,)
        Last active day on which they arrive in time, perhaps past; day on which they
        leave; day on which they arrive.

    Examples
    --------
    A lane on Tuesdays and Fridays, two days on the way; today is a Wednesday.

    >>> wednesday, lane = dt.date(2026, 3, 4), np.full(3, 0b0010010)
    >>> ship_days(np.array([1, 5, 8]), np.full(3, 2), lane, np.zeros(3, int), wednesday)
    (array([-1,  2,  6]), array([2, 2, 6]), array([4, 4, 8]))
    """
    mask = np.where(weekdays == 0, EVERY_DAY, weekdays)
    monday = today.weekday()
    latest = np.asarray(arrive_by, dtype=np.int64) - lead_days
    release = latest - _BACK[mask, (monday + latest) % 7]
    earliest = np.asarray(earliest, dtype=np.int64)
    first = earliest + _AHEAD[mask, (monday + earliest) % 7]
    ship = np.maximum(release, first)
    return release, ship, ship + lead_days


def longest_gap(weekdays: np.ndarray) -> np.ndarray:
    """Return the longest time between two departures of a lane.

    Parameters
    ----------
    weekdays : ndarray of int, shape (l,)
        Active days, as in :func:`ship_days`.

    Returns
    -------
    ndarray of int64, shape (l,)
        Days, 1 to 7: the shortest review period that fits the lane.

    Examples
    --------
    >>> longest_gap(np.array([0, 0b0010010, 0b0000001, 0b1111111]))
    array([1, 4, 7, 1])
    """
    mask = np.where(np.asarray(weekdays) == 0, EVERY_DAY, weekdays)
    # From the day after a departure to the next one, that day included.
    return 1 + _AHEAD[mask].max(axis=1)


def hop_days(
    arrival_day: np.ndarray, path: np.ndarray, hop: np.ndarray, delay: np.ndarray
) -> np.ndarray:
    """Return the day on which each hop of a path is to be done.

    Parameters
    ----------
    arrival_day : ndarray of int, shape (p,)
        Day on which the goods of each path arrive.
    path : ndarray of int, shape (h,)
        Path of each hop.
    hop : ndarray of int, shape (h,)
        Place of the hop in its path; 0 is the last one, into stock.
    delay : ndarray of int, shape (h,)
        Days that each hop takes.

    Returns
    -------
    ndarray of int64, shape (h,)
        Day on which each hop starts, as a chain of transfers is dated: the last one
        so many days before the arrival as it takes, each one before it so many days
        before the start of the next. The first one starts on the ship day.

    Examples
    --------
    Pick, ship and receive take 1, 3 and 1 days, to be there on day 9.

    >>> place, delay = np.array([2, 1, 0]), np.array([1, 3, 1])
    >>> hop_days(np.array([9]), np.zeros(3, int), place, delay)
    array([4, 5, 8])
    """
    arrival_day, delay = np.asarray(arrival_day), np.asarray(delay, dtype=np.int64)
    order = np.lexsort((hop, path))
    owner = np.asarray(path)[order]
    total = np.cumsum(delay[order])
    first = np.flatnonzero(np.diff(owner, prepend=-1))
    before = np.repeat(
        total[first] - delay[order][first], np.diff(first, append=owner.size)
    )
    start = np.empty(owner.size, dtype=np.int64)
    start[order] = arrival_day[owner] - (total - before)
    return start
