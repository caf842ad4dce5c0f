from odoo import _, models
from odoo.exceptions import UserError

from ...tools import notification


class StockReplenishException(models.Model):
    """Who sees to it, and when: assign, put aside."""

    _inherit = "stock.replenish.exception"

    def action_assign(self):
        """Ask who is to see to these problems."""
        rows = self._acting(_("assigning exceptions"))
        return self._dialog(
            "stock.replenish.exception.assign",
            _("Assign"),
            exception_ids=[(6, 0, rows.ids)],
        )

    def action_snooze(self):
        """Ask until when these problems are put aside."""
        rows = self._acting(_("snoozing exceptions"))
        return self._dialog(
            "stock.replenish.exception.snooze",
            _("Snooze"),
            exception_ids=[(6, 0, rows.ids)],
        )

    def _assign(self, user, note=""):
        """Have somebody see to these problems.

        Who takes them acts; who hands them on leaves them open for the other one.

        :param str note: for the chatter, maybe empty
        """
        rows = self._acting(_("assigning exceptions"))
        if not user.has_group("stock_replenish_sync.group_replenish_viewer"):
            raise UserError(
                _(
                    "%s cannot see exceptions. Choose somebody with a role in "
                    "Replenishment Planning.",
                    user.name,
                )
            )
        blind = rows.company_id - user.sudo().company_ids
        if blind:
            raise UserError(
                _(
                    "%(user)s does not work for %(company)s.",
                    user=user.name,
                    company=blind[0].name,
                )
            )
        words = " ".join(filter(None, [_("Assigned to %s.", user.name), note]))
        rows.write({"user_id": user.id})
        if user == self.env.user:
            rows._respond("assign", words)
        else:
            rows._message_log_batch(bodies={row.id: words for row in rows})
            rows._note_response("assign")
        return notification(
            _("%(count)s assigned to %(user)s.", count=len(rows), user=user.name)
        )
