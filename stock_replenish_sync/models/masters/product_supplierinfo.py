from odoo import models


class ProductSupplierinfo(models.Model):
    """Who sells a product, how fast, on which terms."""

    _name = "product.supplierinfo"
    _inherit = ["product.supplierinfo", "stock.replenish.master"]

    _replenish_reads = frozenset(
        (
            "company_id",
            "currency_id",
            "date_end",
            "date_start",
            "delay",
            "discount",
            "min_qty",
            "partner_id",
            "price",
            "product_id",
            "product_tmpl_id",
            "replenish_multiple",
            "replenish_share",
            "sequence",
        )
    )
