"""Open orders of every sort, some of them late, and everything planned with them."""

import datetime as dt

import numpy as np

from odoo.addons.stock_replenish_sync.generator import bulk

from ..sizes import TODAY
from . import planned

# Of the rules, how many have a receipt, a delivery, a transfer from the first
# warehouse (two moves) and a production (two moves) on the way: two moves a rule.
PURCHASED, SOLD, CARRIED, MADE = 0.8, 0.76, 0.2, 0.02
# Of the rules, how many have nothing in stock.
EMPTY = 0.05
# Expected on days counted from today; a quarter of what comes is late.
EARLIEST, LATEST = -20, 60
LINES = 10


def build(env, size):
    """Write the orders and plan."""
    Orders(env).write()
    env["stock.replenish.run"].search([]).unlink()
    planned.plan(env)


class Orders:
    """Writes documents by the thousand, as the generator writes its history."""

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

    def write(self):
        """Write all of them."""
        self.env.flush_all()
        self._purchases(self._some(PURCHASED))
        self._deliveries(self._some(SOLD))
        self._transfers(self._some(CARRIED, self.place > 0))
        self._productions(self._some(MADE))
        self._empty(self._some(EMPTY))
        bulk.analyze(
            self.cr,
            ("stock_move", "stock_picking", "purchase_order", "purchase_order_line"),
        )
        self.env.invalidate_all(flush=False)

    def _empty(self, rows):
        self.cr.execute(
            """UPDATE stock_quant q SET quantity = 0
               FROM unnest(%s::int[], %s::int[]) AS gone(product_id, location_id)
               WHERE q.product_id = gone.product_id
                 AND q.location_id = gone.location_id""",
            [self.product[rows].tolist(), self.stock[self.place[rows]].tolist()],
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

    def _purchases(self, rows):
        number, first = self._documents(self.vendor[rows], self.place[rows])
        head, days = rows[first], self._days(len(first))
        orders = bulk.reserve_ids(self.cr, "purchase_order", len(first))
        lines = bulk.reserve_ids(self.cr, "purchase_order_line", len(rows))
        common = {
            "company_id": self.company.id,
            "currency_id": self.company.currency_id.id,
            "state": "purchase",
        }
        types = self._types("in_type_id")
        bulk.insert(
            self.env["purchase.order"],
            len(first),
            {
                **common,
                "id": orders,
                "name": [f"B{row}" for row in orders.tolist()],
                "partner_id": self.vendor[head],
                "currency_rate": 1.0,
                "picking_type_id": types[self.place[head]],
                "date_order": self._moment(days - 30),
                "date_approve": self._moment(days - 30),
                "date_planned": self._moment(days),
                "user_id": self.env.uid,
            },
        )
        quantity = self.lot[rows]
        bulk.insert(
            self.env["purchase.order.line"],
            len(rows),
            {
                **common,
                "id": lines,
                "order_id": orders[number],
                "sequence": 10,
                "name": self.code[rows],
                "product_id": self.product[rows],
                "product_uom": self.unit[rows],
                "product_qty": quantity,
                "product_uom_qty": quantity,
                "qty_received": 0.0,
                "qty_received_method": "stock_moves",
                "price_unit": 1.0,
                "date_planned": self._moment(days[number]),
                "partner_id": self.vendor[rows],
            },
        )
        pickings = self._pickings(
            types[self.place[head]],
            np.full(len(head), self.suppliers),
            self.stock[self.place[head]],
            days,
            partner_id=self.vendor[head],
        )
        self._moves(
            rows,
            self.suppliers,
            self.stock[self.place[rows]],
            days[number],
            picking_id=pickings[number],
            purchase_line_id=lines,
        )

    def _deliveries(self, rows):
        number, first = self._documents(self.place[rows])
        head, days = rows[first], self._days(len(first))
        pickings = self._pickings(
            self._types("out_type_id")[self.place[head]],
            self.stock[self.place[head]],
            np.full(len(head), self.customers),
            days,
        )
        self._moves(
            rows,
            self.stock[self.place[rows]],
            self.customers,
            days[number],
            picking_id=pickings[number],
            quantity=np.ceil(self.lot[rows] / 10),
        )

    def _transfers(self, rows):
        """Shipments of the first warehouse, and the receipts that wait for them."""
        number, first = self._documents(self.place[rows])
        head, days = rows[first], self._days(len(first))
        hub, branch = self.stock[0], self.stock[self.place[head]]
        transit = np.full(len(head), self.transit)
        shipments = self._pickings(
            np.full(len(head), self._types("out_type_id")[0]),
            np.full(len(head), hub),
            transit,
            days - 3,
        )
        receipts = self._pickings(
            self._types("in_type_id")[self.place[head]], transit, branch, days
        )
        shipped = self._moves(
            rows, hub, self.transit, days[number] - 3, picking_id=shipments[number]
        )
        received = self._moves(
            rows,
            self.transit,
            branch[number],
            days[number],
            picking_id=receipts[number],
            state="waiting",
        )
        bulk.link(
            self.cr,
            "stock_move_move_rel",
            "move_orig_id",
            "move_dest_id",
            zip(shipped.tolist(), received.tolist(), strict=True),
        )

    def _productions(self, rows):
        """Of each product out of the next one, without a bill."""
        days = self._days(len(rows))
        ids = bulk.reserve_ids(self.cr, "mrp_production", len(rows))
        stock = self.stock[self.place[rows]]
        bulk.insert(
            self.env["mrp.production"],
            len(rows),
            {
                "id": ids,
                "name": [f"M{row}" for row in ids.tolist()],
                "product_id": self.product[rows],
                "product_uom_id": self.unit[rows],
                "product_qty": self.lot[rows],
                "picking_type_id": self._types("manu_type_id")[self.place[rows]],
                "location_src_id": stock,
                "location_dest_id": stock,
                "company_id": self.company.id,
                "date_start": self._moment(days - 2),
                "date_finished": self._moment(days),
                "state": "confirmed",
                "user_id": self.env.uid,
            },
        )
        self._moves(rows, self.production, stock, days, production_id=ids)
        self._moves(
            np.roll(rows, 1),
            stock,
            self.production,
            days - 2,
            raw_material_production_id=ids,
        )

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
                "priority": "0",
                "sequence": 10,
                "procure_method": "make_to_stock",
                "propagate_cancel": False,
                **columns,
            },
        )
        return ids
