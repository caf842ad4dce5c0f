"""Errors of the engine.

Facts about one item never raise: the item comes back with a reason code. Errors
are for calls that cannot be answered at all::

    PlanningError (ValueError)
    ├── ShapeError     columns of different length, or a row that does not exist
    └── PolicyError    an unknown method or option
"""


class PlanningError(ValueError):
    """Base of all errors of the engine."""


class ShapeError(PlanningError):
    """Columns that do not belong together."""


class PolicyError(PlanningError):
    """A choice the engine does not know."""
