"""make compat: Odoo's own tests, without and with the addon, side by side.

A test that passes without the addon and not with it fails the run. Some of
Odoo's tests need demo data, and some fail on their own here; hence two runs.
"""

from devenv import browser, compatibility, identity, paths, template, workspace
from devenv.problem import Problem, main

MODULES = (paths.ADDON_NAME,)


def compat():
    """Run both sides and compare them."""
    browser.require()
    with workspace.opened() as odoo:
        browser.require_websocket()
        without = _side(odoo, "without")
        beside = _side(odoo, "with")
    _report("without the addon", without)
    _report("with the addon", beside)
    broken = sorted(
        test
        for test, state in without.items()
        if state == "passed" and beside.get(test) != "passed"
    )
    for test in broken:
        print(f"passes without and {beside.get(test, 'is missing')} with: {test}")
    print(f"{sum(s == 'passed' for s in beside.values())} passed, {len(broken)} failed")
    return bool(broken)


def _side(odoo, name):
    """Run the tests on a copy of the template, with the addon or without."""
    databases = odoo.databases
    copy = f"{identity.prefix()}compat_{name}"
    databases.create(copy, template.ensure(odoo, demo=True))
    try:
        if name == "with":
            _install(odoo, copy)
        odoo.shell("Building the web client", copy, "bundles.py")
        outcome = compatibility.full(odoo, copy, f"compat_{name}")
    finally:
        databases.drop(copy)
    if not outcome:
        raise Problem("pytest found none of Odoo's tests, see above")
    return outcome


def _install(odoo, database):
    """Install the addon, without its demo data, beside Odoo's own.

    Odoo gives a new module demo data where its dependencies have some, whatever the
    options say; ours would change the company that Odoo's browser tests work in.
    """
    demo = "UPDATE ir_module_module SET demo = %s WHERE state = 'installed'"
    odoo.databases.query(demo % "FALSE", database)
    odoo.install("Installing the addon", database, MODULES)
    ours = f" AND name != '{paths.ADDON_NAME}'"
    odoo.databases.query(demo % "TRUE" + ours, database)


def _report(title, outcome):
    print(f"\nOdoo's tests {title}:")
    for state in ("passed", "failed", "skipped"):
        tests = sorted(test for test, found in outcome.items() if found == state)
        print(f"  {len(tests)} {state}")
        if state != "passed":
            print("".join(f"    {test}\n" for test in tests), end="")


main(compat)
