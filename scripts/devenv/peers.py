"""The addons that ours is measured against: downloaded, unpacked, never installed."""

import shutil
import zipfile

from . import disk, lock, paths, process, venv

HOME = paths.DEV / "peers"
STAMP = HOME / ".complete"
PINS = venv.REQUIREMENTS / "bench.txt"


def ensure():
    """Return the folder that has them, made as pinned."""
    wanted = PINS.read_text()
    with lock.exclusive(paths.DEV / "peers.lock", "fetching the peers"):
        if not STAMP.is_file() or STAMP.read_text() != wanted:
            disk.require(paths.DEV, 0.2)
            shutil.rmtree(HOME, ignore_errors=True)
            _fetch(HOME / "wheels")
            STAMP.write_text(wanted)
    return HOME


def versions():
    """Return version by name, of the addons and of what they need."""
    pins = [line for line in PINS.read_text().splitlines() if "==" in line]
    return dict(line.split("==") for line in pins)


def _fetch(folder):
    pip = [paths.PYTHON, "-m", "pip", "download", "--no-input", "--no-deps"]
    process.run(
        "Downloading the peers",
        [*pip, "--disable-pip-version-check", "-d", folder, "-r", PINS],
    )
    for wheel in folder.glob("*.whl"):
        with zipfile.ZipFile(wheel) as archive:
            archive.extractall(HOME)
    shutil.rmtree(folder)
