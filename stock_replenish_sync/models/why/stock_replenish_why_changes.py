from odoo import _, models

from .stock_replenish_why_words import Words

SHOWN = 8


class StockReplenishWhyChanges(Words, models.AbstractModel):
    """What changed: between the plan and now, and from one decision to the next."""

    _name = "stock.replenish.why.changes"
    _description = "Replenishment Planning: changes of an explanation"

    def _describe(self, case):
        """Return `since_plan` (label, then, now) and `decisions`, latest first."""
        return {
            "since_plan": self._since_plan(case),
            "decisions": self._decisions(case),
        }

    def _since_plan(self, case):
        """Return the quantities that are not those of the plan any more."""
        orderpoint, now = case.orderpoint, case.now
        if now is None or not orderpoint.planned_on or not orderpoint.policy_id:
            return []
        item, result = now["inputs"]["item"], now["result"]
        rows = [
            (_("On hand"), orderpoint.planned_on_hand, item["on_hand"] or 0),
            (_("On order"), orderpoint.planned_incoming, result["incoming"]),
            (_("Available"), orderpoint.planned_position, result["position"]),
        ]
        if orderpoint.is_governed and not case.by_lanes:
            rows.append(
                (
                    _("To order"),
                    orderpoint.suggested_qty,
                    self._due_now(case),
                )
            )
        return [
            {
                "label": label,
                "then": self._quantity(case, then),
                "now": self._quantity(case, value),
            }
            for label, then, value in rows
            if round(then - value, 2)
        ]

    def _due_now(self, case):
        """Return what the plan would order now, apart from what is held or refused."""
        kept = case.orderpoint.suggestion_ids.filtered(
            lambda row: row.state == "held"
            and row.due_date <= case.company._replenish_today()
        )
        due = case.now["result"]["due_quantity"] - sum(kept.mapped("quantity"))
        if case.orderpoint.suggested_qty == 0 and self._is_refused(case):
            return 0.0
        return max(due, 0.0)

    def _is_refused(self, case):
        return bool(
            self.env["stock.replenish.suggestion"]
            .sudo()
            .search_count(
                [
                    ("orderpoint_id", "=", case.orderpoint.id),
                    ("state", "=", "rejected"),
                    ("rejected_until", ">=", case.company._replenish_today()),
                ],
                limit=1,
            )
        )

    def _decisions(self, case):
        decisions = (
            self.env["stock.replenish.decision"]
            .sudo()
            .search([("orderpoint_id", "=", case.orderpoint.id)], limit=SHOWN)
        )
        labels = {
            name: dict(decisions._fields[name]._description_selection(self.env))
            for name in ("cause", "state")
        }
        return [
            {
                "id": row.id,
                "day": str(row.decided_on),
                "cause": labels["cause"][row.cause],
                "state": labels["state"][row.state],
                "policy": row.policy_id.name or "",
                "who": row.reviewed_uid.name or _("the plan"),
                "changes": [
                    {
                        "label": _("Reorder point"),
                        "before": self._number(row.before_min_qty),
                        "after": self._number(row.after_reorder_point),
                    },
                    {
                        "label": _("Safety stock"),
                        "before": self._number(row.before_safety_stock),
                        "after": self._number(row.after_safety_stock),
                    },
                    {
                        "label": _("Lot"),
                        "before": self._number(
                            max(row.before_max_qty - row.before_min_qty, 0)
                        ),
                        "after": self._number(row.after_order_quantity),
                    },
                ],
                "is_current": row == case.decision,
            }
            for row in decisions
        ]
