"""Days on which vendors work and take orders."""

import datetime as dt

import numpy as np

from ..sourcing.days import EVERY_DAY
from .datatypes import NO_ORDER_DAY, Vendors


def open_days(
    vendors: int,
    days: int,
    today: dt.date,
    working: np.ndarray | int = EVERY_DAY,
    closed_vendor: np.ndarray = (),
    closed_day: np.ndarray = (),
) -> np.ndarray:
    """Return the days on which vendors work.

    Parameters
    ----------
    vendors, days : int
        Number of vendors, and of days from today on.
    today : datetime.date
        The planning date.
    working : ndarray of int, shape (vendors,), or int
        Days of the week on which each works, a bit each, Monday the lowest. Lead times
        in calendar days want all of them.
    closed_vendor, closed_day : ndarray of int, shape (c,)
        Holidays: a vendor and a day counted from today; days outside are left aside.

    Returns
    -------
    ndarray of bool, shape (vendors, days)
        True on open days.

    Examples
    --------
    >>> friday = dt.date(2026, 3, 6)
    >>> open_days(1, 5, friday, 0b0011111, [0], [3]).astype(int).tolist()
    [[1, 0, 0, 0, 1]]
    """
    weekday = (today.weekday() + np.arange(days)) % 7
    mask = np.broadcast_to(np.asarray(working, dtype=np.int64), (vendors,))
    is_open = (mask[:, None] >> weekday & 1).astype(bool)
    closed_vendor = np.asarray(closed_vendor, dtype=np.int64)
    closed_day = np.asarray(closed_day, dtype=np.int64)
    seen = (closed_day >= 0) & (closed_day < days)
    is_open[closed_vendor[seen], closed_day[seen]] = False
    return is_open


def longest_wait(weekdays: np.ndarray) -> np.ndarray:
    """Return how long an order may have to wait for the next order day.

    Parameters
    ----------
    weekdays : ndarray of int, any shape
        Days of the week on which orders are taken, a bit each, Monday the lowest; 0
        is every day.

    Returns
    -------
    ndarray of int64
        Days: 0 where every day is one, 6 where one day of the week is.

    Examples
    --------
    >>> longest_wait(np.array([0, 0b0000010, 0b0001001, 0b0011111])).tolist()
    [0, 6, 3, 2]
    """
    mask = np.asarray(weekdays, dtype=np.int64)
    taken = (np.where(mask == 0, EVERY_DAY, mask)[..., None] >> np.arange(7)) & 1
    run, longest = np.zeros(mask.shape, np.int64), np.zeros(mask.shape, np.int64)
    # Twice around the week, so that a run over its end is seen whole.
    for day in range(14):
        run = np.where(taken[..., day % 7] == 1, 0, run + 1)
        longest = np.maximum(longest, run)
    return longest


class Calendar:
    """Working days and order days of vendors, ready for look-ups."""

    def __init__(self, vendors: Vendors, today: dt.date) -> None:
        is_open = np.asarray(vendors.open, dtype=bool)
        count, self.days = is_open.shape
        # Open days until the end of each day, and the day of each open day.
        self.number = np.cumsum(is_open, axis=1)
        self.total = self.number[:, -1] if self.days else np.zeros(count, np.int64)
        self.day_of = np.full((count, self.days + 1), self.days, dtype=np.int64)
        vendor, day = np.nonzero(is_open)
        self.day_of[vendor, self.number[vendor, day]] = day
        weekday = (today.weekday() + np.arange(self.days)) % 7
        mask = np.where(vendors.weekdays == 0, EVERY_DAY, vendors.weekdays)
        orders = is_open & (mask[:, None] >> weekday & 1).astype(bool)
        self.cutoff_passed = np.asarray(vendors.cutoff_passed, dtype=bool)
        orders[:, :1] &= ~self.cutoff_passed[:, None]
        day = np.arange(self.days)
        past = np.where(orders, day, -1)
        ahead = np.where(orders, day, NO_ORDER_DAY)
        self.last_order = np.maximum.accumulate(past, axis=1)
        self.next_order = np.minimum.accumulate(ahead[:, ::-1], axis=1)[:, ::-1]

    def _number(self, vendor: np.ndarray, day: np.ndarray) -> np.ndarray:
        """Return how many open days there are until the end of a day."""
        if not self.days:
            return day + 1
        inside = self.number[vendor, np.clip(day, 0, self.days - 1)]
        beyond = self.total[vendor] + day - (self.days - 1)
        return np.where(day < 0, day + 1, np.where(day < self.days, inside, beyond))

    def _day(self, vendor: np.ndarray, number: np.ndarray) -> np.ndarray:
        """Return the day of an open day, by its number."""
        total = self.total[vendor]
        inside = self.day_of[vendor, np.clip(number, 0, self.days)]
        beyond = self.days - 1 + number - total
        return np.where(
            number <= 0, number - 1, np.where(number <= total, inside, beyond)
        )

    def arrival(
        self, vendor: np.ndarray, day: np.ndarray, delay: np.ndarray
    ) -> np.ndarray:
        """Return the day that is so many open days after another."""
        number = self._number(vendor, day)
        is_open = self._day(vendor, number) == day
        return self._day(
            vendor, number + np.where(is_open, delay, np.maximum(delay, 1))
        )

    def order(
        self, vendor: np.ndarray, arrive_by: np.ndarray, delay: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Return the last order day that is in time, the order day, and the arrival.

        All of shape (k,). Days that are past are open days, not order days. A vendor
        that takes no orders has :data:`NO_ORDER_DAY` as order and arrival day.
        """
        latest = self._day(vendor, self._number(vendor, arrive_by) - delay)
        if not self.days:
            order = np.maximum(latest, self.cutoff_passed[vendor])
            return latest, order, order + delay
        inside = np.clip(latest, 0, self.days - 1)
        known = self.last_order[vendor, inside]
        release = np.where(latest < 0, latest, np.where(known < 0, -1, known))
        # Beyond the calendar every day will do.
        release = np.where(latest >= self.days, latest, release)
        order = np.where(release >= 0, release, self.next_order[vendor, 0])
        never = order >= NO_ORDER_DAY
        arrival = self.arrival(vendor, np.where(never, 0, order), delay)
        return release, order, np.where(never, NO_ORDER_DAY, arrival)
