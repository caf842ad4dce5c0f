"""Open documents of a company's rules, written by the thousand."""

import datetime as dt

import numpy as np

from odoo.addons.stock_replenish_sync.generator import bulk
from odoo.addons.stock_replenish_sync.generator.moves import MOVE

from .sizes import TODAY

# Expected on days counted from today; a quarter of what comes is late.
EARLIEST, LATEST = -20, 60
# Of a document.
LINES = 10


class OpenDocuments:
    """Rules as arrays of shape (n,), and rows of what is open for some of them."""

    def __init__(self, env):
        self.env, self.cr = env, env.cr
        self.company = env.company
        self.rng = np.random.default_rng(23)
        self.warehouses = env["stock.warehouse"].search(
            [("company_id", "=", self.company.id)], order="id"
        )
        self.cr.execute(
            """SELECT o.product_id, o.warehouse_id, s.partner_id, p.default_code,
                      t.uom_id, o.product_max_qty - o.product_min_qty
               FROM stock_warehouse_orderpoint o
               JOIN product_product p ON p.id = o.product_id
               JOIN product_template t ON t.id = p.product_tmpl_id
               JOIN product_supplierinfo s ON s.product_tmpl_id = t.id
               WHERE o.company_id = %s ORDER BY o.id""",
            [self.company.id],
        )
        product, place, vendor, code, unit, lot = zip(*self.cr.fetchall(), strict=True)
        self.product, self.vendor = np.array(product), np.array(vendor)
        self.code, self.unit = np.array(code, object), np.array(unit)
        self.lot = np.maximum(np.array(lot, float), 1.0)
        position = {row: number for number, row in enumerate(self.warehouses.ids)}
        self.place = np.array([position[row] for row in place])
        self.stock = np.array(self.warehouses.lot_stock_id.ids)
        self.suppliers, self.customers, self.transit, self.production = (
            place.id
            for place in (
                env.ref("stock.stock_location_suppliers"),
                env.ref("stock.stock_location_customers"),
                self.company.internal_transit_location_id,
                env["product.product"].browse(product[0]).property_stock_production,
            )
        )

    def _some(self, share, among=None):
        """Return rows of so many rules, in the order in which documents hold them."""
        rows = np.arange(len(self.product))
        rows = rows if among is None else rows[among]
        count = min(round(share * len(self.product)), len(rows))
        rows = self.rng.choice(rows, count, replace=False)
        return rows[np.lexsort((rows, self.vendor[rows], self.place[rows]))]

    def _documents(self, *keys):
        """Return (number of the document of each row, first row of each document)."""
        keys = np.stack(keys)
        new = np.any(np.diff(keys, axis=1, prepend=-1) != 0, axis=0)
        start = np.maximum.accumulate(np.where(new, np.arange(keys.shape[1]), 0))
        new |= (np.arange(keys.shape[1]) - start) % LINES == 0
        return np.cumsum(new) - 1, np.flatnonzero(new)

    def _days(self, count):
        return self.rng.integers(EARLIEST, LATEST, count)

    def _moment(self, days, hour=10):
        start = np.datetime64(dt.datetime.combine(TODAY, dt.time(hour)), "s")
        return start + np.asarray(days, np.int64) * 86400

    def _types(self, name):
        return np.array(self.warehouses.mapped(name).ids)

    def _pickings(self, types, source, destination, days, **columns):
        ids = bulk.reserve_ids(self.cr, "stock_picking", len(days))
        bulk.insert(
            self.env["stock.picking"],
            len(days),
            {
                "id": ids,
                "name": [f"P{row}" for row in ids.tolist()],
                "state": "assigned",
                "picking_type_id": types,
                "location_id": source,
                "location_dest_id": destination,
                "company_id": self.company.id,
                "scheduled_date": self._moment(days),
                "date_deadline": self._moment(days),
                "date": self._moment(days - 10),
                "move_type": "direct",
                "priority": "0",
                "is_locked": True,
                **columns,
            },
        )
        return ids

    def _moves(self, rows, source, destination, days, **columns):
        """Write open moves of rules; return their ids."""
        ids = bulk.reserve_ids(self.cr, "stock_move", len(rows))
        quantity = columns.pop("quantity", self.lot[rows])
        bulk.insert(
            self.env["stock.move"],
            len(rows),
            {
                "id": ids,
                "name": self.code[rows],
                "product_id": self.product[rows],
                "product_uom": self.unit[rows],
                "product_uom_qty": quantity,
                "product_qty": quantity,
                "quantity": 0.0,
                "location_id": np.broadcast_to(source, len(rows)),
                "location_dest_id": np.broadcast_to(destination, len(rows)),
                "date": self._moment(days),
                "date_deadline": self._moment(days),
                "company_id": self.company.id,
                "state": "assigned",
                **MOVE,
                **columns,
            },
        )
        return ids
