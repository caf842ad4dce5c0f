from odoo import _, api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

from ...tools import notification, roles


class StockReplenishException(models.Model):
    """A problem that needs a person: one row however often it is seen."""

    _name = "stock.replenish.exception"
    _description = "Replenishment Exception"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "state, severity desc, last_seen desc, id desc"
    _rec_name = "problem"

    kind = fields.Selection(
        [
            ("planning_error", "Planning failed"),
            ("order_error", "Ordering failed"),
            ("master_data", "Master data missing"),
        ],
        required=True,
        index=True,
    )
    code = fields.Char(required=True, help="What is wrong, for grouping.")
    severity = fields.Selection(
        [("0", "Low"), ("1", "Medium"), ("2", "High"), ("3", "Critical")],
        required=True,
        default="2",
    )
    problem = fields.Char(required=True, help="The problem in one sentence.")
    orderpoint_id = fields.Many2one(
        "stock.warehouse.orderpoint",
        string="Reordering Rule",
        index=True,
        ondelete="cascade",
    )
    product_id = fields.Many2one("product.product", ondelete="cascade")
    warehouse_id = fields.Many2one("stock.warehouse", ondelete="cascade")
    company_id = fields.Many2one("res.company", required=True, index=True)
    run_id = fields.Many2one("stock.replenish.run", ondelete="set null")
    user_id = fields.Many2one("res.users", string="Owner", tracking=True)
    state = fields.Selection(
        [
            ("open", "Open"),
            ("acknowledged", "Acknowledged"),
            ("resolved", "Resolved"),
        ],
        required=True,
        default="open",
        index=True,
        tracking=True,
    )
    fingerprint = fields.Char(required=True, index=True)
    occurrences = fields.Integer(string="Days seen", default=1, required=True)
    first_seen = fields.Datetime(
        string="First seen", required=True, default=fields.Datetime.now
    )
    last_seen = fields.Datetime(
        string="Last seen", required=True, default=fields.Datetime.now
    )
    resolved_on = fields.Datetime(string="Resolved on", readonly=True)

    _sql_constraints = [
        (
            "fingerprint_uniq",
            "unique (fingerprint)",
            "This problem is already on the list.",
        ),
    ]

    def write(self, vals):
        if not self.env.su:
            self._check_writable(vals)
        return super().write(vals)

    def _check_writable(self, vals):
        """Raise unless only what people decide is written: owner, chatter, activities.

        The status changes by its buttons, all else by what planning and ordering see.
        """
        allowed = {"user_id"}.union(
            self.env["mail.thread"]._fields, self.env["mail.activity.mixin"]._fields
        )
        refused = sorted(set(vals) - allowed)
        if refused:
            labels = self.fields_get(refused, ["string"])
            raise AccessError(
                _(
                    "%(fields)s of an exception cannot be edited directly. Assign an "
                    "owner, acknowledge it or resolve it by its buttons.",
                    fields=", ".join(
                        labels[name]["string"] for name in refused if name in labels
                    ),
                )
            )

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
        rows.write({"state": "acknowledged"})
        rows._log_note(note)
        return notification(_("%s acknowledged.", len(rows)))

    def _resolve(self, reason):
        """Close these problems by hand; the plan opens them again if they persist.

        :param str reason: how they were solved, for the chatter
        """
        rows = roles.checked(self, "planner", _("resolving exceptions"))
        rows = rows.filtered(lambda row: row.state != "resolved")
        rows.write({"state": "resolved", "resolved_on": fields.Datetime.now()})
        rows._log_note(reason)
        return notification(_("%s resolved.", len(rows)))

    def _log_note(self, note):
        if note:
            self._message_log_batch(bodies={row.id: note for row in self})

    def action_open_orderpoint(self):
        roles.checked(self, "viewer", _("looking into replenishment"))
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "stock.warehouse.orderpoint",
            "view_mode": "form",
            "res_id": self.orderpoint_id.id,
        }

    @api.model
    def _report(self, problems, kinds, orderpoint_ids, run=None):
        """Record what is wrong with orderpoints and close what no longer is.

        :param list problems: (orderpoint id, kind, code, sentence)
        :param kinds: kinds that were looked for; open exceptions of these kinds on
            `orderpoint_ids` that are not among the problems are closed
        :param orderpoint_ids: ids that were looked at
        """
        seen = {
            f"{kind}:{code}:{row}": (row, kind, code, text)
            for row, kind, code, text in problems
        }
        self._close_gone(kinds, orderpoint_ids, set(seen))
        if not seen:
            return
        now = fields.Datetime.now()
        known = {
            record.fingerprint: record
            for record in self.sudo().search([("fingerprint", "in", list(seen))])
        }
        orderpoints = self.env["stock.warehouse.orderpoint"].browse(
            {row for row, *_rest in seen.values()}
        )
        by_id = {row.id: row for row in orderpoints.sudo()}
        self._see_again(known, {key: row[3] for key, row in seen.items()}, now)
        create = []
        for fingerprint, (row, kind, code, text) in seen.items():
            if fingerprint in known:
                continue
            orderpoint = by_id[row]
            create.append(
                {
                    "kind": kind,
                    "code": code,
                    "severity": "3" if kind == "planning_error" else "2",
                    "problem": text,
                    "orderpoint_id": row,
                    "product_id": orderpoint.product_id.id,
                    "warehouse_id": orderpoint.warehouse_id.id,
                    "company_id": orderpoint.company_id.id,
                    "run_id": run.id if run else False,
                    "fingerprint": fingerprint,
                    "first_seen": now,
                    "last_seen": now,
                }
            )
        self.sudo().with_context(mail_create_nolog=True, tracking_disable=True).create(
            create
        )

    def _see_again(self, known, texts, now):
        """Count one more sighting a day; a problem that came back is open again.

        :param dict known: fingerprint -> exception
        :param dict texts: fingerprint -> sentence
        """
        records = self.sudo().browse([record.id for record in known.values()])
        back = records.filtered(lambda record: record.state == "resolved")
        if back:
            back.write({"state": "open", "resolved_on": False})
        self.flush_model()
        # The same problem may be seen on thousands of rows every few minutes.
        self.env.cr.execute(
            SQL(
                """UPDATE stock_replenish_exception e
                   SET problem = seen.problem, last_seen = %s, write_date = %s,
                       occurrences = occurrences
                           + (e.last_seen::date != %s::date)::int
                   FROM unnest(%s::int[], %s::varchar[]) AS seen(id, problem)
                   WHERE e.id = seen.id""",
                now,
                now,
                now,
                records.ids,
                [texts[fingerprint] for fingerprint in known],
            )
        )
        records.invalidate_recordset(flush=False)

    def _close_gone(self, kinds, orderpoint_ids, still):
        """Resolve open exceptions of what was looked at and is no longer wrong."""
        self.flush_model()
        self.env.cr.execute(
            SQL(
                """SELECT id FROM stock_replenish_exception
                   WHERE state != 'resolved' AND kind = ANY(%s)
                     AND orderpoint_id = ANY(%s) AND fingerprint != ALL(%s)""",
                list(kinds),
                list(orderpoint_ids),
                list(still),
            )
        )
        gone = self.sudo().browse([row for (row,) in self.env.cr.fetchall()])
        if gone:
            gone.write({"state": "resolved", "resolved_on": fields.Datetime.now()})
            gone._message_log_batch(
                bodies={
                    row.id: _("The cause is gone; closed by itself.") for row in gone
                }
            )
