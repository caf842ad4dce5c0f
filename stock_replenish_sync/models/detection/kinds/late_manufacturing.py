from odoo import _, models
from odoo.tools import SQL


class LateManufacturing(models.AbstractModel):
    """Manufacturing orders that should have been finished."""

    _name = "stock.replenish.detection.late_manufacturing"
    _inherit = "stock.replenish.detection.late"
    _description = "Exceptions: manufacturing that is late"

    _kind = "late_manufacturing"
    _sequence = 41
    _family = "late"
    _actions = ("document", "transfer", "why")

    def _label(self):
        return _("Late manufacturing")

    def _about(self):
        return _(
            "Manufacturing orders that are not done the given days after they should "
            "have been."
        )

    def _late(self, scope):
        day = scope.local_day("m.date")
        return SQL(
            """
            SELECT mo.id::text AS key, mo.product_id,
                   MIN(place.warehouse_id) AS warehouse_id,
                   mo.orderpoint_id AS rule_id, NULL AS partner_id,
                   NULL AS purchase_line_id, mo.id AS production_id,
                   MIN(m.id) AS move_id, mo.name AS reference,
                   SUM(m.product_qty) AS quantity, MIN(%s) AS day,
                   mo.state = 'draft' AS draft
            FROM stock_move m
            JOIN mrp_production mo ON mo.id = m.production_id
                 AND mo.product_id = m.product_id
            JOIN stock_location place ON place.id = m.location_dest_id
            WHERE %s AND m.production_id IS NOT NULL AND %s AND %s AND %s <= %s
            GROUP BY mo.id
            """,
            day,
            self._is_open(),
            scope.of_company("m.company_id"),
            scope.on("m.product_id"),
            day,
            self._late_since(scope),
        )
