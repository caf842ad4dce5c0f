"""Which line of the policy matrix an item gets: the first that fits.

Conditions and facts are whole numbers. 0 as a condition fits everything; 0 as a fact
means not known and fits no condition.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

#: Names of the conditions, in the order in which people read them.
CONDITIONS = ("company", "warehouse", "category", "abc", "xyz", "pattern")


@dataclass(frozen=True)
class Lines:
    """The conditions of m lines in their order.

    Attributes
    ----------
    company, warehouse, abc, xyz, pattern : ndarray of int64, shape (m,)
        The value asked for; 0 for any.
    category : ndarray of int64, shape (m,)
        A category, which stands for itself and all below it; 0 for any.
    below : dict of int to ndarray of int64
        The categories that each asked category stands for, itself included.
    usable : ndarray of bool, shape (m,)
        False where a line is passed over.
    """

    company: np.ndarray
    warehouse: np.ndarray
    category: np.ndarray
    abc: np.ndarray
    xyz: np.ndarray
    pattern: np.ndarray
    below: dict[int, np.ndarray]
    usable: np.ndarray

    def __len__(self) -> int:
        """Return m."""
        return len(self.usable)


@dataclass(frozen=True)
class Facts:
    """What the matrix asks of n items, or of n groups of alike items.

    Attributes
    ----------
    company, warehouse, category, abc, xyz, pattern : ndarray of int64, shape (n,)
        Facts; 0 where not known.
    """

    company: np.ndarray
    warehouse: np.ndarray
    category: np.ndarray
    abc: np.ndarray
    xyz: np.ndarray
    pattern: np.ndarray

    def __len__(self) -> int:
        """Return n."""
        return len(self.company)


def _fits_condition(
    lines: Lines, line: int, name: str, facts: Facts
) -> np.ndarray | bool:
    asked = int(getattr(lines, name)[line])
    if not asked:
        return True
    column = getattr(facts, name)
    if name == "category":
        return np.isin(column, lines.below[asked])
    return column == asked


def fitting(lines: Lines, line: int, facts: Facts) -> np.ndarray:
    """Tell which items a line fits.

    Parameters
    ----------
    lines : Lines
        The matrix.
    line : int
        Index of the line.
    facts : Facts
        The items.

    Returns
    -------
    ndarray of bool, shape (n,)
        True where all conditions are met, whether the line is usable or not.
    """
    fits = np.ones(len(facts), dtype=bool)
    for name in CONDITIONS:
        fits &= _fits_condition(lines, line, name, facts)
    return fits


def first_fit(lines: Lines, facts: Facts) -> np.ndarray:
    """Return the first usable line that fits each item.

    Parameters
    ----------
    lines : Lines
        The matrix.
    facts : Facts
        The items.

    Returns
    -------
    ndarray of int64, shape (n,)
        Index of the line; -1 where none fits.

    Examples
    --------
    >>> none, zero = np.zeros(2, np.int64), np.zeros(1, np.int64)
    >>> lines = Lines(none, none, none, np.array([1, 0]), none, none, {}, none == 0)
    >>> first_fit(lines, Facts(zero, zero, zero, np.array([1]), zero, zero)).tolist()
    [0]
    >>> first_fit(lines, Facts(zero, zero, zero, zero, zero, zero)).tolist()
    [1]
    """
    chosen = np.full(len(facts), -1, dtype=np.int64)
    for line in np.flatnonzero(lines.usable):
        chosen[(chosen < 0) & fitting(lines, int(line), facts)] = line
    return chosen


def count_lines(
    lines: Lines, facts: Facts, weight: np.ndarray, free: np.ndarray
) -> dict[str, np.ndarray]:
    """Return how many items each line fits and how many it gets.

    Parameters
    ----------
    lines : Lines
        The matrix.
    facts : Facts
        Groups of alike items.
    weight : ndarray of int64, shape (n,)
        Items in each group.
    free : ndarray of bool, shape (n,)
        False where the matrix leaves the items alone.

    Returns
    -------
    dict of str to ndarray of int64, shape (m,)
        'caught': items it gets; 'free': free items it fits; 'fitting': all it fits.
    """
    chosen = first_fit(lines, facts)
    weight = np.asarray(weight, dtype=np.int64)
    counts = {
        name: np.zeros(len(lines), np.int64) for name in ("caught", "free", "fitting")
    }
    for line in range(len(lines)):
        fits = fitting(lines, line, facts)
        counts["fitting"][line] = weight[fits].sum()
        counts["free"][line] = weight[fits & free].sum()
        counts["caught"][line] = weight[free & (chosen == line)].sum()
    return counts


def covered_by(lines: Lines) -> np.ndarray:
    """Return an earlier line that takes all a line could ever fit.

    Parameters
    ----------
    lines : Lines
        The matrix.

    Returns
    -------
    ndarray of int64, shape (m,)
        Index of the first usable line above whose conditions are all as wide; -1
        where there is none.
    """
    cover = np.full(len(lines), -1, dtype=np.int64)
    for line in range(len(lines)):
        for earlier in range(line):
            if lines.usable[earlier] and _wider(lines, earlier, line):
                cover[line] = earlier
                break
    return cover


def _wider(lines: Lines, wide: int, narrow: int) -> bool:
    """Tell whether a line fits whatever another line fits."""
    for name in CONDITIONS:
        asked = int(getattr(lines, name)[wide])
        other = int(getattr(lines, name)[narrow])
        if not asked or asked == other:
            continue
        if name != "category" or not other or other not in lines.below[asked]:
            return False
    return True


def misfits(lines: Lines, facts: Facts) -> Iterator[tuple[str, ...]]:
    """Yield why each line does not fit one item.

    Parameters
    ----------
    lines : Lines
        The matrix.
    facts : Facts
        A single item.

    Yields
    ------
    tuple of str
        Names of the conditions that are not met; empty where the line fits.
    """
    for line in range(len(lines)):
        yield tuple(
            name
            for name in CONDITIONS
            if not np.all(_fits_condition(lines, line, name, facts))
        )
