"""Running pytest: the pure tests, those with Odoo, and those from outside."""

import os
import subprocess
import xml.etree.ElementTree as ElementTree

from . import paths
from .problem import Problem

REPORTS = paths.DEV / "reports"
PYTEST = (paths.PYTHON, "-m", "pytest", "-q")
PURE = f"{paths.ADDON_NAME}/tests/planning"
OUTSIDE = "tests/e2e"


def pure(selected=PURE, together=False):
    """Run the planning engine's tests, which need no Odoo."""
    command = [*PYTEST, "-p", "no:odoo", selected]
    return _run("pure", command, _clean_environ(), together=together)


def with_odoo(odoo, database, *arguments, name="odoo", home=paths.ROOT):
    """Run tests inside an Odoo registry on `database`."""
    command = [*PYTEST, f"--odoo-config={odoo.config}", f"--odoo-database={database}"]
    # The default level, critical, breaks the tests that look into the log.
    command += ["--odoo-http", "--odoo-log-level=warn", *arguments]
    return _run(name, command, odoo.environ, home)


def outside(odoo, database, *selected, name="outside", together=False):
    """Run tests that start Odoo themselves; without a name the end-to-end ones."""
    environ = {
        **odoo.environ,
        "REPLENISH_ODOO_BIN": str(odoo.home / "odoo-bin"),
        "REPLENISH_CONFIG": str(odoo.config),
        "REPLENISH_ADDONS_PATH": odoo.addons_path,
        "REPLENISH_DATABASE": database,
        "REPLENISH_FILESTORE": str(paths.FILESTORE),
    }
    command = [*PYTEST, "-p", "no:odoo", *(selected or [OUTSIDE])]
    return _run(name, command, environ, together=together)


def results(name):
    """Return a run's outcome by test, as its report has it."""
    report = REPORTS / f"{name}.xml"
    if not report.is_file():
        raise Problem(f"pytest ended without a report on the {name} tests, see above")
    outcome = {}
    for case in ElementTree.parse(report).iter("testcase"):
        test = f"{case.get('classname')}.{case.get('name')}"
        found = {child.tag for child in case}
        bad = next((tag for tag in ("error", "failure") if tag in found), None)
        state = "failed" if bad else "skipped" if "skipped" in found else "passed"
        # A test whose teardown fails, or with subtests, appears more than once.
        if outcome.get(test) != "failed":
            outcome[test] = state
    return outcome


def _run(name, command, environ, home=paths.ROOT, together=False):
    """Run pytest with its output on screen; return the exit code.

    :param together: show the output when all of it is there
    """
    REPORTS.mkdir(parents=True, exist_ok=True)
    report = REPORTS / f"{name}.xml"
    report.unlink(missing_ok=True)
    command = [str(part) for part in (*command, f"--junitxml={report}")]
    options = {"cwd": home, "env": environ, "check": False}
    if not together:
        return subprocess.run(command, **options).returncode
    done = subprocess.run(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, **options
    )
    print(done.stdout, end="", flush=True)
    return done.returncode


def _clean_environ():
    environ = dict(os.environ)
    environ.pop("PYTHONDONTWRITEBYTECODE", None)
    return environ
