from odoo import SUPERUSER_ID, _, api, models
from odoo.exceptions import AccessError

from ...tools import roles

MODULE = "stock_replenish_sync"
# What a planner decides on a reordering rule. Everything else core has is for stock
# managers, and everything else of ours is written by the plan.
PLANNER_FIELDS = frozenset(
    (
        "bom_id",
        "lock_reason",
        "lock_until",
        "planner_id",
        "policy_id",
        "policy_locked",
        "policy_source",
        "qty_to_order",
        "review_changes",
        "route_id",
        "snoozed_until",
        "supplier_id",
        "trigger",
    )
)

# Screens send every field they show for a new rule; these values decide nothing.
EMPTY = (False, None, "none", "not_planned")


class StockWarehouseOrderpoint(models.Model):
    """Who may change what of a reordering rule, beyond core's stock managers."""

    _inherit = "stock.warehouse.orderpoint"

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            self.check_access_rights("create")
            for vals in vals_list:
                self._check_fields(
                    {name for name, value in vals.items() if value not in EMPTY}
                )
        return super().create(vals_list)

    def write(self, vals):
        if self.env.su:
            return super().write(vals)
        # Screens send along the multiple that core derives from the route.
        by_route = self._is_planner_only() and {"route_id", "qty_multiple"} <= set(vals)
        if by_route:
            vals = {
                name: value for name, value in vals.items() if name != "qty_multiple"
            }
        self._check_fields(set(vals))
        result = super().write(vals)
        if by_route:
            for orderpoint in self.sudo():
                orderpoint.qty_multiple = orderpoint._get_qty_multiple_to_order()
        return result

    def unlink(self):
        # As in core: nothing to do needs no rights.
        if not self:
            return True
        if not self.env.su and self._is_planner_only():
            # Core's report clears away what it made once nothing is needed any more,
            # on behalf of whoever opens it or orders from it.
            self.check_access_rule("read")
            if all(row._is_left_by_report() for row in self):
                self = self.sudo()
        # Before suggestions are removed along with their rules.
        self.check_access_rights("unlink")
        self.check_access_rule("unlink")
        return super().unlink()

    def _is_left_by_report(self):
        """Tell whether core's report made this row and may drop it again."""
        self.ensure_one()
        return (
            self.create_uid.id == SUPERUSER_ID
            and self.trigger == "manual"
            and not self.policy_id
            and self.qty_to_order <= 0.0
        )

    def _is_stock_manager(self):
        return self.env.user.has_group("stock.group_stock_manager")

    def _is_planner_only(self):
        return roles.may(self.env, "planner") and not self._is_stock_manager()

    def _check_fields(self, names):
        """Raise unless the user may set these fields; access rights come on top.

        :param set names: fields to be written
        """
        # Core's Order Once computes fields that no column is behind by assigning them.
        names = {
            name
            for name in names & set(self._fields)
            if self._fields[name].store or self._fields[name].inverse
        }
        ours = {name for name in names if self._fields[name]._modules[0] == MODULE}
        if not ours and self._is_stock_manager():
            return
        planned = ours - PLANNER_FIELDS
        if planned:
            raise AccessError(
                _(
                    "%(fields)s: written by the plan, not by hand. Type a quantity to "
                    "order, or give the reordering rule another policy.",
                    fields=self._labels(planned),
                )
            )
        if roles.may(self.env, "planner"):
            beyond = names - PLANNER_FIELDS
            if beyond and not self._is_stock_manager():
                raise AccessError(
                    _(
                        "%(fields)s: planners leave this field of a reordering rule "
                        "as it is. Ask an administrator of Inventory to change it.",
                        fields=self._labels(beyond),
                    )
                )
            return
        if ours or roles.may(self.env, "viewer"):
            roles.require(self.env, "planner", _("changing a reordering rule's plan"))

    def _labels(self, names):
        """Return the labels of fields as people see them."""
        labels = self.fields_get(sorted(names), ["string"])
        return ", ".join(labels[name]["string"] for name in sorted(labels))

    def _check_may_order(self):
        """Raise unless the user may order these: planners, and core's managers."""
        if not self.env.su and not self._is_stock_manager():
            roles.require(self.env, "planner", _("ordering"))
        self.check_access_rights("write")
        self.check_access_rule("write")

    def action_replenish_auto(self):
        self._check_may_order()
        return super().action_replenish_auto()
