"""Addons of others, and what they need: downloaded, unpacked, never installed."""

import shutil
import zipfile

from . import disk, lock, paths, process


def ensure(title, pins, home):
    """Unpack the wheels that the file `pins` names into the folder `home`."""
    wanted, stamp = pins.read_text(), home / ".complete"
    with lock.exclusive(paths.DEV / f"{home.name}.lock", title):
        if not stamp.is_file() or stamp.read_text() != wanted:
            disk.require(paths.DEV, 0.2)
            shutil.rmtree(home, ignore_errors=True)
            _fetch(title, pins, home)
            stamp.write_text(wanted)
    return home


def _fetch(title, pins, home):
    folder = home / "wheels"
    pip = [paths.PYTHON, "-m", "pip", "download", "--no-input", "--no-deps"]
    process.run(title, [*pip, "--disable-pip-version-check", "-d", folder, "-r", pins])
    for wheel in folder.glob("*.whl"):
        with zipfile.ZipFile(wheel) as archive:
            archive.extractall(home)
    shutil.rmtree(folder)
