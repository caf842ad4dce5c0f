from odoo import api, models

ENDS = ("supplied_wh_id", "supplier_wh_id")


class StockRoute(models.Model):
    _inherit = "stock.route"

    @api.model_create_multi
    def create(self, vals_list):
        routes = super().create(vals_list)
        if any(vals.get(ENDS[0]) for vals in vals_list):
            self.env["stock.replenish.source"].sudo()._find_routes()
        return routes

    def write(self, vals):
        result = super().write(vals)
        if not set(ENDS).isdisjoint(vals):
            self.env["stock.replenish.source"].sudo()._find_routes()
        return result
