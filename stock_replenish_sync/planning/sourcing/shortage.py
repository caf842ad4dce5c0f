"""Who asked a short source for how much, and who got it: the record that is kept."""

from collections.abc import Iterator

import numpy as np

from ..order_quantity import NOISE
from .datatypes import Claims, Lanes

_NUMBERS = ("asked", "granted", "cover_before", "cover_after")


def shortages(claims: Claims, lanes: Lanes) -> Iterator[tuple[int, list[dict]]]:
    """Yield the first need of each item that a source could not serve, and why.

    Parameters
    ----------
    claims : Claims
        Claims on sources; see :class:`planning.sourcing.Sourced`.
    lanes : Lanes
        The lanes.

    Yields
    ------
    tuple of (int, list of dict)
        Row of the need, and a dict for each short source that it asked, in turn:
        `lane` and `source` are rows, `day` is the day on which goods were to leave,
        `available` what the source had free by then and `claimed` what all named
        here asked; `asked`, `granted`, `cover_before` and `cover_after` are the item's
        own. `others` are dicts of the latter four and `item` for whoever asked the
        same source in the same turn for goods that leave by that day, or for the same
        goods soon after, those with most first; the source itself among them where it
        claimed for itself. Quantities are in product UoM, cover in days, None without
        demand.
    """
    lacking = (claims.need >= 0) & (claims.granted < claims.asked * (1 - NOISE))
    lacking &= np.isfinite(claims.available)
    rows = np.flatnonzero(lacking)
    if not rows.size:
        return
    # The first need of each item; a later one tells the same story.
    item, need = claims.item[rows], claims.need[rows]
    order = np.lexsort((claims.turn[rows], need, item))
    first = order[np.diff(item[order], prepend=-1) != 0]
    told = np.full(int(item.max()) + 1, -1)
    told[item[first]] = need[first]
    rows = rows[order][need[order] == told[item[order]]]
    rivals = _Rivals(claims, lanes)
    records: dict[int, list[dict]] = {}
    for row in rows.tolist():
        records.setdefault(int(claims.need[row]), []).append(rivals.record(row))
    yield from records.items()


class _Rivals:
    """Claims by those who asked one source at once."""

    def __init__(self, claims: Claims, lanes: Lanes) -> None:
        self.claims = claims
        # A source claims for itself among those with whom it shares.
        mode = np.append(lanes.mode, 1)[claims.lane]
        keys = np.stack([claims.source, claims.turn, mode])
        _keys, group = np.unique(keys, axis=1, return_inverse=True)
        self.group = group.reshape(-1)
        self.order = np.argsort(self.group, kind="stable")
        self.start = np.searchsorted(
            self.group[self.order], np.arange(self.group.max() + 2)
        )

    def record(self, row: int) -> dict:
        """Return what became of one claim, and of its rivals'."""
        claims, group = self.claims, self.group[row]
        among = self.order[self.start[group] : self.start[group + 1]]
        among = among[claims.item[among] != claims.item[row]]
        others: dict[int, dict] = {}
        for other in self._rivals(row, among).tolist():
            item = int(claims.item[other])
            if item in others:
                sums = others[item]
                sums["asked"] += _number(claims.asked[other])
                sums["granted"] += _number(claims.granted[other])
                sums["cover_after"] = _number(claims.cover_after[other])
            else:
                others[item] = {"item": item, **self._numbers(other)}
        return {
            "lane": int(claims.lane[row]),
            "source": int(claims.source[row]),
            "day": int(claims.day[row]),
            "available": _number(claims.available[row]),
            "claimed": _number(
                claims.asked[row] + sum(other["asked"] for other in others.values())
            ),
            **self._numbers(row),
            "others": sorted(
                others.values(), key=lambda other: (-other["granted"], other["item"])
            ),
        }

    def _rivals(self, row: int, among: np.ndarray) -> np.ndarray:
        """Return which claims of others kept goods from one.

        Those for the same day or a sooner one; and of who has no such claim the first,
        if nothing has come to the source until then: trucks to two branches leave on
        different days with the same goods.
        """
        claims = self.claims
        among = among[np.argsort(claims.day[among], kind="stable")]
        sooner = claims.day[among] <= claims.day[row]
        _item, first = np.unique(claims.item[among], return_index=True)
        same = claims.available[among[first]] <= claims.available[row]
        sooner[first[same]] = True
        return among[sooner]

    def _numbers(self, row: int) -> dict:
        return {name: _number(getattr(self.claims, name)[row]) for name in _NUMBERS}


def _number(value: float) -> float | None:
    """Return a number without noise, None where it is none."""
    return round(float(value), 6) if np.isfinite(value) else None
