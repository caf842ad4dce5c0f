from odoo import _, api, fields, models
from odoo.exceptions import UserError

from ..tools import format_signed, roles


class StockReplenishReason(models.TransientModel):
    """The dialog that asks why, before something is refused or closed by hand."""

    _name = "stock.replenish.reason"
    _description = "Reason of a Review"

    task = fields.Selection(
        [
            ("reject_decisions", "Reject proposals"),
            ("review_decisions", "Review proposals"),
            ("reject_suggestions", "Reject suggestions"),
            ("review_suggestions", "Approve or reject what is held"),
            ("acknowledge", "Acknowledge exceptions"),
            ("resolve", "Resolve exceptions"),
        ],
        required=True,
        readonly=True,
    )
    decision_ids = fields.Many2many(
        "stock.replenish.decision", string="Decisions", readonly=True
    )
    suggestion_ids = fields.Many2many(
        "stock.replenish.suggestion", string="Suggestions", readonly=True
    )
    exception_ids = fields.Many2many(
        "stock.replenish.exception", string="Exceptions", readonly=True
    )
    summary = fields.Char(compute="_compute_summary")
    reason = fields.Char()

    @api.depends("task", "decision_ids", "suggestion_ids", "exception_ids")
    def _compute_summary(self):
        for dialog in self:
            rows = dialog._rows()
            said = [
                rows.display_name
                if len(rows) == 1
                else dialog._count_sentence(len(rows))
            ]
            said += dialog._totals(rows)
            dialog.summary = " · ".join(said)

    def _rows(self):
        """Return what the dialog is about."""
        return self.decision_ids or self.suggestion_ids or self.exception_ids

    def _count_sentence(self, count):
        if self.decision_ids:
            return _("%s proposals", count)
        if self.suggestion_ids:
            return _("%s suggestions", count)
        return _("%s exceptions", count)

    def _totals(self, rows):
        """Return one total for each currency."""
        name = {
            "stock.replenish.decision": "stock_value_delta",
            "stock.replenish.suggestion": "value",
        }.get(rows._name)
        if not name:
            return []
        return [
            _("stock %s", format_signed(self.env, sum(part.mapped(name)), currency))
            if name == "stock_value_delta"
            else _("worth %s", currency.format(sum(part.mapped(name))))
            for currency, part in rows.grouped("currency_id").items()
        ]

    @api.model
    def _ask(self, task, rows):
        """Return the action that opens the dialog on these rows."""
        field = {
            "stock.replenish.decision": "decision_ids",
            "stock.replenish.suggestion": "suggestion_ids",
            "stock.replenish.exception": "exception_ids",
        }[rows._name]
        dialog = self.create({"task": task, field: [fields.Command.set(rows.ids)]})
        titles = dict(self._fields["task"]._description_selection(self.env))
        return {
            "type": "ir.actions.act_window",
            "name": titles[task],
            "res_model": self._name,
            "res_id": dialog.id,
            "view_mode": "form",
            "views": [(False, "form")],
            "target": "new",
            "context": {"dialog_size": "medium"},
        }

    @api.model
    def _shown(self, model, domain):
        """Return the rows that the screen's filters leave, as far as one may read."""
        shown = self.env.context.get("active_domain") or []
        return model.search([*shown, *domain])

    def action_reject(self):
        """Refuse what the dialog is about, for the reason given."""
        roles.checked(self, "planner", _("rejecting"))
        reason = (self.reason or "").strip()
        if not reason:
            raise UserError(
                _("Say in a few words why, so that others know what to think of it.")
            )
        rows = self.decision_ids or self.suggestion_ids
        return rows._reject(reason)

    def action_accept(self):
        """Accept the proposals, or approve the suggestions, the dialog is about."""
        roles.checked(self, "planner", _("accepting"))
        if self.suggestion_ids:
            return self.suggestion_ids.action_approve()
        return self.decision_ids.action_accept()

    def action_close(self):
        """Acknowledge or resolve the exceptions the dialog is about."""
        roles.checked(self, "planner", _("closing exceptions"))
        if not self.exception_ids:
            raise UserError(_("There is no exception left to close."))
        reason = (self.reason or "").strip()
        if self.task != "resolve":
            return self.exception_ids._acknowledge(reason)
        if not reason:
            raise UserError(
                _("Say in a few words how it was solved, so that others can learn.")
            )
        return self.exception_ids._resolve(reason)
