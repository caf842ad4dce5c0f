"""The database of the tests: the template with the addon installed."""

from . import addon, identity, lock, paths, template

MODULES = (paths.ADDON_NAME,)


def fresh(odoo):
    """Build the database anew and return its name."""
    databases, name = odoo.databases, identity.prefix() + "test"
    source = template.ensure(odoo)
    with lock.exclusive(paths.DEV / "test.lock", "building the test database"):
        building = f"{name}_building"
        databases.create(building, source)
        try:
            odoo.install("Installing the addon", building, MODULES)
            odoo.shell("Building the web client", building, "bundles.py")
            databases.set_stamp(building, _stamp(source))
        except BaseException:
            databases.drop(building)
            raise
        databases.rename(building, name)
    return name


def current(odoo):
    """Return the name of the database, updated only if the addon changed."""
    databases, name = odoo.databases, identity.prefix() + "test"
    source = template.ensure(odoo)
    found = databases.stamp(name) if databases.usable(name) else ""
    if source not in found:
        return fresh(odoo)
    if found != _stamp(source):
        with lock.exclusive(paths.DEV / "test.lock", "updating the test database"):
            databases.set_stamp(name, "")  # a failed update is built anew
            odoo.update("Updating the addon", name, MODULES)
            databases.set_stamp(name, _stamp(source))
    return name


def _stamp(source):
    return f"{source} {addon.fingerprint()}"
