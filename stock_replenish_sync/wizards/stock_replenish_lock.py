from odoo import _, fields, models

from ..tools import notification


class StockReplenishLock(models.TransientModel):
    _name = "stock.replenish.lock"
    _inherit = "stock.replenish.bulk"
    _description = "Lock Policies"

    orderpoint_ids = fields.Many2many(
        string="Reordering Rules", relation="stock_replenish_lock_row"
    )
    reason = fields.Char(required=True)
    until = fields.Date(
        help="Last day of the lock. Empty: until somebody unlocks the items.",
    )

    def action_apply(self):
        """Lock the policies of the chosen rows."""
        rows = self._rows(_("Locking"))
        rows._lock(self.reason, self.until)
        return notification(_("%s locked.", len(rows)))
