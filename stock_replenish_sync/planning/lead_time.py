"""Lead times learned from receipts."""

from dataclasses import dataclass

import numpy as np

from .errors import ShapeError

#: Count, mean and sample variance, each of shape (n,).
_Moments = tuple[np.ndarray, np.ndarray, np.ndarray]

#: Observations that the prior of the group is worth.
PRIOR_COUNT = 5
#: Deviations from the median beyond which a receipt is an outlier.
OUTLIER_DEVIATIONS = 3.5
#: Receipts below which no outlier is told.
OUTLIER_COUNT = 5


@dataclass(frozen=True)
class LeadTimeStats:
    """Lead times of n items.

    Attributes
    ----------
    mean, std : ndarray of float64, shape (n,)
        Mean and sample deviation [days]; NaN where nothing is known.
    count : ndarray of int64, shape (n,)
        Receipts behind them, outliers left out: the item's own, or all of its
        group where the group has part in the figure.
    on_time_rate : ndarray of float64, shape (n,)
        Share of the item's own promised receipts that were not late [-], outliers
        included; NaN where none was promised.
    """

    mean: np.ndarray
    std: np.ndarray
    count: np.ndarray
    on_time_rate: np.ndarray


def _medians(item: np.ndarray, values: np.ndarray, n: int) -> np.ndarray:
    """Return the median of the values of each item, 0 without values."""
    order = np.lexsort((values, item))
    count = np.bincount(item, minlength=n)
    start = np.concatenate(([0], np.cumsum(count)[:-1]))
    if not values.size:
        return np.zeros(n)
    ranked = values[order]
    last = values.size - 1
    low = ranked[np.minimum(start + np.maximum(count - 1, 0) // 2, last)]
    high = ranked[np.minimum(start + count // 2, last)]
    return np.where(count > 0, 0.5 * (low + high), 0.0)


def _regular(item: np.ndarray, days: np.ndarray, n: int) -> np.ndarray:
    """Tell which receipts are no outliers of their item."""
    distance = np.abs(days - _medians(item, days, n)[item])
    # Without the floor of one day, an item that is nearly always punctual would
    # lose its only two-day delays.
    spread = np.maximum(1.4826 * _medians(item, distance, n), 1.0)
    few = np.bincount(item, minlength=n) < OUTLIER_COUNT
    return few[item] | (distance <= OUTLIER_DEVIATIONS * spread[item])


def _moments(index: np.ndarray, values: np.ndarray, n: int) -> _Moments:
    """Return count, mean and sample variance per index."""
    count = np.bincount(index, minlength=n)
    mean = np.bincount(index, weights=values, minlength=n) / np.maximum(count, 1)
    square = (values - mean[index]) ** 2
    variance = np.bincount(index, weights=square, minlength=n)
    return count, mean, variance / np.maximum(count - 1, 1)


def _on_time(
    item: np.ndarray, days: np.ndarray, promised: np.ndarray, n: int
) -> np.ndarray:
    """Return the share of promised receipts that came in time."""
    known = ~np.isnan(promised)
    count = np.bincount(item[known], minlength=n)
    good = np.bincount(item[known & (days <= promised)], minlength=n)
    return np.where(count > 0, good / np.maximum(count, 1), np.nan)


def outlying_receipts(item_index: np.ndarray, days: np.ndarray, n: int) -> np.ndarray:
    """Tell which receipts :func:`lead_time_statistics` leaves out as outliers.

    Parameters
    ----------
    item_index : ndarray of int, shape (m,)
        Row of the item of each receipt.
    days : ndarray, shape (m,)
        Finite days from order to receipt, not negative.
    n : int
        Number of items.

    Returns
    -------
    ndarray of bool, shape (m,)
        True where it is left out.

    Examples
    --------
    >>> outlying_receipts(np.zeros(6, int), np.array([5, 6, 5, 4, 5, 60.0]), 1)
    array([False, False, False, False, False,  True])
    """
    item = np.asarray(item_index, dtype=np.int64)
    days = np.asarray(days, dtype=float)
    if not days.size:
        return np.zeros(0, dtype=bool)
    return ~_regular(item, days, n)


def lead_time_statistics(
    item_index: np.ndarray,
    days: np.ndarray,
    n: int,
    group: np.ndarray | None = None,
    promised: np.ndarray | None = None,
    *,
    prior_mean: np.ndarray | None = None,
    prior_std: np.ndarray | None = None,
    prior_count: np.ndarray | None = None,
) -> LeadTimeStats:
    """Return mean, deviation and punctuality of the receipts of each item.

    Parameters
    ----------
    item_index : ndarray of int, shape (m,)
        Row of the item of each receipt.
    days : ndarray, shape (m,)
        Days from order to receipt; NaN, infinite and negative ones are left out.
    n : int
        Number of items.
    group : ndarray of int, shape (n,), optional
        Group of each item, usually its vendor; -1 means none. Items lean on the
        receipts of their group: an own count c weighs c / (c + 5). An item without
        receipts takes the figures of its group.
    promised : ndarray, shape (m,), optional
        Days promised at the order; NaN where nothing was.
    prior_mean, prior_std, prior_count : ndarray, shape (n,), optional
        Figures of the group where they come from more receipts than the given
        ones; in the place of `group`. NaN or a count of 0 means none.

    Returns
    -------
    LeadTimeStats
        NaN and count 0 for items of which nothing is known.

    Raises
    ------
    ShapeError
        If lengths differ or a row does not exist.

    Notes
    -----
    Outliers lie more than 3.5 robust deviations (1.4826 times the median distance
    from the median, at least one day) from the median of their item, where it has
    five receipts or more. They are left out of mean and deviation.

    Examples
    --------
    >>> stats = lead_time_statistics([0, 0, 0, 1], [4.0, 5.0, 6.0, 9.0], 3)
    >>> stats.mean.tolist(), stats.std.tolist(), stats.count.tolist()
    ([5.0, 9.0, nan], [1.0, 0.0, nan], [3, 1, 0])
    >>> lead_time_statistics([0, 0, 0], [4.0, 5.0, 6.0], 2, group=[7, 7]).mean.tolist()
    [5.0, 5.0]
    """
    item, days, promised = _receipts(item_index, days, promised, n)
    on_time = _on_time(item, days, promised, n)
    regular = _regular(item, days, n)
    item, days = item[regular], days[regular]
    own = _moments(item, days, n)
    prior = None
    if prior_mean is not None:
        prior = _given_prior(prior_mean, prior_std, prior_count, n)
    elif group is not None:
        prior = _group_prior(item, days, group, n)
    count, mean, variance = own if prior is None else _shrink(own, prior)
    known = count > 0
    return LeadTimeStats(
        np.where(known, mean, np.nan),
        np.where(known, np.sqrt(variance), np.nan),
        count.astype(np.int64),
        on_time,
    )


def _receipts(
    item_index: np.ndarray, days: np.ndarray, promised: np.ndarray | None, n: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the columns of the usable receipts."""
    item = np.asarray(item_index, dtype=np.int64)
    days = np.asarray(days, dtype=float)
    if promised is None:
        promised = np.full(days.shape, np.nan)
    promised = np.asarray(promised, dtype=float)
    if not item.shape == days.shape == promised.shape or item.ndim != 1:
        raise ShapeError("receipts must be columns of one length")
    if item.size and (item.min() < 0 or item.max() >= n):
        raise ShapeError("a receipt belongs to no item")
    usable = np.isfinite(days) & (days >= 0)
    return item[usable], days[usable], promised[usable]


def _given_prior(
    mean: np.ndarray, std: np.ndarray | None, count: np.ndarray | None, n: int
) -> _Moments:
    """Return given figures as moments, 0 receipts where there are none."""
    mean = np.asarray(mean, dtype=float)
    std = np.zeros(n) if std is None else np.asarray(std, dtype=float)
    count = np.ones(n) if count is None else np.asarray(count)
    if not mean.shape == std.shape == count.shape == (n,):
        raise ShapeError("the prior must have one row per item")
    known = np.isfinite(mean) & (mean >= 0) & (count > 0)
    variance = np.where(np.isfinite(std), std, 0.0) ** 2
    return np.where(known, count, 0), np.where(known, mean, 0.0), variance


def _group_prior(
    item: np.ndarray, days: np.ndarray, group: np.ndarray, n: int
) -> _Moments:
    """Return the moments of each item's group, 0 receipts without group."""
    group = np.asarray(group, dtype=np.int64)
    if group.shape != (n,):
        raise ShapeError("group must have one row per item")
    names, code = np.unique(group, return_inverse=True)
    code = code.reshape(-1)
    count, mean, variance = _moments(code[item], days, names.size)
    return np.where(group >= 0, count[code], 0), mean[code], variance[code]


def _shrink(own: _Moments, prior: _Moments) -> _Moments:
    """Move the moments of items toward those of their group."""
    count, mean, variance = own
    prior_count, prior_mean, prior_variance = prior
    lean = prior_count > 0
    weight = np.where(lean, count / (count + PRIOR_COUNT), 1.0)
    return (
        np.where(lean, np.maximum(prior_count, count), count),
        weight * mean + (1.0 - weight) * prior_mean,
        weight * variance + (1.0 - weight) * prior_variance,
    )
