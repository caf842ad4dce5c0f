from odoo import models
from odoo.tools import SQL

from ..detection.parts import products
from ..plan.stock_replenish_history import quantity_moved
from ..suggestion.stock_replenish_suggestion import OPEN_STATES

#: Fact → kinds of exceptions that tell of it.
TOLD = {
    "data": (
        *("master_data", "planning_error", "order_error"),
        *("negative_stock", "stock_accuracy", "receipt_not_processed"),
    ),
    "supplier": ("late_purchase", "late_manufacturing"),
    "transfer": ("late_transfer", "transfer_bottleneck"),
}
#: What people do that helps against running out.
HELPS = ("order", "transfer", "expedite", "fix", "resolve")


class StockReplenishMonth(models.TransientModel):
    """What is known of stock-outs: queries over the rows of `replenish_out`."""

    _inherit = "stock.replenish.month"

    def _told(self):
        """Return a query of what other exceptions told of these items at that time.

        A scan tells one kind after the other, hence the hour.
        """
        kinds = SQL(", ").join(
            SQL("BOOL_OR(q.kind = ANY(%s)) AS %s", list(names), SQL.identifier(fact))
            for fact, names in TOLD.items()
        )
        return SQL(
            """
            SELECT s.id, %s,
                   BOOL_OR(q.kind = 'will_stock_out'
                           AND q.raised_on <= s.raised_on - s.lead * interval '1 day'
                           AND (q.acted_on IS NULL OR q.acted_on > s.raised_on
                                OR NOT q.acted_how = ANY(%s))) AS no_action
            FROM replenish_out s
            JOIN stock_replenish_exception_episode q ON q.product_id = s.product_id
                 AND q.company_id = %s
                 AND COALESCE(q.warehouse_id, s.warehouse_id) = s.warehouse_id
            WHERE q.kind = ANY(%s)
              AND q.raised_on <= s.raised_on + interval '1 hour'
              AND COALESCE(q.ended_on, 'infinity') >= s.raised_on - interval '1 day'
            GROUP BY s.id
            """,
            kinds,
            list(HELPS),
            self.company_id.id,
            ["will_stock_out", *(kind for names in TOLD.values() for kind in names)],
        )

    def _late_supply(self):
        """Return a query of what was to have come when an item ran out."""
        scope = self._scope()
        # Postponing an order moves the deadline of its receipt, not the date.
        promised = scope.local_day(
            """COALESCE(l.replenish_promised, l.date_planned,
                        CASE WHEN m.state = 'done' THEN m.date_deadline
                             ELSE GREATEST(m.date, m.date_deadline) END)"""
        )
        return SQL(
            """
            SELECT s.id,
                   BOOL_OR(source.usage IN ('supplier', 'production')) AS supplier,
                   BOOL_OR(source.usage IN ('internal', 'transit')) AS transfer
            FROM replenish_out s
            JOIN stock_move m ON m.product_id = s.product_id
                 AND (m.state NOT IN ('draft', 'cancel', 'done')
                      OR m.state = 'done' AND m.date >= %s)
            JOIN stock_location source ON source.id = m.location_id
            JOIN stock_location place ON place.id = m.location_dest_id
                 AND place.usage IN ('internal', 'transit')
                 AND place.warehouse_id = s.warehouse_id
            LEFT JOIN purchase_order_line l ON l.id = m.purchase_line_id
            WHERE source.warehouse_id IS DISTINCT FROM s.warehouse_id
              AND m.create_date < s.raised_on AND %s < s.day
              AND (m.state != 'done' OR m.date >= s.raised_on)
            GROUP BY s.id
            """,
            scope.start,
            promised,
        )

    def _left_alone(self):
        """Return a query of stock-outs that a suggestion would have prevented.

        Ordered on the first day it was due it had arrived in time, and it was not.
        """
        scope = self._scope()
        lead = SQL("(g.need_date - g.release_date)")
        return SQL(
            """
            SELECT DISTINCT s.id
            FROM replenish_out s
            JOIN stock_replenish_suggestion g ON g.orderpoint_id = s.orderpoint_id
            WHERE GREATEST(%(made)s, g.due_date) + %(lead)s <= s.day
              -- A need long before this one has been met, or does not matter any more.
              AND g.need_date > s.day - 60
              AND (g.state = ANY(%(open)s) OR g.state = 'rejected'
                   OR g.state = 'ordered' AND %(ordered)s + %(lead)s > s.day)
            """,
            made=scope.local_day("g.create_date"),
            ordered=scope.local_day("g.ordered_on"),
            lead=lead,
            open=list(OPEN_STATES),
        )

    def _asked(self):
        """Return a query of what was asked for while an order would have been on its
        way: what left then, and what was waiting at its end."""
        return SQL(
            """
            SELECT s.id,
                   SUM(CASE WHEN m.state = 'done' THEN %s ELSE m.product_qty END)
                       AS quantity
            FROM replenish_out s
            JOIN (%s) p ON p.product_id = s.product_id
            JOIN stock_move m ON m.product_id = s.product_id
                 AND m.state NOT IN ('draft', 'cancel')
            JOIN stock_location source ON source.id = m.location_id
                 AND source.warehouse_id = s.warehouse_id
            JOIN stock_location target ON target.id = m.location_dest_id
                 AND target.usage IN ('customer', 'production')
            WHERE m.state = 'done' AND m.date < s.raised_on
                  AND m.date >= s.raised_on - s.lead * interval '1 day'
               OR (m.state != 'done' OR m.date >= s.raised_on)
                  AND m.create_date < s.raised_on
                  AND COALESCE(m.date_deadline, m.date) < s.raised_on
            GROUP BY s.id
            """,
            quantity_moved("m"),
            products(),
        )
