from dataclasses import dataclass

import numpy as np

from odoo import models
from odoo.tools import SQL

# One row per orderpoint of the batch; everything else joins to these two tables.
ITEM_TABLE = "replenish_item"
SCOPE_TABLE = "replenish_scope"


@dataclass(frozen=True)
class Frame:
    """The orderpoints of one batch, of one company, and what masters say of them.

    Arrays have one row per orderpoint, in the order of `orderpoint`.
    """

    company: models.BaseModel
    today: object
    orderpoint: np.ndarray
    product: np.ndarray
    template: np.ndarray
    warehouse: np.ndarray
    location: np.ndarray
    scope: np.ndarray
    route: np.ndarray
    supplier: np.ndarray
    bom: np.ndarray
    policy: np.ndarray
    multiple: np.ndarray
    maximum: np.ndarray
    safety_stock: np.ndarray
    reorder_point: np.ndarray
    order_quantity: np.ndarray
    min_quantity: np.ndarray
    governed: np.ndarray
    review_changes: np.ndarray
    has_parameters: np.ndarray
    planned_policy: np.ndarray
    planned_version: np.ndarray

    def __len__(self):
        return len(self.orderpoint)


_COLUMNS = {
    "orderpoint": ("o.id", np.int64),
    "product": ("o.product_id", np.int64),
    "template": ("p.product_tmpl_id", np.int64),
    "warehouse": ("o.warehouse_id", np.int64),
    "location": ("o.location_id", np.int64),
    "scope": ("i.scope_id", np.int64),
    "route": ("COALESCE(o.route_id, 0)", np.int64),
    "supplier": ("COALESCE(o.supplier_id, 0)", np.int64),
    "bom": ("COALESCE(o.bom_id, 0)", np.int64),
    "policy": ("COALESCE(o.policy_id, 0)", np.int64),
    "multiple": ("COALESCE(o.qty_multiple, 0)", float),
    "maximum": ("COALESCE(o.product_max_qty, 0)", float),
    "safety_stock": ("COALESCE(o.safety_stock, 0)", float),
    "reorder_point": ("COALESCE(o.reorder_point, 0)", float),
    "order_quantity": ("COALESCE(o.order_quantity, 0)", float),
    "min_quantity": ("COALESCE(o.product_min_qty, 0)", float),
    "governed": ("COALESCE(o.is_governed, FALSE)", bool),
    "review_changes": ("COALESCE(o.review_changes, FALSE)", bool),
    "has_parameters": ("o.parameters_on IS NOT NULL", bool),
    "planned_policy": ("COALESCE(o.planned_policy_id, 0)", np.int64),
    "planned_version": ("COALESCE(o.planned_policy_version, 0)", np.int64),
}


class StockReplenishFrame(models.AbstractModel):
    """Lays out a batch of orderpoints for the set-based queries of the plan."""

    _name = "stock.replenish.frame"
    _description = "Replenishment Planning: batch of orderpoints"

    def _lay_out(self, company, orderpoint_ids, today):
        """Return the :class:`Frame` of these orderpoints and fill the item tables.

        An orderpoint at a warehouse's stock location speaks for the whole warehouse,
        so that goods on their way through input, quality and output count; one at a
        shelf speaks for that shelf.
        """
        cr = self.env.cr
        cr.execute(
            SQL(
                "DROP TABLE IF EXISTS %s, %s",
                SQL.identifier(ITEM_TABLE),
                SQL.identifier(SCOPE_TABLE),
            )
        )
        cr.execute(
            SQL(
                """
                CREATE TEMPORARY TABLE replenish_item ON COMMIT DROP AS
                SELECT (row_number() OVER (ORDER BY o.id) - 1)::int4 AS row,
                       o.id AS orderpoint_id, o.product_id, o.warehouse_id,
                       CASE WHEN starts_with(stock.parent_path, own.parent_path)
                            THEN w.view_location_id ELSE o.location_id
                       END AS scope_id
                FROM stock_warehouse_orderpoint o
                JOIN stock_warehouse w ON w.id = o.warehouse_id
                JOIN stock_location stock ON stock.id = w.lot_stock_id
                JOIN stock_location own ON own.id = o.location_id
                WHERE o.id = ANY(%s) AND o.company_id = %s
                """,
                list(orderpoint_ids),
                company.id,
            )
        )
        cr.execute(
            """
            CREATE TEMPORARY TABLE replenish_scope ON COMMIT DROP AS
            SELECT scope.id AS scope_id, l.id AS location_id
            FROM stock_location scope
            JOIN stock_location l ON starts_with(l.parent_path, scope.parent_path)
            WHERE scope.id IN (SELECT scope_id FROM replenish_item)
              AND l.usage = 'internal'
            """
        )
        cr.execute("CREATE INDEX ON replenish_item (product_id)")
        cr.execute("CREATE INDEX ON replenish_scope (location_id, scope_id)")
        cr.execute("ANALYZE replenish_item")
        cr.execute("ANALYZE replenish_scope")
        return Frame(company=company, today=today, **self._read_masters())

    def _read_masters(self):
        """Return the columns of the frame as arrays."""
        cr = self.env.cr
        cr.execute(
            SQL(
                """SELECT %s
                   FROM replenish_item i
                   JOIN stock_warehouse_orderpoint o ON o.id = i.orderpoint_id
                   JOIN product_product p ON p.id = o.product_id
                   ORDER BY i.row""",
                SQL(", ").join(SQL(source) for source, _kind in _COLUMNS.values()),
            )
        )
        rows = cr.fetchall()
        columns = zip(*rows, strict=False) if rows else [[] for _name in _COLUMNS]
        return {
            name: np.array(values, dtype=kind)
            for (name, (_source, kind)), values in zip(
                _COLUMNS.items(), columns, strict=False
            )
        }
