from odoo import _, fields, models
from odoo.exceptions import UserError


class StockReplenishExceptionSnooze(models.TransientModel):
    _name = "stock.replenish.exception.snooze"
    _description = "Snooze Exceptions"

    exception_ids = fields.Many2many(
        "stock.replenish.exception", string="Exceptions", required=True, readonly=True
    )
    how = fields.Selection(
        [("day", "Until a day"), ("worse", "Until it gets worse")],
        string="Snooze",
        required=True,
        default="day",
        help="Whatever you choose: when it gets worse, it is back at once.",
    )
    until = fields.Date(
        string="Back on",
        default=lambda self: fields.Date.add(
            self.env.company._replenish_today(), days=7
        ),
    )
    note = fields.Char(string="Why?")

    def action_apply(self):
        """Put the exceptions aside."""
        rows = self.exception_ids.with_user(self.env.user)
        live = rows._acting(_("snoozing exceptions"))
        self.ensure_one()
        self.check_access_rule("write")
        until = self.how == "day" and self.until
        if self.how == "day":
            today = max(company._replenish_today() for company in live.company_id)
            if not until or until <= today:
                raise UserError(_("Choose a day after today to snooze until."))
        note = (self.note or "").strip()
        if not note:
            raise UserError(
                _("Say in a few words why it can wait, so that others know.")
            )
        return rows._snooze(until, note)
