from odoo.tests import HttpCase, tagged


@tagged("post_install", "-at_install")
class TestPolicyComponents(HttpCase):
    """The component tests of the policy form and of the matrix, in a real browser."""

    def test_policy(self):
        self.browser_js(
            "/web/tests?mod=web&filter=ReplenishPolicy",
            "",
            "",
            login="admin",
            timeout=180,
        )

    def test_matrix(self):
        self.browser_js(
            "/web/tests?mod=web&filter=ReplenishMatrix",
            "",
            "",
            login="admin",
            timeout=180,
        )
