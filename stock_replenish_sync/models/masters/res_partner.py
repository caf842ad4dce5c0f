from odoo import models

from ..vendor.res_partner import ORDER_DAYS

#: What the plan reads of a vendor.
_READ = frozenset(
    (
        "active",
        "replenish_calendar_id",
        "replenish_minimum_value",
        "replenish_window_days",
        *ORDER_DAYS,
    )
)


class ResPartner(models.Model):
    """Whether a vendor sells, and on which terms; its contacts sell on the same."""

    _inherit = "res.partner"

    def write(self, vals):
        result = super().write(vals)
        if not _READ.isdisjoint(vals):
            prices = self.env["product.supplierinfo"].sudo()
            prices.with_context(active_test=False).search(
                [("partner_id", "child_of", self.ids)]
            )._replenish_again()
        return result
