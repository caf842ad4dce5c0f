from dataclasses import dataclass, replace

import numpy as np

from odoo import models
from odoo.tools import SQL

from ...tools import columns
from ...tools.joins import match, pair

# A row per orderpoint of the batch, per place of its scope, per product.
TABLES = ("replenish_item", "replenish_scope", "replenish_product")


@dataclass(frozen=True)
class Frame:
    """The orderpoints of one batch, of one company, and what masters say of them.

    Arrays have one row per orderpoint, in the order of `orderpoint`; `places` pairs
    scopes with the locations in them.
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
    places: dict

    def __len__(self):
        return len(self.orderpoint)

    def take(self, rows):
        """Return some rows, in the order given; places stay those of the batch."""
        return replace(self, **{name: getattr(self, name)[rows] for name in _COLUMNS})

    def rows_at(self, product, location):
        """Return which rows speak for products at locations.

        :param product, location: arrays of ids, shape (m,)
        :return: (places in the given arrays, rows): a pair for each row concerned
        """
        place, scope = match(location, self.places["location"])
        asked = pair(product[place], self.places["scope"][scope])
        found, row = match(asked, pair(self.product, self.scope))
        return place[found], row


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
        """Return the :class:`Frame` of these orderpoints and fill the item tables."""
        self._fill_items(company, orderpoint_ids)
        return Frame(
            company=company,
            today=today,
            places=self._read_places(),
            **self._read_masters(),
        )

    def _fill_items(self, company, orderpoint_ids):
        """Fill the item tables with these orderpoints, rows in the order of their ids.

        An orderpoint at a warehouse's stock location speaks for the whole warehouse,
        so that goods on their way through input, quality and output count; one at a
        shelf speaks for that shelf.
        """
        self._fill_tables(
            SQL(
                """
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

    def _fill_tables(self, items):
        """Fill the item tables anew.

        :param SQL items: query of row, orderpoint_id, product_id, warehouse_id,
            scope_id
        """
        cr = self.env.cr
        cr.execute(
            SQL(
                "DROP TABLE IF EXISTS %s",
                SQL(", ").join(SQL.identifier(name) for name in TABLES),
            )
        )
        cr.execute(
            SQL("CREATE TEMPORARY TABLE replenish_item ON COMMIT DROP AS %s", items)
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
        cr.execute(
            """
            CREATE TEMPORARY TABLE replenish_product ON COMMIT DROP AS
            SELECT p.id AS product_id, t.uom_id, u.factor
            FROM product_product p
            JOIN product_template t ON t.id = p.product_tmpl_id
            JOIN uom_uom u ON u.id = t.uom_id
            WHERE p.id IN (SELECT product_id FROM replenish_item)
            """
        )
        cr.execute("CREATE INDEX ON replenish_item (product_id)")
        cr.execute("CREATE INDEX ON replenish_scope (location_id, scope_id)")
        # Without figures of these PostgreSQL would expect a few rows of them.
        cr.execute("ANALYZE replenish_item, replenish_scope, replenish_product")

    def _read_masters(self):
        """Return the columns of the frame as arrays."""
        read = columns.read(
            self.env.cr,
            SQL(
                """SELECT %s
                   FROM replenish_item i
                   JOIN stock_warehouse_orderpoint o ON o.id = i.orderpoint_id
                   JOIN product_product p ON p.id = o.product_id
                   ORDER BY i.row""",
                SQL(", ").join(
                    SQL("%s AS %s", SQL(source), SQL.identifier(name))
                    for name, (source, _kind) in _COLUMNS.items()
                ),
            ),
            [
                (name, "f8" if kind is float else "i4")
                for name, (_source, kind) in _COLUMNS.items()
            ],
        )
        return {
            name: read[name].astype(kind) for name, (_source, kind) in _COLUMNS.items()
        }

    def _read_places(self):
        """Return the pairs of scope and location as arrays."""
        read = columns.read(
            self.env.cr,
            SQL("SELECT scope_id, location_id FROM replenish_scope"),
            [("scope_id", "i4"), ("location_id", "i4")],
        )
        return {
            "scope": read["scope_id"].astype(np.int64),
            "location": read["location_id"].astype(np.int64),
        }
