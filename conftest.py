"""What holds for all runs of pytest: a skipped test is a failure, since Odoo skips
browser tests without a word; and workers have the companies of the tests ready."""

import os

import pytest


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session, exitstatus):
    """Fail the run when anything was skipped."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if reporter and exitstatus == 0 and reporter.stats.get("skipped"):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.fixture(scope="session", autouse=True)
def prepared_companies(request):
    """Have the companies of the tests made in the database of a worker, a copy that is
    dropped with it."""
    # Not in the tests that need no Odoo, nor in Odoo's own.
    if "PYTEST_XDIST_WORKER" in os.environ and request.config.pluginmanager.has_plugin(
        "odoo"
    ):
        request.getfixturevalue("load_registry")
        _prepare()


def _prepare():
    from odoo import SUPERUSER_ID, api, registry
    from odoo.tests.common import get_db_name

    from odoo.addons.stock_replenish_sync.tests import prepared

    with registry(get_db_name()).cursor() as cr:
        prepared.prepare(api.Environment(cr, SUPERUSER_ID, {}))
