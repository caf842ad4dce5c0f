from odoo import _, models
from odoo.exceptions import UserError

from ...tools import notification, roles

# Up to this many rows a person waits for the plan; more go to the queue.
PLAN_AT_ONCE = 200


class StockWarehouseOrderpoint(models.Model):
    """What planners do to one row or to hundreds, through checked methods."""

    _inherit = "stock.warehouse.orderpoint"

    def _as_planner(self, doing):
        """Return these rows for changing them as a planner may.

        :param str doing: translated words for what was tried
        :raise AccessError: without the role, or for rows of other companies
        """
        roles.require(self.env, "planner", doing)
        self.check_access_rights("read")
        self.check_access_rule("read")
        return self.sudo()

    def _plan_if_few(self):
        """Plan these rows now if a person can wait for it, else leave them queued.

        :return: True if they were planned
        """
        if not self or len(self) > PLAN_AT_ONCE:
            return False
        self.env["stock.replenish.run"]._plan_rows(self)
        return True

    def _give_policy(self, policy, source):
        """Give these rows a policy and plan them at once if they are few.

        :return: number of rows whose policy changed, and whether they were planned
        """
        before = {row.id: row.policy_id for row in self}
        self._assign_policy(policy, source)
        changed = self.filtered(lambda row: row.policy_id != before[row.id])
        return len(changed), changed._plan_if_few()

    def action_snooze(self):
        """Open the dialog that hides rows for a while."""
        return self._bulk_dialog("stock.replenish.snooze", _("Snooze"))

    def action_lock(self):
        """Open the dialog that locks policies."""
        return self._bulk_dialog("stock.replenish.lock", _("Lock Policy"))

    def action_change_policy(self):
        """Open the dialog that gives rows another policy."""
        return self._bulk_dialog("stock.replenish.assign", _("Change Policy"))

    def _bulk_dialog(self, model, title):
        roles.checked(self, "planner", title)
        if not self:
            raise UserError(_("Select at least one item first."))
        return {
            "type": "ir.actions.act_window",
            "name": title,
            "res_model": model,
            "view_mode": "form",
            "views": [[False, "form"]],
            "target": "new",
            "context": {"default_orderpoint_ids": self.ids},
        }

    def action_unsnooze(self):
        """Show snoozed rows again."""
        rows = self._as_planner(_("Ending a snooze")).filtered("snoozed_until")
        rows.write({"snoozed_until": False})
        return notification(_("%s shown again.", len(rows)))

    def action_set_automatic(self):
        """Let these rows be ordered without a click."""
        return self._set_trigger("auto", _("Automating"))

    def action_set_manual(self):
        """Order these rows only when a person does."""
        return self._set_trigger("manual", _("Taking items off automatic ordering"))

    def _set_trigger(self, trigger, doing):
        rows = self._as_planner(doing).filtered(lambda row: row.trigger != trigger)
        rows.write({"trigger": trigger})
        if trigger == "auto":
            message = _("%s will be ordered automatically when due.", len(rows))
        else:
            message = _("%s wait for a click to be ordered.", len(rows))
        return notification(message)

    def action_open_product(self):
        """Open the product of this row."""
        roles.checked(self, "viewer", _("looking into replenishment"))
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "product.product",
            "res_id": self.product_id.id,
            "views": [[self.env.ref("product.product_normal_form_view").id, "form"]],
        }

    def action_open_rule(self):
        """Open this row with its policy, lock and last plan."""
        roles.checked(self, "viewer", _("looking into replenishment"))
        self.ensure_one()
        form = "stock_replenish_sync.stock_warehouse_orderpoint_view_form_replenish"
        return {
            "type": "ir.actions.act_window",
            "name": self.product_id.display_name,
            "res_model": self._name,
            "res_id": self.id,
            "views": [[self.env.ref(form).id, "form"]],
        }

    def action_open_forecast(self):
        """Open core's forecast report of this row's product and warehouse."""
        roles.checked(self, "viewer", _("looking into replenishment"))
        self.ensure_one()
        action = self.product_id.action_product_forecast_report()
        action["context"] = {
            "active_id": self.product_id.id,
            "active_model": "product.product",
            "warehouse": self.warehouse_id.id,
        }
        return action
