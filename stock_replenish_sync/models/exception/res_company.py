from odoo import _, api, fields, models
from odoo.exceptions import ValidationError


class ResCompany(models.Model):
    _inherit = "res.company"

    replenish_waiting_days = fields.Integer(
        string="Days of waiting that count",
        default=7,
        required=True,
        help="At risk is what waiting this long costs: the margin on what cannot be "
        "sold meanwhile, or the cost of keeping what is not needed.",
    )
    replenish_scanned_on = fields.Datetime(
        string="Looked for Exceptions", readonly=True
    )
    replenish_scanned_all_on = fields.Datetime(
        string="Looked for all Exceptions", readonly=True
    )
    replenish_scanned_rules = fields.Integer(
        string="Rules looked at",
        readonly=True,
        help="Reordering rules when all exceptions were looked for.",
    )

    @api.constrains("replenish_waiting_days")
    def _check_replenish_waiting_days(self):
        for company in self:
            if not 1 <= company.replenish_waiting_days <= 90:
                raise ValidationError(
                    _("The days of waiting that count must be between 1 and 90.")
                )
