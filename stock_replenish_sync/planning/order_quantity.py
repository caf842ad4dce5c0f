"""How much to order at once, and how orders are rounded."""

import numpy as np

from .errors import PolicyError

#: Names of the rounding modes; their index is the code used inside the engine.
ROUNDING_MODES = ("up", "down", "nearest", "not_above_max")
#: Relative noise of float arithmetic that rounding forgives.
NOISE = 1e-9

UP, DOWN, NEAREST, NOT_ABOVE_MAX = range(4)


def economic_order_quantity(
    annual_demand: np.ndarray, order_cost: np.ndarray, holding_cost: np.ndarray
) -> np.ndarray:
    r"""Return the order quantity of least ordering and holding cost.

    Parameters
    ----------
    annual_demand : ndarray, shape (n,)
        Demand [unit / year].
    order_cost : ndarray, shape (n,)
        Cost of one order [money].
    holding_cost : ndarray, shape (n,)
        Cost of holding one unit for a year [money / unit / year].

    Returns
    -------
    ndarray, shape (n,)
        Quantity [unit], 0 without demand; NaN where holding costs nothing (there
        is no best quantity) and where an input is NaN or negative.

    Notes
    -----
    :math:`Q = \sqrt{2 K \lambda / h}`.
    Source: Snyder & Shen, Fundamentals of Supply Chain Theory, 2nd ed. 2019,
    example 3.1.

    Examples
    --------
    >>> economic_order_quantity(np.array([1300.0, 0.0]), 8.0, 0.225).round(2).tolist()
    [304.05, 0.0]
    """
    demand, cost, holding = np.broadcast_arrays(
        *(np.asarray(x, dtype=float) for x in (annual_demand, order_cost, holding_cost))
    )
    known = (demand >= 0) & (cost >= 0) & (holding > 0)
    square = np.where(known, 2.0 * demand * cost, 0.0) / np.where(known, holding, 1.0)
    return np.where(known, np.sqrt(square), np.nan)


def order_cost_per_year(
    quantity: np.ndarray,
    annual_demand: np.ndarray,
    order_cost: np.ndarray,
    holding_cost: np.ndarray,
) -> np.ndarray:
    """Return the yearly cost of ordering and holding at an order quantity.

    Parameters
    ----------
    quantity : ndarray, shape (n,)
        Order quantity, above 0 [unit].
    annual_demand, order_cost, holding_cost : ndarray, shape (n,)
        See :func:`economic_order_quantity`.

    Returns
    -------
    ndarray, shape (n,)
        Cost [money / year]; NaN gives NaN.

    Examples
    --------
    >>> round(float(order_cost_per_year(250.0, 1300.0, 8.0, 0.225)), 3)
    69.725
    """
    quantity = np.asarray(quantity, dtype=float)
    orders = np.asarray(annual_demand, dtype=float) / quantity
    ordering = orders * np.asarray(order_cost, dtype=float)
    return ordering + 0.5 * quantity * np.asarray(holding_cost, dtype=float)


def snap(ratio: np.ndarray) -> np.ndarray:
    """Return the whole number where a ratio is one but for float noise.

    Parameters
    ----------
    ratio : ndarray, any shape
        Quantities in lots [-].

    Returns
    -------
    ndarray, same shape
        The ratio, whole where it differs from a whole number by noise.

    Examples
    --------
    >>> snap(np.array([0.3 / 0.1, 2.5])).tolist()
    [3.0, 2.5]
    """
    whole = np.rint(ratio)
    near = np.abs(ratio - whole) <= NOISE * np.maximum(np.abs(ratio), 1.0)
    return np.where(near, whole, ratio)


