"""The addon's source: whether it changed since it was installed."""

import hashlib

from . import paths
from .problem import Problem

# Read at run time or only by tests: no database needs an update for these.
NOT_INSTALLED = ("tests", "static", "readme")


def fingerprint():
    """Name the state of everything an installation reads."""
    if not (paths.ADDON / "__manifest__.py").is_file():
        raise Problem(f"there is no addon in {paths.ADDON}")
    digest = hashlib.sha256()
    for file in sorted(paths.ADDON.rglob("*")):
        part = file.relative_to(paths.ADDON)
        if part.parts[0] in NOT_INSTALLED or "__pycache__" in part.parts:
            continue
        if file.is_file():
            digest.update(f"{part}\0".encode())
            digest.update(file.read_bytes())
    return digest.hexdigest()[:16]
