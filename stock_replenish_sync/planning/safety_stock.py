"""Buffers against uncertain demand and uncertain lead times."""

import numpy as np

from .normal import inverse_loss, ndtri, standard_loss


def demand_over_lead_time(
    demand_mean: np.ndarray,
    demand_std: np.ndarray,
    lead_time_mean: np.ndarray,
    lead_time_std: np.ndarray,
    review: np.ndarray = 0.0,
) -> tuple[np.ndarray, np.ndarray]:
    r"""Return mean and deviation of demand over the protection interval.

    Parameters
    ----------
    demand_mean, demand_std : ndarray, shape (n,)
        Demand per period [unit / period]; independent between periods.
    lead_time_mean, lead_time_std : ndarray, shape (n,)
        Lead time [periods].
    review : ndarray, shape (n,)
        Periods between two chances to order; 0 if there is always one.

    Returns
    -------
    tuple of ndarray, shape (n,)
        Mean and deviation [unit]. NaN gives NaN.

    Notes
    -----
    :math:`\sigma_P^2 = (L + R) \sigma^2 + \mu^2 \sigma_L^2`.
    Source: Silver, Pyke & Thomas, Inventory and Production Management in Supply
    Chains, 4th ed. 2017, section 6.10.

    Examples
    --------
    >>> mean, std = demand_over_lead_time(150.0, 16.0, 5.0, 1.0)
    >>> float(mean), round(float(std), 2)
    (750.0, 154.21)
    """
    mean = np.asarray(demand_mean, dtype=float)
    std = np.asarray(demand_std, dtype=float)
    interval = np.asarray(lead_time_mean, dtype=float) + np.asarray(review, dtype=float)
    lead_time_std = np.asarray(lead_time_std, dtype=float)
    variance = interval * std**2 + mean**2 * lead_time_std**2
    return mean * interval, np.sqrt(variance)


def safety_stock_cycle_service(
    std: np.ndarray, service_level: np.ndarray
) -> np.ndarray:
    """Return the buffer with which a cycle ends without stock-out.

    Parameters
    ----------
    std : ndarray, shape (n,)
        Deviation of demand over the protection interval [unit].
    service_level : ndarray, shape (n,)
        Probability of no stock-out in a replenishment cycle [-], below 1.

    Returns
    -------
    ndarray, shape (n,)
        Safety stock [unit], unrounded and never negative: a level of one half or
        less needs none. Without deviation it is 0. NaN gives NaN.

    Notes
    -----
    The normal quantile of the service level times the deviation.
    Source: Silver, Pyke & Thomas (2017), section 6.7.

    Examples
    --------
    >>> safety_stock_cycle_service(np.array([10.0, 0.0]), 0.95).round(3).tolist()
    [16.449, 0.0]
    """
    return _buffer(np.asarray(std, dtype=float), ndtri(service_level))


def safety_stock_fill_rate(
    std: np.ndarray, order_quantity: np.ndarray, fill_rate: np.ndarray
) -> np.ndarray:
    r"""Return the buffer with which a share of all units is served from stock.

    Parameters
    ----------
    std : ndarray, shape (n,)
        Deviation of demand over the protection interval [unit].
    order_quantity : ndarray, shape (n,)
        Units of a replenishment cycle [unit].
    fill_rate : ndarray, shape (n,)
        Share of demand to be served from stock [-], below 1.

    Returns
    -------
    ndarray, shape (n,)
        Safety stock [unit], unrounded and never negative: large orders need none.
        Without deviation it is 0, without order quantity that of a vanishing
        order (about seven deviations). NaN gives NaN.

    Notes
    -----
    :math:`G(k) = (1 - \beta) Q / \sigma_P`.
    Source: Silver, Pyke & Thomas (2017), section 6.7.

    Examples
    --------
    >>> round(float(safety_stock_fill_rate(11.4, 200.0, 0.99)), 2)
    6.56
    """
    std = np.asarray(std, dtype=float)
    quantity = np.asarray(order_quantity, dtype=float)
    allowed = (1.0 - np.asarray(fill_rate, dtype=float)) * quantity
    with np.errstate(invalid="ignore", divide="ignore"):
        loss = np.where(std > 0, allowed / std, 1.0)
    loss = np.where(np.isnan(allowed), np.nan, np.maximum(loss, 1e-13))
    return _buffer(std, inverse_loss(loss))


def _buffer(std: np.ndarray, factor: np.ndarray) -> np.ndarray:
    """Multiply, so that no deviation means no buffer whatever the factor."""
    with np.errstate(invalid="ignore"):
        buffer = np.maximum(factor, 0.0) * std
    return np.where((std == 0) & ~np.isnan(factor), 0.0, buffer)


def reorder_point(mean: np.ndarray, safety_stock: np.ndarray) -> np.ndarray:
    """Return the position below which to order.

    Parameters
    ----------
    mean : ndarray, shape (n,)
        Mean demand over the protection interval [unit].
    safety_stock : ndarray, shape (n,)
        Buffer [unit].

    Returns
    -------
    ndarray, shape (n,)
        Their sum [unit]; NaN gives NaN.

    Examples
    --------
    >>> float(reorder_point(750.0, 254.0))
    1004.0
    """
    return np.asarray(mean, dtype=float) + np.asarray(safety_stock, dtype=float)


def expected_fill_rate(
    safety_stock: np.ndarray, std: np.ndarray, order_quantity: np.ndarray
) -> np.ndarray:
    """Return the share of units that a buffer lets serve from stock.

    Parameters
    ----------
    safety_stock : ndarray, shape (n,)
        Buffer, negative if the reorder point is below mean demand [unit].
    std : ndarray, shape (n,)
        Deviation of demand over the protection interval [unit].
    order_quantity : ndarray, shape (n,)
        Units of a replenishment cycle, above 0 [unit].

    Returns
    -------
    ndarray, shape (n,)
        Fill rate [-], between 0 and 1; NaN gives NaN.

    Notes
    -----
    One minus the expected shortage of a cycle by the order quantity.
    Source: Chopra & Meindl, Supply Chain Management, chapter 11.

    Examples
    --------
    >>> round(float(expected_fill_rate(100.0, 212.13, 1000.0)), 3)
    0.956
    """
    buffer = np.asarray(safety_stock, dtype=float)
    std = np.asarray(std, dtype=float)
    scale = np.where(std > 0, std, 1.0)
    short = np.where(
        std > 0, scale * standard_loss(buffer / scale), np.maximum(-buffer, 0.0)
    )
    short = np.where(np.isnan(buffer + std), np.nan, short)
    return np.clip(1.0 - short / np.asarray(order_quantity, dtype=float), 0.0, 1.0)