def round_by_code(
    quantity: np.ndarray,
    multiple: np.ndarray,
    minimum: np.ndarray,
    maximum: np.ndarray,
    code: np.ndarray,
) -> tuple[np.ndarray, np.ndarray]:
    """Round as :func:`round_quantity` does, with one mode code per row.

    Parameters
    ----------
    quantity, multiple, minimum, maximum : ndarray of float64, shape (n,)
        See :func:`round_quantity`.
    code : ndarray of int, shape (n,)
        Index in :data:`ROUNDING_MODES`.

    Returns
    -------
    tuple of ndarray, shape (n,)
        The rounded quantity, and whether a maximum cut it.
    """
    packed = multiple > 0
    pack = np.where(packed, multiple, 1.0)
    wanted = np.maximum(quantity, minimum)
    ratio = snap(wanted / pack)
    packs = np.where(
        code == DOWN,
        np.floor(ratio),
        # A need too small for float noise to tell from 0 is still a need.
        np.where(
            code == NEAREST,
            np.floor(ratio + 0.5 + NOISE),
            np.maximum(np.ceil(ratio), 1),
        ),
    )
    lowest = np.where(packed, np.ceil(snap(minimum / pack)) * pack, minimum)
    rounded = np.maximum(np.where(packed, packs * pack, wanted), lowest)
    over = (maximum > 0) & (rounded > maximum * (1.0 + NOISE))
    cut = np.where(packed, np.floor(snap(maximum / pack)) * pack, maximum)
    allowed = (cut > 0) & (cut >= lowest * (1.0 - NOISE))
    over &= allowed | (code == NOT_ABOVE_MAX)
    rounded = np.where(over, cut, rounded)
    return np.where(quantity > 0, rounded, quantity * 0.0), over & (quantity > 0)


def round_quantity(
    quantity: np.ndarray,
    multiple: np.ndarray = 0.0,
    minimum: np.ndarray = 0.0,
    maximum: np.ndarray = 0.0,
    mode: str = "up",
) -> np.ndarray:
    """Return quantities that obey minimum, multiple and maximum.

    Parameters
    ----------
    quantity : ndarray, shape (n,)
        What is needed [unit]; 0 and below become 0, NaN stays NaN.
    multiple, minimum, maximum : ndarray, shape (n,)
        Lot rules [unit]; 0 means no rule.
    mode : str
        'up' to a multiple (a need never becomes 0), 'down', 'nearest' (halves go
        up), or 'not_above_max': up, but never above the maximum, if need be 0.

    Returns
    -------
    ndarray, shape (n,)
        Quantity [unit]. The minimum is met in every mode but 'not_above_max'.
        What exceeds the maximum is cut to the largest multiple within it. If no
        quantity obeys all rules the maximum yields (but in 'not_above_max').

    Raises
    ------
    PolicyError
        If the mode is unknown.

    Examples
    --------
    >>> round_quantity([0.1 * 3, 14.0, 0.0], [0.1, 3.0, 3.0]).tolist()
    [0.30000000000000004, 15.0, 0.0]
    >>> float(round_quantity(14.0, 3.0, maximum=14.0, mode="not_above_max"))
    12.0
    """
    if mode not in ROUNDING_MODES:
        raise PolicyError(f"unknown rounding mode: {mode!r}")
    columns = np.broadcast_arrays(
        *(np.asarray(x, dtype=float) for x in (quantity, multiple, minimum, maximum)),
        np.asarray(ROUNDING_MODES.index(mode)),
    )
    with np.errstate(invalid="ignore", over="ignore"):
        return round_by_code(*columns)[0]


def common_multiple(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Return the smallest common multiple of two lot multiples.

    Parameters
    ----------
    a, b : ndarray, shape (n,)
        Multiples, possibly fractional [unit]; 0 means no rule.

    Returns
    -------
    ndarray, shape (n,)
        Common multiple [unit], or the other one where one is no rule; NaN gives
        NaN. Remainders below a millionth of the smaller multiple are taken for
        noise, so there always is a result.

    Examples
    --------
    >>> common_multiple([4.0, 0.1, 2.5, 0.0], [6.0, 0.25, 1.0, 5.0]).round(9).tolist()
    [12.0, 0.5, 5.0, 5.0]
    """
    a, b = np.broadcast_arrays(np.asarray(a, dtype=float), np.asarray(b, dtype=float))
    both = (a > 0) & (b > 0)
    large = np.where(both, np.maximum(a, b), 1.0)
    small = np.where(both, np.minimum(a, b), 1.0)
    noise = 1e-6 * small
    divisor, rest = large, small
    # Euclid with the nearest remainder, which at least halves every step.
    for _step in range(64):
        open_ = rest > noise
        if not open_.any():
            break
        step = np.where(open_, rest, 1.0)
        remainder = np.abs(divisor - np.rint(divisor / step) * step)
        divisor, rest = np.where(open_, rest, divisor), np.where(open_, remainder, rest)
    common = np.rint(large / divisor) * small
    return np.where(both, common, np.where(np.isnan(a + b), np.nan, np.maximum(a, b)))
