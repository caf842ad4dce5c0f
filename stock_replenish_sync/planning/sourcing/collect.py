"""Parts of needs and claims on sources, as they are found."""

from dataclasses import fields

import numpy as np

from .datatypes import Claims, Sourced

_NUMBERS = {
    "quantity",
    "asked",
    "granted",
    "available",
    "claimed",
    "cover_before",
    "cover_after",
}


class Collected:
    """Columns gathered turn by turn, and put together at the end."""

    def __init__(self) -> None:
        self._parts: list[dict] = []
        self._claims: list[dict] = []

    def parts(self, keep: np.ndarray, **columns: np.ndarray) -> None:
        """Add the parts of needs where `keep` is true."""
        self._parts.append({name: column[keep] for name, column in columns.items()})

    def claims(self, **columns: np.ndarray) -> None:
        """Add claims on sources."""
        self._claims.append(columns)

    def sourced(self) -> Sourced:
        """Return everything, the parts of a need in the order they were found."""
        names = [field.name for field in fields(Sourced) if field.name != "claims"]
        parts = _joined(self._parts, names)
        order = np.argsort(parts["need"], kind="stable")
        parts = {name: column[order] for name, column in parts.items()}
        claims = _joined(self._claims, [field.name for field in fields(Claims)])
        return Sourced(**parts, claims=Claims(**claims))


def _joined(found: list[dict], names: list[str]) -> dict[str, np.ndarray]:
    """Return columns one after the other."""
    joined = {}
    for name in names:
        kind = np.float64 if name in _NUMBERS else np.int64
        columns = [np.zeros(0, kind), *(columns[name] for columns in found)]
        joined[name] = np.concatenate(columns).astype(kind, copy=False)
    return joined
