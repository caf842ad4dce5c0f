"""The virtual environment with Odoo's packages and the test tools."""

import hashlib
import os
import shutil
import sys

from . import disk, lock, paths, process

REQUIREMENTS = paths.ROOT / "requirements"
# Written last: an environment without it is half-built and made anew.
STAMP = ".complete"


def ensure():
    """Make the main environment unless it is there as pinned."""
    build(paths.VENV, "dev.txt", need_gib=1.5)


def build(folder, requirements, need_gib):
    """Make the environment `folder` from a file of pins, or leave it as it is."""
    wanted = _fingerprint(requirements)
    stamp = folder / STAMP
    if _is(stamp, wanted):
        return
    with lock.exclusive(paths.DEV / f"{folder.name}.lock", folder.name):
        if _is(stamp, wanted):
            return
        disk.require(folder.parent, need_gib)
        shutil.rmtree(folder, ignore_errors=True)
        try:
            _install(folder, requirements)
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise
        stamp.write_text(wanted)


def _install(folder, requirements):
    name = os.path.relpath(folder, paths.ROOT)
    process.run(f"Making {name}", [sys.executable, "-m", "venv", folder])
    pip = [folder / "bin" / "python", "-m", "pip", "install", "--no-input"]
    pip += ["--disable-pip-version-check"]
    process.run(f"Preparing pip in {name}", [*pip, "-r", REQUIREMENTS / "build.txt"])
    process.run(
        f"Installing packages into {name}",
        [*pip, "--no-build-isolation", "-r", REQUIREMENTS / requirements],
        progress=r"(?:Collecting|Downloading|Installing) \S+",
    )


def _is(stamp, wanted):
    return stamp.is_file() and stamp.read_text() == wanted


def _fingerprint(requirements):
    """Name what an environment is made of: interpreter, place and pins."""
    digest = hashlib.sha256(f"{sys.version} {paths.ROOT}".encode())
    names = ["build.txt", requirements]
    if requirements == "dev.txt":
        names += ["odoo.txt", "constraints.txt"]
    for name in names:
        digest.update((REQUIREMENTS / name).read_bytes())
    return digest.hexdigest()
