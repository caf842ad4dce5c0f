from odoo import fields, models
from odoo.tools import SQL


class StockReplenishDirty(models.Model):
    """Orderpoints that wait for a new plan.

    A queue, not a set: inserting without a unique key never waits for anybody, so
    confirming a sale costs one insert; who plans a row removes all its entries.
    """

    _name = "stock.replenish.dirty"
    _description = "Reordering Rule waiting for a Plan"
    _log_access = False
    _order = "id"

    orderpoint_id = fields.Many2one(
        "stock.warehouse.orderpoint",
        string="Reordering Rule",
        required=True,
        index=True,
        ondelete="cascade",
    )

    def _mark(self, orderpoints):
        """Queue these orderpoints."""
        if orderpoints:
            self._insert(
                SQL("SELECT o.id FROM unnest(%s) AS o(id)", list(orderpoints.ids))
            )

    def _mark_policies(self, policies):
        """Queue all orderpoints governed by these policies."""
        self.env["stock.warehouse.orderpoint"].flush_model(["policy_id"])
        self._insert(
            SQL(
                """SELECT id FROM stock_warehouse_orderpoint
                   WHERE active AND policy_id = ANY(%s)""",
                list(policies.ids),
            )
        )

    def _mark_moves(self, moves):
        """Queue the governed orderpoints of what these moves take or bring."""
        if not moves:
            return
        moves.flush_recordset(["product_id", "location_id", "location_dest_id"])
        self._insert(
            SQL(
                """SELECT DISTINCT o.id
                   FROM stock_move m
                   JOIN stock_location l ON l.id IN (m.location_id, m.location_dest_id)
                   JOIN stock_warehouse_orderpoint o ON o.product_id = m.product_id
                        AND o.warehouse_id = l.warehouse_id
                   WHERE m.id = ANY(%s) AND o.is_governed AND o.active""",
                list(moves.ids),
            )
        )

    def _mark_products(self, products):
        """Queue the governed orderpoints of these products, wherever they are."""
        if products:
            self._insert(
                SQL(
                    """SELECT id FROM stock_warehouse_orderpoint
                       WHERE product_id = ANY(%s) AND is_governed AND active""",
                    list(products.ids),
                )
            )

    def _insert(self, orderpoint_ids):
        """Queue the ids that a query yields, in one statement."""
        self.env.cr.execute(
            SQL("INSERT INTO stock_replenish_dirty (orderpoint_id) %s", orderpoint_ids)
        )

    def _take(self, orderpoint_ids):
        """Remove the entries of these orderpoints that this transaction sees."""
        self.env.cr.execute(
            SQL(
                "DELETE FROM stock_replenish_dirty WHERE orderpoint_id = ANY(%s)",
                list(orderpoint_ids),
            )
        )
