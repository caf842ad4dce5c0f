"""Core's domains taken apart: what differs between rows, and what they share."""


def split(domain, *wanted):
    """Split a domain into the right sides of some of its conditions, and the rest.

    :param domain: list whose conditions all have to hold, possibly negated
    :param wanted: pairs of field and operator, each to be found once, not negated
    :return: (right sides in the order of `wanted`, rest), or None for other domains
    """
    found, rest, negated = {}, [], False
    for token in domain:
        if token == "!":
            negated = True
            rest.append(token)
            continue
        if isinstance(token, str):
            return None
        condition = (token[0], token[1])
        if condition in wanted and not negated:
            if condition in found:
                return None
            found[condition] = token[2]
        else:
            rest.append(token)
        negated = False
    if len(found) < len(wanted):
        return None
    return [found[condition] for condition in wanted], rest
