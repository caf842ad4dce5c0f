"""What the browser tests need; Odoo would skip them without a word."""

import shutil
import subprocess
import sys
from pathlib import Path

from . import paths
from .problem import Problem

# Those Odoo looks for.
NAMES = ("google-chrome", "chromium", "chromium-browser", "google-chrome-stable")
MAC = Path("/Applications/Google Chrome.app")
INSTALL = "apt-get install chromium"


def require():
    """Return the browser's program; raise Problem unless it is there and starts."""
    if sys.platform == "darwin" and MAC.exists():
        return str(MAC / "Contents" / "MacOS" / MAC.stem)
    found = next(filter(None, map(shutil.which, NAMES)), None)
    if not found:
        raise Problem(
            f"the browser tests need Chromium or Chrome: {INSTALL}"
            " (CI does it by itself: .ci/run)"
        )
    version = subprocess.run([found, "--version"], capture_output=True, check=False)
    if version.returncode:
        raise Problem(f"{found} does not start, install it anew: {INSTALL}")
    return found


def require_websocket():
    """Raise Problem unless Odoo can talk to the browser."""
    command = [paths.PYTHON, "-c", "import websocket"]
    if subprocess.run(command, capture_output=True, check=False).returncode:
        raise Problem(
            "the browser tests need websocket-client:"
            f" {paths.PYTHON} -m pip install websocket-client"
        )
