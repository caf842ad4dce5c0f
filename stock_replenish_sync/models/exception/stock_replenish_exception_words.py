from odoo import api, fields, models
from odoo.tools import format_date

from ...tools import format_quantity


class StockReplenishException(models.Model):
    """Exceptions in words, in the language of whoever reads them."""

    _inherit = "stock.replenish.exception"

    problem = fields.Char(
        compute="_compute_problem", help="The problem in one sentence."
    )

    @api.depends(
        *("kind", "code", "text", "quantity", "days", "reference", "other"),
        *("date_from", "date_expected", "act_by", "product_id", "severity"),
    )
    @api.depends_context("lang")
    def _compute_problem(self):
        for exception in self:
            exception.problem = exception._detection()._sentence(exception)

    @api.depends("kind", "product_id", "reference")
    @api.depends_context("lang")
    def _compute_display_name(self):
        labels = dict(self._kinds())
        for exception in self:
            about = exception.product_id.display_name or exception.reference or ""
            label = labels.get(exception.kind, exception.kind or "")
            exception.display_name = f"{label}: {about}" if about else label

    def _amount(self, quantity):
        """Return a quantity with its unit, in words; pieces are whole."""
        # Without rule there is no demand, so that quantities are counted ones.
        if self.orderpoint_id:
            quantity = self.orderpoint_id._replenish_whole(quantity)
        return format_quantity(self.env, quantity, self.product_uom_id, True)

    def _day(self, day):
        """Return a date in words."""
        return format_date(self.env, day)
