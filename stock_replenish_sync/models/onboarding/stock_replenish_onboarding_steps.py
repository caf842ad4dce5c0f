from odoo import _, api, models
from odoo.exceptions import UserError

from ...tools import roles

MODES = ("pilot", "watch", "all")
C_CHOICES = ("keep", "C")


class StockReplenishOnboarding(models.AbstractModel):
    """The steps of the first hour; each does the real thing."""

    _inherit = "stock.replenish.onboarding"

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
        return self._open_begun("stock_warehouse_orderpoint_action_to_order")

    @api.model
    def action_open_tower(self):
        """Return Control Tower, or Getting Started while no rule follows a policy."""
        return self._open_begun("stock_replenish_tower_action")

    def _open_begun(self, name):
        """Return an action, or Getting Started where there is nothing to see yet."""
        roles.require(self.env, "viewer", _("looking at replenishment planning"))
        begun = self.env["stock.warehouse.orderpoint"].search_count(
            [
                ("company_id", "in", self.env.companies.ids),
                ("policy_id", "!=", False),
            ],
            limit=1,
        )
        if not begun:
            name = "stock_replenish_onboarding_action"
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
