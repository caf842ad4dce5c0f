from odoo import _, api, models
from odoo.tools import SQL

from ...tools import roles
from ..policy.stock_replenish_policy_rule import (
    ABC_CLASSES,
    DEMAND_PATTERNS,
    XYZ_CLASSES,
)


class StockReplenishOnboarding(models.AbstractModel):
    """The first hour: what there is, what was done, what to do next.

    Nothing is remembered of the steps themselves: each shows what is really there, so
    that whoever comes back, or another person, goes on where the company stands.
    """

    _name = "stock.replenish.onboarding"
    _description = "Replenishment Planning: getting started"

    # ------------------------------------------------------------------
    # Where the company stands
    # ------------------------------------------------------------------

    @api.model
    def get_status(self):
        """Return all that Getting Started shows of the user's company.

        The number of queries does not depend on how much there is.

        :return: dict with `company`, `may`, `rules`, `facts`, `history`,
            `warehouses`, `adopted` and `jobs`; see the methods that make them
        :raise AccessError: without the role Viewer
        """
        roles.require(self.env, "viewer", _("looking at replenishment planning"))
        company = self.env.company
        # Counts only, of one company the user works in.
        service = self.sudo().with_company(company)
        rules = service._rules(company)
        return {
            "company": {
                "id": company.id,
                "name": company.display_name,
                "others": len(self.env.user.company_ids) > 1,
            },
            "may": {
                "manage": roles.may(self.env, "manager"),
                "plan": roles.may(self.env, "planner"),
            },
            "rules": rules,
            "facts": service._facts(company),
            "history": service._history(company),
            "warehouses": service._warehouses(company),
            "adopted": service._adopted(company, rules),
            "jobs": service._jobs(),
        }

    def _rules(self, company):
        """Return counts of rules: all, governed, to review, planned."""
        self.env["stock.warehouse.orderpoint"].flush_model()
        self.env.cr.execute(
            SQL(
                """
                SELECT COUNT(*), COUNT(*) FILTER (WHERE is_governed),
                       COUNT(*) FILTER (WHERE plan_status = 'to_review'),
                       COUNT(*) FILTER (WHERE policy_id IS NOT NULL),
                       COUNT(*) FILTER (WHERE is_governed AND qty_to_order > 0)
                FROM stock_warehouse_orderpoint
                WHERE company_id = %s AND active
                """,
                company.id,
            )
        )
        names = ("all", "governed", "to_review", "with_policy", "to_order")
        return dict(zip(names, self.env.cr.fetchone(), strict=True))

    def _facts(self, company):
        """Return months of history, vendors of the rules, products without a rule."""
        today = company._replenish_noon(company._replenish_today())
        self.env.cr.execute(
            SQL(
                """
                SELECT (SELECT EXTRACT(EPOCH FROM %s::timestamp - MIN(date)) / 86400
                        FROM stock_move WHERE state = 'done' AND company_id = %s),
                       (SELECT COUNT(DISTINCT s.partner_id)
                        FROM product_supplierinfo s
                        WHERE (s.company_id IS NULL OR s.company_id = %s)
                          AND s.product_tmpl_id IN (
                              SELECT p.product_tmpl_id
                              FROM stock_warehouse_orderpoint o
                              JOIN product_product p ON p.id = o.product_id
                              WHERE o.company_id = %s AND o.active))
                """,
                today,
                company.id,
                company.id,
                company.id,
            )
        )
        days, vendors = self.env.cr.fetchone()
        return {
            "months": int(max(days or 0, 0) / 30.4),
            "vendors": vendors,
            "unruled": self.env["stock.replenish.unruled"]._count(company),
        }

    def _history(self, company):
        """Return the first look and the classes as they are now, or False."""
        look = company.replenish_first_look
        if not look:
            return False
        Orderpoint = self.env["stock.warehouse.orderpoint"]
        mine = [("company_id", "=", company.id)]
        cells = {
            (abc, xyz): count
            for abc, xyz, count in Orderpoint._read_group(
                mine, ["abc_class", "xyz_class"], ["__count"]
            )
        }
        patterns = dict(Orderpoint._read_group(mine, ["demand_pattern"], ["__count"]))
        return {
            **look,
            "cells": [
                {
                    "abc": abc,
                    "counts": [
                        {"xyz": xyz, "count": cells.get((abc, xyz), 0)}
                        for xyz, _label in XYZ_CLASSES
                    ],
                }
                for abc, _label in ABC_CLASSES
            ],
            "patterns": [
                {"key": key, "count": patterns.get(key, 0)}
                for key, _label in DEMAND_PATTERNS
            ],
        }

    def _warehouses(self, company):
        """Return the warehouses with their rules, the best pilot first.

        A warehouse that supplies no other is a pilot that stands alone: what branches
        will draw from their source is known only once they follow policies too.
        """
        warehouses = self.env["stock.warehouse"].search(
            [("company_id", "=", company.id)], order="sequence, id"
        )
        counts = {
            warehouse: (count, governed)
            for warehouse, count, governed in self.env[
                "stock.warehouse.orderpoint"
            ]._read_group(
                [("company_id", "=", company.id)],
                ["warehouse_id"],
                ["__count", "is_governed:bool_or"],
            )
        }
        ranks = self.env["stock.replenish.supply"]._warehouse_ranks(company)
        rows = [
            {
                "id": warehouse.id,
                "name": warehouse.display_name,
                "rules": counts.get(warehouse, (0, False))[0],
                "governed": bool(counts.get(warehouse, (0, False))[1]),
                "supplies_others": bool(ranks.get(warehouse.id)),
            }
            for warehouse in warehouses
        ]
        return sorted(
            rows,
            key=lambda row: (not row["rules"], row["supplies_others"], -row["rules"]),
        )

    def _adopted(self, company, rules):
        """Return where the first governed row leads to and what may be undone.

        :return: False before any rule has a policy
        """
        if not rules["with_policy"]:
            return False
        first = self.env["stock.warehouse.orderpoint"].search(
            [("company_id", "=", company.id), ("is_governed", "=", True)],
            order="qty_to_order desc, order_value desc, id",
            limit=1,
        )
        change = self.env["stock.replenish.change"].search(
            [
                ("kind", "=", "adopt"),
                ("state", "=", "applied"),
                ("company_ids", "=", company.id),
            ],
            limit=1,
        )
        return {
            "first": bool(first)
            and {
                "id": first.id,
                "name": f"{first.product_id.display_name}, "
                f"{first.warehouse_id.display_name}",
            },
            "change_id": change.id,
        }

    def _jobs(self):
        """Return which scheduled jobs are on."""
        return {
            kind: self.env.ref(f"stock_replenish_sync.ir_cron_{kind}").active
            for kind in ("plan", "order")
        }
