"""Registry of planning methods; a method is one module and one line here."""

from ..errors import PolicyError
from . import just_in_time, min_max, reorder_point
from .base import Method

#: Method by key.
METHODS = {
    module.METHOD.key: module.METHOD
    for module in (
        min_max,
        reorder_point,
        just_in_time,
    )
}


def method_of(key: str) -> Method:
    """Return the method of a key.

    Parameters
    ----------
    key : str
        Value of :attr:`planning.datatypes.PolicyParams.method`.

    Returns
    -------
    Method
        Its choices.

    Raises
    ------
    PolicyError
        If there is no such method.

    Examples
    --------
    >>> method_of("min_max").governed
    False
    """
    try:
        return METHODS[key]
    except KeyError:
        raise PolicyError(f"unknown method: {key!r}") from None


__all__ = ["METHODS", "Method", "method_of"]
