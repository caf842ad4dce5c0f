from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    replenish_first_look = fields.Json(
        string="First Look at the History",
        readonly=True,
        copy=False,
        help="What reading the history found, for Getting Started.",
    )
