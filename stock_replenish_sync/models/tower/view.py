"""What somebody looks at: filters as domains, and numbers with the rows behind them."""

from dataclasses import dataclass
from datetime import date, datetime

from odoo import models
from odoo.osv import expression

EXCEPTION = "stock.replenish.exception"
#: model → what lists its rows
ACTIONS = {
    EXCEPTION: "stock_replenish_exception_action",
    "stock.replenish.decision": "stock_replenish_decision_action",
    "stock.replenish.job": "stock_replenish_job_action",
    "stock.replenish.message": "stock_replenish_message_action",
    "stock.replenish.suggestion": "stock_replenish_suggestion_action",
    "stock.warehouse.orderpoint": "stock_warehouse_orderpoint_action",
}
ORDERPOINT = "stock.warehouse.orderpoint"


@dataclass(frozen=True)
class View:
    """Filters in use, checked: whose rows are counted, and how far ahead is looked.

    Every number is counted by a domain that is made here, and carries that domain.
    """

    companies: models.BaseModel
    warehouses: models.BaseModel
    categories: models.BaseModel
    #: Whose rows; nobody: everybody's.
    user: models.BaseModel
    is_me: bool
    days: int
    #: Calendar day of the active company, and the moment in UTC.
    today: date
    now: datetime
    #: What money of the group's currency is worth in that of the active company.
    rate: float = 1.0

    @property
    def owners(self):
        """Return ids of the owners, one's own rows going with those of nobody."""
        return [self.user.id, False] if self.is_me else self.user.ids

    def exceptions(self, *terms):
        """Return the domain of what is open; `terms` are conditions in domain form."""
        return self._joined(
            self._place("product_id.categ_id"),
            [("state", "=", "open")],
            [("user_id", "in", self.owners)] if self.user else [],
            list(terms),
        )

    def was_open(self, moment):
        """Return the domain of episodes of what was open at a moment of the past.

        Who acts, puts it off the list; who only hands it to somebody else does not.
        """
        return self._joined(
            self._place("product_id.categ_id"),
            [("raised_on", "<=", str(moment))],
            ["|", ("ended_on", "=", False), ("ended_on", ">", str(moment))],
            [
                *("|", "|", ("acted_on", "=", False)),
                *(("acted_on", ">", str(moment)), ("acted_how", "=", "assign")),
            ],
            [("exception_id.user_id", "in", self.owners)] if self.user else [],
        )

    def rules(self, *terms):
        """Return the domain of reordering rules."""
        return self._joined(
            self._place("product_category_id"), self._planned(), list(terms)
        )

    def of_rules(self, *terms):
        """Return the domain of rows that belong to a reordering rule."""
        return self._joined(
            self._place("product_id.categ_id"),
            self._planned("orderpoint_id."),
            list(terms),
        )

    def _place(self, category):
        """Return the terms of companies, warehouses and product categories."""
        terms = [("company_id", "in", self.companies.ids)]
        if self.warehouses:
            terms.append(("warehouse_id", "in", self.warehouses.ids))
        if self.categories:
            terms.append((category, "child_of", self.categories.ids))
        return terms

    def _planned(self, prefix=""):
        """Return the terms of who plans a rule: its planner, or that of its policy."""
        if not self.user:
            return []
        rule, policy = f"{prefix}planner_id", f"{prefix}policy_id"
        by_policy = [(f"{policy}.planner_id", "in", self.owners)]
        if self.is_me:
            by_policy = expression.OR([by_policy, [(policy, "=", False)]])
        return expression.OR(
            [
                [(rule, "in", self.user.ids)],
                expression.AND([[(rule, "=", False)], by_policy]),
            ]
        )

    def _joined(self, *domains):
        return expression.AND([[], *(domain for domain in domains if domain)])

    def number(self, label, count, value, domain, model=EXCEPTION, action=None):
        """Return a number of the screen: count, money, and the rows that make it.

        :param value: in the currency of the group; None where there is none
        """
        return {
            "count": count,
            "value": None if value is None else self.money(value),
            "drill": self.drill(label, domain, model, action),
        }

    def money(self, value):
        """Return money of the group's currency as it is shown."""
        return round((value or 0.0) * self.rate, 2)

    def drill(self, label, domain, model=EXCEPTION, action=None):
        """Return what opens the rows of a domain, which is made of plain lists."""
        return {
            "model": model,
            "action": f"stock_replenish_sync.{action or ACTIONS[model]}",
            "domain": [
                term if isinstance(term, str) else list(term) for term in domain
            ],
            "name": label,
        }


@dataclass(frozen=True)
class Band:
    """Days from `first` to `last`, each included; None: without end.

    Bands that follow one another leave no row out: `undated` takes those without day.
    """

    key: str
    label: str
    first: date | None = None
    last: date | None = None
    undated: bool = False

    def holds(self, day):
        """Tell whether a day, or None, is in the band."""
        if not day:
            return self.undated
        return (not self.first or day >= self.first) and (
            not self.last or day <= self.last
        )

    def terms(self, field):
        """Return what tells rows of the band, as a domain."""
        dated = [
            (field, operator, str(day))
            for operator, day in ((">=", self.first), ("<=", self.last))
            if day
        ]
        if self.undated:
            return expression.OR([[(field, "=", False)], dated]) if dated else []
        return dated or [(field, "!=", False)]


def in_bands(bands, rows):
    """Return per band (count, value) of rows.

    :param rows: tuples of day (or None), count, value
    """
    sums = {band: [0, 0.0] for band in bands}
    for day, count, value in rows:
        for band in bands:
            if band.holds(day):
                sums[band][0] += count
                sums[band][1] += value or 0.0
    return {band: tuple(found) for band, found in sums.items()}
