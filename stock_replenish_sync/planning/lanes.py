"""Lanes between warehouses, as a network."""

from collections.abc import Iterable


def find_loop(pairs: Iterable[tuple[int, int]]) -> list[int]:
    """Return a loop of lanes, or an empty list where there is none.

    Parameters
    ----------
    pairs : iterable of (destination, source)
        Lanes; goods go from source to destination.

    Returns
    -------
    list of int
        Warehouses of one loop in the direction of goods, the first one again at the
        end. The same loop whatever the order of the pairs.
    """
    sources: dict[int, list[int]] = {}
    for destination, source in sorted(set(pairs)):
        sources.setdefault(destination, []).append(source)
    cleared: set[int] = set()
    for start in sources:
        path, ways = [], []
        place = start
        while True:
            if place in path:
                return [place, *reversed(path[path.index(place) :])]
            if place not in cleared:
                path.append(place)
                ways.append(iter(sources.get(place, ())))
            while ways and (place := next(ways[-1], None)) is None:
                cleared.add(path.pop())
                ways.pop()
            if not ways:
                break
    return []
