"""Put together what belongs together."""


def connected(sets):
    """Return the groups that sets form when those with a common member are joined.

    :param sets: iterable of collections of hashable members
    :return: dict of member -> frozenset of all members of its group
    """
    groups = {}
    for members in sets:
        joined = frozenset(members).union(
            *(groups[member] for member in members if member in groups)
        )
        groups.update(dict.fromkeys(joined, joined))
    return groups
