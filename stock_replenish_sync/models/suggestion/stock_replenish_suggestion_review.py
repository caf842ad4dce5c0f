from odoo import _, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ...tools import notification, roles
from ...tools.locks import NO_KEY, lock_rows
from .stock_replenish_suggestion import OPEN_STATES

#: A refused need is left alone for so many days beyond its order-by day.
REJECTED_DAYS = 7
#: So many orders are named; of more, the last ones are left out.
SHOWN_NAMES = 8


class StockReplenishSuggestion(models.Model):
    """What people do with suggestions: approve, reject, order."""

    # What a suggestion is and what people do with it change for different reasons.
    _inherit = "stock.replenish.suggestion"

    def action_approve(self):
        """Release held suggestions for ordering."""
        rows = roles.checked(self, "manager", _("approving what is held"))
        held = rows._lock_open(("held",))
        self.env.cr.execute(
            SQL(
                """UPDATE stock_replenish_suggestion
                   SET state = 'proposed', approved_value = value, write_date = %s,
                       write_uid = %s
                   WHERE id = ANY(%s)""",
                fields.Datetime.now(),
                self.env.uid,
                held.ids,
            )
        )
        held.invalidate_recordset()
        held.orderpoint_id._refresh_from_suggestions()
        return self._decided_notification(
            _("%s approved.", len(held)), len(rows) - len(held)
        )

    def action_reject(self):
        """Ask why, then refuse these suggestions."""
        rows = roles.checked(self, "planner", _("rejecting suggestions"))
        if not rows.filtered(lambda row: row.state in OPEN_STATES):
            rows._raise_decided()
        return self.env["stock.replenish.reason"]._ask("reject_suggestions", self)

    def action_review_shown(self):
        """Ask what becomes of the held suggestions that the screen's filters leave."""
        roles.checked(self, "planner", _("reviewing suggestions"))
        shown = self.env["stock.replenish.reason"]._shown(
            self, [("state", "=", "held")]
        )
        if not shown:
            raise UserError(
                _("None of these suggestions is held. Nothing has to be approved.")
            )
        return self.env["stock.replenish.reason"]._ask("review_suggestions", shown)

    def _reject(self, reason):
        """Refuse suggestions; the same need is not suggested again for a week.

        :param str reason: in the words of who rejects
        """
        rows = roles.checked(self, "planner", _("rejecting suggestions"))
        refused = rows._lock_open(OPEN_STATES)
        now = fields.Datetime.now()
        for company in refused.company_id:
            self.env.cr.execute(
                SQL(
                    """UPDATE stock_replenish_suggestion
                       SET state = 'rejected', reject_reason = %s, rejected_on = %s,
                           write_date = %s, write_uid = %s,
                           rejected_until = GREATEST(release_date, %s::date) + %s
                       WHERE id = ANY(%s) AND company_id = %s""",
                    reason or None,
                    now,
                    now,
                    self.env.uid,
                    company._replenish_today(),
                    REJECTED_DAYS,
                    refused.ids,
                    company.id,
                )
            )
        refused.invalidate_recordset()
        refused.orderpoint_id._refresh_from_suggestions()
        return self._decided_notification(
            _("%s rejected.", len(refused)), len(rows) - len(refused)
        )

    def action_order(self):
        """Order these suggestions through the reordering rules' gate."""
        rows = roles.checked(self, "planner", _("ordering"))
        if not rows.filtered(lambda row: row.state in OPEN_STATES):
            rows._raise_decided()
        held = rows.filtered(lambda row: row.state == "held")
        if held:
            raise UserError(held[0]._held_words())
        return self.env["stock.replenish.order"].sudo()._order_now(rows)

    def _held_words(self):
        """Say why a suggestion cannot be ordered yet, and who can change that."""
        self.ensure_one()
        return _(
            "%(product)s for %(warehouse)s is held: %(reason)s. A "
            "replenishment manager has to approve it before it is ordered.",
            product=self.product_id.display_name,
            warehouse=self.warehouse_id.display_name,
            reason=self.held_reason,
        )

    def _document_names(self):
        """Return the names of the orders that these suggestions became."""
        return [
            *self.purchase_line_ids.order_id.mapped("name"),
            *self.production_ids.mapped("name"),
            *self.move_ids.picking_id.mapped("name"),
        ]

    def _ordered_words(self):
        """Say how many of these were ordered, and name the first of their orders."""
        # Names, as on the suggestion itself: no right on the orders is needed.
        names = self.sudo()._document_names()
        if not names:
            return _("%s ordered.", len(self))
        more = len(names) > SHOWN_NAMES
        return _(
            "%(count)s ordered: %(documents)s",
            count=len(self),
            documents=", ".join(names[:SHOWN_NAMES]) + (", …" if more else "."),
        )

    def _lock_open(self, states):
        """Lock what is still in these states, after its rules as ordering does."""
        self.env["stock.warehouse.orderpoint"].flush_model()
        self.flush_model()
        rules = self.orderpoint_id
        lock_rows(self.env.cr, rules._table, rules.ids, how=NO_KEY)
        rows = self.browse(
            lock_rows(
                self.env.cr,
                self._table,
                self.ids,
                SQL("state = ANY(%s)", list(states)),
            )
        )
        if not rows:
            self._raise_decided()
        return rows

    def _raise_decided(self):
        if len(self) == 1:
            states = dict(self._fields["state"]._description_selection(self.env))
            raise UserError(
                _(
                    "%(product)s for %(warehouse)s is already %(state)s. Refresh the "
                    "list to see what is open.",
                    product=self.product_id.display_name,
                    warehouse=self.warehouse_id.display_name,
                    state=states[self.state],
                )
            )
        raise UserError(
            _("None of these suggestions is open. Refresh the list to see what is.")
        )

    def _decided_notification(self, message, gone):
        if gone:
            message = _(
                "%(done)s %(gone)s were not open for it.", done=message, gone=gone
            )
        return notification(message, kind="warning" if gone else "success")
