import numpy as np

from odoo import fields, models
from odoo.tools import SQL

from ...planning.vendor import TOGETHER, VendorReason, fill_baskets
from ...tools import columns

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
            least / rates,
            np.concatenate([lines["id"], none]),
        )
        day, reasons = day[: len(place)], reasons[: len(place)]
        # A draft of some days ago takes lines in today.
        day = np.maximum(day, 0)
        earlier = int(VendorReason.CONSOLIDATED | VendorReason.TOPPED_UP)
        reasons = np.where(day < lines["alone_day"], reasons, reasons & ~earlier)
        # What lies ahead may still be filled by needs that nobody knows of yet.
        return day, np.where(day > 0, reasons & earlier, reasons)

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
        values[wanting] *= self._rates(company, today, currency)
        return values

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
