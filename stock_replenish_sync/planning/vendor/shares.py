"""Several vendors of one item, each with its share."""

import numpy as np

from ..allocation import fair_share
from ..order_quantity import NOISE
from .candidates import Book


def split_by_share(
    book: Book,
    place: np.ndarray,
    offer: np.ndarray,
    owed: np.ndarray,
    bought: np.ndarray,
) -> np.ndarray:
    """Return what each vendor gets of needs, so that shares are kept over time.

    Parameters
    ----------
    book : Book
        Offers that can be used.
    place, offer : ndarray of int64, shape (c,)
        Need, and offer of each vendor that has a share of it.
    owed : ndarray, shape (k,)
        What is to be bought for each need [product UoM].
    bought : ndarray, shape (c,)
        What was bought from each vendor before.

    Returns
    -------
    ndarray of float64, shape (c,)
        Quantity [product UoM]; the sum of a need is never less than what is owed.

    Notes
    -----
    As a fair share: bought and to be bought, divided by the share, becomes equal. A
    need too small for everybody's minimum goes to whoever is furthest behind.
    """
    share, unit = book.share[offer], book.unit[offer]
    part = fair_share(
        owed,
        owed[place],
        share,
        bought,
        place,
        minimum=book.minimum[offer] * unit,
        multiple=book.multiple[offer] * unit,
        key=book.vendor[offer],
    )
    lacking = owed - np.bincount(place, part, owed.size)
    short = np.flatnonzero(lacking > NOISE * owed)
    if short.size:
        # What is no whole lot goes up, to the vendor furthest behind.
        rows = np.flatnonzero(np.isin(place, short))
        behind = (bought + part)[rows] / share[rows]
        order = np.lexsort((book.vendor[offer[rows]], behind, place[rows]))
        rows = rows[order]
        rows = rows[np.diff(place[rows], prepend=-1) != 0]
        part[rows] = book.quantity(offer[rows], part[rows] + lacking[place[rows]])
    return part
