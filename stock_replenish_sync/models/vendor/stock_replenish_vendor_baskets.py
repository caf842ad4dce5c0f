import numpy as np

from odoo import fields, models
from odoo.tools import SQL

from ...planning.vendor import TOGETHER, VendorReason, fill_baskets
from ...tools import columns

_LINE = (
    *("id", "orderpoint_id", "vendor_id", "warehouse_id", "currency_id", "is_auto"),
    *("is_tied", "due_day", "alone_day", "need_day", "reasons"),
)
# Needed before anything else: what a draft holds already.
_FIRST = -1_000_000


class StockReplenishVendor(models.AbstractModel):
    """Orders of a vendor put together, over all products of a warehouse.

    What is due within the vendor's window goes along with the first, then what is
    needed soonest until the minimum order value is met. Where everything there is does
    not meet it, the order goes on its day all the same and says so: it is the last day
    on which the first line is in time. Only the order day moves; the day on which goods
    are asked for stays. What runs by itself and what somebody orders by hand do not
    wait for each other; what waits for approval is left out.
    """

    _inherit = "stock.replenish.vendor"

    def _puts_together(self, company):
        """Tell whether any vendor wants orders put together, or did at the last run."""
        for model in ("ir.property", "stock.replenish.suggestion"):
            self.env[model].flush_model()
        self.env.cr.execute(
            SQL(
                """
                SELECT EXISTS (
                    SELECT FROM ir_property p
                    JOIN ir_model_fields f ON f.id = p.fields_id
                    WHERE f.model = 'res.partner'
                      AND f.name IN ('replenish_minimum_value', 'replenish_window_days')
                      AND (p.company_id IS NULL OR p.company_id = %(company)s)
                      AND (p.value_float > 0 OR p.value_integer > 0)
                ) OR EXISTS (
                    SELECT FROM stock_replenish_suggestion
                    WHERE company_id = %(company)s AND alone_due_date IS NOT NULL
                      AND state = 'proposed'
                )
                """,
                company=company.id,
            )
        )
        return self.env.cr.fetchone()[0]

    def _put_together(self, company):
        """Set the order days of open suggestions, vendor by vendor.

        Rows that somebody else works on keep their days until the next run.

        :return: number of suggestions that are ordered on another day than before
        """
        self = self.sudo().with_company(company)
        today = company._replenish_today()
        lines, terms = self._lines_to_buy(company, today)
        if not len(lines["id"]):
            return 0
        day, reasons = self._basket_days(company, today, lines, terms)
        alone = lines["alone_day"]
        due = np.where(day < alone, day, alone)
        bits = (lines["reasons"] & ~int(TOGETHER)) | reasons
        tied = (due < alone) | (reasons > 0)
        differs = (
            (due != lines["due_day"])
            | (bits != lines["reasons"])
            | (tied != (lines["is_tied"] == 1))
        )
        return self._write_baskets(
            today,
            {
                "id": lines["id"][differs],
                "orderpoint_id": lines["orderpoint_id"][differs],
                "due_day": due[differs],
                "alone_day": alone[differs],
                "tied": tied[differs],
                "reasons": bits[differs],
            },
        )

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

    def _basket_days(self, company, today, lines, terms):
        """Return on which day each line is ordered, and why (bits of `TOGETHER`)."""
        place = terms.place(lines["vendor_id"])
        wants = (terms.window[place] > 0) | (terms.minimum_value[place] > 0)
        drafts = self._drafts(company, today, terms)
        names = ("vendor_id", "warehouse_id", "currency_id", "is_auto")
        keys = np.stack(
            [np.concatenate([lines[name], drafts[name]]) for name in names], axis=1
        )
        groups, group = np.unique(keys, axis=0, return_inverse=True)
        group = group.reshape(-1)
        of_group = terms.place(groups[:, 0])
        least = self._minimum_values(company, today, terms)[of_group]
        rates = self._rates(company, today, groups[:, 2])
        group[: len(place)] = np.where(wants, group[: len(place)], -1)
        first = np.maximum(lines["alone_day"], 0)
        none = np.zeros(len(drafts["value"]), np.int64)
        _basket, day, reasons = fill_baskets(
            group,
            np.concatenate([first, drafts["day"]]),
            np.concatenate([lines["need_day"], none + _FIRST]),
            np.concatenate([lines["value"], drafts["value"]]),
            terms.window[of_group],
            least * rates,
            np.concatenate([lines["id"], none]),
        )
        day, reasons = day[: len(place)], reasons[: len(place)]
        # A draft of some days ago takes lines in today.
        day = np.maximum(day, 0)
        earlier = int(VendorReason.CONSOLIDATED | VendorReason.TOPPED_UP)
        reasons = np.where(day < lines["alone_day"], reasons, reasons & ~earlier)
        # What lies ahead may still be filled by needs that nobody knows of yet.
        return day, np.where(day > 0, reasons & earlier, reasons)

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

    def _minimum_values(self, company, today, terms):
        """Return the minimum order values of vendors in the company's currency."""
        wanting = terms.minimum_value > 0
        values = terms.minimum_value.copy()
        vendors = self.env["res.partner"].browse(terms.partner[wanting].tolist())
        vendors = vendors.with_company(company)
        currency = np.array(
            [row.commercial_partner_id.replenish_currency_id.id for row in vendors],
            np.int64,
        )
        values[wanting] /= self._rates(company, today, currency)
        return values

    def _rates(self, company, today, currencies):
        """Return what one unit of the company's currency is worth in others."""
        keys, place = np.unique(currencies, return_inverse=True)
        known = self.env["res.currency"].browse(keys.tolist()) | company.currency_id
        rates = known._get_rates(company, today)
        own = rates[company.currency_id.id]
        factor = np.array([rates[key] / own for key in keys.tolist()] or [1.0])
        return factor[place.reshape(-1)]

    def _write_baskets(self, today, arrays):
        """Write the order days of suggestions and what rows show of them."""
        locked = self.env["stock.replenish.order"]._lock(
            np.unique(arrays["orderpoint_id"]).tolist(), skip_locked=True
        )
        keep = np.isin(arrays["orderpoint_id"], locked)
        if not keep.any():
            return 0
        names = list(arrays)
        columns.load(
            self.env.cr,
            "replenish_basket",
            [(name, "i4") for name in names],
            {name: arrays[name][keep] for name in names},
        )
        self.env.cr.execute(
            SQL(
                """
                UPDATE stock_replenish_suggestion g
                SET due_date = %(today)s::date + b.due_day,
                    alone_due_date = CASE WHEN b.tied = 1
                        THEN %(today)s::date + b.alone_day END,
                    vendor_reasons = b.reasons, write_date = %(now)s
                FROM replenish_basket b
                WHERE g.id = b.id AND g.state = 'proposed'
                """,
                today=today,
                now=fields.Datetime.now(),
            )
        )
        written = self.env.cr.rowcount
        self.env["stock.replenish.suggestion"].invalidate_model(flush=False)
        self.env["stock.replenish.apply"]._write_due(locked, only_changed=True)
        return written


def _whole(column):
    """Return a column of ids or days wide enough to reckon with."""
    return column.astype(np.int64) if column.dtype.kind == "i" else column
