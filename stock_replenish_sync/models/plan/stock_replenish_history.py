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
    """What was asked and how long supply took, per orderpoint of the batch."""

    _name = "stock.replenish.history"
    _description = "Replenishment Planning: demand and lead-time history"

    def _demand(self, frame, weeks):
        """Return weekly demand and the first week that counts.

        Demand is what left the warehouse for customers and into production, net of
        returns, which are taken off the week of the move they return.

        :return: (history of shape (n, weeks), first_bucket of shape (n,))
        """
        data = columns.read(
            self.env.cr,
            self._demand_query(frame, weeks),
            [("row", "i4"), ("day", "i4"), ("quantity", "f8")],
        )
        counts = (data["day"] >= -7 * weeks) & (data["day"] <= -1)
        bucket = weeks - 1 - (-data["day"][counts] - 1) // 7
        size = len(frame) * weeks
        history = np.bincount(
            data["row"][counts].astype(np.int64) * weeks + bucket,
            weights=data["quantity"][counts],
            minlength=size,
        ).reshape(len(frame), weeks)
        return np.maximum(history, 0.0), self._first_bucket(frame, weeks)

    def _demand_query(self, frame, weeks):
        position = self.env["stock.replenish.position"]
        day = position._day(frame, SQL("moved.date"))
        since = frame.company._replenish_noon(frame.today)
        # In product UoM and as shipped: `product_qty` keeps the quantity asked for
        # where the rest was given up.
        shipped = SQL(
            """CASE WHEN moved.product_uom = t.uom_id THEN moved.quantity
                    ELSE moved.quantity / mu.factor * pu.factor END"""
        )
        units = SQL(
            """JOIN product_product p ON p.id = moved.product_id
               JOIN product_template t ON t.id = p.product_tmpl_id
               JOIN uom_uom pu ON pu.id = t.uom_id
               JOIN uom_uom mu ON mu.id = moved.product_uom"""
        )
        # Wider than the weeks by some hours: a condition on the local day would keep
        # PostgreSQL from knowing how many moves to expect. The reader cuts to days.
        window = SQL(
            """moved.date >= %s::timestamp - make_interval(days => %s)
               AND moved.date < %s""",
            since,
            7 * weeks + 2,
            since,
        )
        return SQL(
            """
            WITH shipped AS (
                SELECT i.row, moved.id, %s AS day, %s AS quantity
                FROM replenish_item i
                JOIN stock_move moved ON moved.product_id = i.product_id
                JOIN stock_location d ON d.id = moved.location_dest_id
                JOIN replenish_scope s
                     ON s.scope_id = i.scope_id AND s.location_id = moved.location_id
                %s
                WHERE moved.state = 'done' AND d.usage IN ('customer', 'production')
                  AND %s
            )
            SELECT row, day, quantity FROM shipped
            UNION ALL
            SELECT shipped.row, shipped.day, -(%s)
            FROM shipped
            JOIN stock_move moved ON moved.origin_returned_move_id = shipped.id
                 AND moved.state = 'done'
            %s
            """,
            day,
            shipped,
            units,
            window,
            shipped,
            units,
        )

    def _first_bucket(self, frame, weeks):
        """Return the week of the first movement, `weeks` where nothing ever moved.

        A product that existed before the window counts from the window's start.
        """
        position = self.env["stock.replenish.position"]
        data = columns.read(
            self.env.cr,
            SQL(
                """
                SELECT first.row, %s AS day
                FROM (
                    SELECT moved.row, MIN(moved.date) AS date
                    FROM (%s UNION ALL %s) moved
                    GROUP BY moved.row
                ) first
                """,
                position._day(frame, SQL("first.date")),
                self._first_moves(SQL("m.location_id")),
                self._first_moves(SQL("m.location_dest_id")),
            ),
            [("row", "i4"), ("day", "i4")],
        )
        first = np.full(len(frame), weeks, np.int64)
        first[data["row"]] = np.clip(weeks - 1 - (-data["day"] - 1) // 7, 0, weeks)
        return first

    def _first_moves(self, location):
        """Return a query of the first move of each row on one side of its scope.

        One side at a time: a condition on either would compare every move with every
        place of every warehouse.
        """
        return SQL(
            """
            SELECT i.row, MIN(m.date) AS date
            FROM replenish_item i
            JOIN stock_move m ON m.product_id = i.product_id AND m.state = 'done'
            JOIN replenish_scope s ON s.scope_id = i.scope_id AND s.location_id = %s
            GROUP BY i.row
            """,
            location,
        )

    def _lead_times(self, frame, vendor, weeks):
        """Return what receipts from the chosen vendor teach about lead times.

        A lead time runs from the approval of the purchase order to the receipt.
        Thin rows lean on all receipts of the same vendor.

        :param vendor: array of partner ids, shape (n,), 0 where nothing is bought
        :return: :class:`planning.lead_time.LeadTimeStats`, shape (n,), in days
        """
        columns.load(
            self.env.cr,
            "replenish_vendor",
            [("row", "i4"), ("partner_id", "i4")],
            {
                "row": np.flatnonzero(vendor),
                "partner_id": vendor[np.flatnonzero(vendor)],
            },
        )
        since = self._receipts_since(frame, weeks)
        own = columns.read(
            self.env.cr,
            self._own_receipts(since),
            [("row", "i4"), ("days", "f8")],
        )
        prior = columns.read(
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
                  AND po.partner_id IN (SELECT partner_id FROM replenish_vendor)
                ORDER BY po.partner_id, m.id
                """,
                _RECEIPT_DAYS,
                frame.company.id,
                _usable_receipt(),
                since,
            ),
            [("partner_id", "i4"), ("days", "f8")],
        )
        return lead_time.lead_time_statistics(
            own["row"].astype(np.int64),
            own["days"],
            len(frame),
            **self._vendor_prior(vendor, prior),
        )

    def _receipts_since(self, frame, weeks):
        return SQL(
            "%s::timestamp - make_interval(weeks => %s)",
            frame.company._replenish_noon(frame.today),
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
            self._own_receipts(self._receipts_since(frame, weeks)),
            [("row", "i4"), ("days", "f8"), ("promised", "f8"), ("move", "i4")],
        )

    def _vendor_prior(self, vendor, receipts):
        """Return the figures of each row's vendor, over all its receipts."""
        known, index = np.unique(receipts["partner_id"], return_inverse=True)
        figures = lead_time.lead_time_statistics(index, receipts["days"], len(known))
        place = np.searchsorted(known, vendor)
        # Rows without vendor, or whose vendor never delivered, find the last line.
        place = np.where(np.isin(vendor, known), place, len(known))
        return {
            "prior_mean": np.append(figures.mean, np.nan)[place],
            "prior_std": np.append(figures.std, np.nan)[place],
            "prior_count": np.append(figures.count, 0)[place],
        }
