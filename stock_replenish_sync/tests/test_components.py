import re
from pathlib import Path

from odoo.tests import HttpCase, tagged

TESTS = Path(__file__).parents[1] / "static" / "tests"


@tagged("post_install", "-at_install")
class TestComponents(HttpCase):
    """The component tests of all screens, in one real browser: most of what it does is
    to read Odoo's own scripts."""

    def test_all(self):
        files = sorted(TESTS.glob("*_tests.js"))
        for file in files:
            # Or the filter below would leave them out.
            modules = re.findall(r'^QUnit\.module\("(\w+)', file.read_text(), re.M)
            self.assertTrue(modules, file.name)
            for module in modules:
                self.assertTrue(module.startswith("Replenish"), file.name)
        self.browser_js(
            "/web/tests?mod=web&filter=Replenish", "", "", login="admin", timeout=300
        )
