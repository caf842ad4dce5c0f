"""Writes the planned volume: purchase orders, moves, orderpoints and stock."""

import logging
import time

import numpy as np

from odoo.tools import SQL

from . import bulk, volume_plan
from .moves import DONE

_logger = logging.getLogger(__name__)

CHUNK = 100_000
FILLED = (
    "product_template",
    "product_product",
    "product_supplierinfo",
    "stock_move",
    "stock_quant",
    "stock_warehouse_orderpoint",
    "purchase_order",
    "purchase_order_line",
)


class Writer:
    """Turns a plan into rows of one company."""

    def __init__(self, masters, plan, start, progress):
        self.env, self.cr = masters.env, masters.cr
        self.masters, self.plan = masters, plan
        self.start, self.progress = start, progress
        self.items, self.moves = len(plan.on_hand), len(plan.item)
        self.product_of = masters.product_of(self.items)
        self.warehouse_of = masters.warehouse_of(self.items)
        self.stock = np.array(
            [warehouse.lot_stock_id.id for warehouse in masters.warehouses]
        )[self.warehouse_of]
        self.counts = {}

    def write_rows(self):
        """Write purchase orders, moves, orderpoints and stock."""
        masters = self.masters
        self.env.flush_all()
        lines = self._purchases()
        started = time.monotonic()
        with bulk.filling(self.cr, "stock_move", self.moves):
            self._moves(lines)
        _logger.info(
            "volume data: %s moves in %.1f s", self.moves, time.monotonic() - started
        )
        self._orderpoints()
        self._quants()
        bulk.analyze(self.cr, FILLED)
        self.env.invalidate_all(flush=False)
        self.counts.update(
            company=masters.company.id,
            orderpoints=self.items,
            moves=self.moves,
            products=masters.product_count,
            below_minimum=int((self.plan.on_hand < self.plan.minimum).sum()),
        )
        return self.counts

    def _purchases(self):
        """Write the purchase orders; returns the line id of each move (-1
        without one).
        """
        masters = self.masters
        plan, env = self.plan, self.env
        linked = np.flatnonzero(plan.order >= 0)
        used, order_of = np.unique(plan.order[linked], return_inverse=True)
        place, vendor, day = plan.order_key[used].T
        orders = bulk.reserve_ids(self.cr, "purchase_order", len(used))
        lines = bulk.reserve_ids(self.cr, "purchase_order_line", len(linked))
        approved = self.start + day * 86400 + 8 * 3600
        promised = approved + masters.delay[vendor] * 86400
        partner = np.array(masters.vendors.ids)
        types = np.array([warehouse.in_type_id.id for warehouse in masters.warehouses])
        product = self.product_of[plan.item[linked]]
        subtotal = np.round(masters.cost[product] * plan.quantity[linked], 2)
        total = np.bincount(order_of, subtotal, len(used))
        bulk.insert(
            env["purchase.order"],
            len(used),
            {
                "id": orders,
                "name": [f"V{order}" for order in orders.tolist()],
                "partner_id": partner[vendor],
                "company_id": masters.company.id,
                "currency_id": masters.company.currency_id.id,
                "currency_rate": 1.0,
                "picking_type_id": types[place],
                "state": "purchase",
                "date_order": approved,
                "date_approve": approved,
                "date_planned": promised,
                "invoice_status": "to invoice",
                "receipt_status": "full",
                "amount_untaxed": total,
                "amount_tax": 0.0,
                "amount_total": total,
                "priority": "0",
                "user_id": env.uid,
            },
        )
        quantity = plan.quantity[linked].astype(float)
        unit = env.ref("uom.product_uom_unit").id
        bulk.insert(
            env["purchase.order.line"],
            len(linked),
            {
                "id": lines,
                "order_id": orders[order_of],
                "sequence": 10,
                "name": masters.codes[product],
                "product_id": masters.products[product],
                "product_uom": unit,
                "product_qty": quantity,
                "product_uom_qty": quantity,
                "qty_received": quantity,
                "qty_received_method": "stock_moves",
                "qty_invoiced": 0.0,
                "qty_to_invoice": quantity,
                "price_unit": masters.cost[product],
                "price_subtotal": subtotal,
                "price_total": subtotal,
                "price_tax": 0.0,
                "discount": 0.0,
                "date_planned": promised[order_of],
                "state": "purchase",
                "company_id": masters.company.id,
                "partner_id": partner[vendor][order_of],
                "currency_id": masters.company.currency_id.id,
                "propagate_cancel": True,
            },
        )
        self.counts.update(purchase_orders=len(used), purchase_lines=len(linked))
        line_of = np.full(len(plan.item), -1, np.int64)
        line_of[linked] = lines
        self.progress("purchase orders", len(used), len(used))
        return line_of

    def _moves(self, line_of):
        masters = self.masters
        plan, env = self.plan, self.env
        product = env["product.product"].browse(int(masters.products[0]))
        customers, suppliers = (
            env.ref("stock.stock_location_customers"),
            env.ref("stock.stock_location_suppliers"),
        )
        elsewhere = np.array(
            [customers.id, suppliers.id, product.property_stock_inventory.id]
        )
        kinds = np.array(["OUT", "IN", "Product Quantity Updated"], object)
        types = np.array(
            [
                [place.out_type_id.id, place.in_type_id.id, -1]
                for place in masters.warehouses
            ]
        )
        ids = np.array(masters.warehouses.ids)
        unit = env.ref("uom.product_uom_unit").id
        for first in range(0, len(plan.item), CHUNK):
            rows = slice(first, first + CHUNK)
            item, kind = plan.item[rows], plan.kind[rows]
            out = kind == volume_plan.DELIVERY
            own, other, quantity = (
                self.stock[item],
                elsewhere[kind],
                plan.quantity[rows].astype(float),
            )
            moment = self.start + plan.second[rows]
            bulk.insert(
                env["stock.move"],
                len(item),
                {
                    "name": masters.codes[self.product_of[item]],
                    "product_id": masters.products[self.product_of[item]],
                    "product_uom": unit,
                    "product_uom_qty": quantity,
                    "product_qty": quantity,
                    "quantity": quantity,
                    "location_id": np.where(out, own, other),
                    "location_dest_id": np.where(out, other, own),
                    "date": moment,
                    "date_deadline": moment,
                    "company_id": masters.company.id,
                    **DONE,
                    "is_inventory": (kind == volume_plan.OPENING),
                    "picking_type_id": types[self.warehouse_of[item], kind],
                    "reference": kinds[kind],
                    "warehouse_id": ids[self.warehouse_of[item]],
                    "purchase_line_id": line_of[rows],
                    "price_unit": masters.cost[self.product_of[item]],
                    "to_refund": False,
                },
            )
            self.progress("moves", min(first + CHUNK, len(plan.item)), len(plan.item))

    def _orderpoints(self):
        masters = self.masters
        env, plan = self.env, self.plan
        sequence = env["ir.sequence"].search(
            [("code", "=", "stock.orderpoint")], limit=1
        )
        below = plan.on_hand < plan.minimum
        bulk.insert(
            env["stock.warehouse.orderpoint"],
            self.items,
            {
                "name": bulk.reserve_names(sequence, self.items),
                "product_id": masters.products[self.product_of],
                "product_category_id": masters.category[self.product_of],
                "company_id": masters.company.id,
                "warehouse_id": np.array(masters.warehouses.ids)[self.warehouse_of],
                "location_id": self.stock,
                "trigger": "auto",
                "active": True,
                "product_min_qty": plan.minimum,
                "product_max_qty": plan.maximum,
                "qty_multiple": 1.0,
                "qty_to_order": np.where(below, plan.maximum - plan.on_hand, 0.0),
            },
        )
        self.progress("orderpoints", self.items, self.items)

    def _quants(self):
        """Stock is the net of the moves, in every place."""
        masters = self.masters
        self.cr.execute(
            SQL(
                """
                INSERT INTO stock_quant (
                       product_id, company_id, location_id, quantity,
                       reserved_quantity, in_date, inventory_quantity,
                       inventory_diff_quantity, inventory_quantity_set,
                       create_uid, write_uid, create_date, write_date)
                SELECT net.product_id, place.company_id, place.id, net.quantity,
                       0, net.date, 0, -net.quantity, FALSE,
                       %(uid)s, %(uid)s, net.date, net.date
                  FROM (SELECT step.product_id, step.location_id,
                               SUM(step.quantity) AS quantity, MAX(step.date) AS date
                          FROM stock_move move
                         CROSS JOIN LATERAL (
                               VALUES (move.product_id, move.location_dest_id,
                                       move.quantity, move.date),
                                      (move.product_id, move.location_id,
                                       -move.quantity, move.date)
                               ) step (product_id, location_id, quantity, date)
                         WHERE move.company_id = %(company)s AND move.state = 'done'
                         GROUP BY step.product_id, step.location_id
                        HAVING SUM(step.quantity) <> 0) net
                  JOIN stock_location place ON place.id = net.location_id
                 ORDER BY net.product_id, place.id
                """,
                uid=self.env.uid,
                company=masters.company.id,
            )
        )
        self.counts["quants"] = self.cr.rowcount
        self.progress("stock", 1, 1)
