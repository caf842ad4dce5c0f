from odoo import _, api, fields, models
from odoo.exceptions import AccessError


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    replenish_health_address = fields.Char(
        string="Address", compute="_compute_replenish_health"
    )
    replenish_has_health_token = fields.Boolean(compute="_compute_replenish_health")

    # Without a dependency a new form would not ask for them.
    @api.depends("company_id")
    def _compute_replenish_health(self):
        has_token = self.env["stock.replenish.health"]._has_token()
        for settings in self:
            settings.replenish_health_address = (
                f"{settings.get_base_url()}/replenish/health"
            )
            settings.replenish_has_health_token = has_token

    def action_replenish_new_health_token(self):
        """Make a token for a monitoring system and show it, this once."""
        self._check_replenish_health()
        return {
            "type": "ir.actions.act_window",
            "name": _("Token for Monitoring"),
            "res_model": "stock.replenish.health",
            "view_mode": "form",
            "views": [(False, "form")],
            "target": "new",
            "context": {
                "default_token": self.env["stock.replenish.health"]._new_token()
            },
        }

    def action_replenish_withdraw_health_token(self):
        """Answer nobody any more."""
        self._check_replenish_health()
        self.env["stock.replenish.health"]._withdraw_token()
        return {"type": "ir.actions.client", "tag": "reload"}

    def _check_replenish_health(self):
        # It opens the state of all companies to whoever has it.
        if not self.env.is_system():
            raise AccessError(
                _("A token for monitoring is made by administrators (Settings).")
            )
