"""The demo database: a distributor, planned and ordered once."""

import subprocess
import sys

from . import addon, identity, lock, paths, template
from .problem import Problem

NAME = "replenish_demo"
MODULES = (paths.ADDON_NAME,)
PLANNED = "planned"
# Login, which is the password too, and where to look first.
LOGINS = (
    ("admin", "choose Lakeside Online at the top right, then To Order: the first hour"),
    ("demo_planner", "Inventory > Replenishment Planning: the control tower"),
    ("demo_head", "Inventory > Replenishment Planning > To Review"),
    ("demo_viewer", "Inventory > Replenishment Planning > All Rules, then Why?"),
)


def ensure(odoo):
    """Build the database, or bring it up to the addon's source."""
    databases = odoo.databases
    with _lock():
        wanted = addon.fingerprint()
        found = _stamp(databases)
        if NAME in databases.names(NAME) and identity.mark() not in found:
            # Another checkout's, on a server they share: not ours to change.
            raise Problem(f"{NAME} was not made by this checkout: dropdb {NAME}")
        exists = databases.usable(NAME)
        if exists and wanted in found:
            return
        source = NAME if exists else template.ensure(odoo, demo=True)
        # Worked on under another name: a failure leaves the old one as it was.
        building = f"{NAME}_building"
        databases.create(building, source)
        try:
            if exists:
                odoo.update("Updating the demo database", building, MODULES)
            else:
                odoo.install("Installing the demo", building, MODULES, demo=True)
                odoo.shell("Building the web client", building, "bundles.py")
            planned = [PLANNED] if PLANNED in found else []
            stamp = [identity.mark(), wanted, *planned]
            databases.set_stamp(building, " ".join(stamp))
        except BaseException:
            databases.drop(building)
            raise
        databases.rename(building, NAME)


def plan(odoo):
    """Plan and order in a new database; in any, scan, measure and sum up."""
    with _lock():
        stamp = _stamp(odoo.databases)
        steps = ["--scan", "--measure", "--summary"]
        if PLANNED not in stamp:
            steps = ["--plan", "--order", *steps]
        _replenish(odoo, steps)
        if PLANNED not in stamp:
            odoo.databases.set_stamp(NAME, " ".join([*stamp, PLANNED]))


def welcome():
    """Print who may log in and where each begins."""
    print("\nLog in with the password equal to the login (docs/guide/README.md):")
    for login, start in LOGINS:
        print(f"  {login:13} {start}")
    sys.stdout.flush()


def _replenish(odoo, steps):
    """Run the addon's command in the foreground: it shows its own progress."""
    options = ["-c", odoo.config, "-d", NAME, "--log-level=warn", *steps]
    command = odoo.command(f"--addons-path={odoo.addons_path}", "replenish", *options)
    if subprocess.run(command, env=odoo.environ, check=False).returncode:
        raise Problem(f"planning {NAME} failed, see above")


def _lock():
    return lock.exclusive(paths.DEV / f"{NAME}.lock", f"with {NAME}")


def _stamp(databases):
    return databases.stamp(NAME).split()
