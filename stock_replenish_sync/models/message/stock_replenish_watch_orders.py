from dataclasses import dataclass

import numpy as np

from odoo import models
from odoo.tools import SQL

from ...planning.datatypes import NO_DAY
from ...planning.messages import OpenOrders
from ...planning.network import row_of
from ...tools import columns
from ...tools.joins import pair

# Codes of documents; supply that is none of them stays as it is.
DOCUMENT_CODES = {"": 0, "purchase": 1, "production": 2, "transfer": 3}
NONE, PURCHASE, PRODUCTION, TRANSFER = range(4)


@dataclass
class OpenDocuments:
    """Open supply of a batch, a line of a document each; arrays of shape (m,).

    `kind` is a code of :data:`DOCUMENT_CODES`, `document` the id of the purchase line,
    manufacturing order or move, `item` the row of the batch, `day` the day it is
    expected, counted from today, `quantity` what is still to come, `fixed` what nobody
    can change any more, `early` the days by which it was ordered early on purpose.
    """

    kind: np.ndarray
    document: np.ndarray
    item: np.ndarray
    day: np.ndarray
    quantity: np.ndarray
    fixed: np.ndarray
    early: np.ndarray

    def keys(self):
        """Return a number for each document, shape (m,)."""
        return pair(self.kind, self.document)

    def as_orders(self, items, told_day, told_quantity):
        """Return the engine's :class:`~planning.messages.OpenOrders`.

        Of a transfer all or nothing is cancelled: what it takes along stays as it is.
        """
        free = ~self.fixed
        transfer = self.kind == TRANSFER
        minimum = np.where(transfer, self.quantity, items.minimum[self.item])
        return OpenOrders(
            key=self.keys(),
            item=self.item,
            day=self.day,
            quantity=self.quantity,
            can_move=free,
            can_cut=free,
            can_raise=free & ~transfer,
            early_days=self.early,
            multiple=np.where(transfer, 0.0, items.multiple[self.item]),
            minimum=minimum,
            told_day=told_day,
            told_quantity=told_quantity,
        )


