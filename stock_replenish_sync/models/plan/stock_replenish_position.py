import numpy as np

from odoo import models
from odoo.tools import SQL

from ...planning.datatypes import Events
from ...planning.refusal import Refusals
from ...tools import columns
from ...tools.scope import local_day

CLOSED = ("done", "cancel")
_EVENT = [("row", "i4"), ("day", "i4"), ("quantity", "f8"), ("source", "i4")]


class StockReplenishPosition(models.AbstractModel):
    """What is in stock, on order and booked, per orderpoint of the batch.

    Queries join the item and scope tables of `stock.replenish.frame`. The source of an
    event is the id of its move, or minus the id of what it is where it is no move: a
    purchase line in receipts, a rule in the demand of other warehouses.
    """

    _name = "stock.replenish.position"
    _description = "Replenishment Planning: stock, supply and booked demand"

    def _on_hand(self, frame):
        """Return usable stock of our own, shape (n,), in product UoM."""
        data = columns.read(
            self.env.cr,
            SQL(
                """
                SELECT i.row, SUM(q.quantity) AS quantity
                FROM replenish_item i
                JOIN stock_quant q ON q.product_id = i.product_id
                JOIN replenish_scope s
                     ON s.scope_id = i.scope_id AND s.location_id = q.location_id
                %s
                WHERE (q.owner_id IS NULL OR q.owner_id = %s) %s
                GROUP BY i.row
                """,
                *self._expiry_clauses(frame),
            ),
            [("row", "i4"), ("quantity", "f8")],
        )
        on_hand = np.zeros(len(frame))
        on_hand[data["row"]] = data["quantity"]
        return on_hand

    def _expiry_clauses(self, frame):
        """Return join, owner and condition that leave out expired lots and goods of
        others."""
        join, unexpired = self._unexpired(frame.company, frame.today)
        return join, frame.company.partner_id.id, unexpired

    def _unexpired(self, company, today):
        """Return (join, condition) in SQL that leave expired lots of quants `q` out.

        Lots carry an expiration date only when product_expiry is installed.
        """
        if "expiration_date" not in self.env["stock.lot"]._fields:
            return SQL(""), SQL("")
        return (
            SQL("LEFT JOIN stock_lot lot ON lot.id = q.lot_id"),
            SQL(
                """AND COALESCE(lot.removal_date, lot.expiration_date,
                                'infinity'::timestamp) > %s""",
                company._replenish_noon(today),
            ),
        )

    def _day(self, frame, column):
        """Return SQL for the days from today to a UTC timestamp column."""
        return SQL("(%s - %s::date)", local_day(column, frame.company), frame.today)

    def _events(self, query):
        return _as_events(columns.read(self.env.cr, query, _EVENT))

    def _receipts(self, frame):
        """Return all open supply: moves in any state before done, and orders that
        have no moves yet."""
        return self._events(
            SQL(
                "%s UNION ALL %s",
                self._incoming_moves(frame),
                self._open_quotations(frame),
            )
        )

    def _is_open(self):
        """Return SQL that tells whether the move `m` is still to come.

        By the states it may have, for which there is an index: nearly all moves are
        done, and "not done" would look at each of them.
        """
        states = self.env["stock.move"]._fields["state"].get_values(self.env)
        return SQL("m.state = ANY(%s)", [s for s in states if s not in CLOSED])

    def _incoming_moves(self, frame):
        """Return a query of what will enter the scope.

        Draft moves are those of manufacturing orders and transfers that nobody
        confirmed yet: somebody has ordered them all the same. Postponing a purchase
        order moves the deadline of its receipt, not the date.
        """
        return SQL(
            """
            SELECT i.row, %s AS day, m.product_qty AS quantity, m.id AS source
            FROM replenish_item i
            JOIN stock_move m ON m.product_id = i.product_id
            JOIN replenish_scope s
                 ON s.scope_id = i.scope_id AND s.location_id = m.location_dest_id
            LEFT JOIN replenish_scope src
                 ON src.scope_id = i.scope_id AND src.location_id = m.location_id
            LEFT JOIN stock_picking picking ON picking.id = m.picking_id
            WHERE %s AND src.location_id IS NULL
              AND COALESCE(m.restrict_partner_id, picking.owner_id, %s) = %s
            """,
            self._day(
                frame,
                SQL(
                    """CASE WHEN m.purchase_line_id IS NULL THEN m.date
                            ELSE GREATEST(m.date, m.date_deadline) END"""
                ),
            ),
            self._is_open(),
            frame.company.partner_id.id,
            frame.company.partner_id.id,
        )

    def _open_quotations(self, frame):
        """Return a query of what is on requests for quotation.

        A line for an orderpoint arrives there, unless moves wait for it that bring
        the goods on: those count where they lead.
        """
        return SQL(
            """
            SELECT i.row, %s AS day, l.product_uom_qty AS quantity, -l.id AS source
            FROM replenish_item i
            JOIN purchase_order_line l ON l.product_id = i.product_id
            JOIN purchase_order po ON po.id = l.order_id
            JOIN stock_picking_type t ON t.id = po.picking_type_id
            LEFT JOIN stock_warehouse_orderpoint o ON o.id = l.orderpoint_id
            JOIN replenish_scope s ON s.scope_id = i.scope_id
                 AND s.location_id = CASE
                     WHEN o.id IS NULL OR EXISTS (
                         SELECT FROM stock_move_created_purchase_line_rel onward
                         WHERE onward.created_purchase_line_id = l.id
                     ) THEN t.default_location_dest_id ELSE o.location_id END
            WHERE po.state IN ('draft', 'sent', 'to approve')
            """,
            self._day(frame, SQL("COALESCE(l.date_planned, po.date_order)")),
        )

    def _booked(self, frame):
        """Return open demand as (consuming, dependent).

        What goes to customers and into production was expected by the statistics and
        uses the expectation up; what goes elsewhere comes on top.
        """
        query = SQL(
            """
            SELECT i.row, %s AS day, m.product_qty AS quantity, m.id AS source,
                   (d.usage IN ('customer', 'production'))::int AS consumes
            FROM replenish_item i
            JOIN stock_move m ON m.product_id = i.product_id
            JOIN replenish_scope s
                 ON s.scope_id = i.scope_id AND s.location_id = m.location_id
            JOIN stock_location d ON d.id = m.location_dest_id
            LEFT JOIN replenish_scope dst
                 ON dst.scope_id = i.scope_id AND dst.location_id = m.location_dest_id
            WHERE %s AND dst.location_id IS NULL
              AND (m.state != 'draft' OR m.raw_material_production_id IS NOT NULL)
            """,
            self._day(frame, SQL("m.date")),
            self._is_open(),
        )
        data = columns.read(self.env.cr, query, [*_EVENT, ("consumes", "i4")])
        consumes = data["consumes"] == 1

        return _as_events(data, consumes), _as_events(data, ~consumes)

    def _planned_transfers(self, frame, batch=None):
        """Return what rules outside the batch are planned to draw: open suggestions.

        Dated by the day the goods leave, and never in the past, whichever company's
        they are. What rules of the batch draw comes out of planning them. The source is
        minus the rule's id.

        :param batch: ids of the rules of the batch; by default those of the frame
        """
        if batch is None:
            planned = SQL(
                """EXISTS (SELECT FROM replenish_item own
                           WHERE own.orderpoint_id = g.orderpoint_id)"""
            )
        else:
            planned = SQL("g.orderpoint_id IN (SELECT unnest(%s::int[]))", batch)
        return self._events(
            SQL(
                """
                SELECT i.row, GREATEST(g.release_date - %s::date, 0) AS day,
                       g.quantity, -g.orderpoint_id AS source
                FROM replenish_item i
                -- Wrapped, for just after lanes were made statistics say that hardly
                -- anything comes from a warehouse.
                JOIN stock_replenish_suggestion g ON g.product_id = i.product_id
                     AND g.source_warehouse_id IS NOT NULL
                     AND COALESCE(g.source_warehouse_id, 0) = i.warehouse_id
                JOIN stock_warehouse w ON w.id = i.warehouse_id
                     AND w.view_location_id = i.scope_id
                WHERE g.state IN ('proposed', 'held')
                  AND g.warehouse_id != i.warehouse_id
                  AND NOT %s
                """,
                frame.today,
                planned,
            )
        )

    def _refusals(self, frame):
        """Return the :class:`~planning.refusal.Refusals` that last."""
        data = columns.read(
            self.env.cr,
            SQL(
                """
                SELECT i.row, g.quantity::float8 AS quantity,
                       g.rejected_until - %s::date AS until_day,
                       g.need_date - %s::date AS need_day,
                       COALESCE(g.lane_id, 0) AS lane
                FROM replenish_item i
                JOIN stock_replenish_suggestion g
                     ON g.orderpoint_id = i.orderpoint_id
                WHERE g.state = 'rejected' AND g.rejected_until >= %s
                """,
                frame.today,
                frame.today,
                frame.today,
            ),
            [
                ("row", "i4"),
                ("quantity", "f8"),
                ("until_day", "i4"),
                ("need_day", "i4"),
                ("lane", "i4"),
            ],
        )
        return Refusals(
            data["row"].astype(np.int64),
            data["quantity"],
            data["until_day"].astype(np.int64),
            data["need_day"].astype(np.int64),
            data["lane"].astype(np.int64),
        )


def _as_events(data, mask=None):
    """Return columns of a query, or some of their rows, as the engine's events.

    In an order that does not depend on the way the database took: snapshots of the
    same events are the same.
    """
    if mask is not None:
        data = {name: values[mask] for name, values in data.items()}
    order = np.lexsort((data["source"], data["day"], data["row"]))
    return Events(
        data["row"][order].astype(np.int64),
        data["day"][order].astype(np.int64),
        data["quantity"][order],
        data["source"][order].astype(np.int64),
    )
