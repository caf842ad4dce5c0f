from odoo import models


class StockReplenishPolicy(models.Model):
    _inherit = "stock.replenish.policy"

    def write(self, vals):
        result = super().write(vals)
        # A policy that governs from now on, or no more, shows on its rows at once.
        if "method" in vals or "apply_mode" in vals:
            self.sudo().orderpoint_ids._refresh_from_suggestions()
        return result
