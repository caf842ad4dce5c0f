from odoo import _, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ...tools import notification, roles
from ...tools.locks import lock_rows


class StockReplenishDecision(models.Model):
    """Reviewing: proposals are accepted or rejected, hundreds at a time."""

    # What a decision is and what people do with it change for different reasons.
    _inherit = "stock.replenish.decision"

    def action_accept(self):
        """Put the proposed parameters in force and plan their rules again."""
        decisions = roles.checked(self, "planner", _("reviewing proposals"))
        waiting = decisions._waiting()
        stale = waiting.filtered(lambda row: row._is_stale())
        stale.write({"state": "superseded"})
        accepted = waiting - stale
        accepted._reviewed("accepted")
        # By their ids: else they are read one by one, once the cache is dropped.
        orderpoints = accepted.orderpoint_id.browse(accepted.orderpoint_id.ids)
        by_rule = {row.orderpoint_id.id: row for row in accepted}
        orderpoints._apply_parameters(
            *(
                {rule: row[name] for rule, row in by_rule.items()}
                for name in (
                    "after_safety_stock",
                    "after_reorder_point",
                    "after_order_quantity",
                )
            )
        )
        self.env["stock.replenish.dirty"].sudo()._mark(orderpoints)
        return accepted._reviewed_notification(
            _("%s accepted.", len(accepted)), len(decisions) - len(accepted)
        )

    def action_reject(self):
        """Ask why, then keep the parameters in force."""
        decisions = roles.checked(self, "planner", _("reviewing proposals"))
        waiting = decisions.filtered(lambda row: row.state == "to_review")
        if not waiting:
            decisions._raise_reviewed()
        return self.env["stock.replenish.reason"]._ask("reject_decisions", self)

    def action_review_shown(self):
        """Ask what becomes of all proposals that the screen's filters leave."""
        roles.checked(self, "planner", _("reviewing proposals"))
        shown = self.env["stock.replenish.reason"]._shown(
            self, [("state", "=", "to_review")]
        )
        if not shown:
            self._raise_reviewed()
        return self.env["stock.replenish.reason"]._ask("review_decisions", shown)

    def _reject(self, reason):
        """Keep the parameters in force; what was refused is not proposed again until
        it moves beyond the policy's tolerance.

        :param str reason: in the words of who rejects
        """
        decisions = roles.checked(self, "planner", _("reviewing proposals"))
        rejected = decisions._waiting()
        rejected._reviewed("rejected", reject_reason=reason)
        orderpoints = rejected.orderpoint_id.browse(rejected.orderpoint_id.ids)
        # Nothing waits any more: the plan in force goes on, or core's own rule.
        for status, governed in (("planned", True), ("neutral", False)):
            orderpoints.filtered(
                lambda row, governed=governed: row.plan_status == "to_review"
                and row.is_governed == governed
            ).write({"plan_status": status})
        orderpoints._refresh_from_suggestions()
        return rejected._reviewed_notification(
            _("%s rejected.", len(rejected)), len(decisions) - len(rejected)
        )

    def _is_stale(self):
        """Tell whether the rule is no longer the one this was proposed for."""
        self.ensure_one()
        row = self.orderpoint_id
        return (
            not row.active
            or not row.product_id.active
            or not self.policy_id
            or self.policy_id != row.policy_id
            or self.policy_version != row.policy_id.version
        )

    def _waiting(self):
        """Lock and return what still waits; raise if nothing does."""
        self.flush_model(["state"])
        waiting = self.browse(
            lock_rows(self.env.cr, self._table, self.ids, SQL("state = 'to_review'"))
        )
        if not waiting:
            self._raise_reviewed()
        return waiting

    def _reviewed(self, state, **values):
        """Note what was decided, by whom and when."""
        self.write(
            {
                "state": state,
                "reviewed_on": fields.Datetime.now(),
                "reviewed_uid": self.env.uid,
                **values,
            }
        )

    def _raise_reviewed(self):
        if len(self) == 1:
            raise UserError(
                _(
                    "%(product)s for %(warehouse)s is no longer waiting for review. "
                    "Refresh the list to see what is open.",
                    product=self.product_id.display_name,
                    warehouse=self.warehouse_id.display_name,
                )
            )
        raise UserError(
            _(
                "None of these proposals waits for a review. Remove a filter, or "
                "refresh the list to see what is open."
            )
        )

    def _reviewed_notification(self, message, gone):
        if gone:
            message = _(
                "%(done)s %(gone)s were no longer open.", done=message, gone=gone
            )
        return notification(message, kind="warning" if gone else "success")
