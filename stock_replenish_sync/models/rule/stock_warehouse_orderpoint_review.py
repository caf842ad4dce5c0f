from odoo import api, fields, models


class StockWarehouseOrderpoint(models.Model):
    """Rows whose next parameters wait for a person, whatever their policy says."""

    _inherit = "stock.warehouse.orderpoint"

    review_changes = fields.Boolean(
        string="Changes need review",
        copy=False,
        help="New parameters of this rule wait for review although its policy would "
        "apply them at once. Ends when a proposal is accepted.",
    )

    @api.depends("review_changes")
    def _compute_is_governed(self):
        result = super()._compute_is_governed()
        for orderpoint in self:
            if orderpoint.review_changes and not orderpoint.parameters_on:
                orderpoint.is_governed = False
        return result

    def _compute_qty_to_order(self):
        # A dry run is undone before anybody looks at it; core's forecast is slow.
        if self.env.context.get("replenish_trial"):
            return None
        return super()._compute_qty_to_order()

    def _apply_parameters(self, safety_stock, reorder_point, order_quantity):
        # By their ids: rows reached through other records lose what they are read with
        # as soon as the cache is dropped, and would be read one by one.
        self = self.browse(self.ids)
        result = super()._apply_parameters(safety_stock, reorder_point, order_quantity)
        self.sudo().filtered("review_changes").write({"review_changes": False})
        return result
