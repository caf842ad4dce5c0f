"""Databases kept as templates under a name that tells what they are made of."""

from . import disk, lock, paths


def ensure(odoo, family, fingerprint, build, need_gib=0.5):
    """Return the name of the database, made where it is not there.

    :param family: what the names of all its states start with; others than the wanted
        one are dropped
    :param fingerprint: what tells this state from others
    :param build: called with the name of a database to make and fill
    """
    databases, name = odoo.databases, family + fingerprint
    if databases.usable(name):
        return name
    with lock.exclusive(paths.DEV / f"{family}.lock", "building a template"):
        if not databases.usable(name):
            disk.require(paths.DEV, need_gib)
            for outdated in databases.names(family):
                databases.drop(outdated)
            building = family + "building"
            try:
                build(building)
            except BaseException:
                databases.drop(building)
                raise
            databases.seal(building)
            databases.rename(building, name)
    return name
