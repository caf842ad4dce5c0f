from odoo import _, models
from odoo.tools import SQL


class LateTransfer(models.AbstractModel):
    """Transfers from another warehouse that have not come in, by product.

    Told of the last part of the way, where goods come in; steps inside a warehouse are
    no transfers.
    """

    _name = "stock.replenish.detection.late_transfer"
    _inherit = "stock.replenish.detection.late"
    _description = "Exceptions: transfers that are late"

    _kind = "late_transfer"
    _sequence = 42
    _family = "late"
    _actions = ("document", "transfer", "why")

    def _label(self):
        return _("Late transfer")

    def _about(self):
        return _(
            "Transfers between warehouses that have not come in the given days after "
            "they were due."
        )

    def _found(self, scope):
        given, source = super()._found(scope)
        given["source_warehouse_id"] = self._sender()
        return given, source

    def _sender(self):
        """Return SQL of the warehouse the goods of `late` come from, through transit
        if need be."""
        return SQL(
            """(SELECT COALESCE(place.warehouse_id, (
                           SELECT origin.warehouse_id
                           FROM stock_move_move_rel r
                           JOIN stock_move sent ON sent.id = r.move_orig_id
                           JOIN stock_location origin ON origin.id = sent.location_id
                           WHERE r.move_dest_id = m.id
                             AND origin.warehouse_id IS NOT NULL
                           ORDER BY sent.id LIMIT 1))
                FROM stock_move m
                JOIN stock_location place ON place.id = m.location_id
                WHERE m.id = late.move_id)"""
        )

    def _late(self, scope):
        day = scope.local_day("m.date")
        return SQL(
            """
            SELECT COALESCE(m.picking_id, -MIN(m.id)) || ':' || m.product_id AS key,
                   m.product_id, place.warehouse_id,
                   MIN(m.orderpoint_id) AS rule_id, NULL AS partner_id,
                   NULL AS purchase_line_id, NULL AS production_id,
                   MIN(m.id) AS move_id,
                   COALESCE(MIN(k.name), MIN(m.reference)) AS reference,
                   SUM(m.product_qty) AS quantity, MIN(%s) AS day,
                   bool_and(m.state = 'draft') AS draft
            FROM stock_move m
            JOIN stock_location source ON source.id = m.location_id
            JOIN stock_location place ON place.id = m.location_dest_id
                 AND place.usage = 'internal'
            LEFT JOIN stock_picking k ON k.id = m.picking_id
            WHERE %s AND m.purchase_line_id IS NULL
              AND (source.usage = 'transit' OR source.usage = 'internal'
                   AND source.warehouse_id IS DISTINCT FROM place.warehouse_id)
              AND %s AND %s AND %s <= %s
            GROUP BY m.picking_id, m.product_id, place.warehouse_id,
                     CASE WHEN m.picking_id IS NULL THEN m.id END
            """,
            day,
            self._is_open(),
            scope.of_company("m.company_id"),
            scope.on("m.product_id"),
            day,
            self._late_since(scope),
        )
