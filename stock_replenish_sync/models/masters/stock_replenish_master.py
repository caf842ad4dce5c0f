from odoo import api, models


class StockReplenishMaster(models.AbstractModel):
    """Has the items of a product or template planned again when this changes.

    What was suggested by what is there no more must not become an order: the gate plans
    queued rows before it orders them.
    """

    _name = "stock.replenish.master"
    _description = "Replenishment Planning: masters of a product"

    #: Fields that the plan reads.
    _replenish_reads = frozenset()

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        records._replenish_again()
        return records

    def write(self, vals):
        if self._replenish_reads.isdisjoint(vals):
            return super().write(vals)
        # It may have been another product's until now.
        self._replenish_again()
        result = super().write(vals)
        self._replenish_again()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_replenish_again(self):
        self._replenish_again()

    def _replenish_again(self):
        """Have planned again what these records are for."""
        rows = self.sudo()
        templates = rows.filtered(lambda row: not row.product_id).product_tmpl_id
        self.env["stock.replenish.dirty"].sudo()._mark_products(
            rows.product_id | templates.product_variant_ids
        )
