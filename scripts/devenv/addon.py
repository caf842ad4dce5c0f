"""The addon's source: whether it changed since it was installed."""

from . import digest, paths
from .problem import Problem

# Read at run time or only by tests: no database needs an update for these.
NOT_INSTALLED = ("tests", "static", "readme")


def fingerprint():
    """Name the state of everything an installation reads."""
    if not (paths.ADDON / "__manifest__.py").is_file():
        raise Problem(f"there is no addon in {paths.ADDON}")
    return digest.of(paths.ADDON, NOT_INSTALLED)
