from odoo import _, fields, models
from odoo.tools import SQL

from .view import EXCEPTION

_ROWS = 10


class StockReplenishTower(models.AbstractModel):
    """What costs most, with what can be done about it."""

    _inherit = "stock.replenish.tower"

    def _top(self, view):
        """Return the rows with most money, in the order of the list, and its drill."""
        domain = view.exceptions()
        rows = self._first(view, domain)
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

    def _first(self, view, domain):
        """Return the first rows of the list.

        Where few rows are left, going through all in their order would take long.
        """
        Exceptions = self.env[EXCEPTION]
        if not view.categories:
            return Exceptions.search(domain, limit=_ROWS)
        names = ("id", "value_rank", "severity")
        found = Exceptions._search(domain)
        self.env.cr.execute(
            SQL(
                """WITH found AS MATERIALIZED (%s) SELECT id FROM found
                   ORDER BY value_rank DESC, severity DESC, id DESC LIMIT %s""",
                found.select(*(SQL.identifier(found.table, name) for name in names)),
                _ROWS,
            )
        )
        return Exceptions.browse([row for (row,) in self.env.cr.fetchall()])


def _pair(record):
    """Return a record as screens know it: id and name, or False."""
    return [record.id, record.display_name] if record else False
