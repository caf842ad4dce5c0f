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
