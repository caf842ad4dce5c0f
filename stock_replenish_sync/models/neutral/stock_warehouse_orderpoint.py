from odoo import models
from odoo.models import PREFETCH_MAX
from odoo.tools import split_every

from .memo import KEY, remembering


class StockWarehouseOrderpoint(models.Model):
    """Core's computations, each with bulk reads while it lasts."""

    _inherit = "stock.warehouse.orderpoint"

    def _compute_qty_to_order(self):
        with remembering(self) as rows:
            # As many as core itself forecasts together.
            for ids in split_every(PREFETCH_MAX, rows._ids):
                part = rows.browse(ids)
                super(StockWarehouseOrderpoint, part)._compute_qty_to_order()

    def _compute_qty(self):
        with remembering(self) as rows:
            return super(StockWarehouseOrderpoint, rows)._compute_qty()

    def _compute_lead_days(self):
        with remembering(self) as rows:
            return super(StockWarehouseOrderpoint, rows)._compute_lead_days()

    def _compute_rules(self):
        with remembering(self) as rows:
            return super(StockWarehouseOrderpoint, rows)._compute_rules()

    def _get_product_context(self, visibility_days=0):
        context = super()._get_product_context(visibility_days)
        # Core forecasts in this context alone, without its own.
        if KEY in self.env.context:
            context = {**context, KEY: self.env.context[KEY]}
        return context
