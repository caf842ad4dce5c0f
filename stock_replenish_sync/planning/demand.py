"""Demand: statistics, pattern, and booked orders against the expectation."""

from dataclasses import dataclass

import numpy as np

from .errors import ShapeError

#: Cut-offs of Syntetos, Boylan & Croston (2005), JORS 56:495-503.
ADI_CUT = 1.32
CV2_CUT = 0.49


@dataclass(frozen=True)
class DemandStats:
    """Statistics of demand per bucket, one row per item.

    Attributes
    ----------
    mean, std : ndarray of float64, shape (n,)
        Mean and sample deviation of all counted buckets [unit / bucket]. Without
        buckets both are 0; with one bucket `std` is 0.
    adi : ndarray of float64, shape (n,)
        Counted buckets divided by buckets with demand [buckets]; NaN without demand.
    cv2 : ndarray of float64, shape (n,)
        Squared variation (sample deviation by mean) of the sizes, which are the
        buckets with demand [-]; 0 with one size, NaN without demand.
    cv : ndarray of float64, shape (n,)
        `std` by `mean` [-]; NaN where the mean is not positive.
    count : ndarray of int64, shape (n,)
        Counted buckets.
    """

    mean: np.ndarray
    std: np.ndarray
    adi: np.ndarray
    cv2: np.ndarray
    cv: np.ndarray
    count: np.ndarray


