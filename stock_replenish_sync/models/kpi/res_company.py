from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    replenish_snapshot_on = fields.Date(
        string="Last Day measured",
        readonly=True,
        help="Last day of which KPIs are known.",
    )
    replenish_snapshot_at = fields.Datetime(string="KPIs measured at", readonly=True)
