from datetime import date

from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from .common_worklist import WorklistCommon

ACTIONS = (
    "action_unlock",
    "action_unsnooze",
    "action_set_manual",
    "action_set_automatic",
    "action_reset_quantity",
)
DIALOGS = {
    "stock.replenish.lock": {"reason": "Project"},
    "stock.replenish.snooze": {"period": "7"},
    "stock.replenish.assign": {"choice": "none"},
}


@tagged("post_install", "-at_install")
class TestWorklistBulk(WorklistCommon):
    """What planners do to many rows, without being stock managers."""

    def dialog(self, model, orderpoints, user=None, **values):
        return self.as_user(self.env[model], user or self.planner).create(
            {"orderpoint_ids": [Command.set(orderpoints.ids)], **values}
        )

    def make_rows(self, count=3, policy=None):
        return self.env["stock.warehouse.orderpoint"].concat(
            *(
                self.make_orderpoint(self.make_product(f"Item {number}"), policy)
                for number in range(count)
            )
        )

    # --- locks ---

    def test_lock_and_unlock(self):
        rows = self.make_rows()
        self.dialog(
            "stock.replenish.lock", rows, reason="Project", until=self.today(5)
        ).action_apply()
        self.assertEqual(set(rows.mapped("lock_reason")), {"Project"})
        self.assertEqual(set(rows.mapped("lock_until")), {self.today(5)})
        self.as_user(rows, self.planner).action_unlock()
        self.assertFalse(any(rows.mapped("policy_locked")))
        self.assertFalse(any(rows.mapped("lock_reason")))

    def test_lock_in_the_past_is_refused(self):
        rows = self.make_rows(1)
        with self.assertRaisesRegex(UserError, "would already have expired"):
            self.dialog(
                "stock.replenish.lock", rows, reason="Late", until=self.today(-1)
            ).action_apply()

    def test_lock_that_ran_out_stays_readable(self):
        rows = self.make_rows(1)
        rows.write({"policy_locked": True, "lock_reason": "x"})
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE stock_warehouse_orderpoint SET lock_until = %s WHERE id = %s",
            [self.today(-1), rows.id],
        )
        self.env.invalidate_all()
        rows.lock_reason = "y"
        self.assertTrue(rows.policy_locked)

    # --- policies ---

    def test_policy_is_given_and_planned_at_once(self):
        rows = self.make_rows()
        # Odoo's own rule would buy at once.
        rows.trigger = "manual"
        self.sell(rows[0].product_id, 5)
        answer = self.dialog(
            "stock.replenish.assign", rows, policy_id=self.just_in_time.id
        ).action_apply()
        self.assertEqual(rows.policy_id, self.just_in_time)
        self.assertEqual(set(rows.mapped("policy_source")), {"manual"})
        self.assertIn("planned anew", answer["params"]["message"])
        self.assertEqual(rows[0].qty_to_order, 5)
        self.assertStatus(rows[1], "covered")

    def test_many_rows_wait_and_say_so(self):
        rows = self.make_rows()
        self.patch(
            self.env.registry["stock.warehouse.orderpoint"],
            "_plan_if_few",
            lambda self: False,
        )
        answer = self.dialog(
            "stock.replenish.assign", rows, policy_id=self.just_in_time.id
        ).action_apply()
        self.assertStatus(rows[0], "waiting")
        self.assertIn("Waits for a plan", answer["params"]["message"])

    def test_no_policy_by_hand_stays(self):
        rows = self.make_rows(policy=self.just_in_time)
        self.env["stock.replenish.policy.rule"].create(
            {"policy_id": self.just_in_time.id, "company_id": self.company.id}
        )
        self.dialog("stock.replenish.assign", rows, choice="none").action_apply()
        self.env["stock.replenish.policy.rule"]._assign(self.company)
        self.assertFalse(rows.policy_id)
        self.dialog("stock.replenish.assign", rows, choice="matrix").action_apply()
        self.assertEqual(rows.policy_id, self.just_in_time)
        self.assertEqual(set(rows.mapped("policy_source")), {"matrix"})

    def test_policy_of_another_company_is_refused(self):
        policy = self.make_policy("just_in_time", company_id=self.other.id)
        rows = self.make_rows(1)
        with self.assertRaisesRegex(Exception, "company|Company"):
            self.dialog(
                "stock.replenish.assign", rows, policy_id=policy.id
            ).action_apply()
        self.assertFalse(rows.policy_id)

    def test_policy_and_lock_in_one_go(self):
        rows = self.make_rows(1)
        dialog = self.dialog("stock.replenish.assign", rows)
        with Form(dialog) as form:
            form.policy_id = self.just_in_time
            form.lock = True
            form.reason = "Spring sale"
        dialog.action_apply()
        self.assertEqual(rows.lock_reason, "Spring sale")

    # --- snooze, trigger ---

    def test_snooze(self):
        rows = self.make_rows()
        rows.trigger = "manual"
        dialog = self.dialog("stock.replenish.snooze", rows)
        with Form(dialog) as form:
            form.period = "7"
        dialog.action_apply()
        self.assertEqual(set(rows.mapped("snoozed_until")), {self.today(7)})
        self.as_user(rows, self.planner).action_unsnooze()
        self.assertFalse(any(rows.mapped("snoozed_until")))

    def test_automatic_rows_are_not_snoozed(self):
        rows = self.make_rows()
        with self.assertRaisesRegex(UserError, "ordered automatically"):
            self.dialog("stock.replenish.snooze", rows).action_apply()
        rows[0].trigger = "manual"
        answer = self.dialog("stock.replenish.snooze", rows).action_apply()
        self.assertEqual(answer["params"]["type"], "warning")
        self.assertTrue(rows[0].snoozed_until)
        self.assertFalse(rows[1].snoozed_until)

    def test_snooze_until_today_is_refused(self):
        rows = self.make_rows(1)
        dialog = self.dialog(
            "stock.replenish.snooze", rows, period="0", until=self.today()
        )
        with self.assertRaisesRegex(UserError, "after today"):
            dialog.action_apply()

    def test_snooze_where_it_is_tomorrow_already(self):
        other = self.env["res.company"].create({"name": "Date Line"})
        other.partner_id.tz = "Pacific/Kiritimati"
        self.company.partner_id.tz = "UTC"
        row = self.make_orderpoint(
            self.make_product("Item"),
            warehouse=self.env["stock.warehouse"].search(
                [("company_id", "=", other.id)], limit=1
            ),
        )
        row.trigger = "manual"
        with freeze_time("2026-06-01 12:00:00"):
            dialog = self.env["stock.replenish.snooze"].create(
                {"orderpoint_ids": [Command.set(row.ids)]}
            )
            self.assertEqual(dialog.until, date(2026, 6, 3))
            dialog.write({"period": "0", "until": date(2026, 6, 2)})
            with self.assertRaisesRegex(UserError, "after today"):
                dialog.action_apply()

    def test_automate_and_back(self):
        rows = self.make_rows()
        as_planner = self.as_user(rows, self.planner)
        as_planner.action_set_manual()
        self.assertEqual(set(rows.mapped("trigger")), {"manual"})
        as_planner.action_set_automatic()
        self.assertEqual(set(rows.mapped("trigger")), {"auto"})

    # --- who may ---

    def test_viewers_change_nothing(self):
        rows = self.make_rows(1)
        for name in ACTIONS:
            with self.subTest(action=name), self.assertRaises(AccessError):
                getattr(self.as_user(rows, self.viewer), name)()
        for name in ("action_lock", "action_snooze", "action_change_policy"):
            with self.subTest(action=name), self.assertRaises(AccessError):
                getattr(self.as_user(rows, self.viewer), name)()
        for model, values in DIALOGS.items():
            with self.subTest(model=model), self.assertRaises(AccessError):
                self.dialog(model, rows, self.viewer, **values)

    def test_other_companies_rows_are_out_of_reach(self):
        rows = self.make_rows(1)
        for name in ACTIONS:
            with self.subTest(action=name), self.assertRaises(AccessError):
                getattr(self.as_user(rows, self.stranger), name)()
        for model, values in DIALOGS.items():
            with self.subTest(model=model), self.assertRaises(AccessError):
                self.dialog(model, rows, self.stranger, **values).action_apply()
        self.assertFalse(rows.policy_locked or rows.snoozed_until)

    def test_dialogs_name_what_they_change(self):
        rows = self.make_rows(5)
        dialog = self.dialog("stock.replenish.lock", rows, reason="x")
        self.assertEqual(dialog.applies_to, "Item 0, Item 1, Item 2 and 2 more")
