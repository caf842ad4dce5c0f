import numpy as np

from odoo import models
from odoo.tools import SQL

from ...planning import lead_time
from ...planning.validation import LONGEST_LEAD_TIME
from ...tools import columns

# Days from the approval of a purchase order to a receipt.
_RECEIPT_DAYS = SQL("EXTRACT(EPOCH FROM m.date - po.date_approve) / 86400.0")


def _usable_receipt():
    """Return SQL for receipts to learn from: a year mistyped must not stop all that
    the vendor sells."""
    return SQL(
        """m.date BETWEEN po.date_approve
                          AND po.date_approve + %s * interval '1 day'""",
        int(LONGEST_LEAD_TIME),
    )


class StockReplenishHistory(models.AbstractModel):
    """How long supply took: receipts of each row, and of its vendor."""

    _inherit = "stock.replenish.history"

    def _lead_times(self, frame, vendor, weeks, run=None):
        """Return what receipts from the chosen vendor teach about lead times.

        A lead time runs from the approval of the purchase order to the receipt.
        Thin rows lean on all receipts of the same vendor.

        :param vendor: array of partner ids, shape (n,), 0 where nothing is bought
        :param run: the run that knows what all receipts of vendors say, if any
        :return: :class:`planning.lead_time.LeadTimeStats`, shape (n,), in days
        """
        bought = np.flatnonzero(vendor)
        columns.load(
            self.env.cr,
            "replenish_vendor",
            [("row", "i4"), ("partner_id", "i4")],
            {"row": bought, "partner_id": vendor[bought]},
        )
        own = columns.read(
            self.env.cr,
            self._own_receipts(self._receipts_since(frame.company, frame.today, weeks)),
            [("row", "i4"), ("days", "f8")],
        )
        figures = run and run.vendor_figures
        if not figures:
            partners = np.unique(vendor[bought])
            figures = self._vendor_figures(frame.company, frame.today, weeks, partners)
        return lead_time.lead_time_statistics(
            own["row"].astype(np.int64),
            own["days"],
            len(frame),
            **_vendor_prior(vendor, figures),
        )

    def _receipts_since(self, company, today, weeks):
        return SQL(
            "%s::timestamp - make_interval(weeks => %s)",
            company._replenish_noon(today),
            weeks,
        )

    def _own_receipts(self, since):
        """Return a query of the receipts of each row from its chosen vendor.

        Needs the table `replenish_vendor`. `promised` are the days that were promised
        with the order, NaN without promise.
        """
        return SQL(
            """
            SELECT i.row, %s AS days, m.id AS move,
                   COALESCE(EXTRACT(EPOCH FROM l.date_planned - po.date_approve)
                            / 86400.0, 'NaN') AS promised
            FROM replenish_item i
            JOIN replenish_vendor v ON v.row = i.row
            JOIN stock_move m ON m.product_id = i.product_id AND m.state = 'done'
                 AND m.purchase_line_id IS NOT NULL
            JOIN purchase_order_line l ON l.id = m.purchase_line_id
            JOIN purchase_order po
                 ON po.id = l.order_id AND po.partner_id = v.partner_id
            JOIN replenish_scope s ON s.scope_id = i.scope_id
                 AND s.location_id = m.location_dest_id
            WHERE %s AND m.date >= %s
            ORDER BY i.row, m.id
            """,
            _RECEIPT_DAYS,
            _usable_receipt(),
            since,
        )

    def _receipts_of_batch(self, frame, weeks):
        """Return the receipts behind the lead times of the batch gathered last.

        :return: dict of arrays: row, days, promised (days, NaN without promise), move
        """
        return columns.read(
            self.env.cr,
            self._own_receipts(self._receipts_since(frame.company, frame.today, weeks)),
            [("row", "i4"), ("days", "f8"), ("promised", "f8"), ("move", "i4")],
        )

    def _vendor_figures(self, company, today, weeks, partners=None):
        """Return what all receipts of each vendor say of its lead time.

        :param partners: array of the ids of the vendors; by default all
        :return: dict of id, as text, -> [mean, deviation (days), receipts]
        """
        receipts = columns.read(
            self.env.cr,
            SQL(
                """
                SELECT po.partner_id, %s AS days
                FROM purchase_order po
                JOIN purchase_order_line l ON l.order_id = po.id
                JOIN stock_move m ON m.purchase_line_id = l.id AND m.state = 'done'
                JOIN stock_location d ON d.id = m.location_dest_id
                     AND d.usage != 'supplier'
                WHERE po.company_id = %s AND %s AND m.date >= %s
                  AND (%s OR po.partner_id = ANY(%s))
                ORDER BY po.partner_id, m.id
                """,
                _RECEIPT_DAYS,
                company.id,
                _usable_receipt(),
                self._receipts_since(company, today, weeks),
                partners is None,
                [] if partners is None else partners.tolist(),
            ),
            [("partner_id", "i4"), ("days", "f8")],
        )
        known, index = np.unique(receipts["partner_id"], return_inverse=True)
        figures = lead_time.lead_time_statistics(
            index.reshape(-1), receipts["days"], len(known)
        )
        numbers = zip(
            figures.mean.tolist(),
            figures.std.tolist(),
            figures.count.tolist(),
            strict=True,
        )
        return {
            str(partner): list(row)
            for partner, row in zip(known.tolist(), numbers, strict=True)
        }


def _vendor_prior(vendor, figures):
    """Return the figures of each row's vendor, NaN and 0 where there are none."""
    partners, place = np.unique(vendor, return_inverse=True)
    unknown = [np.nan, np.nan, 0]
    rows = [figures.get(str(partner), unknown) for partner in partners.tolist()]
    table = np.array(rows, float).reshape(-1, 3)[place.reshape(-1)]
    return {
        "prior_mean": table[:, 0],
        "prior_std": table[:, 1],
        "prior_count": table[:, 2].astype(np.int64),
    }
