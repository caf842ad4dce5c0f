from odoo import _, api, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..tools import roles
from .stock_replenish_policy_rule import ABC_CLASSES, DEMAND_PATTERNS, XYZ_CLASSES

MODES = ("pilot", "watch", "all")
C_CHOICES = ("keep", "C")


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
        """Return where the first governed row leads to, or False."""
        if not rules["with_policy"]:
            return False
        first = self.env["stock.warehouse.orderpoint"].search(
            [("company_id", "=", company.id), ("is_governed", "=", True)],
            order="qty_to_order desc, order_value desc, id",
            limit=1,
        )
        return {
            "first": first
            and {
                "id": first.id,
                "name": f"{first.product_id.display_name}, "
                f"{first.warehouse_id.display_name}",
            }
        }

    def _jobs(self):
        """Return which scheduled jobs are on."""
        return {
            kind: self.env.ref(f"stock_replenish_sync.ir_cron_{kind}").active
            for kind in ("plan", "order")
        }

    # ------------------------------------------------------------------
    # Steps
    # ------------------------------------------------------------------

    @api.model
    def action_read_history(self):
        """Classify the company's rules and look at what is known of them.

        :return: the status, see :meth:`get_status`
        :raise AccessError: without the role Replenishment Manager
        :raise UserError: if there is nothing to read
        """
        roles.require(self.env, "manager", _("reading the history"))
        company = self.env.company
        service = self.sudo().with_company(company)
        if not service._rules(company)["all"]:
            raise UserError(
                _(
                    "%s has no reordering rule yet, so there is nothing to classify. "
                    "Propose rules first.",
                    company.display_name,
                )
            )
        service.env["stock.replenish.first.look"]._take(company.sudo())
        return self.get_status()

    @api.model
    def action_propose_rules(self):
        """Open the list of products that move and have no reordering rule.

        :raise AccessError: without the role Replenishment Manager
        :raise UserError: if every product that moves has one
        """
        roles.require(self.env, "manager", _("creating reordering rules"))
        company = self.env.company
        proposal = self.env["stock.replenish.propose.rules"]._propose(company)
        if not proposal.line_ids:
            raise UserError(
                _(
                    "All that %s sold or used in the last 365 days has a reordering "
                    "rule.",
                    company.display_name,
                )
            )
        return {
            "type": "ir.actions.act_window",
            "name": _("Propose Reordering Rules for %s", company.display_name),
            "res_model": proposal._name,
            "res_id": proposal.id,
            "views": [(False, "form")],
            "target": "new",
            "context": {"dialog_size": "extra-large"},
        }

    @api.model
    def action_open_to_order(self):
        """Return To Order, or Getting Started while no rule follows a policy."""
        roles.require(self.env, "viewer", _("looking at replenishment planning"))
        begun = self.env["stock.warehouse.orderpoint"].search_count(
            [
                ("company_id", "in", self.env.companies.ids),
                ("policy_id", "!=", False),
            ],
            limit=1,
        )
        name = (
            "stock_warehouse_orderpoint_action_to_order"
            if begun
            else "stock_replenish_onboarding_action"
        )
        return self.env["ir.actions.actions"]._for_xml_id(
            f"stock_replenish_sync.{name}"
        )

    @api.model
    def action_compare(self, mode, warehouse_id=False, c_items="keep", shared=False):
        """Prepare the proposed policies and show what they would change.

        :param str mode: 'pilot' (one warehouse), 'watch' (all, changes reviewed) or
            'all'
        :param int warehouse_id: the pilot
        :param str c_items: 'keep' (min/max) or 'C' (plan them as well)
        :param bool shared: make the policies for all companies
        :return: the action that opens the preview
        :raise AccessError: without the role Replenishment Manager
        :raise UserError: if the choice makes no sense
        """
        roles.require(self.env, "manager", _("adopting policies"))
        company = self.env.company
        warehouses = self._chosen_warehouses(company, mode, warehouse_id)
        if c_items not in C_CHOICES:
            raise UserError(_("Choose what happens to C items."))
        owner = self.env["res.company"] if shared else company
        classes = {"A": "A", "B": "B", "C": c_items}
        policies = self.env["stock.replenish.policy"]
        action = self.env["stock.replenish.change"].preview_adopt(
            warehouses.ids,
            [policies._ready(key, owner) for key in classes.values()],
            [
                {"policy": key, "values": {"abc_class": letter}}
                for letter, key in classes.items()
            ],
        )
        # Who only wants to watch is not offered to adopt by mistake.
        watch = {"replenish_review_only": mode == "watch"}
        return dict(action, context={**action.get("context", {}), **watch})

    def _chosen_warehouses(self, company, mode, warehouse_id):
        """Return the pilot, or all warehouses that have rules."""
        if mode not in MODES:
            raise UserError(_("Choose a pilot, watching only, or all warehouses."))
        warehouses = self.env["stock.warehouse"].search(
            [("company_id", "=", company.id)]
        )
        if mode == "pilot":
            pilot = warehouses.filtered(lambda row: row.id == warehouse_id)
            if not pilot:
                raise UserError(
                    _("Choose a warehouse of %s for the pilot.", company.display_name)
                )
            return pilot
        used = (
            self.env["stock.warehouse.orderpoint"]
            .sudo()
            ._read_group([("warehouse_id", "in", warehouses.ids)], ["warehouse_id"])
        )
        if not used:
            raise UserError(
                _(
                    "%s has no reordering rule yet, so there is nothing to compare. "
                    "Propose rules first.",
                    company.display_name,
                )
            )
        return warehouses & warehouses.concat(*(row[0] for row in used))
