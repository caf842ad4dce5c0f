from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..models.policy.stock_replenish_policy import VERSIONED_FIELDS
from .common import ReplenishCommon
from .common_access import new_user


@tagged("post_install", "-at_install")
class TestPolicyScreens(ReplenishCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Policy = cls.env["stock.replenish.policy"]
        cls.policy = cls.make_policy(name="Tracked", service_level=0.95)

    def user(self, role):
        group = f"stock_replenish_sync.group_replenish_{role}"
        return new_user(self.env, f"policy_{role}", group, self.company)

    def tracked(self, policy):
        """Return label -> (old, new) of the last message, as the chatter shows it."""
        self.flush_tracking()
        policy.invalidate_recordset()
        values = policy.message_ids[:1].sudo().tracking_value_ids
        return {
            info["changedField"]: (
                info["oldValue"]["value"],
                info["newValue"]["value"],
            )
            for info in values._tracking_value_format()
        }

    def flush_tracking(self):
        self.env.flush_all()
        self.cr.precommit.run()

    def test_who_changed_what_as_people_read_it(self):
        self.flush_tracking()
        manager = self.user("manager")
        policy = self.policy.with_user(manager).with_context(
            tracking_disable=False, mail_notrack=False
        )
        policy.write(
            {
                "service_level": 0.975,
                "max_days_of_supply": 60,
                "apply_mode": "review",
                "tolerance": 0.05,
            }
        )
        told = self.tracked(policy)
        self.assertEqual(told["Service Level"], ("95 %", "97.5 %"))
        self.assertEqual(told["Ignore Changes below"], ("0 %", "5 %"))
        self.assertEqual(told["At most (days of supply)"], ("No limit", "60"))
        self.assertEqual(
            told["New Parameters"],
            ("Apply new parameters at once", "Have new parameters reviewed"),
        )
        self.assertEqual(policy.message_ids[:1].author_id, manager.partner_id)

    def test_every_setting_is_tracked(self):
        tracked = self.Policy._track_get_fields()
        for name in VERSIONED_FIELDS:
            self.assertIn(name, tracked)

    def test_planner_and_viewer_read(self):
        for role in ("planner", "viewer"):
            policy = self.policy.with_user(self.user(role))
            self.assertEqual(policy.service_level, 0.95)
            with self.assertRaises(AccessError):
                policy.service_level = 0.9

    def test_ready_policies_for_managers_only(self):
        viewer = self.Policy.with_user(self.user("viewer"))
        self.assertNotIn("action_create_ready", viewer.get_empty_list_help("<p>x</p>"))
        with self.assertRaises(AccessError):
            viewer.action_create_ready()
        manager = self.Policy.with_user(self.user("manager"))
        shown = manager.get_empty_list_help("<p>Nothing</p>")
        self.assertIn("<p>Nothing</p>", shown)
        self.assertIn("action_create_ready", shown)
        before = self.Policy.search([])
        manager.action_create_ready()
        made = self.Policy.search([]) - before
        self.assertEqual(
            made.mapped("method"), ["reorder_point", "reorder_point", "min_max"]
        )
        for policy, level in zip(made, (0.98, 0.95), strict=False):
            self.assertAlmostEqual(policy.service_level, level)
        self.assertFalse(made.orderpoint_ids, "they govern nothing by themselves")

    def test_currency_of_a_shared_policy(self):
        companies = self.env["res.company"].sudo().search([("id", "!=", 0)])
        euro = self.env.ref("base.EUR")
        dollar = self.env.ref("base.USD")
        companies.currency_id = euro
        self.assertEqual(self.policy.currency_id, euro)
        other = self.env["res.company"].create({"name": "Dollars"})
        other.currency_id = dollar
        self.policy.invalidate_recordset()
        self.assertFalse(self.policy.currency_id, "5000 of each company's own money")
        self.policy.company_id = self.company
        self.assertEqual(self.policy.currency_id, euro)

    def test_what_waits_is_counted_and_opened(self):
        row = self.make_orderpoint(self.make_product(), self.policy)
        self.past_demand(row.product_id, 7)
        self.plan(row)
        self.assertEqual(self.policy.suggestion_count, len(self.open_suggestions(row)))
        action = self.policy.action_view_suggestions()
        found = self.env[action["res_model"]].search(action["domain"])
        self.assertEqual(found, self.open_suggestions(row))
        self.policy.apply_mode = "review"
        row.policy_id = False
        row.policy_id = self.policy
        self.plan(row)
        self.policy.invalidate_recordset()
        self.assertEqual(self.policy.review_count, 1)
        action = self.policy.action_view_decisions()
        found = self.env[action["res_model"]].search(action["domain"])
        self.assertEqual(found.orderpoint_id, row)
