from odoo.tests.common import HttpCase, tagged


@tagged("post_install", "-at_install")
class TestOnboardingComponents(HttpCase):
    def test_qunit(self):
        """Run the component tests of Getting Started in a browser."""
        self.browser_js(
            "/web/tests?mod=web&filter=ReplenishOnboarding",
            "",
            "",
            login="admin",
            timeout=120,
        )
