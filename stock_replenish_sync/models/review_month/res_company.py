from odoo import _, api, fields, models
from odoo.exceptions import ValidationError


class ResCompany(models.Model):
    _inherit = "res.company"

    replenish_review_partner_ids = fields.Many2many(
        "res.partner",
        relation="stock_replenish_review_recipient",
        string="Recipients of the monthly Review",
        help="They get it in their language, whatever they may see in Odoo.",
    )

    @api.constrains("replenish_review_partner_ids")
    def _check_replenish_review_partners(self):
        for company in self:
            silent = company.replenish_review_partner_ids.filtered(
                lambda partner: not partner.email
            )
            if silent:
                raise ValidationError(
                    _(
                        "Without an e-mail address nobody gets the monthly review: "
                        "%(names)s.",
                        names=", ".join(silent.mapped("display_name")),
                    )
                )
