"""Template databases: what the addon depends on, installed once."""

import hashlib

from . import identity, kept, odoo_source, paths

MODULES = ("stock", "purchase_stock", "mrp", "sale_stock", "product_expiry")


def ensure(odoo, demo=False):
    """Return the name of the template, built where it is not there."""
    title = "Installing Odoo's modules" + (" with demo data" if demo else "")

    def build(name):
        odoo.databases.create(name)
        odoo.install(title, name, MODULES, demo=demo)

    family = identity.prefix() + ("demo_" if demo else "bare_")
    return kept.ensure(odoo, family, fingerprint(odoo, MODULES), build)


def fingerprint(odoo, modules):
    """Name what a template is made of: Odoo, the packages, the modules."""
    digest = hashlib.sha256(odoo_source.fingerprint(odoo.home).encode())
    digest.update((paths.VENV / ".complete").read_bytes())
    digest.update(" ".join(modules).encode())
    return digest.hexdigest()[:12]
