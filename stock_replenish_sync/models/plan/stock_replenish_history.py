from datetime import timedelta

import numpy as np

from odoo import models
from odoo.tools import SQL

from ...planning import lead_time
from ...planning.validation import LONGEST_LEAD_TIME
from ...tools import columns

# Products read together first, and moves aimed at from then on.
PRODUCTS_AT_ONCE = 2_000
MOVES_AT_ONCE = 1_000_000
# More places are told apart here: PostgreSQL 13 walks the list for every move.
MOST_PLACES = 500
_MOVE = [
    ("product_id", "i4"),
    ("location_id", "i4"),
    ("date", "M8"),
    ("quantity", "f8"),
]
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


def _quantity(move):
    """Return SQL for what a move took along, in the unit of its product `p`.

    As shipped: `product_qty` keeps the quantity asked for where the rest was given up.
    """
    move = SQL.identifier(move)
    return SQL(
        """CASE WHEN %s.product_uom = p.uom_id THEN %s.quantity
                ELSE %s.quantity / (SELECT own.factor FROM uom_uom own
                                    WHERE own.id = %s.product_uom) * p.factor END""",
        *[move] * 4,
    )


def _weekly(frame, begins, moves):
    """Return row, week and quantity of the moves that rows of the frame speak for."""
    move, row = frame.rows_at(moves["product_id"], moves["location_id"])
    week = np.searchsorted(begins, moves["date"], side="right") - 1
    return row, week[move], moves["quantity"][move]


