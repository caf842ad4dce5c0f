from odoo import _, api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from ..tools import notification


class StockReplenishSnooze(models.TransientModel):
    _name = "stock.replenish.snooze"
    _inherit = "stock.replenish.bulk"
    _description = "Snooze Items"

    orderpoint_ids = fields.Many2many(
        string="Reordering Rules", relation="stock_replenish_snooze_row"
    )
    period = fields.Selection(
        [
            ("1", "1 day"),
            ("7", "1 week"),
            ("30", "30 days"),
            ("0", "Until a day I choose"),
        ],
        string="Snooze for",
        default="1",
        required=True,
    )
    until = fields.Date(compute="_compute_until", store=True, readonly=False)

    @api.depends("period", "orderpoint_ids")
    def _compute_until(self):
        for dialog in self:
            days = int(dialog.period or 0)
            if days or not dialog.until:
                dialog.until = fields.Date.add(dialog._today(), days=days or 1)

    def _today(self):
        """Return the day it is, the latest where rows are of several time zones."""
        companies = self.orderpoint_ids.company_id or self.env.company
        return max(company._replenish_today() for company in companies)

    def action_apply(self):
        """Hide the chosen rows from the worklist until a day."""
        rows = self._rows(_("Snoozing"))
        if not self.until or self.until <= self._today():
            raise UserError(_("Choose a day after today to snooze until."))
        # As in core: what is ordered without a click cannot be put off by hiding it.
        automatic = rows.filtered(lambda row: row.trigger == "auto")
        rows -= automatic
        if not rows:
            raise UserError(
                _(
                    "Items that are ordered automatically cannot be snoozed. Choose "
                    "“Order by Hand only” for them first."
                )
            )
        rows.write({"snoozed_until": self.until})
        message = _(
            "%(count)s snoozed until %(day)s.",
            count=len(rows),
            day=format_date(self.env, self.until),
        )
        if automatic:
            message += " " + (
                _("1 is ordered automatically and was left out.")
                if len(automatic) == 1
                else _(
                    "%s are ordered automatically and were left out.", len(automatic)
                )
            )
        return notification(message, kind="warning" if automatic else "success")
