import numpy as np

from odoo import models

from ...planning import pack
from ...tools import columns


class StockReplenishKeep(models.AbstractModel):
    """Makes snapshots of planned rows, for whatever is to be explained for good."""

    _name = "stock.replenish.keep"
    _description = "Replenishment Planning: snapshots of a planned batch"

    def _keep(self, batch, rows):
        """Put snapshots of rows into the temporary table `replenish_snapshot`.

        Called as often as something of the batch needs them; each is made once.

        :param batch: :class:`~.stock_replenish_plan.PlannedBatch`
        :param rows: array of row numbers
        """
        if batch.kept is None:
            batch.kept = np.zeros(len(batch.frame), bool)
            self.env.cr.execute("DROP TABLE IF EXISTS replenish_snapshot")
            self.env.cr.execute(
                """CREATE TEMPORARY TABLE replenish_snapshot
                   (orderpoint_id int4, packed text) ON COMMIT DROP"""
            )
        rows = np.unique(rows)
        rows = rows[~batch.kept[rows]]
        if not len(rows):
            return
        batch.kept[rows] = True
        columns.append_texts(
            self.env.cr,
            "replenish_snapshot",
            batch.frame.orderpoint[rows].tolist(),
            pack(batch.items, batch.result, rows, batch.policies),
        )
        self.env.cr.execute("ANALYZE replenish_snapshot (orderpoint_id)")
