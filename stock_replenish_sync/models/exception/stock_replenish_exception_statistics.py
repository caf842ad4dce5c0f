from datetime import timedelta

import numpy as np

from odoo import _, api, fields, models
from odoo.tools import SQL

from ...planning.exceptions.response import (
    LEAST_OF_KIND,
    LEFT_ALONE,
    LOOK_BACK,
    is_unheeded,
)
from ...tools import notification, roles
from .stock_replenish_exception_episode import HARM


class StockReplenishExceptionKind(models.Model):
    """How good a kind of exception is: what people made of it of late."""

    _inherit = "stock.replenish.exception.kind"

    raised_count = fields.Integer(
        string="Raised",
        compute="_compute_statistics",
        help="Times it was raised in the last 90 days.",
    )
    acted_count = fields.Integer(
        string="Acted on",
        compute="_compute_statistics",
        help="Times somebody acted on it.",
    )
    itself_count = fields.Integer(
        string="Closed by themselves",
        compute="_compute_statistics",
        help="Times its cause went away without anybody acting.",
    )
    false_count = fields.Integer(
        string="False",
        compute="_compute_statistics",
        help="Warnings that went away without action and without harm.",
    )
    is_warning = fields.Boolean(compute="_compute_statistics")
    response_hours = fields.Float(
        string="Hours to Action",
        compute="_compute_statistics",
        help="Median hours from warning to action.",
    )
    is_proposed = fields.Boolean(
        compute="_compute_statistics", search="_search_is_proposed"
    )
    proposal = fields.Char(
        compute="_compute_statistics",
        help="Why this kind might as well be switched off.",
    )
    kept_on = fields.Datetime(
        string="Kept on",
        readonly=True,
        help="Last time somebody decided to keep it although nobody acted on it.",
    )
    reason = fields.Char(help="Why it is on or off.")

    @api.depends("is_on", "kept_on")
    @api.depends_context("lang")
    def _compute_statistics(self):
        counted = self._count_episodes()
        none = (0, 0, 0, 0, 0.0, 0, 0, 0)
        figures = np.array(
            [counted.get(row._origin.id, none) for row in self], float
        ).reshape(-1, len(none))
        proposed = is_unheeded(*figures[:, 5:].T, LEAST_OF_KIND)
        for row, numbers, is_proposed in zip(self, figures, proposed, strict=True):
            row.raised_count, row.acted_count, row.itself_count = numbers[:3]
            row.is_warning = row._detection()._warns
            row.false_count = numbers[3] if row.is_warning else 0
            row.response_hours = numbers[4]
            row.is_proposed = bool(is_proposed) and row.is_on
            row.proposal = row.is_proposed and _(
                "Raised %(raised)s times, acted on %(acted)s times.",
                raised=int(numbers[5]),
                acted=int(numbers[6]),
            )

    def _count_episodes(self):
        """Return {id: numbers} of the last 90 days, by one query.

        Numbers are raised, acted on, closed by themselves, of these without harm,
        median hours to action; then, of what people had their time to act on since
        the kind was kept: raised, acted on, without action and with harm.
        """
        episodes = self.env["stock.replenish.exception.episode"]
        episodes.flush_model()
        self.flush_model(["company_id", "kind", "kept_on"])
        now = fields.Datetime.now()
        self.env.cr.execute(
            SQL(
                """
                SELECT k.id, COUNT(*), COUNT(p.acted_on),
                       COUNT(*) FILTER (WHERE p.ended = 'itself' AND NOT acted),
                       COUNT(*) FILTER (WHERE p.ended = 'itself' AND NOT acted
                                              AND NOT told.harm),
                       COALESCE(percentile_cont(0.5) WITHIN GROUP (
                           ORDER BY EXTRACT(epoch FROM p.acted_on - p.raised_on)::float8
                       ) / 3600, 0),
                       COUNT(*) FILTER (WHERE judged),
                       COUNT(*) FILTER (WHERE judged AND acted),
                       COUNT(*) FILTER (WHERE judged AND NOT acted AND told.harm)
                FROM stock_replenish_exception_kind k
                JOIN stock_replenish_exception_episode p
                     ON p.company_id = k.company_id AND p.kind = k.kind
                CROSS JOIN LATERAL (
                    SELECT p.acted_on IS NOT NULL AS acted, %s AS harm,
                           (p.ended_on IS NOT NULL OR p.raised_on < %s)
                           AND p.raised_on >= COALESCE(k.kept_on, p.raised_on) AS judged
                ) told
                WHERE k.id = ANY(%s) AND p.raised_on >= %s
                GROUP BY k.id
                """,
                HARM,
                now - timedelta(days=LEFT_ALONE),
                self.ids,
                now - timedelta(days=LOOK_BACK),
            )
        )
        return {row: numbers for row, *numbers in self.env.cr.fetchall()}

    def _search_is_proposed(self, operator, value):
        proposed = self.search([("is_on", "=", True)]).filtered("is_proposed")
        wanted = bool(value) == (operator == "=")
        return [("id", "in" if wanted else "not in", proposed.ids)]

    @api.depends("kind")
    @api.depends_context("lang")
    def _compute_display_name(self):
        labels = dict(self._kinds())
        for row in self:
            row.display_name = labels.get(row.kind, row.kind)

    @api.model
    def _open_settings(self):
        """Return the screen of all kinds of the user's companies."""
        for company in self.env.companies:
            self._of(company)
        return self.env["ir.actions.actions"]._for_xml_id(
            "stock_replenish_sync.stock_replenish_exception_kind_action"
        )

    def action_switch_off(self):
        """Look for these kinds of exceptions no more."""
        rows = roles.checked(self, "manager", _("switching exceptions off"))
        for row in rows:
            row.write({"is_on": False, "reason": row.proposal or row.reason})
        return notification(_("%s switched off.", len(rows)))

    def action_keep(self):
        """Go on with these kinds of exceptions; what was raised so far is forgotten."""
        rows = roles.checked(self, "manager", _("keeping exceptions"))
        rows.write({"kept_on": fields.Datetime.now()})
        return notification(_("%s kept.", len(rows)))
