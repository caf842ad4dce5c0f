from dataclasses import dataclass

import numpy as np

from odoo import models
from odoo.tools import SQL

from ...tools import columns


@dataclass(frozen=True)
class Sources:
    """Stock that a batch draws on and does not plan; arrays of shape (k,).

    `orderpoint` is the id of the rule that speaks for the warehouse's stock, 0 without
    one; `kept` is its reorder point in force, `rate` the daily demand it was planned
    with, `first_day` the days until an order of its own is there.
    """

    company: models.BaseModel
    today: object
    orderpoint: np.ndarray
    governed: np.ndarray
    kept: np.ndarray
    rate: np.ndarray
    first_day: np.ndarray

    def __len__(self):
        return len(self.orderpoint)


class StockReplenishFrame(models.AbstractModel):
    """Lays out stock that a batch draws on and does not plan."""

    _inherit = "stock.replenish.frame"

    def _lay_out_sources(self, company, products, warehouses):
        """Return the :class:`Sources` of products at warehouses of a company, and fill
        the item tables with them in place of a batch's.

        :param products, warehouses: lists of ids, pair by pair
        """
        self._fill_tables(
            SQL(
                """
                SELECT k.row::int4 - 1 AS row, o.id AS orderpoint_id, k.product_id,
                       w.id AS warehouse_id, w.view_location_id AS scope_id,
                       COALESCE(o.is_governed, FALSE)::int AS governed,
                       CASE WHEN o.is_governed THEN COALESCE(o.reorder_point, 0)
                            ELSE COALESCE(o.product_min_qty, 0) END AS kept,
                       CASE WHEN o.is_governed THEN COALESCE(o.demand_mean, 0)
                            ELSE 0 END AS rate,
                       COALESCE(CEIL(o.lead_time_mean), 0)
                           + COALESCE(CEIL(p.safety_days), 0) AS first_day
                FROM unnest(%s::int[], %s::int[])
                     WITH ORDINALITY AS k(product_id, warehouse_id, row)
                JOIN stock_warehouse w ON w.id = k.warehouse_id
                JOIN stock_location stock ON stock.id = w.lot_stock_id
                LEFT JOIN LATERAL (
                    SELECT r.* FROM stock_warehouse_orderpoint r
                    JOIN stock_location own ON own.id = r.location_id
                    WHERE r.product_id = k.product_id AND r.warehouse_id = w.id
                      AND r.active AND starts_with(stock.parent_path, own.parent_path)
                    ORDER BY r.id LIMIT 1
                ) o ON TRUE
                LEFT JOIN stock_replenish_policy p ON p.id = o.policy_id
                """,
                products,
                warehouses,
            )
        )
        read = columns.read(
            self.env.cr,
            SQL(
                """SELECT COALESCE(orderpoint_id, 0) AS orderpoint, governed, kept,
                          rate, first_day
                   FROM replenish_item ORDER BY row"""
            ),
            [
                *((name, "i4") for name in ("orderpoint", "governed")),
                *((name, "f8") for name in ("kept", "rate", "first_day")),
            ],
        )
        return Sources(company, company._replenish_today(), **read)
