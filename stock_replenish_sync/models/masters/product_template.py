from odoo import models

#: What the plan reads of a product, beside its prices and bills.
_READ = frozenset(("categ_id", "route_ids", "uom_po_id"))


class ProductTemplate(models.Model):
    """By which routes a product comes, and in which unit it is bought."""

    _inherit = "product.template"

    def write(self, vals):
        result = super().write(vals)
        if not _READ.isdisjoint(vals):
            self.env["stock.replenish.dirty"].sudo()._mark_products(
                self.sudo().product_variant_ids
            )
        return result
