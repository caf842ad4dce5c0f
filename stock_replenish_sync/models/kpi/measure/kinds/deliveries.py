from odoo import models
from odoo.tools import SQL

from ..parts import leaving, quantity_kept


class Deliveries(models.AbstractModel):
    """What customers were first promised for a day, and what they had by its end."""

    _name = "stock.replenish.kpi.measure.deliveries"
    _inherit = "stock.replenish.kpi.measure"
    _description = "KPIs: deliveries on time"

    _measures = ("lines_due", "lines_on_time", "qty_due", "qty_on_time")

    def _query(self, scope):
        return SQL(
            """
            SELECT line.day, line.product_id, line.warehouse_id, 1 AS lines_due,
                   (line.due - line.on_time < line.rounding)::int AS lines_on_time,
                   line.due AS qty_due, LEAST(line.on_time, line.due) AS qty_on_time
            FROM (%s) line
            WHERE line.due >= line.rounding
            """,
            self._lines(scope),
        )

    def _lines(self, scope):
        """Return a query of what was due and what came of it in time.

        A line of a sales order is one, however many moves it takes; so is an item of a
        delivery that nobody sold, along with its backorders. What was shipped above the
        quantity of its move was not due; what was sent again after a return was not
        promised. What was cancelled and is asked for anew by the same line was due
        once: of both no more than was ordered.
        """
        deadline = "COALESCE(m.replenish_deadline, m.date_deadline)"
        return SQL(
            """
            SELECT due.day, due.product_id, due.warehouse_id, due.rounding,
                   LEAST(SUM(due.asked), GREATEST(
                       COALESCE(MAX(due.ordered), 'infinity'),
                       SUM(due.asked) FILTER (WHERE NOT due.is_given_up))) AS due,
                   COALESCE(SUM(due.shipped) FILTER (
                       WHERE due.shipped_on <= due.day), 0) AS on_time
            FROM (
                SELECT %(day)s AS day, m.product_id, place.warehouse_id, p.rounding,
                       m.sale_line_id,
                       CASE WHEN m.sale_line_id IS NULL
                            THEN COALESCE(-%(delivery)s, m.id) END AS delivery,
                       m.product_qty AS asked, m.state = 'cancel' AS is_given_up,
                       l.product_uom_qty / sold.factor * p.factor AS ordered,
                       %(quantity)s AS shipped,
                       CASE WHEN m.state = 'done' THEN %(shipped_on)s END AS shipped_on
                %(leaving)s
                LEFT JOIN stock_picking picking ON picking.id = m.picking_id
                -- The line of a kit has the unit of the kit.
                LEFT JOIN sale_order_line l ON l.id = m.sale_line_id
                     AND l.product_id = m.product_id
                LEFT JOIN uom_uom sold ON sold.id = l.product_uom
                WHERE %(is_due)s
                  AND m.state != 'draft' AND target.usage = 'customer'
                  AND m.origin_returned_move_id IS NULL AND m.scrapped IS NOT TRUE
            ) due
            GROUP BY due.day, due.product_id, due.warehouse_id, due.rounding,
                     due.sale_line_id, due.delivery
            """,
            day=scope.local_day(deadline),
            delivery=self._first_delivery(),
            quantity=quantity_kept("m"),
            shipped_on=scope.local_day("m.date"),
            leaving=leaving(scope),
            is_due=scope.within(deadline),
        )

    def _first_delivery(self):
        """Return SQL for the delivery that `picking` is a backorder of, or itself."""
        return SQL(
            """CASE WHEN picking.backorder_id IS NULL THEN picking.id ELSE (
                   WITH RECURSIVE up AS (
                       SELECT picking.id, picking.backorder_id
                       UNION
                       SELECT before.id, before.backorder_id
                       FROM up JOIN stock_picking before ON before.id = up.backorder_id
                   ) SELECT MIN(up.id) FROM up) END"""
        )
