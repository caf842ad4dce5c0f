"""Stock that expires before it is used."""

import numpy as np

# Rounding of sums of quantities; no unit of measure is that small.
_NOTHING = 1e-9


def expiring(
    group: np.ndarray, day: np.ndarray, quantity: np.ndarray, demand: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    r"""Return what expires unused where lots are used in the order of their days.

    Until lot :math:`k` expires, no more than :math:`D t_k` of the first :math:`k` lots
    is used, so :math:`\max_k (C_k - D t_k)^+` of all is lost, with :math:`C_k` what
    these lots hold.

    Parameters
    ----------
    group : ndarray of int64, shape (m,)
        The stock each lot is part of, 0 to n - 1; every one has a lot.
    day : ndarray, shape (m,)
        When each lot expires [days from today]; negative if it has expired.
    quantity : ndarray, shape (m,)
        On hand of each lot [product UoM].
    demand : ndarray, shape (n,)
        Demand per day of each stock [product UoM / day].

    Returns
    -------
    lost : ndarray, shape (n,)
        What expires unused [product UoM].
    first : ndarray of int64, shape (n,)
        The first lot that is not used up, -1 where all is used.
    """
    count = len(demand)
    if not count:
        return np.zeros(0), np.zeros(0, np.int64)
    order = np.lexsort((day, group))
    row, held = group[order], np.asarray(quantity, dtype=float)[order]
    starts = np.searchsorted(row, np.arange(count))
    until = np.cumsum(held)
    until -= (until - held)[starts][row]
    use = np.maximum(demand, 0.0)[row] * np.maximum(np.asarray(day)[order], 0)
    over = until - use
    lost = np.maximum(np.maximum.reduceat(over, starts), 0.0)
    place = np.where(over > _NOTHING, np.arange(len(over)), len(over))
    place = np.minimum.reduceat(place, starts)
    return lost, np.append(order, -1)[place]
