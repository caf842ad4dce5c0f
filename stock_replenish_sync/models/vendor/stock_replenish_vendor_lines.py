import numpy as np

from odoo import models
from odoo.tools import SQL

from ...tools import columns

_LINE = (
    *("id", "orderpoint_id", "vendor_id", "warehouse_id", "currency_id", "is_auto"),
    *("is_tied", "due_day", "alone_day", "need_day", "reasons"),
)


class StockReplenishVendor(models.AbstractModel):
    """What is open at vendors: suggestions to buy, and drafts that these will join."""

    _inherit = "stock.replenish.vendor"

    def _lines_to_buy(self, company, today):
        """Return open suggestions of vendors that want orders put together, as arrays,
        with those that no vendor wants moved any more; and the vendors' terms.

        `value` is what a line costs in the currency of its price: the best one for the
        quantity, as core's purchase line gets it.
        """
        self.env["product.supplierinfo"].flush_model()
        self.env["stock.warehouse.orderpoint"].flush_model(["trigger"])
        terms = self._terms(company, self._open_vendors(company))
        wanting = terms.partner[(terms.window > 0) | (terms.minimum_value > 0)]
        lines = columns.read(
            self.env.cr,
            SQL(
                """
                SELECT g.id, g.orderpoint_id, g.vendor_id, g.warehouse_id,
                       COALESCE(paid.currency_id, %(currency)s) AS currency_id,
                       (o.trigger = 'auto')::int AS is_auto,
                       (g.alone_due_date IS NOT NULL)::int AS is_tied,
                       g.due_date - %(today)s AS due_day,
                       COALESCE(g.alone_due_date, g.due_date) - %(today)s AS alone_day,
                       g.need_date - %(today)s AS need_day,
                       COALESCE(g.vendor_reasons, 0) AS reasons,
                       COALESCE(paid.value, 0) AS value
                FROM stock_replenish_suggestion g
                JOIN stock_warehouse_orderpoint o ON o.id = g.orderpoint_id
                LEFT JOIN LATERAL (
                    SELECT s.currency_id, bought.quantity * COALESCE(s.price, 0)
                           * (1 - COALESCE(s.discount, 0) / 100) AS value
                    FROM product_product p
                    JOIN product_template t ON t.id = p.product_tmpl_id
                    JOIN uom_uom pu ON pu.id = t.uom_id
                    JOIN uom_uom po ON po.id = t.uom_po_id
                    CROSS JOIN LATERAL (
                        SELECT g.quantity * po.factor / pu.factor AS quantity
                    ) bought
                    JOIN product_supplierinfo s ON s.product_tmpl_id = t.id
                         AND (s.product_id IS NULL OR s.product_id = p.id)
                         AND s.partner_id = g.vendor_id
                    WHERE p.id = g.product_id
                      AND (s.company_id IS NULL OR s.company_id = g.company_id)
                      AND (s.id = g.supplier_id OR (
                          s.min_qty <= bought.quantity
                          AND (s.date_start IS NULL OR s.date_start <= %(today)s)
                          AND (s.date_end IS NULL OR s.date_end >= %(today)s)))
                    ORDER BY s.min_qty <= bought.quantity DESC,
                             s.price * (1 - COALESCE(s.discount, 0) / 100), s.id
                    LIMIT 1
                ) paid ON TRUE
                WHERE g.company_id = %(company)s AND g.state = 'proposed'
                  AND g.kind = 'buy' AND g.vendor_id IS NOT NULL
                  AND NOT COALESCE(g.is_typed, FALSE)
                  AND (g.vendor_id = ANY(%(wanting)s) OR g.alone_due_date IS NOT NULL)
                ORDER BY g.id
                """,
                today=SQL("%s::date", today),
                company=company.id,
                currency=company.currency_id.id,
                wanting=wanting.tolist(),
            ),
            [*((name, "i4") for name in _LINE), ("value", "f8")],
        )
        return {name: _whole(column) for name, column in lines.items()}, terms

    def _open_vendors(self, company):
        """Return the vendors that something is to be bought from."""
        self.env["stock.replenish.suggestion"].flush_model()
        self.env.cr.execute(
            SQL(
                """SELECT DISTINCT vendor_id FROM stock_replenish_suggestion
                   WHERE company_id = %s AND state = 'proposed' AND kind = 'buy'
                     AND vendor_id IS NOT NULL""",
                company.id,
            )
        )
        return [row for (row,) in self.env.cr.fetchall()]

    def _drafts(self, company, today, terms):
        """Return what drafts hold that suggestions will join, for each way to order."""
        window = dict(zip(terms.partner.tolist(), terms.window.tolist(), strict=True))
        wanting = (terms.window > 0) | (terms.minimum_value > 0)
        for model in ("purchase.order", "purchase.order.line"):
            self.env[model].flush_model()
        self.env.cr.execute(
            SQL(
                """
                SELECT o.partner_id, t.warehouse_id, o.currency_id, o.create_date,
                       COALESCE(o.amount_untaxed, 0)
                FROM purchase_order o
                JOIN stock_picking_type t ON t.id = o.picking_type_id
                WHERE o.state = 'draft' AND o.company_id = %s
                  AND o.partner_id = ANY(%s) AND t.warehouse_id IS NOT NULL
                  AND EXISTS (
                      SELECT FROM purchase_order_line l
                      WHERE l.order_id = o.id AND l.replenish_suggestion_id IS NOT NULL)
                ORDER BY o.id
                """,
                company.id,
                terms.partner[wanting].tolist(),
            )
        )
        found = []
        for vendor, warehouse, currency, made, value in self.env.cr.fetchall():
            day = (company._replenish_day(made) - today).days if window[vendor] else 0
            if -window[vendor] <= day:
                found += [
                    (vendor, warehouse, currency, is_auto, day, float(value))
                    for is_auto in (0, 1)
                ]
        table = np.array(found, float).reshape(-1, 6)
        names = ("vendor_id", "warehouse_id", "currency_id", "is_auto", "day")
        drafts = {name: table[:, n].astype(np.int64) for n, name in enumerate(names)}
        return {**drafts, "value": table[:, 5]}


def _whole(column):
    """Return a column of ids or days wide enough to reckon with."""
    return column.astype(np.int64) if column.dtype.kind == "i" else column
