from odoo import models
from odoo.tools import SQL

from .view import EXCEPTION

_LANES = 10


class StockReplenishTower(models.AbstractModel):
    """Transfers that do not come, by lane and hours."""

    _inherit = "stock.replenish.tower"

    def _stuck(self, view):
        """Return the lanes with the oldest late transfers, item by item.

        `hours` is how long the oldest should have come ago.
        """
        late = ("kind", "in", ["late_transfer"])
        found = self.env[EXCEPTION]._search(view.exceptions(late))
        self.env.cr.execute(
            SQL(
                """SELECT e.source_warehouse_id, e.warehouse_id, COUNT(*),
                          SUM(e.value_rank), (array_agg(
                              e.move_id ORDER BY e.date_expected, e.move_id))[1]
                   FROM stock_replenish_exception e
                   WHERE e.id IN %s
                   GROUP BY 1, 2 ORDER BY MIN(e.date_expected), 3 DESC, 1, 2
                   LIMIT %s""",
                found.subselect(),
                _LANES,
            )
        )
        rows = self.env.cr.fetchall()
        places = self.env["stock.warehouse"].sudo()
        moves = self.env["stock.move"].sudo().browse(row[-1] for row in rows if row[-1])
        since = {move.id: move.date for move in moves}
        names = {
            place.id: place.name
            for place in places.browse(
                {row for lane in rows for row in lane[:2] if row}
            )
        }
        lanes = []
        for source, target, count, value, oldest in rows:
            label = f"{names.get(source, '…')} → {names.get(target, '…')}"
            domain = view.exceptions(
                late,
                ("source_warehouse_id", "=", source or False),
                ("warehouse_id", "=", target or False),
            )
            waited = view.now - since.get(oldest, view.now)
            lanes.append(
                {
                    "id": f"{source or 0}-{target or 0}",
                    "label": label,
                    "hours": max(int(waited.total_seconds() // 3600), 0),
                    **view.number(label, count, value, domain),
                }
            )
        return lanes