def _mean_and_std(
    values: np.ndarray, counted: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return count, mean and sample deviation of the counted cells of each row."""
    count = counted.sum(axis=1)
    mean = np.where(counted, values, 0.0).sum(axis=1) / np.maximum(count, 1)
    deviation = np.where(counted, values - mean[:, None], 0.0)
    square = np.einsum("ij,ij->i", deviation, deviation)
    std = np.sqrt(square / np.maximum(count - 1, 1))
    return count, mean, std


def demand_statistics(
    demand: np.ndarray, first_bucket: np.ndarray | None = None
) -> DemandStats:
    """Return mean, deviation, interval and variation of demand per bucket.

    Parameters
    ----------
    demand : ndarray, shape (n, b)
        Demand per bucket, oldest first [unit / bucket]. Buckets may be negative
        (more came back than went out): they lower the mean, and are no demand for
        interval and sizes.
    first_bucket : ndarray of int, shape (n,), optional
        First bucket that counts, b for none; by default all count.

    Returns
    -------
    DemandStats
        A NaN in a counted bucket makes the whole row NaN.

    Raises
    ------
    ShapeError
        If `demand` is not a matrix or `first_bucket` has another length.

    Notes
    -----
    The interval is periods by periods with demand; some software takes the mean
    distance of demands instead, which leaves out the zeros after the last one.

    Examples
    --------
    >>> stats = demand_statistics(np.array([[0.0, 4.0, 0.0, 8.0]]))
    >>> stats.mean.tolist(), stats.adi.tolist(), stats.cv2.round(4).tolist()
    ([3.0], [2.0], [0.2222])
    """
    demand = np.asarray(demand, dtype=float)
    if demand.ndim != 2:
        raise ShapeError("demand must have one row per item and one column per bucket")
    n, buckets = demand.shape
    if first_bucket is None:
        counted = np.ones((n, buckets), dtype=bool)
    else:
        first_bucket = np.asarray(first_bucket)
        if first_bucket.shape != (n,):
            raise ShapeError("first_bucket must have one row per item")
        counted = np.arange(buckets) >= first_bucket[:, None]
    count, mean, std = _mean_and_std(demand, counted)
    sizes, size_mean, size_std = _mean_and_std(demand, counted & (demand > 0))
    with np.errstate(invalid="ignore", divide="ignore"):
        adi = np.where(sizes > 0, count / sizes, np.nan)
        cv2 = np.where(sizes > 0, (size_std / size_mean) ** 2, np.nan)
        cv = np.where(mean > 0, std / mean, np.nan)
    unknown = np.isnan(mean)
    adi[unknown] = np.nan
    cv2[unknown] = np.nan
    return DemandStats(mean, std, adi, cv2, cv, count.astype(np.int64))


def demand_pattern(adi: np.ndarray, cv2: np.ndarray) -> np.ndarray:
    """Name the pattern of an average interval and a squared variation of sizes.

    Parameters
    ----------
    adi, cv2 : ndarray, shape (n,)
        See :class:`DemandStats`. NaN means no demand.

    Returns
    -------
    ndarray of str, shape (n,)
        'none', 'smooth', 'erratic', 'intermittent' or 'lumpy'. A value on a
        cut-off counts as above it.

    Notes
    -----
    Source: Syntetos, Boylan & Croston (2005), JORS 56:495-503.

    Examples
    --------
    >>> demand_pattern([1.0, 1.0, 2.0, 2.0, np.nan], [0.1, 0.5, 0.1, 0.5, 0.1]).tolist()
    ['smooth', 'erratic', 'intermittent', 'lumpy', 'none']
    """
    adi, cv2 = np.asarray(adi, dtype=float), np.asarray(cv2, dtype=float)
    known = ~(np.isnan(adi) | np.isnan(cv2))
    names = np.array(["none", "smooth", "erratic", "intermittent", "lumpy"])
    code = 1 + 2 * (adi >= ADI_CUT) + (cv2 >= CV2_CUT)
    return names[np.where(known, code, 0)]


def classify_pattern(
    demand: np.ndarray, first_bucket: np.ndarray | None = None
) -> np.ndarray:
    """Name the demand pattern of each item.

    Parameters
    ----------
    demand, first_bucket
        See :func:`demand_statistics`.

    Returns
    -------
    ndarray of str, shape (n,)
        See :func:`demand_pattern`; 'none' without demand, and where a counted
        bucket is NaN.

    Examples
    --------
    >>> classify_pattern(np.array([[5.0, 6.0, 5.0], [0.0, 0.0, 0.0]])).tolist()
    ['smooth', 'none']
    """
    stats = demand_statistics(demand, first_bucket)
    return demand_pattern(stats.adi, stats.cv2)


def consume_forecast(
    forecast: np.ndarray, booked: np.ndarray, window: int = 7
) -> np.ndarray:
    """Return the demand to plan when booked orders are part of the expectation.

    Parameters
    ----------
    forecast : ndarray, shape (n, t)
        Expected demand per day, not negative [unit / day].
    booked : ndarray, shape (n, t)
        Booked demand by its due day, not negative [unit / day].
    window : int
        Days in which booked orders and expectation meet; windows follow each
        other from the first day, the last one may be shorter.

    Returns
    -------
    ndarray, shape (n, t)
        Booked demand on its days, plus what it leaves of the expectation, spread
        over the window in the proportions of the forecast. Each window adds up to
        the larger of both sums. NaN spoils its own window only.

    Raises
    ------
    ShapeError
        If the shapes differ.

    Examples
    --------
    >>> consume_forecast(np.ones((1, 4)), np.array([[0.0, 2.0, 0.0, 0.0]]), 4).tolist()
    [[0.5, 2.5, 0.5, 0.5]]
    """
    forecast = np.asarray(forecast, dtype=float)
    booked = np.asarray(booked, dtype=float)
    if forecast.shape != booked.shape or forecast.ndim != 2:
        raise ShapeError("forecast and booked demand must have the same shape")
    days = forecast.shape[1]
    if days == 0:
        return booked.copy()
    # Time first: sums over a window then run along whole rows of items.
    expected, asked = forecast.T, booked.T
    starts = np.arange(0, days, window)
    total = np.add.reduceat(expected, starts, axis=0)
    taken = np.add.reduceat(asked, starts, axis=0)
    with np.errstate(invalid="ignore", divide="ignore"):
        left = np.where(total > 0, np.maximum(1.0 - taken / total, 0.0), 0.0)
    left = np.where(np.isnan(total + taken), np.nan, left)
    lengths = np.diff(np.append(starts, days))
    return (asked + expected * np.repeat(left, lengths, axis=0)).T
