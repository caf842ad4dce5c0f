"""Why items were out of stock, and why there is too much of others."""

from dataclasses import dataclass, fields

import numpy as np

#: Why an item was out; of several, the one that comes first here.
OUT_CAUSES = ("data", "supplier", "transfer", "no_action", "demand", "parameter")
#: Why there is too much of an item; of several, the one that comes first here.
EXCESS_CAUSES = ("no_demand", "by_hand", "vendor", "demand_fell", "parameter")
#: Demand that fell to this share of what it was before has fallen.
FELL = 0.8


@dataclass(frozen=True)
class OutFacts:
    """What is known of stock-outs, one row each, at the moment they began.

    Attributes
    ----------
    data : ndarray of bool, shape (n,)
        Wrong or missing data of the item kept planning or ordering from working.
    supplier : ndarray of bool, shape (n,)
        A vendor or one's own production was to have delivered already.
    transfer : ndarray of bool, shape (n,)
        Goods of another warehouse were to have come already.
    no_action : ndarray of bool, shape (n,)
        It was known early enough for an order to arrive, and nobody saw to it.
    demand : ndarray, shape (n,)
        What was asked for while an order would have been on its way [product UoM].
    expected : ndarray, shape (n,)
        What the plan expected of that time [product UoM].
    safety_stock : ndarray, shape (n,)
        What was kept against more than that [product UoM].
    """

    data: np.ndarray
    supplier: np.ndarray
    transfer: np.ndarray
    no_action: np.ndarray
    demand: np.ndarray
    expected: np.ndarray
    safety_stock: np.ndarray

    def __post_init__(self) -> None:
        """Take lists as well, as NumPy would."""
        for field in fields(self):
            kind = float if field.name in _QUANTITIES else bool
            values = np.asarray(getattr(self, field.name), kind)
            object.__setattr__(self, field.name, values)


_QUANTITIES = ("demand", "expected", "safety_stock")


def out_causes(facts: OutFacts) -> np.ndarray:
    """Return why each item was out.

    A single cause each, so that they add up. What kept supply away comes before demand,
    which safety stock could have met had supply come; where nothing else explains it,
    the parameters were too low.

    Parameters
    ----------
    facts : OutFacts

    Returns
    -------
    ndarray of str, shape (n,)
        One of `OUT_CAUSES`.

    Examples
    --------
    >>> out_causes(OutFacts([0, 0], [1, 0], [0, 0], [1, 0], [9, 9], [5, 5], [2, 5]))
    array(['supplier', 'parameter'], dtype='<U9')
    """
    kept = np.maximum(facts.expected, 0.0) + np.maximum(facts.safety_stock, 0.0)
    more = facts.demand > kept
    return _first(
        OUT_CAUSES,
        [facts.data, facts.supplier, facts.transfer, facts.no_action, more],
    )


def excess_causes(
    demand: np.ndarray,
    demand_before: np.ndarray,
    by_hand: np.ndarray,
    raised_by_vendor: np.ndarray,
) -> np.ndarray:
    """Return why there is too much of each item.

    Parameters
    ----------
    demand : ndarray, shape (n,)
        What was asked for of late [product UoM].
    demand_before : ndarray, shape (n,)
        The same in as many days before that [product UoM].
    by_hand : ndarray of bool, shape (n,)
        The last order was typed by a person or made without the plan.
    raised_by_vendor : ndarray of bool, shape (n,)
        The last order was raised to a minimum or to a price break of the vendor.

    Returns
    -------
    ndarray of str, shape (n,)
        One of `EXCESS_CAUSES`.

    Examples
    --------
    >>> excess_causes(*np.array([[0, 9, 5], [5, 9, 9], [1, 0, 0], [0, 0, 0]]))
    array(['no_demand', 'parameter', 'demand_fell'], dtype='<U11')
    """
    demand = np.asarray(demand, float)
    fell = demand < FELL * np.asarray(demand_before, float)
    return _first(
        EXCESS_CAUSES,
        [
            demand <= 0,
            np.asarray(by_hand, bool),
            np.asarray(raised_by_vendor, bool),
            fell,
        ],
    )


def _first(causes: tuple, holds: list) -> np.ndarray:
    """Return the first cause that holds of each row, the last one if none does."""
    wide = f"<U{max(map(len, causes))}"
    chosen = np.select(holds, range(len(holds)), len(holds)).astype(int)
    return np.array(causes, wide)[chosen]
