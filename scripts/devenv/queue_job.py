"""The addon that joins ours to OCA's queue_job: tested with the real one."""

from . import identity, paths, suites, venv, wheels
from .odoo import Odoo

TESTS = f"{paths.QUEUE_ADDON_NAME}/tests"
HOME = paths.DEV / "queue_job"
PINS = venv.REQUIREMENTS / "queue_job.txt"


def run(odoo, database, *selected):
    """Run its tests, or some of them, on a copy of `database` with queue_job."""
    wheels.ensure("Downloading queue_job", PINS, HOME)
    beside = Odoo(odoo.home, odoo.databases, peers=HOME)
    copy = f"{identity.prefix()}queue_job"
    odoo.databases.create(copy, database)
    try:
        # Ours installs itself where both are there.
        beside.install("Installing queue_job", copy, ("queue_job",))
        return suites.with_odoo(beside, copy, *(selected or [TESTS]), name="queue_job")
    finally:
        odoo.databases.drop(copy)
