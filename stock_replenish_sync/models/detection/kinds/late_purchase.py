from odoo import _, models
from odoo.tools import SQL


class LatePurchase(models.AbstractModel):
    """Lines of purchase orders and of requests for quotation whose day has passed."""

    _name = "stock.replenish.detection.late_purchase"
    _inherit = "stock.replenish.detection.late"
    _description = "Exceptions: purchases that are late"

    _kind = "late_purchase"
    _sequence = 40
    _family = "late"
    _owner = ("buyer", "rule", "warehouse")
    _actions = ("expedite", "transfer", "why", "document")

    def _label(self):
        return _("Late purchase")

    def _about(self):
        return _("Purchases that have not come the given days after they were due.")

    def _found(self, scope):
        given, source = super()._found(scope)
        given["suggested_action"] = SQL(
            "CASE WHEN late.draft THEN 'document' ELSE 'expedite' END"
        )
        return given, source

    def _late(self, scope):
        return SQL(
            """
            SELECT q.purchase_line_id::text AS key, l.product_id, q.warehouse_id,
                   l.orderpoint_id AS rule_id, po.partner_id, q.purchase_line_id,
                   NULL AS production_id, q.move_id, po.name AS reference,
                   q.quantity, q.day, q.draft
            FROM (%s UNION ALL %s) q
            JOIN purchase_order_line l ON l.id = q.purchase_line_id
            JOIN purchase_order po ON po.id = l.order_id
            JOIN product_product pp ON pp.id = l.product_id
            JOIN product_template t ON t.id = pp.product_tmpl_id
                 AND t.type = 'product'
            """,
            self._ordered(scope),
            self._asked_for(scope),
        )

    def _ordered(self, scope):
        """Return the query of receipts that are late, line by line.

        Postponing an order moves the deadline of its receipt, not the date.
        """
        day = scope.local_day("GREATEST(m.date, m.date_deadline)")
        return SQL(
            """
            SELECT m.purchase_line_id, MIN(m.id) AS move_id,
                   MIN(place.warehouse_id) AS warehouse_id,
                   SUM(m.product_qty) AS quantity, MIN(%s) AS day, FALSE AS draft
            FROM stock_move m
            JOIN stock_location source ON source.id = m.location_id
            JOIN stock_location place ON place.id = m.location_dest_id
                 AND place.usage IN ('internal', 'transit')
                 AND place.warehouse_id IS DISTINCT FROM source.warehouse_id
            WHERE %s AND m.purchase_line_id IS NOT NULL AND %s AND %s AND %s <= %s
            GROUP BY m.purchase_line_id
            """,
            day,
            self._is_open(),
            scope.of_company("m.company_id"),
            scope.on("m.product_id"),
            day,
            self._late_since(scope),
        )

    def _asked_for(self, scope):
        """Return the query of requests for quotation that should have come already."""
        day = scope.local_day("COALESCE(ask.date_planned, rfq.date_order)")
        return SQL(
            """
            SELECT ask.id, NULL, t.warehouse_id, ask.product_uom_qty, %s, TRUE
            FROM purchase_order rfq
            JOIN purchase_order_line ask ON ask.order_id = rfq.id
                 AND ask.product_uom_qty > 0
            JOIN stock_picking_type t ON t.id = rfq.picking_type_id
            WHERE rfq.state IN ('draft', 'sent', 'to approve') AND %s AND %s
              AND %s <= %s
            """,
            day,
            scope.of_company("rfq.company_id"),
            scope.on("ask.product_id"),
            day,
            self._late_since(scope),
        )
