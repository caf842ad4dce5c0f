from odoo import models
from odoo.tools import SQL


class StockReplenishUnruled(models.AbstractModel):
    """Finds what goes to customers or into production and has no reordering rule."""

    _name = "stock.replenish.unruled"
    _description = "Replenishment Planning: products without a reordering rule"

    def _count(self, company):
        """Return the number of products a year's demand has no rule for."""
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                "SELECT COUNT(DISTINCT product_id) FROM (%s) sold", self._query(company)
            )
        )
        return self.env.cr.fetchone()[0]

    def _query(self, company, warehouses=None):
        """Return the query of (warehouse, product) pairs that have no rule.

        Columns: warehouse_id, location_id, product_id, quantity (a year's demand in
        product UoM, returns not taken off), times (moves), last (datetime).

        An archived rule is somebody's decision, and its place is taken: such a pair
        is left out, and so are kits, whose components are replenished.
        """
        where = SQL("TRUE")
        if warehouses is not None:
            where = SQL("w.id = ANY(%s)", warehouses.ids)
        return SQL(
            """
            SELECT w.id AS warehouse_id, w.lot_stock_id AS location_id, m.product_id,
                   SUM(m.quantity / mu.factor * pu.factor) AS quantity,
                   COUNT(*) AS times, MAX(m.date) AS last
            FROM stock_move m
            JOIN stock_location l ON l.id = m.location_id AND l.usage = 'internal'
            JOIN stock_location d
                 ON d.id = m.location_dest_id AND d.usage IN ('customer', 'production')
            JOIN stock_warehouse w ON w.id = l.warehouse_id AND w.active
            JOIN product_product p ON p.id = m.product_id AND p.active
            JOIN product_template t ON t.id = p.product_tmpl_id AND t.type = 'product'
            JOIN uom_uom pu ON pu.id = t.uom_id
            JOIN uom_uom mu ON mu.id = m.product_uom
            WHERE m.state = 'done' AND m.company_id = %s AND w.company_id = %s
              AND m.date >= %s::timestamp - interval '365 days'
              AND %s
              AND NOT EXISTS (
                  SELECT FROM stock_warehouse_orderpoint o
                  WHERE o.product_id = m.product_id AND o.warehouse_id = w.id)
              AND NOT EXISTS (
                  SELECT FROM mrp_bom b
                  WHERE b.type = 'phantom' AND b.active
                    AND (b.company_id IS NULL OR b.company_id = m.company_id)
                    AND (b.product_id = p.id
                         OR b.product_id IS NULL AND b.product_tmpl_id = t.id))
            GROUP BY w.id, w.lot_stock_id, m.product_id
            """,
            company.id,
            company.id,
            company._replenish_noon(company._replenish_today()),
            where,
        )
