from collections import defaultdict

import numpy as np

from odoo import _, api, fields, models

from ...planning import matrix
from ...tools import roles
from .stock_replenish_matrix import BY_HAND, FREE, LOCKED
from .stock_replenish_policy_rule import ABC_CLASSES, CONDITION_FIELDS, XYZ_CLASSES


class StockReplenishPolicyRule(models.Model):
    """How many rules each line gets, as things stand: the board and the counts."""

    _inherit = "stock.replenish.policy.rule"

    position = fields.Integer(
        "Line", compute="_compute_counts", help="Lines are tried in this order."
    )
    match_count = fields.Integer(
        "Rules",
        compute="_compute_counts",
        help="Reordering rules that get their policy from this line: no earlier line "
        "fits them, and their policy is neither set by hand nor locked.",
    )
    fitting_count = fields.Integer(
        "Would fit",
        compute="_compute_counts",
        help="Reordering rules this line fits, whichever line they get.",
    )
    remark = fields.Char(compute="_compute_counts")

    @api.depends_context("allowed_company_ids", "uid", "lang")
    @api.depends("sequence", "active", *CONDITION_FIELDS, "policy_id.active")
    def _compute_counts(self):
        lines = self.get_overview()["lines"] if self.ids else {}
        for rule in self:
            told = lines.get(rule._origin.id, {})
            rule.position = told.get("position", 0)
            rule.match_count = told.get("matches", 0)
            rule.fitting_count = told.get("fits", 0)
            rule.remark = told.get("remark") or (
                _("Archived: gives its policy to nobody.") if not rule.active else ""
            )

    @api.model
    def get_overview(self):
        """Return what the matrix would give to whom, for the screen.

        Of the companies the user works in; a fixed number of queries.

        :return: dict; `lines`: id -> position, matches, fits, remark; `cells`: what
            rules of each ABC and XYZ class get, with their stock value in the
            currency `currency_id`; `none`, `by_hand`, `locked`, `unclassified`,
            `total`, `changes`: numbers of rules
        """
        self.check_access_rights("read")
        service = self.env["stock.replenish.matrix"]
        companies = self.env.companies
        # Lines of other companies hold their place in the order, but fit nothing here.
        rules = self.search([("active", "=", True)])
        groups = service._groups(companies)
        lines = service._lines(rules)
        first = matrix.first_fit(lines, groups.facts)
        free = groups.kept == FREE
        policies = np.array([rule.policy_id.id for rule in rules] + [0], np.int64)
        given = np.where(free, policies[first], groups.policy)

        def count(where):
            return int(groups.count[where].sum())

        facts = groups.facts
        return {
            "lines": self._line_counts(rules, lines, groups, free),
            "cells": self._cells(groups, given),
            "none": count(free & (first < 0)),
            "by_hand": count(groups.kept == BY_HAND),
            "locked": count(groups.kept == LOCKED),
            "unclassified": count((facts.abc == 0) | (facts.xyz == 0)),
            "total": int(groups.count.sum()),
            "changes": count(given != groups.policy),
            "currency_id": self.env.company.currency_id.id,
            "may_apply": roles.may(self.env, "manager"),
        }

    def _line_counts(self, rules, lines, groups, free):
        """Return line id -> position, numbers and what is wrong with it."""
        counts = matrix.count_lines(lines, groups.facts, groups.count, free)
        cover = matrix.covered_by(lines)
        return {
            rule.id: {
                "position": place + 1,
                "matches": int(counts["caught"][place]),
                "fits": int(counts["fitting"][place]),
                "remark": rule._remark(
                    int(cover[place]),
                    *(int(counts[name][place]) for name in ("caught", "free")),
                    int(counts["fitting"][place]),
                ),
            }
            for place, rule in enumerate(rules)
        }

    def _remark(self, cover, caught, free, fitting):
        """Return why this line gives its policy to nobody, or an empty text."""
        if not self.policy_id.active:
            return _("Policy is archived: nobody gets it.")
        if cover >= 0:
            return _("Never reached: line %s takes everything it fits.", cover + 1)
        if caught:
            return ""
        if not fitting:
            return _("Fits no rule today.")
        if not free:
            return _(
                "All %s rules it fits keep a policy set by hand or locked.", fitting
            )
        if free == 1:
            return _("The only rule it fits goes to an earlier line.")
        return _("All %s rules it fits go to earlier lines.", free)

    def _cells(self, groups, given):
        """Return what each of the nine classes gets, and the rules without class."""
        policies = self.env["stock.replenish.policy"].browse(
            sorted({int(policy) for policy in given} - {0})
        )
        names = {policy.id: policy.display_name for policy in policies.sudo()}
        cells = []
        for abc, (abc_class, _label) in enumerate(ABC_CLASSES, 1):
            for xyz, (xyz_class, _label) in enumerate(XYZ_CLASSES, 1):
                inside = (groups.facts.abc == abc) & (groups.facts.xyz == xyz)
                counts = defaultdict(int)
                for policy, number in zip(
                    given[inside], groups.count[inside], strict=True
                ):
                    counts[int(policy)] += int(number)
                cells.append(
                    {
                        "abc": abc_class,
                        "xyz": xyz_class,
                        "count": int(groups.count[inside].sum()),
                        "value": float(groups.value[inside].sum()),
                        "policies": [
                            {
                                "id": policy,
                                "name": names.get(policy) or _("No policy"),
                                "count": number,
                            }
                            for policy, number in sorted(
                                counts.items(), key=lambda item: (-item[1], item[0])
                            )
                        ],
                    }
                )
        return cells
