"""Fingerprints of inputs: whether a plan was made of the same as the one before.

Computed for all items of a batch at once, so that nothing has to be written down to
find out that nothing changed.
"""

import datetime as dt
import hashlib
from collections.abc import Sequence

import numpy as np

from .datatypes import Events, Items, PolicyParams
from .packing import EVENTS, ITEM, PACKED, POLICY

# Parameters in force are the answer of the plan before: with them the first plan of an
# item would differ from its second one.
_COLUMNS = tuple(name for name in ITEM if not name.startswith("current_"))


def fingerprints(
    items: Items, policies: Sequence[PolicyParams], today: dt.date
) -> np.ndarray:
    """Return a number for each item that stands for what its plan is made of.

    Parameters
    ----------
    items : Items
        The batch.
    policies : sequence of PolicyParams
        The policies that `items.policy` counts in.
    today : datetime.date
        The planning date.

    Returns
    -------
    ndarray of int64, shape (n,)
        Equal for equal inputs on every machine, the order of events left aside;
        different inputs share one with a probability of 2**-64.

    Notes
    -----
    Values are mixed by the finalizer of SplitMix64 (Steele, Lea, Flood: Fast
    splittable pseudorandom number generators, 2014).

    Examples
    --------
    >>> one, other = fingerprints(Items.blank(2), [], dt.date(2024, 5, 6))
    >>> bool(one == other)  # items have different keys
    False
    """
    seeds = [_seed(policy, today) for policy in (*policies, None)]
    # Not governed is -1: the last one.
    mark = np.array(seeds, np.uint64)[items.policy]
    with np.errstate(over="ignore"):
        for name in _COLUMNS:
            mark = _mixed(mark ^ _bits(getattr(items, name)))
        mark = _mixed(mark ^ _history(items))
        for name in EVENTS:
            mark = _mixed(mark ^ _events(getattr(items, name), len(items.key)))
    return mark.view(np.int64)


def _seed(policy: PolicyParams | None, today: dt.date) -> int:
    """Return a number for what items of one policy have in common."""
    values = policy and [vars(policy)[name] for name in POLICY]
    text = f"{PACKED} {today.isoformat()} {values!r}"
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big")


def _history(items: Items) -> np.ndarray:
    """Return a number for the buckets that count, by their age."""
    buckets = items.history.shape[1]
    first = np.asarray(items.first_bucket, np.int64)
    known = (first >= 0) & (first <= buckets)
    # A first bucket out of range is an input of its own, with all of the history.
    counts = np.where(known, buckets - first, buckets)
    ages = np.arange(buckets, 0, -1)
    mixed = _mixed(_bits(items.history) ^ _mixed(_bits(ages)))
    mixed[ages > counts[:, None]] = 0
    shape = _mixed(_bits(counts) ^ _mixed(_bits(np.where(known, 0, first))))
    return mixed.sum(axis=1, dtype=np.uint64) ^ shape


def _events(events: Events, n: int) -> np.ndarray:
    """Return a number for the events of each item, in whatever order they come."""
    mixed = _mixed(_bits(events.day))
    mixed = _mixed(mixed ^ _bits(events.quantity))
    if events.source is not None:
        mixed = _mixed(mixed ^ _bits(events.source))
    total = np.zeros(n, np.uint64)
    np.add.at(total, np.asarray(events.item, np.int64), mixed)
    return total


def _bits(values: np.ndarray) -> np.ndarray:
    """Return values as 64 bits each; equal numbers have equal bits."""
    values = np.asarray(values)
    if values.dtype.kind != "f":
        return values.astype(np.int64).view(np.uint64)
    # There are two zeros and many NaN.
    values = np.where(np.isnan(values), np.nan, values.astype(np.float64) + 0.0)
    return values.view(np.uint64)


def _mixed(bits: np.ndarray) -> np.ndarray:
    """Return bits of which each depends on all the given ones."""
    bits = bits + np.uint64(0x9E3779B97F4A7C15)
    bits = (bits ^ (bits >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    bits = (bits ^ (bits >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return bits ^ (bits >> np.uint64(31))
