"""Price breaks: where a lower price pays for the stock it makes."""

import numpy as np

from ..order_quantity import economic_order_quantity


def annual_cost(
    quantity: np.ndarray,
    price: np.ndarray,
    annual_demand: np.ndarray,
    order_cost: np.ndarray,
    holding_rate: np.ndarray,
) -> np.ndarray:
    """Return the yearly cost of buying, ordering and holding at an order quantity.

    Parameters
    ----------
    quantity : ndarray, shape (n,)
        Order quantity, above 0 [unit].
    price : ndarray, shape (n,)
        Price at that quantity [money / unit].
    annual_demand : ndarray, shape (n,)
        Demand [unit / year].
    order_cost : ndarray, shape (n,)
        Cost of one order [money].
    holding_rate : ndarray, shape (n,)
        Cost of holding one unit of value for a year [1 / year].

    Returns
    -------
    ndarray, shape (n,)
        Cost [money / year].

    Notes
    -----
    Source: Snyder & Shen, Fundamentals of Supply Chain Theory, 2nd ed. 2019,
    all-units discounts.

    Examples
    --------
    >>> round(float(annual_cost(800.0, 0.68, 1300.0, 8.0, 0.3)), 6)
    978.6
    """
    quantity, price = np.asarray(quantity, float), np.asarray(price, float)
    buying = np.asarray(annual_demand, float) * price
    ordering = np.asarray(order_cost, float) * annual_demand / quantity
    return buying + ordering + 0.5 * quantity * price * np.asarray(holding_rate, float)


def price_break_quantity(
    breaks: np.ndarray,
    prices: np.ndarray,
    annual_demand: np.ndarray,
    order_cost: np.ndarray,
    holding_rate: np.ndarray,
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the order quantity of least yearly cost with all-units price breaks.

    Parameters
    ----------
    breaks, prices : ndarray, shape (n, b)
        Quantity from which each price holds, rising, and the price; NaN for none.
    annual_demand, order_cost, holding_rate : ndarray, shape (n,)
        See :func:`annual_cost`.

    Returns
    -------
    tuple of ndarray, shape (n,)
        Quantity [unit], index of its price, and cost [money / year]. Without demand
        quantity and cost are NaN and the index is -1; among equals the smaller.

    Notes
    -----
    The best quantity is the economic one of a price, where that price holds, or a
    quantity from which a price holds.

    Examples
    --------
    Snyder & Shen, example 3.6.

    >>> breaks, prices = np.array([[0.0, 400.0, 800.0]]), np.array([[0.75, 0.72, 0.68]])
    >>> quantity, tier, cost = price_break_quantity(breaks, prices, 1300.0, 8.0, 0.3)
    >>> quantity.tolist(), tier.tolist(), cost.round(2).tolist()
    ([800.0], [2], [978.6])
    """
    breaks, prices = np.asarray(breaks, float), np.asarray(prices, float)
    demand, cost, rate = (
        np.broadcast_to(np.asarray(x, float), breaks.shape[:1])[:, None]
        for x in (annual_demand, order_cost, holding_rate)
    )
    economic = economic_order_quantity(demand, cost, rate * prices)
    ends = np.concatenate([breaks[:, 1:], np.full((len(breaks), 1), np.inf)], axis=1)
    ends = np.where(np.isnan(ends), np.inf, ends)
    # Below its own range the economic quantity is the start of the range.
    quantity = np.fmax(np.where(economic < ends, economic, np.nan), breaks)
    usable = (quantity > 0) & (demand > 0) & ~np.isnan(prices)
    tried = np.where(usable, quantity, 1.0)
    total = np.where(usable, annual_cost(tried, prices, demand, cost, rate), np.inf)
    tier = np.argmin(total, axis=1)
    row = np.arange(len(breaks))
    found = np.isfinite(total[row, tier])
    return (
        np.where(found, quantity[row, tier], np.nan),
        np.where(found, tier, -1),
        np.where(found, total[row, tier], np.nan),
    )
