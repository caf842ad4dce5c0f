"""Open orders of every sort, some of them late, and everything planned with them."""

import numpy as np

from odoo.addons.stock_replenish_sync.generator import bulk

from ..open_documents import OpenDocuments
from . import planned

# Of the rules, how many have a receipt, a delivery, a transfer from the first
# warehouse (two moves) and a production (two moves) on the way: two moves a rule.
PURCHASED, SOLD, CARRIED, MADE = 0.8, 0.76, 0.2, 0.02
# Of the rules, how many have nothing in stock.
EMPTY = 0.05


def build(env, size):
    """Write the orders and plan."""
    Orders(env).write()
    env["stock.replenish.run"].search([]).unlink()
    planned.plan(env)


class Orders(OpenDocuments):
    """Writes orders of every sort, as the generator writes its history."""

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

    def _empty(self, rows):
        self.cr.execute(
            """UPDATE stock_quant q SET quantity = 0
               FROM unnest(%s::int[], %s::int[]) AS gone(product_id, location_id)
               WHERE q.product_id = gone.product_id
                 AND q.location_id = gone.location_id""",
            [self.product[rows].tolist(), self.stock[self.place[rows]].tolist()],
        )
