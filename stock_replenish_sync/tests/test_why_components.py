from odoo.tests import HttpCase, tagged


@tagged("post_install", "-at_install")
class TestWhyComponents(HttpCase):
    """The component tests of the dialog and of its button, in a real browser."""

    def test_components(self):
        self.browser_js(
            "/web/tests?mod=web&filter=ReplenishWhy", "", "", login="admin", timeout=180
        )
