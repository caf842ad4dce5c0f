"""Classes by value and by variation, and when an item may change its class."""

import numpy as np

from .errors import ShapeError


def abc_classes(
    values: np.ndarray, cuts: tuple[float, float] = (0.8, 0.95)
) -> np.ndarray:
    """Return the class by cumulated value.

    Parameters
    ----------
    values : ndarray, shape (n,)
        Value of each item, usually of a year's use [money].
    cuts : tuple of float
        Shares of the total at which A and B end [-].

    Returns
    -------
    ndarray of str, shape (n,)
        'A', 'B' or 'C'. The item that crosses a cut belongs to the higher class;
        items of equal value share the class of the first of them, so the order
        of the input has no part. Zero, negative, infinite and NaN values are 'C'.

    Examples
    --------
    >>> abc_classes(np.array([70.0, 20.0, 6.0, 4.0, 0.0])).tolist()
    ['A', 'A', 'B', 'C', 'C']
    """
    values = np.asarray(values, dtype=float)
    counted = np.where(np.isfinite(values) & (values > 0), values, 0.0)
    order = np.argsort(-counted, kind="stable")
    ranked = counted[order]
    total = np.cumsum(ranked)
    before = np.concatenate(([0.0], total))[:-1]
    # Equal values take the sum before the first of them.
    first = np.searchsorted(-ranked, -ranked, side="left")
    before = before[first]
    limit = (total[-1] if total.size else 0.0) * (1.0 - 1e-12)
    code = (before >= cuts[0] * limit).astype(int) + (before >= cuts[1] * limit)
    code[ranked <= 0] = 2
    classes = np.empty(values.shape, dtype="U1")
    classes[order] = np.array(["A", "B", "C"])[code]
    return classes


def xyz_classes(cv: np.ndarray, cuts: tuple[float, float] = (0.5, 1.0)) -> np.ndarray:
    """Return the class by variation of demand.

    Parameters
    ----------
    cv : ndarray, shape (n,)
        Deviation by mean of demand [-].
    cuts : tuple of float
        Variation up to which an item is X, and Y [-].

    Returns
    -------
    ndarray of str, shape (n,)
        'X', 'Y' or 'Z'; a value on a cut belongs to the steadier class. NaN (no
        demand) is 'Z'.

    Examples
    --------
    >>> xyz_classes(np.array([0.5, 0.7, 3.0, np.nan])).tolist()
    ['X', 'Y', 'Z', 'Z']
    """
    cv = np.asarray(cv, dtype=float)
    code = np.where(cv <= cuts[0], 0, np.where(cv <= cuts[1], 1, 2))
    return np.array(["X", "Y", "Z"])[code]


def with_hysteresis(
    current: np.ndarray,
    proposed: np.ndarray,
    pending: np.ndarray,
    count: np.ndarray,
    periods: int,
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Change a class only when the same other class was proposed several times.

    Parameters
    ----------
    current, proposed, pending : ndarray of str, shape (n,)
        Class in force ('' for none yet), class computed now, and class that has
        been proposed lately ('' for none).
    count : ndarray of int, shape (n,)
        How often `pending` was proposed in a row.
    periods : int
        Proposals in a row that make a change; 1 or less changes at once.

    Returns
    -------
    tuple of ndarray, shape (n,)
        New `current`, `pending` and `count`. A first class is taken at once.

    Raises
    ------
    ShapeError
        If the lengths differ.

    Examples
    --------
    >>> current, pending, count = with_hysteresis(["A"], ["B"], [""], [0], 2)
    >>> current.tolist(), pending.tolist(), count.tolist()
    (['A'], ['B'], [1])
    >>> with_hysteresis(current, ["B"], pending, count, 2)[0].tolist()
    ['B']
    """
    current, proposed, pending = (
        np.asarray(x, dtype=str) for x in (current, proposed, pending)
    )
    count = np.asarray(count, dtype=np.int64)
    if not current.shape == proposed.shape == pending.shape == count.shape:
        raise ShapeError("classes and counts must have one row per item")
    times = np.where(proposed == pending, count + 1, 1)
    same = proposed == current
    moves = ~same & ((current == "") | (times >= periods))
    settled = same | moves
    return (
        np.where(moves, proposed, current),
        np.where(settled, "", proposed),
        np.where(settled, 0, times),
    )
