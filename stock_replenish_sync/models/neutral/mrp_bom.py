from odoo import api, models

from .memo import Memo


class MrpBom(models.Model):
    _inherit = "mrp.bom"

    @api.model
    def _bom_find(self, products, picking_type=None, company_id=False, bom_type=False):
        memo = Memo.of(self.env, "boms")
        # Core finds no bill of several archived variants, but that of a single one.
        if (
            not memo
            or not memo.products.issuperset(products._ids)
            or not all(product.active for product in products)
        ):
            return super()._bom_find(products, picking_type, company_id, bom_type)

        def read():
            known = products.browse(sorted(memo.products))
            known = known.filtered("active")
            found = super(MrpBom, self)._bom_find(
                known, picking_type, company_id, bom_type
            )
            return {product.id: bom.id for product, bom in found.items()}

        kind = ("bom", picking_type and picking_type.id, company_id, bom_type)
        found = memo.once(self.env, kind, read)
        result = super()._bom_find(products.browse())
        for product in products:
            if product.id in found:
                result[product] = self.browse(found[product.id])
        return result
