from odoo import _, api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import format_date

from ...tools import notification


class StockWarehouseOrderpoint(models.Model):
    """Locks: the matrix leaves the policy of these rows alone, for a reason."""

    _inherit = "stock.warehouse.orderpoint"

    policy_locked = fields.Boolean(
        string="Locked", copy=False, help="The matrix leaves this policy alone."
    )
    lock_reason = fields.Char(copy=False)
    lock_until = fields.Date(
        string="Locked until",
        copy=False,
        help="Last day of the lock; from then on the matrix decides again. Empty: "
        "until somebody unlocks it.",
    )

    @api.constrains("policy_locked", "lock_reason")
    def _check_lock_reason(self):
        for orderpoint in self:
            if orderpoint.policy_locked and not (orderpoint.lock_reason or "").strip():
                raise ValidationError(
                    _(
                        "Say why the policy of %s is locked, so that others can tell "
                        "when it may be released.",
                        orderpoint.product_id.display_name,
                    )
                )

    @api.constrains("lock_until", "policy_locked")
    def _check_lock_until(self):
        for orderpoint in self.filtered(lambda row: row.policy_locked):
            if (
                orderpoint.lock_until
                and orderpoint.lock_until < orderpoint.company_id._replenish_today()
            ):
                raise ValidationError(
                    _(
                        "%(product)s: a lock until %(day)s would already have expired. "
                        "Choose today or later, or leave the day empty.",
                        product=orderpoint.product_id.display_name,
                        day=format_date(self.env, orderpoint.lock_until),
                    )
                )

    def action_unlock(self):
        """Let the matrix decide on these rows again."""
        rows = self._as_planner(_("Unlocking")).filtered("policy_locked")
        rows.write({"policy_locked": False, "lock_reason": False, "lock_until": False})
        return notification(_("%s unlocked.", len(rows)))

    def _lock(self, reason, until=False):
        """Lock the policies of these rows; the caller has checked the role."""
        self.write({"policy_locked": True, "lock_reason": reason, "lock_until": until})
