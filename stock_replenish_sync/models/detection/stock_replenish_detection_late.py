import numpy as np

from odoo import _, models
from odoo.tools import SQL

from ...planning.exceptions import late_loss, late_severity
from .parts import expected_demand, rule_at


class StockReplenishDetectionLate(models.AbstractModel):
    """Supply that has not come on its day, a line of a document each.

    It stays supply, and nothing is ordered in its place: that is why it is told.
    """

    _name = "stock.replenish.detection.late"
    _inherit = "stock.replenish.detection"
    _description = "Exceptions: supply that is late"

    _days = 1
    _warns = True

    def _late(self, scope):
        """Return the query of open supply whose day is `late_since` or before.

        :return: SQL of key, product_id, warehouse_id, rule_id, partner_id,
            purchase_line_id, production_id, move_id, reference, quantity, day, draft
        """
        raise NotImplementedError

    def _late_since(self, scope):
        """Return SQL for the last day that is long enough ago."""
        return scope.day(-max(scope.days, 1))

    def _is_open(self):
        """Return SQL that tells whether the move `m` is still to come."""
        return self.env["stock.replenish.position"]._is_open()

    def _found(self, scope):
        copied = ("key", "product_id", "warehouse_id", "partner_id", "production_id")
        copied += ("purchase_line_id", "move_id", "reference", "quantity")
        return {
            **{name: SQL("late.%s", SQL.identifier(name)) for name in copied},
            "orderpoint_id": SQL("o.id"),
            "code": SQL(
                """CASE WHEN late.draft THEN 'not_confirmed'
                        WHEN f.runs_out IS NULL THEN 'late'
                        WHEN o.planned_on_hand <= 0 THEN 'late_and_out'
                        ELSE 'late_and_needed' END"""
            ),
            "days": SQL("%s - late.day", scope.day()),
            "date_expected": SQL("late.day"),
            "act_by": SQL("%s + f.runs_out", scope.day()),
            "demand": SQL("f.demand"),
            "lacking": SQL("f.lacking"),
            "runs_out": SQL("f.runs_out"),
        }, SQL(
            """
            FROM (%(late)s) late
            %(rule)s
            LEFT JOIN stock_replenish_policy p ON p.id = o.policy_id
            CROSS JOIN LATERAL (SELECT %(demand)s AS demand) d
            -- Booked demand that waits for it, where nothing else asks.
            CROSS JOIN LATERAL (
                SELECT CASE WHEN d.demand > 0 THEN 0
                       ELSE LEAST(GREATEST(late.quantity - o.planned_position, 0),
                                  late.quantity) END AS lacking
            ) b
            -- The day stock runs out without it; the plan counts it as coming today.
            CROSS JOIN LATERAL (
                SELECT d.demand, b.lacking, LEAST(
                    CASE WHEN o.stockout_date > %(today)s
                         THEN o.stockout_date - %(today)s
                         WHEN o.stockout_date IS NOT NULL THEN 0 END,
                    CASE WHEN d.demand > 0 THEN LEAST(FLOOR(
                              GREATEST(o.planned_on_hand, 0) / d.demand), 3650)::int
                         WHEN b.lacking > 0 THEN 0 END) AS runs_out
            ) f
            """,
            late=self._late(scope),
            rule=rule_at(
                SQL("late.product_id"), SQL("late.warehouse_id"), SQL("late.rule_id")
            ),
            demand=SQL("COALESCE(%s, 0)", expected_demand("o", "p")),
            today=scope.day(),
        )

    def _judge(self, found, scope):
        runs_out, days = found["runs_out"], found["days"]
        lacking = np.nan_to_num(found["lacking"])
        value = late_loss(
            found["demand"],
            found["margin"],
            runs_out,
            days,
            found["quantity"],
            scope.waiting_days,
        )
        value += np.where(runs_out < days, lacking * found["margin"], 0.0)
        needed = (found["demand"] > 0) | (lacking > 0)
        return late_severity(needed, runs_out, days), value

    def _sentence(self, exception):
        values = {
            "document": exception.reference or "",
            "amount": exception._amount(exception.quantity),
            "day": exception._day(exception.date_expected),
        }
        if exception.code == "not_confirmed":
            return _(
                "%(document)s is not confirmed; %(amount)s should have come on "
                "%(day)s.",
                **values,
            )
        if exception.code == "late_and_out":
            return _(
                "%(document)s: %(amount)s should have come on %(day)s; nothing is "
                "left in stock.",
                **values,
            )
        if exception.code == "late_and_needed":
            return _(
                "%(document)s: %(amount)s should have come on %(day)s; stock lasts "
                "until %(until)s.",
                until=exception._day(exception.act_by),
                **values,
            )
        return _("%(document)s: %(amount)s should have come on %(day)s.", **values)
