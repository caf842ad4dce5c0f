"""Template databases: what the addon depends on, installed once."""

import hashlib

from . import disk, identity, lock, odoo_source, paths

MODULES = ("stock", "purchase_stock", "mrp", "sale_stock", "product_expiry")


def ensure(odoo, demo=False):
    """Return the name of the template, built where it is not there."""
    databases = odoo.databases
    family = identity.prefix() + ("demo_" if demo else "bare_")
    name = family + _fingerprint(odoo)
    if databases.usable(name):
        return name
    with lock.exclusive(paths.DEV / f"{family}.lock", "building a template"):
        if not databases.usable(name):
            disk.require(paths.DEV, 0.5)
            for outdated in databases.names(family):
                databases.drop(outdated)
            building = family + "building"
            databases.create(building)
            title = "Installing Odoo's modules" + (" with demo data" if demo else "")
            try:
                odoo.install(title, building, MODULES, demo=demo)
            except BaseException:
                databases.drop(building)
                raise
            databases.seal(building)
            databases.rename(building, name)
    return name


def _fingerprint(odoo):
    """Name what a template is made of: Odoo, the packages, the modules."""
    digest = hashlib.sha256(odoo_source.fingerprint(odoo.home).encode())
    digest.update((paths.VENV / ".complete").read_bytes())
    digest.update(" ".join(MODULES).encode())
    return digest.hexdigest()[:12]
