from odoo import api, fields, models
from odoo.tools import SQL

from .stock_replenish_exception_merge import Seen, said


class StockReplenishException(models.Model):
    """Takes what planning and ordering tell themselves."""

    _inherit = "stock.replenish.exception"

    @api.model
    def _report(self, problems, kinds, orderpoint_ids, run=None):
        """Record what is wrong with orderpoints and close what no longer is.

        :param list problems: (orderpoint id, kind, code, sentence)
        :param kinds: kinds that were looked for; exceptions of these kinds on
            `orderpoint_ids` that are not among the problems are closed
        :param orderpoint_ids: ids that were looked at
        """
        self = self.sudo()
        if not problems and not self._any_present(kinds, orderpoint_ids):
            return
        of = self.env["stock.replenish.detection"]._of
        told = [
            (
                row,
                kind,
                code,
                text,
                str(of(kind)._severity(code)),
                of(kind)._action(code),
            )
            for row, kind, code, text in problems
        ]
        given = {
            "code": SQL("u.code"),
            "text": SQL("u.text"),
            "orderpoint_id": SQL("o.id"),
            "product_id": SQL("o.product_id"),
            "warehouse_id": SQL("o.warehouse_id"),
            "severity": SQL("u.severity"),
            "value_at_risk": SQL("0::numeric"),
            "suggested_action": SQL("u.action"),
        }
        self._stage_problems(
            SQL(
                """SELECT u.kind || ':' || u.code || ':' || o.id AS fingerprint,
                          u.kind, o.company_id, %s::int4 AS run_id, %s
                   FROM unnest(%s::int[], %s::varchar[], %s::varchar[], %s::varchar[],
                               %s::varchar[], %s::varchar[])
                        AS u(id, kind, code, text, severity, action)
                   JOIN stock_warehouse_orderpoint o ON o.id = u.id""",
                run.id if run else None,
                said(given),
                *([problem[place] for problem in told] for place in range(6)),
            )
        )
        if told:
            self._leave_out_unwanted()
        self._merge(
            Seen(
                list(kinds),
                SQL("e.orderpoint_id = ANY(%s)", list(orderpoint_ids)),
                fields.Date.today(),
            )
        )

    def _any_present(self, kinds, orderpoint_ids):
        """Return whether something that was wrong may be wrong no more."""
        domain = [
            ("is_present", "=", True),
            ("kind", "in", list(kinds)),
            ("orderpoint_id", "in", list(orderpoint_ids)),
        ]
        return bool(self.search(domain, limit=1))
