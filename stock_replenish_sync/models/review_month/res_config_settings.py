from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    replenish_review_partner_ids = fields.Many2many(
        related="company_id.replenish_review_partner_ids", readonly=False
    )
