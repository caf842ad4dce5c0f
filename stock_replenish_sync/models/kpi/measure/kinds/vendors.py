from odoo import models
from odoo.tools import SQL

from ....documents.purchase_order_promised import CONFIRMED
from ....plan.stock_replenish_history import quantity_moved


class VendorsMeasure(models.AbstractModel):
    """Purchase lines on the day they were first promised for, and whether all of it
    had come by the end of that day.

    A line counts where it was confirmed and asks for something. What went back to the
    vendor by then has not come; what went back later has. Of days before the addon was
    there, the date that was entered last is known.
    """

    _name = "stock.replenish.kpi.measure.vendors"
    _inherit = "stock.replenish.kpi.measure"
    _description = "KPIs: vendors on time in full"

    _measures = ("vendor_lines", "vendor_lines_full")

    def _query(self, scope):
        return SQL(
            """
            SELECT line.day, line.product_id, line.warehouse_id, 1 AS vendor_lines,
                   (came.quantity >= line.ordered - line.rounding / 2)::int
                       AS vendor_lines_full
            FROM (%(lines)s) line
            CROSS JOIN LATERAL (%(came)s) came
            """,
            lines=self._promised_lines(scope),
            came=self._came(scope),
        )

    def _promised_lines(self, scope):
        """Return a query of the lines that were first promised for days of the scope.

        Either date has an index.
        """
        return SQL(
            """
            SELECT l.id, l.product_id, t.warehouse_id, l.product_uom_qty AS ordered,
                   u.rounding, pt.uom_id, u.factor, %(day)s AS day
            FROM purchase_order_line l
            JOIN purchase_order po ON po.id = l.order_id AND po.state IN %(confirmed)s
            JOIN stock_picking_type t ON t.id = po.picking_type_id
            JOIN product_product pp ON pp.id = l.product_id
            JOIN product_template pt ON pt.id = pp.product_tmpl_id
                 AND pt.type = 'product'
            JOIN uom_uom u ON u.id = pt.uom_id
            WHERE %(company)s AND l.product_uom_qty > 0
              AND (%(promised)s OR l.replenish_promised IS NULL AND %(planned)s)
            """,
            day=scope.local_day("COALESCE(l.replenish_promised, l.date_planned)"),
            confirmed=CONFIRMED,
            company=scope.of_company("po.company_id"),
            promised=scope.within("l.replenish_promised"),
            planned=scope.within("l.date_planned"),
        )

    def _came(self, scope):
        """Return a query of what had come of a line by the end of its day.

        Without a row for what never moves itself: a kit.
        """
        return SQL(
            """
            SELECT COALESCE(SUM(CASE WHEN source.usage IN ('supplier', 'transit')
                                     THEN moved.quantity
                                     WHEN target.usage IN ('supplier', 'transit')
                                     THEN -moved.quantity END)
                            FILTER (WHERE m.state = 'done' AND %(day)s <= line.day),
                            0) AS quantity
            FROM stock_move m
            JOIN stock_location source ON source.id = m.location_id
            JOIN stock_location target ON target.id = m.location_dest_id
            CROSS JOIN LATERAL (SELECT line.uom_id, line.factor) p
            CROSS JOIN LATERAL (SELECT %(quantity)s AS quantity) moved
            WHERE m.purchase_line_id = line.id AND m.product_id = line.product_id
            HAVING COUNT(*) > 0
            """,
            day=scope.local_day("m.date"),
            quantity=quantity_moved("m"),
        )
