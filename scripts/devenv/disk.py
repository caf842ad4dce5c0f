"""Room on disk, asked before a long step instead of failing in its middle."""

import shutil

from .problem import Problem

GIB = 1024**3


def require(folder, gib):
    """Raise Problem unless `gib` GiB are free where `folder` is."""
    while not folder.exists():
        folder = folder.parent
    free = shutil.disk_usage(folder).free / GIB
    if free < gib:
        raise Problem(
            f"no space left on disk: {free:.1f} GiB free in {folder},"
            f" {gib:.1f} GiB are needed"
        )
