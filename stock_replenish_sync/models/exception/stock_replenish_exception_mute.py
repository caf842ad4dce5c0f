from odoo import _, api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ...tools import roles
from .stock_replenish_exception import LIVE_STATES


class StockReplenishExceptionMute(models.Model):
    """A reordering rule of which nobody wants to hear one kind of exception."""

    _name = "stock.replenish.exception.mute"
    _description = "Muted Replenishment Exception"
    _order = "kind_id, id"
    _rec_name = "orderpoint_id"
    _check_company_auto = True

    kind_id = fields.Many2one(
        "stock.replenish.exception.kind",
        string="Kind of Exception",
        required=True,
        ondelete="cascade",
    )
    kind = fields.Selection(related="kind_id.kind", store=True)
    company_id = fields.Many2one(related="kind_id.company_id", store=True, index=True)
    orderpoint_id = fields.Many2one(
        "stock.warehouse.orderpoint",
        string="Reordering Rule",
        required=True,
        index=True,
        check_company=True,
        ondelete="cascade",
    )
    product_id = fields.Many2one(related="orderpoint_id.product_id")
    warehouse_id = fields.Many2one(related="orderpoint_id.warehouse_id")
    until = fields.Date(help="Last day it is muted. Empty: for good.")
    reason = fields.Char(required=True)

    _sql_constraints = [
        (
            "rule_uniq",
            "unique (kind_id, orderpoint_id)",
            "This kind of exception is muted for this rule already.",
        ),
    ]

    @api.model_create_multi
    def create(self, vals_list):
        mutes = super().create(vals_list)
        mutes._close_muted()
        return mutes

    def write(self, vals):
        result = super().write(vals)
        self._close_muted()
        return result

    @api.model
    def _mute(self, kind, orderpoints, reason, until=False):
        """Mute a kind of exception for rules, also where it was muted before.

        :param kind: row of `stock.replenish.exception.kind`
        :param str reason: why, for those who wonder
        :param until: date, or False for good
        """
        values = {"reason": reason, "until": until}
        known = self.search(
            [("kind_id", "=", kind.id), ("orderpoint_id", "in", orderpoints.ids)]
        )
        known.write(values)
        self.create(
            [
                {"kind_id": kind.id, "orderpoint_id": orderpoint.id, **values}
                for orderpoint in orderpoints - known.orderpoint_id
            ]
        )

    def _close_muted(self):
        """Close what is open of what is muted; it is back when muting is over."""
        mutes = self.filtered(
            lambda mute: not mute.until
            or mute.until >= mute.company_id._replenish_today()
        )
        for kind, muted in mutes.grouped("kind").items():
            reasons = {mute.orderpoint_id.id: mute.reason for mute in muted}
            rows = (
                self.env["stock.replenish.exception"]
                .sudo()
                .search(
                    [
                        ("kind", "=", kind),
                        ("orderpoint_id", "in", list(reasons)),
                        ("state", "in", LIVE_STATES),
                    ]
                )
            )
            rows._message_log_batch(
                bodies={
                    row.id: _("Muted: %(reason)s", reason=reasons[row.orderpoint_id.id])
                    for row in rows
                }
            )
            rows.write(
                {
                    "state": "resolved",
                    "ended": "hand",
                    "is_present": False,
                    "snoozed_until": False,
                    "resolved_on": fields.Datetime.now(),
                }
            )
            rows._end_episodes("hand")


class StockReplenishException(models.Model):
    _inherit = "stock.replenish.exception"

    def _leave_out_unwanted(self):
        """Drop what nobody wants to hear of from the staged problems: what is muted,
        and kinds that are switched off."""
        self.env["stock.replenish.exception.mute"].flush_model()
        self.env["stock.replenish.exception.kind"].flush_model(["is_on"])
        self.env.cr.execute(
            SQL(
                """DELETE FROM replenish_problem f
                   WHERE EXISTS (
                       SELECT FROM stock_replenish_exception_mute m
                       WHERE m.kind = f.kind AND m.orderpoint_id = f.orderpoint_id
                         AND (m.until IS NULL OR m.until >= %s)
                   ) OR EXISTS (
                       SELECT FROM stock_replenish_exception_kind k
                       WHERE k.kind = f.kind AND k.company_id = f.company_id
                         AND NOT k.is_on)""",
                self.env.company._replenish_today(),
            )
        )

    def action_mute(self):
        """Ask why and until when nobody wants to hear of this for the rule."""
        row = roles.checked(self, "manager", _("muting exceptions"))
        row.ensure_one()
        if not row.orderpoint_id:
            raise UserError(_("Only what is about a reordering rule can be muted."))
        kinds = self.env["stock.replenish.exception.kind"]._of(row.company_id)
        kind = kinds.filtered(lambda kind: kind.kind == row.kind)
        before = self.env["stock.replenish.exception.mute"].search(
            [("kind_id", "=", kind.id), ("orderpoint_id", "=", row.orderpoint_id.id)]
        )
        return {
            "type": "ir.actions.act_window",
            "name": _("Mute"),
            "res_model": before._name,
            "res_id": before.id,
            "view_mode": "form",
            "views": [(False, "form")],
            "target": "new",
            "context": {
                "default_kind_id": kind.id,
                "default_orderpoint_id": row.orderpoint_id.id,
            },
        }
