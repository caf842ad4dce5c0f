from odoo import fields, models
from odoo.tools import SQL

from ..detection.parts import products
from ..plan.stock_replenish_history import quantity_moved

# Days of deliveries that tell who an item is for.
_DAYS = 90


class StockReplenishException(models.Model):
    """For whom the item is that is short."""

    _inherit = "stock.replenish.exception"

    segment_id = fields.Many2one(
        "res.partner.category",
        string="Customer Segment",
        readonly=True,
        ondelete="set null",
        help="Tag of the customers who took most of the item from this warehouse in "
        "the last 90 days.",
    )

    def _refresh_segments(self, scope):
        """Say of open shortages for whom the items are, by one statement.

        Of what was told already, only when all is looked at.

        :param Scope scope: what is looked at
        """
        tags = self.env["res.partner.category"].with_context(active_test=False)
        if not tags.search_count([], limit=1):
            return
        self.flush_model()
        self.env.cr.execute(
            SQL(
                """
                WITH short AS (
                    SELECT e.id, e.product_id, e.warehouse_id
                    FROM stock_replenish_exception e
                    WHERE %(looked)s AND e.state != 'resolved'
                      AND e.family = 'shortage' AND e.product_id IS NOT NULL
                      AND (%(all)s OR e.segment_id IS NULL)
                ), segment AS (
                    SELECT DISTINCT ON (took.product_id, took.warehouse_id)
                           took.product_id, took.warehouse_id, took.category_id
                    FROM (
                        SELECT place.product_id, place.warehouse_id, tag.category_id,
                               SUM(%(moved)s) AS quantity
                        FROM (SELECT DISTINCT product_id, warehouse_id
                              FROM short) place
                        JOIN stock_move gone ON gone.product_id = place.product_id
                             AND gone.state = 'done' AND gone.date >= %(since)s
                        JOIN (%(products)s) p ON p.product_id = gone.product_id
                        JOIN stock_location source ON source.id = gone.location_id
                             AND source.warehouse_id = place.warehouse_id
                        JOIN stock_location target ON target.id = gone.location_dest_id
                             AND target.usage = 'customer'
                        LEFT JOIN stock_picking pick ON pick.id = gone.picking_id
                        JOIN res_partner customer ON customer.id
                             = COALESCE(gone.partner_id, pick.partner_id)
                        JOIN res_partner_res_partner_category_rel tag
                             ON tag.partner_id = customer.commercial_partner_id
                        GROUP BY 1, 2, 3
                    ) took
                    ORDER BY took.product_id, took.warehouse_id, took.quantity DESC,
                             took.category_id
                )
                UPDATE stock_replenish_exception e SET segment_id = s.category_id
                FROM short LEFT JOIN segment s USING (product_id, warehouse_id)
                WHERE e.id = short.id AND e.segment_id IS DISTINCT FROM s.category_id
                """,
                looked=self._looked(scope),
                all=scope.products is None,
                since=scope.start(-_DAYS),
                moved=quantity_moved("gone"),
                products=products(),
            )
        )
        self.invalidate_model(["segment_id"], flush=False)
