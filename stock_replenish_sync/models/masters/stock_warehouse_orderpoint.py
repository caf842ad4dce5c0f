from odoo import models

#: What a person sets on a rule, and the plan reads of it.
_READ = frozenset(
    (
        "bom_id",
        "location_id",
        "qty_multiple",
        "route_id",
        "supplier_id",
        "warehouse_id",
    )
)


class StockWarehouseOrderpoint(models.Model):
    """Another way of supply, or another multiple, asks for another plan."""

    _inherit = "stock.warehouse.orderpoint"

    def write(self, vals):
        result = super().write(vals)
        if not _READ.isdisjoint(vals):
            planned = self.filtered("policy_id")
            self.env["stock.replenish.dirty"].sudo()._mark(planned)
        return result
