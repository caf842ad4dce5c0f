import math
from dataclasses import asdict

import numpy as np

from odoo import _, api, models
from odoo.tools import SQL, float_repr

from ...planning import consequences, matrix
from ...tools import columns, roles
from ...tools.costs import unit_cost
from .stock_replenish_policy import PARAMETER_FIELDS

#: More rules than this are judged by as many of them, evenly spread.
SAMPLE = 10_000


class StockReplenishPolicy(models.Model):
    """What settings cost and bring on the rows a policy governs, before saving."""

    _inherit = "stock.replenish.policy"

    def get_consequences(self, values, scope=None):
        """Return what settings lead to, computed from columns of the last plan.

        :param dict values: parameters as the form holds them, saved or not
        :param scope: 'governed', 'matrix', 'A', 'B', 'C' or 'all': which rules to
            look at; None: those it governs, else what the matrix would give it, else
            all as an example
        :return: dict for the screen: see `_consequences`; `problem` in words if the
            values cannot be used
        """
        roles.checked(self, "viewer", _("looking into replenishment"))
        values = {name: values[name] for name in PARAMETER_FIELDS if name in values}
        draft = self.new(values, origin=self) if self else self.new(values)
        problem = draft._parameter_problem()
        if problem:
            return {"problem": problem[:1].upper() + problem[1:]}
        return self._consequences(draft._planning_parameters(), scope)

    def _consequences(self, parameters, scope):
        rows = self._follower_columns()
        scopes = self._follower_scopes(rows)
        if scope not in scopes or not scopes[scope].any():
            scope = next((key for key, inside in scopes.items() if inside.any()), "all")
        inside = scopes[scope]
        planned = inside & (rows["planned"] > 0)
        moving = planned & (rows["demand_mean"] + rows["dependent"] > 0)
        known = np.flatnonzero(moving)
        step = max(math.ceil(len(known) / SAMPLE), 1)
        sample = known[::step]
        items = consequences.Followers(
            demand_mean=rows["demand_mean"][sample],
            demand_std=rows["demand_std"][sample],
            dependent_rate=rows["dependent"][sample],
            lead_time_mean=rows["lead_time_mean"][sample],
            lead_time_std=rows["lead_time_std"][sample],
            unit_cost=rows["cost"][sample],
            exchange=rows["exchange"][sample],
        )
        scale = len(known) / len(sample) if len(sample) else 1.0
        own = consequences.outcome(items, parameters)
        if parameters.method == "min_max":
            # Odoo's own rule: nothing is computed, so nothing may look computed.
            return {"problem": False, "neutral": True, "count": int(inside.sum())}
        return {
            "problem": False,
            "scope": scope,
            "scopes": [
                {"key": key, "label": label, "count": int(scopes[key].sum())}
                for key, label in self._scope_labels().items()
                if scopes[key].any()
            ],
            "count": int(inside.sum()),
            "used": len(known),
            "sampled": len(sample) if step > 1 else 0,
            "hidden": self._hidden_followers(int(scopes["governed"].sum())),
            "not_planned": int((inside & ~planned).sum()),
            "without_demand": int((planned & ~moving).sum()),
            "without_cost": int((moving & (rows["cost"] == 0)).sum()),
            "currency_id": self.env.company.currency_id.id,
            "today": self._in_force(rows, known),
            "own": _told(own, scale),
            "levels": [
                {
                    "level": level,
                    "chosen": level == round(parameters.service_level, 6),
                    **_told(found, scale),
                }
                for level, found in consequences.by_service_level(items, parameters)
            ],
            "lots": [
                {
                    "lot": name,
                    "label": self._selection_label("lot_method", name),
                    "chosen": name == parameters.lot_method,
                    **_told(found, scale),
                }
                for name, found in consequences.by_lot(items, parameters)
            ],
            "reviews": [
                {
                    "days": days,
                    "chosen": days == parameters.review_days,
                    **_told(found, scale),
                }
                for days, found in consequences.by_review(items, parameters)
            ],
            "words": self._words(parameters, own, rows["lead_time_mean"][known]),
        }

    def _hidden_followers(self, seen):
        """Return how many rules it governs that this user does not see here."""
        everywhere = (
            self.env["stock.warehouse.orderpoint"]
            .sudo()
            .search_count([("policy_id", "=", self.id or self._origin.id)])
        )
        return max(everywhere - seen, 0) if self.ids else 0

    def _selection_label(self, name, value):
        return dict(self._fields[name]._description_selection(self.env))[value]

    def _scope_labels(self):
        """Return the rules one may look at, best first."""
        return {
            "governed": _("rules it governs"),
            "matrix": _("rules the matrix would give it"),
            "all": _("all rules, as an example"),
            "A": _("rules of class A, as an example"),
            "B": _("rules of class B, as an example"),
            "C": _("rules of class C, as an example"),
        }

    def _follower_columns(self):
        """Return columns of the orderpoints the user may see, in one query."""
        service = self.env["stock.replenish.matrix"]
        companies = self.company_id & self.env.companies or self.env.companies
        join, cost = unit_cost(self.env)
        numbers = ("demand_mean", "demand_std", "lead_time_mean", "lead_time_std")
        numbers += ("safety_stock", "planned_on_hand", "days_of_supply")
        stored = SQL(", ").join(
            SQL("COALESCE(o.%s, 0) AS %s", SQL.identifier(name), SQL.identifier(name))
            for name in numbers
        )
        numbers += ("cost", "exchange")
        whole = ("company", "warehouse", "category", "abc", "xyz", "pattern")
        whole += ("kept", "policy", "planned", "governed")
        rows = columns.read(
            self.env.cr,
            SQL(
                """SELECT %s, %s, %s AS kept, COALESCE(o.policy_id, 0) AS policy,
                          (o.planned_on IS NOT NULL)::int AS planned,
                          COALESCE(o.is_governed, FALSE)::int AS governed,
                          %s AS cost, c.exchange AS exchange
                   FROM %s %s WHERE o.id IN %s ORDER BY o.id""",
                stored,
                service._facts_sql(),
                service._kept_sql(),
                cost,
                service._tables_sql(companies),
                join,
                service._mine(companies).subselect(),
            ),
            [(name, "f8") for name in numbers] + [(name, "i4") for name in whole],
        )
        rows["dependent"] = consequences.dependent_rate(
            rows["planned_on_hand"], rows["days_of_supply"], rows["demand_mean"]
        )
        return rows

    def _follower_scopes(self, rows):
        """Return scope -> which rows it holds."""
        policy = self._origin.id or self.id or -1
        given = np.zeros(len(rows["policy"]), bool)
        rules = self.env["stock.replenish.policy.rule"].search([("active", "=", True)])
        if self.id and self in rules.policy_id:
            lines = self.env["stock.replenish.matrix"]._lines(rules)
            facts = matrix.Facts(
                **{name: rows[name].astype(np.int64) for name in matrix.CONDITIONS}
            )
            mine = np.array([rule.policy_id.id == policy for rule in rules] + [False])
            given = mine[matrix.first_fit(lines, facts)] & (rows["kept"] == 0)
        return {
            "governed": rows["policy"] == policy,
            "matrix": given,
            "all": np.ones(len(given), bool),
            "A": rows["abc"] == 1,
            "B": rows["abc"] == 2,
            "C": rows["abc"] == 3,
        }

    def _in_force(self, rows, known):
        """Return the value of the safety stock in force, and rows that have one."""
        governed = known[rows["governed"][known] > 0]
        worth = (rows["cost"] * rows["exchange"])[governed]
        return {
            "count": len(governed),
            "safety_value": float(rows["safety_stock"][governed] @ worth),
        }

    @api.model
    def _words(self, parameters, own, lead_days):
        """Return what settings mean in words, by group of the form."""
        words = {}
        if parameters.service_kind == "cycle":
            cycles = consequences.cycles_per_stockout(parameters.service_level)
            words["service"] = _(
                "One stock-out in %s order cycles of an item.", _number(cycles)
            )
        elif parameters.service_kind == "fill":
            words["service"] = _(
                "Of 1,000 units asked for, %s cannot be delivered at once.",
                _number(1000 * (1 - parameters.service_level)),
            )
        else:
            words["service"] = _(
                "Without safety stock about every second order cycle runs out."
            )
        if own.capped:
            days = _number(parameters.max_days_of_supply)
            words["limit"] = (
                _("The limit of %s days cuts the safety stock of 1 item.", days)
                if own.capped == 1
                else _(
                    "The limit of %(days)s days cuts the safety stock of %(count)s "
                    "items.",
                    days=days,
                    count=own.capped,
                )
            )
        if len(lead_days):
            lead = float(np.mean(lead_days))
            words["rhythm"] = (
                _(
                    "What falls short waits up to %(review)s days for the next order "
                    "day, and then %(lead)s days on average until it arrives: stock "
                    "has to last both.",
                    review=_number(parameters.review_days),
                    lead=_number(lead),
                )
                if parameters.review_days > 1
                else _(
                    "Every day is an order day. An order takes %s days on average to "
                    "arrive: stock has to last that long.",
                    _number(lead),
                )
            )
        share = parameters.tolerance
        words["tolerance"] = (
            _(
                "A reorder point of 100 stays until the plan finds less than %(low)s "
                "or more than %(high)s.",
                low=_number(max(100 * (1 - share), 0)),
                high=_number(100 * (1 + share)),
            )
            if share
            else _("Every change, however small, is put in force or to review.")
        )
        return words


def _number(value):
    """Return a number as people write it: no digits that say nothing."""
    digits = 0 if value >= 10 or abs(value - round(value)) < 0.05 else 1
    return float_repr(value, digits)


def _told(outcome, scale):
    """Return an outcome as JSON; totals grown from the sample to all rules."""
    totals = ("safety_value", "cycle_value", "orders", "stockouts", "yearly_cost")
    told = {}
    for name, value in asdict(outcome).items():
        if name in totals:
            value *= scale
        elif name == "capped":
            value = round(value * scale)
        # JSON knows neither NaN nor infinity; False is "not known" on the screen.
        told[name] = value if math.isfinite(value) else False
    return told
