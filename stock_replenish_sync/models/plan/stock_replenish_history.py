from datetime import timedelta

import numpy as np

from odoo import models
from odoo.tools import SQL

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


def quantity_moved(move):
    """Return SQL for what a done move took along, in the unit of its product `p`.

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
        self.env.cr.execute(
            """CREATE INDEX IF NOT EXISTS stock_move_replenish_received_idx
               ON stock_move (product_id, date)
               INCLUDE (purchase_line_id, location_dest_id, id)
               WHERE state = 'done' AND purchase_line_id IS NOT NULL"""
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
            quantity_moved("moved"),
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
            quantity_moved("back"),
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
