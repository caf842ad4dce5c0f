"""Whether a message that somebody dismissed has a new reason to be told."""

import numpy as np

from .datatypes import Margins


def got_worse(
    kind: np.ndarray,
    days: np.ndarray,
    quantity: np.ndarray,
    old_kind: np.ndarray,
    old_days: np.ndarray,
    old_quantity: np.ndarray,
    margins: Margins,
) -> np.ndarray:
    """Tell which messages ask for more than they did when they were dismissed.

    Parameters
    ----------
    kind, old_kind : ndarray of int, shape (k,)
        Index in :data:`~planning.messages.MESSAGE_KINDS`, now and then.
    days, old_days : ndarray, shape (k,)
        Days by which the order is to move [days].
    quantity, old_quantity : ndarray, shape (k,)
        Quantity by which it is to change [product UoM].
    margins : Margins
        What is too little to be said.

    Returns
    -------
    ndarray of bool, shape (k,)
        True where the kind differs, or days or quantity grew beyond the margins.

    Examples
    --------
    >>> one = np.ones(1)
    >>> got_worse(one, 9 * one, 0 * one, one, 5 * one, 0 * one, Margins(days=3))
    array([ True])
    """
    grown = np.abs(days) - np.abs(old_days) > margins.days
    old = np.abs(old_quantity)
    grown |= np.abs(quantity) - old > margins.share * old + 1e-9 * (1.0 + old)
    return grown | (kind != old_kind)
