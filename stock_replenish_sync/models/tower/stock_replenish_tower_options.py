from odoo import models

from .stock_replenish_tower_filters import PERIODS
from .view import EXCEPTION

# A choice longer than this is no help; the screen searches for the others.
_FAMILIES = 200


class StockReplenishTower(models.AbstractModel):
    """What can be chosen in the filters."""

    _inherit = "stock.replenish.tower"

    def _options(self, view):
        """Return the choices: companies in use, their warehouses, families, owners."""
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
        """Return who owns something that is open, oneself first."""
        owners = self.env["res.users"].concat(
            *(
                user
                for (user,) in self.env[EXCEPTION]._read_group(
                    [
                        ("company_id", "in", self.env.companies.ids),
                        ("state", "=", "open"),
                        ("user_id", "!=", False),
                    ],
                    ["user_id"],
                )
            )
        )
        others = (owners | view.user) - self.env.user
        return self.env.user | others.sudo().sorted("name").with_env(self.env)


def _named(records):
    return [{"id": row.id, "name": row.display_name} for row in records.sudo()]