class StockReplenishWatchOrders(models.AbstractModel):
    """Finds the documents behind the open supply of a batch."""

    _name = "stock.replenish.watch.orders"
    _description = "Replenishment Planning: open orders of a batch"

    def _documents(self, receipts, rows):
        """Return the :class:`OpenDocuments` of some rows of a batch.

        :param receipts: events of the plan; their source is the id of a move, or minus
            that of a line of a request for quotation
        :param rows: mask of the rows, shape (n,)
        """
        if not (rows.any() and len(receipts.item)):
            none = np.zeros(0, np.int64)
            return OpenDocuments(*[none] * 4, none.astype(float), none > 0, none)
        source = receipts.source
        kind = np.full(len(source), PURCHASE)
        document, fixed = -source, np.zeros(len(source), bool)
        early = np.zeros(len(source), np.int64)
        moves, lines = np.flatnonzero(source > 0), np.flatnonzero(source < 0)
        kind[moves], document[moves], fixed[moves], early[moves] = self._of_moves(
            source[moves]
        )
        early[lines] = self._of_lines(-source[lines])
        key = pair(kind, document)
        order = np.lexsort((receipts.item, key))
        item, key = receipts.item[order], key[order]
        changes = (np.diff(key, prepend=-1) != 0) | (np.diff(item, prepend=-1) != 0)
        first = np.flatnonzero(changes)
        # What several rules count is a matter of none of them alone.
        _known, back, times = np.unique(
            key[first], return_inverse=True, return_counts=True
        )
        shared = times[back.reshape(-1)] > 1
        found = OpenDocuments(
            kind=kind[order][first],
            document=document[order][first],
            item=item[first],
            day=np.maximum.reduceat(receipts.day[order], first),
            quantity=np.add.reduceat(receipts.quantity[order], first),
            fixed=np.logical_or.reduceat(fixed[order], first) | shared,
            early=np.maximum.reduceat(early[order], first),
        )
        mine = rows[found.item]
        return OpenDocuments(*(column[mine] for column in vars(found).values()))

    def _of_moves(self, ids):
        """Return (kind, document, fixed, early) of moves that will come in.

        Fixed is what has been begun, is on its way, or is no order of ours: a return
        for example.
        """
        self.env["stock.move"].flush_model()
        self.env["mrp.production"].flush_model(["state"])
        read = columns.read(
            self.env.cr,
            SQL(
                """
                SELECT u.place, found.kind,
                       CASE found.kind WHEN %(purchase)s THEN m.purchase_line_id
                            WHEN %(production)s THEN m.production_id
                            ELSE m.id END AS document,
                       (found.kind = 0 OR COALESCE(m.picked, FALSE)
                        OR (found.kind = %(production)s
                            AND p.state NOT IN ('draft', 'confirmed'))
                        OR (found.kind = %(transfer)s AND EXISTS (
                            SELECT FROM stock_move_move_rel r
                            JOIN stock_move o ON o.id = r.move_orig_id
                            WHERE r.move_dest_id = m.id AND o.state = 'done')))::int4
                       AS fixed,
                       GREATEST(g.need_date - g.arrival_date, 0) AS early
                FROM unnest(%(ids)s::int[]) WITH ORDINALITY AS u(id, place)
                JOIN stock_move m ON m.id = u.id
                JOIN stock_location l ON l.id = m.location_id
                JOIN stock_location d ON d.id = m.location_dest_id
                LEFT JOIN mrp_production p ON p.id = m.production_id
                     AND p.product_id = m.product_id
                LEFT JOIN purchase_order_line pl ON pl.id = m.purchase_line_id
                LEFT JOIN stock_replenish_suggestion g ON g.id = COALESCE(
                     pl.replenish_suggestion_id, p.replenish_suggestion_id,
                     m.replenish_suggestion_id)
                CROSS JOIN LATERAL (SELECT CASE
                    WHEN m.purchase_line_id IS NOT NULL AND l.usage = 'supplier'
                    THEN %(purchase)s
                    WHEN p.id IS NOT NULL THEN %(production)s
                    WHEN m.picking_id IS NOT NULL
                         AND (l.usage = 'transit' OR l.usage = 'internal'
                              AND l.warehouse_id IS DISTINCT FROM d.warehouse_id)
                    THEN %(transfer)s ELSE 0 END AS kind) AS found
                ORDER BY u.place
                """,
                purchase=PURCHASE,
                production=PRODUCTION,
                transfer=TRANSFER,
                ids=ids.tolist(),
            ),
            [(name, "i4") for name in ("place", "kind", "document", "fixed", "early")],
        )
        return read["kind"], read["document"], read["fixed"] == 1, read["early"]

    def _of_lines(self, ids):
        """Return by how many days lines of quotations were ordered early on purpose."""
        return columns.read(
            self.env.cr,
            SQL(
                """SELECT u.place, GREATEST(g.need_date - g.arrival_date, 0) AS early
                   FROM unnest(%s::int[]) WITH ORDINALITY AS u(id, place)
                   LEFT JOIN purchase_order_line l ON l.id = u.id
                   LEFT JOIN stock_replenish_suggestion g
                        ON g.id = l.replenish_suggestion_id
                   ORDER BY u.place""",
                ids.tolist(),
            ),
            [("place", "i4"), ("early", "i4")],
        )["early"]

    def _told(self, documents, told):
        """Return the (day, quantity) that live messages ask for, for each document.

        :param told: columns of live messages by name, see `stock.replenish.watch`
        :return: (arrays of the engine's `told_day` and `told_quantity`, place of the
            message of each document, or -1)
        """
        keys = pair(told["kind_of_document"], told["document"])
        place = row_of(documents.keys(), keys, np.arange(len(keys)))
        known = place >= 0
        day = np.full(len(place), NO_DAY)
        quantity = np.full(len(place), np.nan)
        at = place[known]
        moved = told["day_proposed"][at] != told["day_current"][at]
        # What was to come on a day that is past is to come today.
        asked = np.maximum(told["day_proposed"][at], 0)
        day[known] = np.where(moved, asked, NO_DAY)
        sized = told["quantity_proposed"][at] != told["quantity_current"][at]
        quantity[known] = np.where(sized, told["quantity_proposed"][at], np.nan)
        return day, quantity, place
