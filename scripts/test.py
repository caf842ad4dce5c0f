"""make test: the linters and every test; make test T=path::Class::test runs one."""

import collections
import os

import lint
from devenv import (
    browser,
    compatibility,
    faults,
    paths,
    queue_job,
    suites,
    test_database,
    workspace,
)
from devenv.beside import beside
from devenv.problem import main


def test():
    """Run everything, or what T names."""
    browser.require()
    selected = os.environ.get("T")
    with workspace.opened() as odoo:
        browser.require_websocket()
        return _one(odoo, selected) if selected else _all(odoo)


def _one(odoo, selected):
    if selected.startswith(suites.PURE):
        return suites.pure(selected)
    if selected.startswith(faults.FOLDER.name):
        return faults.run(odoo, selected)
    database = test_database.current(odoo)
    if selected.startswith(suites.OUTSIDE):
        return suites.outside(odoo, database, selected)
    if selected.startswith(paths.QUEUE_ADDON_NAME):
        return queue_job.run(odoo, database, *selected.split())
    return suites.with_odoo(odoo, database, *selected.split())


def _all(odoo):
    """Run every suite on two cores: those that take one run side by side."""
    codes = {}
    with beside(_without_database) as early:
        database = test_database.fresh(odoo)
        faults.prepare(odoo)
    broken, codes["pure"] = early.result()
    workers = ("-n", "2", "--dist", "loadscope")
    codes["odoo"] = suites.with_odoo(odoo, database, *workers)
    codes["core"] = compatibility.near(odoo, database)
    with beside(lambda: suites.outside(odoo, database, together=True)) as late:
        codes["queue_job"] = queue_job.run(odoo, database)
        codes["faults"] = faults.run(odoo)
    codes["outside"] = late.result()
    return _summary(broken, codes)


def _without_database():
    return lint.run(), suites.pure(together=True)


def _summary(broken, codes):
    """Print the outcome of every suite and, as last line, of all of them."""
    total = collections.Counter()
    print("\nlinters:", f"failed: {', '.join(broken)}" if broken else "all ok")
    for name, code in codes.items():
        count = collections.Counter(suites.results(name).values())
        if code and not count["failed"]:
            count["failed"] += 1  # nothing collected, a skip, or a crash
        print(f"{name} tests:", ", ".join(f"{n} {state}" for state, n in count.items()))
        total += count
    print(f"{total['passed']} passed, {total['failed'] + len(broken)} failed")
    return 1 if broken or any(codes.values()) else 0


main(test)
