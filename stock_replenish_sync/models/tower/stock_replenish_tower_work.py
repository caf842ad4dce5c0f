from odoo import _, fields, models

from .view import ORDERPOINT

#: What is to be ordered, as the worklist opens.
TO_ORDER = [("is_governed", "=", True), ("qty_to_order", ">", 0)]


class StockReplenishTower(models.AbstractModel):
    """What waits for somebody besides exceptions."""

    _inherit = "stock.replenish.tower"

    def _work(self, view):
        """Return a number for each list of work; money of today's rate."""
        today = fields.Date.to_string(view.today)
        lists = (
            (
                "to_order",
                _("To order"),
                _("What is due to be ordered, without what is snoozed."),
                "fa-shopping-cart",
                ORDERPOINT,
                view.rules(
                    *TO_ORDER,
                    *("|", ("snoozed_until", "=", False)),
                    ("snoozed_until", "<=", today),
                ),
                "order_value:sum",
                "stock_warehouse_orderpoint_action_to_order",
            ),
            (
                "to_approve",
                _("To approve"),
                _("Suggestions that are ordered once somebody approves them."),
                "fa-gavel",
                "stock.replenish.suggestion",
                view.of_rules(("state", "=", "held")),
                "value:sum",
                None,
            ),
            (
                "to_review",
                _("To review"),
                _("Proposals of the plan that somebody accepts or rejects."),
                "fa-check-square-o",
                "stock.replenish.decision",
                view.of_rules(("state", "=", "to_review")),
                None,
                None,
            ),
            (
                "messages",
                _("Messages on orders"),
                _("Open orders that should come earlier or later, or be more or less."),
                "fa-comment-o",
                "stock.replenish.message",
                view.of_rules(("state", "=", "open")),
                "money:sum",
                None,
            ),
        )
        rates = self._rates(view)
        work = []
        for key, label, about, icon, model, domain, money, action in lists:
            rows = self.env[model]._read_group(
                domain, ["company_id"], ["__count", *([money] if money else [])]
            )
            value = sum((row[2] or 0.0) * rates[row[0].id] for row in rows if money)
            work.append(
                {
                    "key": key,
                    "label": label,
                    "help": about,
                    "icon": icon,
                    **view.number(
                        label,
                        sum(row[1] for row in rows),
                        value if money else None,
                        domain,
                        model,
                        action,
                    ),
                }
            )
        return work

    def _rates(self, view):
        """Return what money of each company is worth in the currency of the group."""
        companies = view.companies.sudo()
        rates = companies._get_main_company()._replenish_rates(
            companies.currency_id.ids, view.today
        )
        return {row.id: rates[row.currency_id.id] for row in companies}
