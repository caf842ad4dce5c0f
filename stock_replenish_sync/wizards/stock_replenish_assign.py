from odoo import _, fields, models
from odoo.exceptions import UserError

from ..tools import notification


class StockReplenishAssign(models.TransientModel):
    _name = "stock.replenish.assign"
    _inherit = "stock.replenish.bulk"
    _description = "Change Policies"

    orderpoint_ids = fields.Many2many(
        string="Reordering Rules", relation="stock_replenish_assign_row"
    )
    choice = fields.Selection(
        [
            ("policy", "This policy"),
            ("matrix", "What the matrix says"),
            ("none", "No policy: Odoo's own rule"),
        ],
        string="From now on",
        default="policy",
        required=True,
    )
    policy_id = fields.Many2one("stock.replenish.policy", string="Policy")
    lock = fields.Boolean(
        string="Also lock it", help="The matrix leaves a locked policy alone."
    )
    reason = fields.Char(string="Lock Reason")

    def action_apply(self):
        """Give the chosen rows their policy; plan them at once if they are few."""
        rows = self._rows(_("Giving a policy"))
        if self.choice == "policy" and not self.policy_id:
            raise UserError(_("Choose the policy to give."))
        if self.choice == "matrix":
            changed, planned = self._return_to_matrix(rows)
        else:
            policy = self.policy_id if self.choice == "policy" else self.policy_id[:0]
            self._check_company(rows, policy)
            # Chosen by hand, even to follow none: the matrix must not undo it tonight.
            changed, planned = rows._give_policy(policy.sudo(), "manual")
        if self.lock and self.choice == "policy":
            rows._lock(self.reason)
        return notification(self._outcome(changed, planned))

    def _return_to_matrix(self, rows):
        """Let the matrix choose for these rows, now and later."""
        before = {row.id: row.policy_id for row in rows}
        rows.write(
            {
                "policy_source": "none",
                "policy_locked": False,
                "lock_reason": False,
                "lock_until": False,
            }
        )
        for company in rows.company_id:
            self.env["stock.replenish.policy.rule"].sudo()._assign(company)
        changed = rows.filtered(lambda row: row.policy_id != before[row.id])
        return len(changed), changed._plan_if_few()

    def _check_company(self, rows, policy):
        owner = policy.company_id
        foreign = rows.filtered(lambda row: owner and row.company_id != owner)
        if foreign:
            raise UserError(
                _(
                    "Policy %(policy)s belongs to %(company)s, but %(count)s of the "
                    "chosen items do not. Leave these out or choose a shared policy.",
                    policy=policy.name,
                    company=owner.name,
                    count=len(foreign),
                )
            )

    def _outcome(self, changed, planned):
        if not changed:
            return _("The chosen items already follow it; nothing changed.")
        if changed == 1:
            return (
                _("1 item changed its policy and was planned anew.")
                if planned
                else _(
                    "1 item changed its policy. It shows “Waits for a plan” until the "
                    "next planning run, in a few minutes."
                )
            )
        if planned:
            return _("%s items changed their policy and were planned anew.", changed)
        return _(
            "%s items changed their policy. They show “Waits for a plan” until the "
            "next planning run, in a few minutes.",
            changed,
        )
