from typing import NamedTuple

from odoo import _, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ...tools import notification, roles
from ...tools.locks import lock_rows
from .stock_replenish_message import LIVE_STATES


class Change(NamedTuple):
    """What a message changes of an order; quantities are still to come, in product
    UoM."""

    kind: str
    date_current: object
    date_proposed: object
    quantity_current: float
    quantity_proposed: float


class StockReplenishMessage(models.Model):
    """What people do with messages: apply, dismiss."""

    _inherit = "stock.replenish.message"

    def action_apply(self):
        """Change the orders as these messages say, each with the user's own rights.

        One that cannot be applied does not keep the others from it.
        """
        rows = roles.checked(self, "planner", _("changing orders"))._lock_live()
        done, failures = rows.browse(), []
        for message in rows:
            try:
                with self.env.cr.savepoint():
                    message.with_user(self.env.user)._apply_one()
                done += message
            except UserError as error:
                failures.append((message, error.args[0]))
        if failures and len(rows) == 1:
            raise UserError(failures[0][1])
        # What was ordered or is to be ordered depends on it.
        self.env["stock.replenish.dirty"].sudo()._mark(done.orderpoint_id)
        return self._applied_notification(len(done), failures)

    def _apply_one(self):
        """Change one order, and say so on it."""
        order, words = self._change_order()
        message = self.sudo()
        order._message_log(
            body=_(
                "%(product)s: %(change)s, as replenishment planning proposed. "
                "%(reason)s",
                product=message.product_id.display_name,
                change=words,
                reason=message.reason,
            )
        )
        message._decide("applied", note=words)

    def _change_order(self):
        """Change one order as its message says, with the rights of the user.

        :return: (order, what was changed in words)
        """
        self.ensure_one()
        if self.problem:
            raise UserError(self.problem)
        message = self.sudo()
        words = message._change_words()
        line = message._document()
        line = self.env[line._name].browse(line.id)
        # A line of a draft that is cancelled is gone.
        order = line._replenish_document()
        # Read once: changing documents forgets what is not stored.
        line._replenish_change(Change(*(message[name] for name in Change._fields)))
        return order, words

    def _applied_notification(self, done, failures):
        text = _("%s applied.", done)
        if failures:
            message, problem = failures[0]
            text += " " + _(
                "%(count)s were not. %(order)s: %(problem)s",
                count=len(failures),
                order=message.reference,
                problem=problem,
            )
        return notification(text, kind="warning" if failures else "success")

    def action_dismiss(self):
        """Leave these orders as they are, until it gets worse."""
        rows = roles.checked(self, "planner", _("dismissing messages"))
        rows = rows._lock_live(("open", "held"))
        rows._decide("dismissed")
        return notification(_("%s dismissed.", len(rows)))

    def _decide(self, state, **values):
        self.write(
            {
                "state": state,
                "decided_on": fields.Datetime.now(),
                "decided_uid": self.env.uid,
                **values,
            }
        )

    def _lock_live(self, states=LIVE_STATES):
        """Lock what is still in these states; raise if nothing is."""
        self.flush_recordset()
        rows = self.browse(
            lock_rows(
                self.env.cr,
                self._table,
                self.ids,
                SQL("state = ANY(%s)", list(states)),
            )
        )
        if not rows:
            raise UserError(
                _("None of these messages is open. Refresh the list to see what is.")
            )
        return rows
