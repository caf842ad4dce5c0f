from odoo import fields, models


class ProductCategory(models.Model):
    _inherit = "product.category"

    replenish_user_id = fields.Many2one(
        "res.users",
        string="Responsible for Stock",
        help="Is asked to see to exceptions of this category's products.",
    )
