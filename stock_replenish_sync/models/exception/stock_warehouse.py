from odoo import fields, models


class StockWarehouse(models.Model):
    _inherit = "stock.warehouse"

    replenish_user_id = fields.Many2one(
        "res.users",
        string="Responsible for Stock",
        help="Is asked to see to exceptions of this warehouse.",
    )
