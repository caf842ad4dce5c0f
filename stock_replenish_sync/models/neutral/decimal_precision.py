from odoo import models

from .memo import Memo


class DecimalPrecision(models.Model):
    _inherit = "decimal.precision"

    def precision_get(self, application):
        # Asked for every quantity that is read or written. Of discounts, accounting may
        # change its mind in between.
        memo = application != "Discount" and Memo.of(self.env, "digits")
        if not memo:
            return super().precision_get(application)
        return memo.once(
            None,
            ("digits", application),
            lambda: super(DecimalPrecision, self).precision_get(application),
        )
