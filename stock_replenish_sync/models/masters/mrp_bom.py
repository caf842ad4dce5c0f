from odoo import models


class MrpBom(models.Model):
    """How a product is made, and how long that takes."""

    _name = "mrp.bom"
    _inherit = ["mrp.bom", "stock.replenish.master"]

    _replenish_reads = frozenset(
        (
            "active",
            "company_id",
            "days_to_prepare_mo",
            "picking_type_id",
            "produce_delay",
            "product_id",
            "product_tmpl_id",
            "sequence",
            "type",
        )
    )
