from odoo import _, fields, models
from odoo.tools import SQL

from .view import EXCEPTION

_ROWS = 10
# Looked at for each row that is shown: an item may have several problems.
_PROBLEMS = 4


class StockReplenishTower(models.AbstractModel):
    """The items that cost most, with what can be done about them."""

    _inherit = "stock.replenish.tower"

    def _top(self, view):
        """Return the items with most money, in the order of the list, and its drill.

        Each by its first row only: what ran out and the late order that it waits for
        are about the same money.
        """
        domain = view.exceptions()
        rows = self._first_of_items(self._first(view, domain, _ROWS * _PROBLEMS))
        # Names of what the row is about; the row itself may be seen.
        named = rows.sudo()
        labels = dict(self.env["stock.replenish.detection"]._labels())
        return {
            "top": [
                {
                    "id": row.id,
                    "kind": row.kind,
                    "kind_label": labels.get(row.kind, row.kind),
                    "family": row.family,
                    "severity": row.severity,
                    "state": row.state,
                    "product": row.product_id.display_name or "",
                    "warehouse": row.warehouse_id.name or "",
                    "company": row.company_id.name,
                    "owner": row.user_id.name or "",
                    "owner_id": row.user_id.id,
                    "orderpoint_id": _pair(row.orderpoint_id),
                    "reference": row.reference or "",
                    "problem": row.problem,
                    "value": view.money(row.value_rank),
                    "act_by": fields.Date.to_string(row.act_by) or False,
                    "actions": row.actions,
                }
                for row in named
            ],
            "top_drill": view.drill(_("Exceptions"), domain),
        }

    def _first_of_items(self, rows):
        """Return the first row of each item of a warehouse, as many as are shown."""
        first = {}
        for row in rows:
            item = (row.product_id.id, row.warehouse_id.id)
            # What is about no item stands for itself.
            first.setdefault(item if row.product_id else row.id, row)
        return rows.browse([row.id for row in list(first.values())[:_ROWS]])

    def _first(self, view, domain, limit):
        """Return the first rows of the list.

        Where few rows are left, going through all in their order would take long.
        """
        Exceptions = self.env[EXCEPTION]
        if not view.categories:
            return Exceptions.search(domain, limit=limit)
        names = ("id", "value_rank", "severity")
        found = Exceptions._search(domain)
        self.env.cr.execute(
            SQL(
                """WITH found AS MATERIALIZED (%s) SELECT id FROM found
                   ORDER BY value_rank DESC, severity DESC, id DESC LIMIT %s""",
                found.select(*(SQL.identifier(found.table, name) for name in names)),
                limit,
            )
        )
        return Exceptions.browse([row for (row,) in self.env.cr.fetchall()])


def _pair(record):
    """Return a record as screens know it: id and name, or False."""
    return [record.id, record.display_name] if record else False
