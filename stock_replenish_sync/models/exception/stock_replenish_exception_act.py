from odoo import _, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from ...tools import notification, roles
from .stock_replenish_exception import LIVE_STATES


class StockReplenishException(models.Model):
    """Life of an exception as people lead it: acknowledged, snoozed, resolved."""

    _inherit = "stock.replenish.exception"

    def action_acknowledge(self):
        """Ask for a note, then say that somebody takes care of these problems."""
        rows = roles.checked(self, "planner", _("acknowledging exceptions"))
        if not rows.filtered(lambda row: row.state == "open"):
            raise UserError(_("Nothing here is open; others have taken care of it."))
        return self.env["stock.replenish.reason"]._ask("acknowledge", self)

    def action_resolve(self):
        """Ask how these problems were solved, then close them."""
        rows = roles.checked(self, "planner", _("resolving exceptions"))
        if not rows.filtered(lambda row: row.state != "resolved"):
            raise UserError(_("Nothing here is open; it is solved already."))
        return self.env["stock.replenish.reason"]._ask("resolve", self)

    def action_review_shown(self):
        """Ask for a note, then acknowledge what the screen's filters leave."""
        roles.checked(self, "planner", _("acknowledging exceptions"))
        return (
            self.env["stock.replenish.reason"]
            ._shown(self, [("state", "=", "open")])
            .action_acknowledge()
        )

    def _acknowledge(self, note=""):
        """Say that somebody takes care of these problems.

        :param str note: for the chatter, maybe empty
        """
        rows = roles.checked(self, "planner", _("acknowledging exceptions"))
        rows = rows.filtered(lambda row: row.state == "open")
        rows._respond("acknowledge", note)
        return notification(_("%s acknowledged.", len(rows)))

    def _snooze(self, until=False, note=""):
        """Put these problems aside until a day, or until they get worse.

        :param until: date after today, or False
        :param str note: why, for the chatter
        """
        rows = roles.checked(self, "planner", _("snoozing exceptions"))
        rows = rows.filtered(lambda row: row.state in LIVE_STATES)
        said = (
            _("Snoozed until %s.", format_date(self.env, until))
            if until
            else _("Snoozed until it gets worse.")
        )
        rows._respond("snooze", " ".join(filter(None, [said, note])))
        rows._put_aside({"state": "snoozed", "snoozed_until": until})
        return notification(_("%s snoozed.", len(rows)))

    def _resolve(self, reason):
        """Close these problems by hand; they stay closed until they get worse.

        :param str reason: how they were solved, for the chatter
        """
        rows = roles.checked(self, "planner", _("resolving exceptions"))
        rows = rows.filtered(lambda row: row.state != "resolved")
        rows._respond("resolve", reason)
        now = fields.Datetime.now()
        rows._put_aside({"state": "resolved", "resolved_on": now, "ended": "hand"})
        rows._end_episodes("hand")
        return notification(_("%s resolved.", len(rows)))

    def _put_aside(self, values):
        """Write what people decide, and what these problems are worth just now."""
        for exception in self:
            exception.write(
                {
                    **values,
                    "baseline_value": exception.value_at_risk,
                    "baseline_severity": exception.severity,
                }
            )

    def _respond(self, how, note=""):
        """Note on these problems that somebody acts: who, what and why.

        :param str how: code of the action
        :param str note: what was done and why, for the chatter
        """
        rows = self.sudo()
        if note:
            rows._message_log_batch(bodies={row.id: note for row in rows})
        rows.filtered(lambda row: row.state == "open").write({"state": "acknowledged"})
        rows._note_response(how)
