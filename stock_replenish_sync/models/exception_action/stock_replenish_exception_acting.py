from odoo import _, models
from odoo.exceptions import UserError

from ...tools import error_words, isolate, notification, roles

# What a notification lists; the rest is counted.
LISTED = 10


class StockReplenishException(models.Model):
    """What all actions on exceptions have in common."""

    _inherit = "stock.replenish.exception"

    def _acting(self, doing):
        """Return those of these that need a person, as superuser.

        :param str doing: translated words for what was tried
        :raise AccessError: without the role, or for rows of other companies
        """
        rows = roles.checked(self, "planner", doing)
        if not rows:
            raise UserError(_("Select at least one exception first."))
        rows = rows.filtered(lambda row: row.state != "resolved")
        if not rows:
            raise UserError(_("Nothing here is open; it is solved already."))
        return rows

    def _act(self, how, job):
        """Do something about each of these; what fails stops no other.

        :param str how: code of the action
        :param job: function of one exception that says in words what it did
        :return: notification
        :raise UserError: if there is only one, and that fails
        """
        done = {}

        def work(ids):
            for row in self.browse(ids):
                done[row.id] = job(row)

        failed = dict(isolate(self.env.cr, self.ids, work))
        failures = [
            (self.browse(row), error_words(error)) for row, error in failed.items()
        ]
        done = {self.browse(row): done[row] for row in done if row not in failed}
        return self._acted(how, done, failures)

    def _attempt(self, job):
        """Call what may fail, without a trace if it does.

        :return: (what it returned, False), or (None, why it failed)
        """
        results = []
        failed = isolate(self.env.cr, [0], lambda _ids: results.append(job()))
        return (None, error_words(failed[0][1])) if failed else (results[0], False)

    def _acted(self, how, done, failures):
        """Note what was done, and tell it.

        :param dict done: exception → what was done about it, in words
        :param list failures: (exception, why nothing was)
        """
        if not done and len(failures) == 1:
            raise UserError(failures[0][1])
        for exception, words in done.items():
            exception._respond(how, words)
        lines = list(dict.fromkeys(done.values()))
        lines += dict.fromkeys(
            _(
                "%(product)s: %(problem)s",
                product=row.product_id.display_name or row.display_name,
                problem=problem,
            )
            for row, problem in failures
        )
        if len(lines) > LISTED:
            more = len(lines) - LISTED
            lines = [*lines[:LISTED], _("… and %s more", more)]
        return notification(
            "\n".join(lines),
            kind="warning" if failures else "success",
            title=failures and _("%s left as they are", len(failures)),
        )

    def _dialog(self, model, title, **values):
        """Return the action that opens a dialog on these rows.

        :param str model: of a dialog
        :param values: of the dialog, beside its rows
        """
        dialog = self.env[model].create(values)
        return {
            "type": "ir.actions.act_window",
            "name": title,
            "res_model": model,
            "res_id": dialog.id,
            "view_mode": "form",
            "views": [(False, "form")],
            "target": "new",
        }

    def _place_words(self):
        """Return the product and the warehouse that an exception is about."""
        self.ensure_one()
        names = [self.product_id.display_name, self.warehouse_id.display_name]
        return {
            "product": names[0] or self.display_name,
            "warehouse": names[1] or self.company_id.name,
        }
