from odoo import fields, models


class StockReplenishRun(models.Model):
    """What all parts of a plan need of vendors, read once."""

    _inherit = "stock.replenish.run"

    # What all receipts of each vendor say of its lead time, while the run lasts.
    vendor_figures = fields.Json(prefetch=False)

    def _do_prepare(self, ids):
        counters = super()._do_prepare(ids)
        company = self.company_id
        self.vendor_figures = self.env["stock.replenish.history"]._vendor_figures(
            company, company._replenish_today(), company.replenish_history_weeks
        )
        return counters

    def _finish(self):
        result = super()._finish()
        self.vendor_figures = False
        return result
