"""The Odoo 17.0 tree: yours by ODOO_HOME, else a clone shared by checkouts."""

import hashlib
import os
import re
import shutil
import subprocess
from pathlib import Path

from . import disk, lock, paths, process
from .problem import Problem

URL = "https://github.com/odoo/odoo"
SERIES = "17.0"
CLONE = paths.CACHE / f"odoo-{SERIES}"


def ensure():
    """Return the folder of an Odoo 17.0, cloned first where needed."""
    if os.environ.get("ODOO_HOME"):
        home = Path(os.environ["ODOO_HOME"]).expanduser().resolve()
        found = series(home)
        if found != SERIES:
            raise Problem(
                f"ODOO_HOME={home} is {'Odoo ' + found if found else 'no Odoo tree'};"
                f" Odoo {SERIES} is needed"
            )
    else:
        home = _cached_clone()
    _link_into_venv(home)
    return home


def series(home):
    """Return the series of the Odoo tree in `home`, or None."""
    release = home / "odoo" / "release.py"
    if not (home / "odoo-bin").is_file() or not release.is_file():
        return None
    match = re.search(r"version_info = \((\d+), (\d+)", release.read_text())
    return ".".join(match.groups()) if match else None


def fingerprint(home):
    """Name the state of the tree: its commit, else its manifests."""
    commit = subprocess.run(
        ["git", "-C", home, "rev-parse", "HEAD"],
        capture_output=True,
        text=True,
        check=False,
    )
    if commit.returncode == 0 and (home / ".git").exists():
        return commit.stdout.strip()
    digest = hashlib.sha256((home / "odoo" / "release.py").read_bytes())
    for manifest in sorted((home / "addons").glob("*/__manifest__.py")):
        digest.update(manifest.read_bytes())
    return digest.hexdigest()


def _cached_clone():
    if series(CLONE) == SERIES:
        return CLONE
    if not shutil.which("git"):
        raise Problem(
            "git is needed to fetch Odoo: install it (Debian: apt install git),"
            f" or set ODOO_HOME to an Odoo {SERIES} tree"
        )
    with lock.exclusive(CLONE.with_name(f"{CLONE.name}.lock"), "cloning Odoo"):
        if series(CLONE) != SERIES:
            _clone()
    return CLONE


def _clone():
    disk.require(paths.CACHE, 2)
    building = CLONE.with_name(f"{CLONE.name}.building")
    for leftover in (CLONE, building):
        shutil.rmtree(leftover, ignore_errors=True)
    command = ["git", "clone", "--progress", "--depth", "1", "--branch", SERIES]
    try:
        process.run(
            f"Cloning Odoo {SERIES}",
            [*command, URL, building],
            progress=r"(?:Receiving|Updating)[^\r\n]*\d+%",
            env={**os.environ, "GIT_TERMINAL_PROMPT": "0"},
        )
        if series(building) != SERIES:
            raise Problem(f"what {URL} gave is not Odoo {SERIES}")
        building.rename(CLONE)
    finally:
        shutil.rmtree(building, ignore_errors=True)


def _link_into_venv(home):
    """Let the environment import odoo, which is not an installed package."""
    for site_packages in paths.VENV.glob("lib/python*/site-packages"):
        link = site_packages / "odoo-tree.pth"
        if not link.is_file() or link.read_text() != f"{home}\n":
            link.write_text(f"{home}\n")
