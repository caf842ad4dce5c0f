"""When orders may be placed: review days, and the one a need waits for."""

import datetime as dt

import numpy as np


def next_review(today: dt.date, review: np.ndarray) -> np.ndarray:
    """Return the days until the next chance to order.

    Parameters
    ----------
    today : datetime.date
        The planning date.
    review : ndarray of int, any shape
        Days between two chances, at least 1.

    Returns
    -------
    ndarray of int64
        Days from today; 0 if today is a review day.

    Notes
    -----
    Review days are counted from a Monday, so that a week's review is on Mondays.

    Examples
    --------
    >>> next_review(dt.date(2026, 3, 4), np.array([1, 7])).tolist()
    [0, 5]
    """
    return -(today.toordinal() - 1) % np.asarray(review, dtype=np.int64)


def due_days(
    release_day: np.ndarray, review: np.ndarray, first: np.ndarray
) -> np.ndarray:
    """Return from which day needs are to be ordered.

    Parameters
    ----------
    release_day : ndarray of int, shape (k,)
        Last day on which each order still arrives in time.
    review : ndarray of int, shape (k,)
        Days between two chances to order, at least 1.
    first : ndarray of int, shape (k,)
        Day of the first chance; see :func:`next_review`.

    Returns
    -------
    ndarray of int64, shape (k,)
        The last review day that is not after the release day; the first one where
        all are. With a chance each day the release day itself, past ones included.

    Examples
    --------
    >>> due_days(np.array([-3, 4, 12, 20]), np.array([7] * 4), np.array([5] * 4))
    array([ 5,  5, 12, 19])
    """
    release_day = np.asarray(release_day, dtype=np.int64)
    cycles = np.maximum((release_day - first) // review, 0)
    return np.where(np.asarray(review) == 1, release_day, first + cycles * review)