class StockReplenishHistory(models.AbstractModel):
    """What was asked and how long supply took, per orderpoint of the batch."""

    _name = "stock.replenish.history"
    _description = "Replenishment Planning: demand and lead-time history"

    def init(self):
        # What left, product by product, without a look at the moves themselves: a row
        # planned on its own reads a few pages instead of a thousand moves.
        self.env.cr.execute(
            """CREATE INDEX IF NOT EXISTS stock_move_replenish_done_idx
               ON stock_move (product_id, date)
               INCLUDE (location_id, location_dest_id, quantity, product_uom)
               WHERE state = 'done'"""
        )
        self.env.cr.execute(
            """CREATE INDEX IF NOT EXISTS stock_move_replenish_returned_idx
               ON stock_move (product_id, origin_returned_move_id)
               WHERE state = 'done' AND origin_returned_move_id IS NOT NULL"""
        )

    def _demand(self, frame, weeks):
        """Return weekly demand and the first week that counts.

        Demand is what left the warehouse for customers and into production, net of
        returns, which are taken off the week of the move they return.

        :return: (history of shape (n, weeks), first_bucket of shape (n,))
        """
        begins = self._week_starts(frame, weeks)
        history = np.zeros(len(frame) * weeks)
        since_start = np.zeros(len(frame), bool)
        for moves in self._shipped(frame, begins):
            row, week, quantity = _weekly(frame, begins, moves)
            history += np.bincount(row * weeks + week, quantity, len(history))
            since_start[row[week == 0]] = True
        moves = columns.read(self.env.cr, self._returned_query(frame, begins), _MOVE)
        row, week, quantity = _weekly(frame, begins, moves)
        history -= np.bincount(row * weeks + week, quantity, len(history))
        first = np.zeros(len(frame), np.int64)
        later = np.flatnonzero(~since_start)
        first[later] = self._first_bucket(frame, weeks, later)
        return np.maximum(history.reshape(len(frame), weeks), 0.0), first

    def _week_starts(self, frame, weeks):
        """Return when each week begins, and when the last one ends: UTC moments,
        shape (weeks + 1,). Weeks are of seven local days, the last of them yesterday.
        """
        return np.array(
            [
                frame.company._replenish_day_start(frame.today - timedelta(days=days))
                for days in range(7 * weeks, -1, -7)
            ],
            "M8[us]",
        )

    def _shipped(self, frame, begins):
        """Yield the columns `_MOVE` of what was shipped, some products at a time.

        So many that memory holds their moves, whatever their number.
        """
        products = np.unique(frame.product)
        start, size = 0, PRODUCTS_AT_ONCE
        while start < len(products):
            part = products[start : start + size]
            moves = columns.read(
                self.env.cr,
                self._shipped_query(frame, begins, int(part[0]), int(part[-1])),
                _MOVE,
            )
            start += len(part)
            each = max(len(moves["date"]) / len(part), 1e-3)
            size = max(int(MOVES_AT_ONCE / each), 1)
            yield moves

    def _shipped_query(self, frame, begins, first_product, last_product):
        return SQL(
            """
            SELECT moved.product_id, moved.location_id, moved.date, %s AS quantity
            FROM replenish_product p
            JOIN stock_move moved ON moved.product_id = p.product_id
            WHERE moved.product_id BETWEEN %s AND %s AND %s
            """,
            _quantity("moved"),
            first_product,
            last_product,
            self._is_shipped(frame, begins),
        )

    def _returned_query(self, frame, begins):
        """Return a query of returns, each where and when its goods were shipped."""
        return SQL(
            """
            SELECT moved.product_id, moved.location_id, moved.date, %s AS quantity
            FROM replenish_product p
            JOIN stock_move back ON back.product_id = p.product_id
                 AND back.state = 'done' AND back.origin_returned_move_id IS NOT NULL
            JOIN stock_move moved ON moved.id = back.origin_returned_move_id
                 AND moved.product_id = p.product_id
            WHERE %s
            """,
            _quantity("back"),
            self._is_shipped(frame, begins),
        )

    def _is_shipped(self, frame, begins):
        """Return SQL that tells whether the move `moved` is demand of these weeks.

        By plain values, so that PostgreSQL knows how many there are and where.
        """
        self.env.cr.execute(
            "SELECT id FROM stock_location WHERE usage IN ('customer', 'production')"
        )
        places = np.unique(frame.places["location"]).tolist()
        return SQL(
            """moved.state = 'done' AND moved.date >= %s AND moved.date < %s
               AND moved.location_dest_id = ANY(%s)
               AND (%s OR moved.location_id = ANY(%s))""",
            begins[0].item(),
            begins[-1].item(),
            [row for (row,) in self.env.cr.fetchall()],
            len(places) > MOST_PLACES,
            places[:MOST_PLACES],
        )

    def _first_bucket(self, frame, weeks, rows=None):
        """Return the week of the first movement, `weeks` where nothing ever moved.

        A product that existed before the window counts from the window's start.

        :param rows: the rows to look at, shape (k,); by default all
        :return: array of shape (k,)
        """
        rows = np.arange(len(frame)) if rows is None else rows
        read = columns.read(
            self.env.cr,
            # The index gives a product's moves by date: hardly more than one is read.
            SQL(
                """
                SELECT i.row, first.date
                FROM unnest(%s::int[]) AS asked(row)
                JOIN replenish_item i ON i.row = asked.row
                JOIN (
                    SELECT scope_id, array_agg(location_id) AS places
                    FROM replenish_scope GROUP BY scope_id
                ) s ON s.scope_id = i.scope_id
                CROSS JOIN LATERAL (
                    SELECT m.date FROM stock_move m
                    WHERE m.product_id = i.product_id AND m.state = 'done'
                      AND (m.location_id = ANY(s.places)
                           OR m.location_dest_id = ANY(s.places))
                    ORDER BY m.date LIMIT 1
                ) first
                """,
                rows.tolist(),
            ),
            [("row", "i4"), ("date", "M8")],
        )
        begins = self._week_starts(frame, weeks)
        week = np.searchsorted(begins, read["date"], side="right") - 1
        first = np.full(len(frame), weeks, np.int64)
        first[read["row"]] = np.maximum(week, 0)
        return first[rows]

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
