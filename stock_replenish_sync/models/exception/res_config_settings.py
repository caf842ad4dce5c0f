from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    replenish_waiting_days = fields.Integer(
        related="company_id.replenish_waiting_days", readonly=False
    )
