from odoo import api, models
from odoo.tools import SQL

#: What the plan reads of a warehouse that sends.
_OF_WAREHOUSE = "replenish_sharing"


class StockReplenishSource(models.Model):
    """Whoever gets goods by a lane waits for a new plan when the lane changes."""

    _inherit = "stock.replenish.source"

    @api.model_create_multi
    def create(self, vals_list):
        lanes = super().create(vals_list)
        lanes._queue_receivers()
        return lanes

    def write(self, vals):
        if "warehouse_id" in vals:
            self._queue_receivers()
        result = super().write(vals)
        self._queue_receivers()
        return result

    def unlink(self):
        self._queue_receivers()
        return super().unlink()

    def _queue_receivers(self):
        """Queue the governed rules of the warehouses that these lanes lead to."""
        warehouses = self.sudo().warehouse_id
        if not warehouses:
            return
        self.env["stock.warehouse.orderpoint"].flush_model(
            ["active", "is_governed", "warehouse_id"]
        )
        self.env["stock.replenish.dirty"]._insert(
            SQL(
                """SELECT id FROM stock_warehouse_orderpoint
                   WHERE active AND is_governed AND warehouse_id = ANY(%s)""",
                warehouses.ids,
            )
        )


class StockWarehouse(models.Model):
    """Whoever shares what a warehouse has waits for a new plan when the way does."""

    _inherit = "stock.warehouse"

    def write(self, vals):
        result = super().write(vals)
        if _OF_WAREHOUSE in vals:
            self.env["stock.replenish.source"].sudo().search(
                [("source_warehouse_id", "in", self.ids)]
            )._queue_receivers()
        return result
