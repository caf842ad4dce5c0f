"""Odoo's own tests, beside the addon."""

from . import paths, suites
from .problem import Problem

NEAR = paths.SCRIPTS / "compat_near.txt"
MODULES = ("stock", "purchase_stock", "mrp", "sale_stock")


def near(odoo, database):
    """Run the core tests nearest to the addon, with the addon installed."""
    lines = (line.split("#")[0].strip() for line in NEAR.read_text().splitlines())
    tests = [f"addons/{line}" for line in lines if line]
    return _run(odoo, database, "core", tests)


def full(odoo, database, name):
    """Run all core tests of the modules we build on; return their outcome."""
    tests = [f"addons/{module}/tests" for module in MODULES]
    missing = [test for test in tests if not (odoo.home / test).is_dir()]
    if missing:
        raise Problem(f"{odoo.home} has no {', '.join(missing)}")
    _run(odoo, database, name, tests)
    return suites.results(name)


def _run(odoo, database, name, tests):
    # Odoo's tree has a configuration of its own, which is not for pytest.
    options = ["-c", "/dev/null", f"--rootdir={odoo.home}", "-p", "no:cacheprovider"]
    options += ["-n", "2", "--dist", "loadscope", "--disable-warnings", "--tb=short"]
    return suites.with_odoo(odoo, database, *options, *tests, name=name, home=odoo.home)
