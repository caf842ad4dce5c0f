from odoo import models

from .stock_replenish_tower_filters import PERIODS

# A choice longer than these is no help; the screen searches for the others.
_FAMILIES = 200
_USERS = 100


class StockReplenishTower(models.AbstractModel):
    """What can be chosen in the filters."""

    _inherit = "stock.replenish.tower"

    def _options(self, view):
        """Return the choices: companies in use, their warehouses, and so on."""
        warehouses = self.env["stock.warehouse"].search(
            [("company_id", "in", self.env.companies.ids)]
        )
        families = self.env["product.category"].search([], limit=_FAMILIES)
        return {
            "companies": _named(self.env.companies),
            "warehouses": [
                {**row, "company_id": warehouse.company_id.id}
                for row, warehouse in zip(_named(warehouses), warehouses, strict=True)
            ],
            "families": _named(families | view.categories),
            "planners": [
                {**row, "is_me": row["id"] == self.env.uid}
                for row in _named(self._planners(view))
            ],
            "periods": list(PERIODS),
        }

    def _planners(self, view):
        """Return who may be asked to act, oneself first."""
        role = self.env.ref("stock_replenish_sync.group_replenish_viewer")
        users = self.env["res.users"].search(
            [
                ("groups_id", "in", role.ids),
                ("company_ids", "in", self.env.companies.ids),
            ],
            limit=_USERS,
        )
        return self.env.user | view.user | users


def _named(records):
    return [{"id": row.id, "name": row.display_name} for row in records.sudo()]
