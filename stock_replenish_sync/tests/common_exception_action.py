from odoo import fields

from .common_access import new_user
from .common_exception import ExceptionCommon

PLANNER = "stock_replenish_sync.group_replenish_planner"


class ExceptionActionCommon(ExceptionCommon):
    """Exceptions that somebody acts on, and who does: a planner, and one who buys."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.planner = new_user(cls.env, "acting_planner", PLANNER, cls.company)
        cls.buyer = new_user(
            cls.env,
            "acting_buyer",
            f"{PLANNER},purchase.group_purchase_user,mrp.group_mrp_user",
            cls.company,
        )

    @classmethod
    def make_problem(cls, orderpoint=None, kind="master_data", **values):
        """Return an exception that was raised, by default about an orderpoint."""
        if orderpoint:
            values = {
                "orderpoint_id": orderpoint.id,
                "product_id": orderpoint.product_id.id,
                "warehouse_id": orderpoint.warehouse_id.id,
                "company_id": orderpoint.company_id.id,
                **values,
            }
        number = cls.Exception.search_count([])
        problem = cls.Exception.sudo().create(
            {
                "kind": kind,
                "code": "test",
                "text": "Something is wrong.",
                "company_id": cls.company.id,
                "fingerprint": f"test:{number}",
                **values,
            }
        )
        cls.env.flush_all()
        problem._start_episodes(fields.Datetime.now())
        return problem.sudo(False)

    def by(self, user, problems):
        """Return exceptions as somebody sees them."""
        return problems.with_user(user).with_context(
            allowed_company_ids=user.company_ids.ids
        )

    def dialog(self, action):
        """Return the dialog that an action opens."""
        self.assertEqual(action["target"], "new")
        return self.env[action["res_model"]].browse(action["res_id"])

    def notes(self, problem):
        return "\n".join(problem.sudo().message_ids.mapped("body"))

    def assertActed(self, problem, how, user, *words):
        """Check that acting was noted: by whom, how, and what was said."""
        self.env.flush_all()
        problem.invalidate_recordset()
        self.assertIn(problem.state, ("acknowledged", "resolved"))
        episode = problem.sudo().episode_ids[:1]
        self.assertEqual((episode.acted_how, episode.acted_uid), (how, user))
        note = problem.sudo().message_ids.filtered(
            lambda message: message.author_id == user.partner_id
        )
        self.assertTrue(note, "nobody said it")
        for word in words:
            self.assertIn(word, "\n".join(note.mapped("body")))

    def assertNotActed(self, problem):
        self.env.flush_all()
        problem.invalidate_recordset()
        self.assertEqual(problem.state, "open")
        self.assertFalse(problem.sudo().episode_ids.acted_on)
