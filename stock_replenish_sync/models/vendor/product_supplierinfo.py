from math import isfinite

from odoo import _, api, fields, models
from odoo.exceptions import ValidationError

from ...planning.validation import LARGEST, SMALLEST_LOT


class ProductSupplierinfo(models.Model):
    """How much of a product a vendor sells at once, and is to sell of it."""

    _inherit = "product.supplierinfo"

    replenish_multiple = fields.Float(
        string="Order Multiple",
        digits="Product Unit of Measure",
        help="Orders are whole multiples of this quantity, in the purchase unit: what "
        "is needed is rounded up. 0: any quantity.",
    )
    replenish_share = fields.Float(
        string="Share (%)",
        digits=(16, 1),
        help="Where two vendors or more of a product have a share, what is bought is "
        "divided among them so that shares are kept over time. 0: no share.",
    )

    @api.constrains("replenish_multiple", "replenish_share")
    def _check_replenish_terms(self):
        for price in self:
            multiple = price.replenish_multiple
            if not isfinite(multiple) or not (
                multiple == 0 or SMALLEST_LOT <= multiple <= LARGEST
            ):
                raise ValidationError(
                    _(
                        "%s: the order multiple must be 0 or more.",
                        price.partner_id.display_name,
                    )
                )
            if not 0 <= price.replenish_share <= 100:
                raise ValidationError(
                    _(
                        "%s: the share must be between 0 and 100 %%.",
                        price.partner_id.display_name,
                    )
                )
