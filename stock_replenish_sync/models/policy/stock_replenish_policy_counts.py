from odoo import _, fields, models

from ...tools import roles
from ..suggestion.stock_replenish_suggestion import OPEN_STATES


class StockReplenishPolicy(models.Model):
    """What hangs on a policy, as counts that open it."""

    _inherit = "stock.replenish.policy"

    orderpoint_count = fields.Integer("Number of Rules", compute="_compute_counts")
    review_count = fields.Integer("Changes to Review", compute="_compute_counts")
    suggestion_count = fields.Integer("Open Suggestions", compute="_compute_counts")
    change_count = fields.Integer("Applied Changes", compute="_compute_counts")

    def _compute_counts(self):
        for model, domain, name in (
            ("stock.warehouse.orderpoint", [], "orderpoint_count"),
            (
                "stock.replenish.decision",
                [("state", "=", "to_review")],
                "review_count",
            ),
            (
                "stock.replenish.suggestion",
                [("state", "in", OPEN_STATES)],
                "suggestion_count",
            ),
            (
                "stock.replenish.change",
                [("state", "in", ("applied", "undone"))],
                "change_count",
            ),
        ):
            rows, counts = self.env[model], {}
            # People who come from core's screens read no decisions.
            if rows.check_access_rights("read", raise_exception=False):
                mine = [("policy_id", "in", self.ids), *domain]
                counts = dict(rows._read_group(mine, ["policy_id"], ["__count"]))
            for policy in self:
                policy[name] = counts.get(policy, 0)

    def action_view_orderpoints(self):
        return self._action_of_mine("stock_warehouse_orderpoint_action")

    def action_view_decisions(self):
        """Open the changes of parameters that wait for a reviewer."""
        return self._action_of_mine(
            "stock_replenish_decision_action", ("state", "=", "to_review")
        )

    def action_view_suggestions(self):
        """Open what is proposed or held."""
        return self._action_of_mine(
            "stock_replenish_suggestion_action", ("state", "in", OPEN_STATES)
        )

    def action_view_changes(self):
        """Open what was applied to this policy's settings, or undone."""
        return self._action_of_mine(
            "stock_replenish_change_action", ("state", "in", ("applied", "undone"))
        )

    def _action_of_mine(self, name, *domain):
        """Return an action on the rows of this policy, with no filter of its own."""
        roles.checked(self, "viewer", _("looking into replenishment"))
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            f"stock_replenish_sync.{name}"
        )
        action["domain"] = [("policy_id", "=", self.id), *domain]
        action["context"] = {}
        return action
