"""What people make of exceptions, and what they might as well not be told."""

import numpy as np

#: Times a kind of exception is raised before it is judged.
LEAST_OF_KIND = 20
#: Times an item is raised in a kind before it is judged.
LEAST_OF_ITEM = 5
#: Share of what is raised below which a response counts as none.
FEW = 0.05
#: Statistics look back so far [days].
LOOK_BACK = 90
#: What is open so long without a response is left alone [days].
LEFT_ALONE = 14


def is_unheeded(
    raised: np.ndarray, acted: np.ndarray, harmed: np.ndarray, least: int
) -> np.ndarray:
    """Tell of which exceptions nobody needs to be told.

    Parameters
    ----------
    raised : ndarray, shape (n,)
        Times each was raised and people had their time to act.
    acted : ndarray, shape (n,)
        Of these, times somebody acted.
    harmed : ndarray, shape (n,)
        Of these, times nobody acted and an item was out while somebody asked for it:
        the warning was right.
    least : int
        Times that tell enough.

    Returns
    -------
    ndarray of bool, shape (n,)

    Examples
    --------
    >>> is_unheeded(np.array([20, 40, 19]), np.array([0, 2, 0]), np.zeros(3), 20)
    array([ True, False, False])
    """
    enough = raised >= least
    return enough & (acted < FEW * raised) & (harmed < FEW * raised)
