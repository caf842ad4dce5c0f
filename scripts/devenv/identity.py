"""The checkout's mark on its databases: a server may be shared by several."""

import os
import uuid

from . import paths

FILE = paths.DEV / "id"


def prefix():
    """Return what the names of this checkout's databases start with."""
    return f"replenish_{mark()}_"


def mark():
    """Return the mark, chosen once; it moves with the checkout."""
    if not FILE.is_file():
        paths.DEV.mkdir(exist_ok=True)
        building = FILE.with_name(f"id.{os.getpid()}")
        building.write_text(uuid.uuid4().hex[:6])
        try:
            os.link(building, FILE)  # unlike a rename, fails if there is one
        except FileExistsError:
            pass
        building.unlink()
    return FILE.read_text()
