from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    replenish_message_days = fields.Integer(
        related="company_id.replenish_message_days", readonly=False
    )
    replenish_message_share = fields.Float(
        related="company_id.replenish_message_share", readonly=False
    )
    replenish_message_budget = fields.Integer(
        related="company_id.replenish_message_budget", readonly=False
    )
