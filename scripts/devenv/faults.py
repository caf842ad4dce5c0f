"""Killed processes, and several at once: the tests in `faults/` on their network."""

import hashlib

from . import addon, identity, kept, paths, suites, template

FOLDER = paths.ROOT / "faults"


def run(odoo, *selected):
    """Run the tests, or some of them, on copies of the planned network."""
    return suites.outside(odoo, prepare(odoo), *(selected or ["faults"]), name="faults")


def prepare(odoo):
    """Return the name of the planned network, made where it is not there."""

    def build(name):
        odoo.databases.create(name, template.ensure(odoo))
        odoo.install("Installing the addon", name, [paths.ADDON_NAME])
        odoo.module(
            "Planning five warehouses",
            "faults.network",
            *("-c", odoo.config, "-d", name),
        )

    return kept.ensure(odoo, identity.prefix() + "faults_", _fingerprint(odoo), build)


def _fingerprint(odoo):
    """Name what the network is made of: Odoo and its modules, the addon, the data."""
    parts = (
        template.fingerprint(odoo, template.MODULES),
        addon.fingerprint(),
        (FOLDER / "network.py").read_text(),
    )
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:12]
