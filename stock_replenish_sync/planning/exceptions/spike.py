"""Demand that is far above what was expected."""

import numpy as np

#: Days of demand that are compared with what was expected.
WEEK = 7
# Deviations of a week's demand that are no surprise.
_DEVIATIONS = 2.0


def is_spike(
    asked: np.ndarray, demand_mean: np.ndarray, demand_std: np.ndarray, times: float
) -> np.ndarray:
    """Tell whether a week's demand is so many times what was expected.

    And by more than its usual variation explains. Where nothing was expected there is
    nothing to compare with.

    Parameters
    ----------
    asked : ndarray, shape (n,)
        Demand of a week [product UoM].
    demand_mean, demand_std : ndarray, shape (n,)
        Demand expected per day, and its deviation [product UoM / day].
    times : float
        How many times the expected demand is a spike.

    Returns
    -------
    ndarray of bool, shape (n,)
    """
    expected = WEEK * demand_mean
    usual = expected + _DEVIATIONS * np.sqrt(WEEK) * np.maximum(demand_std, 0.0)
    return (expected > 0.0) & (asked > times * expected) & (asked > usual)
