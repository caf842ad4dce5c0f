"""The addons that ours is measured against."""

from . import paths, venv, wheels

HOME = paths.DEV / "peers"
PINS = venv.REQUIREMENTS / "bench.txt"


def ensure():
    """Return the folder that has them, made as pinned."""
    return wheels.ensure("Downloading the peers", PINS, HOME)


def versions():
    """Return version by name, of the addons and of what they need."""
    pins = [line for line in PINS.read_text().splitlines() if "==" in line]
    return dict(line.split("==") for line in pins)
