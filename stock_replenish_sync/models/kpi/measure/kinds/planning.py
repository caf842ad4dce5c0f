from odoo import models
from odoo.tools import SQL

from .....planning.kpis import ACCURATE_DAYS, ACCURATE_SHARE
from ....plan.stock_replenish_history import quantity_moved


class PlanningMeasure(models.AbstractModel):
    """Orders on the day they were needed, and whether that was foreseen rightly.

    Right is an order where demand, from the day after it was ordered to the day it was
    needed, was nearly what was expected when it was ordered: else another quantity, or
    another day, would have been right. Orders needed at once and those for booked
    demand only have nothing to foresee.
    """

    _name = "stock.replenish.kpi.measure.planning"
    _inherit = "stock.replenish.kpi.measure"
    _description = "KPIs: replenishment accuracy"

    _measures = ("orders_judged", "orders_accurate")

    def _query(self, scope):
        return SQL(
            """
            WITH orders AS MATERIALIZED (%(orders)s),
                 place AS MATERIALIZED (%(places)s),
                 asked AS (%(asked)s)
            SELECT g.need_date AS day, g.product_id, g.warehouse_id, 1 AS orders_judged,
                   (ABS(seen.quantity - g.expected)
                    <= LEAST(%(share)s * g.quantity, %(days)s * g.demand_rate)
                       + g.rounding / 2)::int AS orders_accurate
            FROM orders g
            JOIN (%(seen)s) seen ON seen.id = g.id
            """,
            share=ACCURATE_SHARE,
            days=ACCURATE_DAYS,
            orders=self._orders(scope),
            places=self._places(),
            asked=self._asked(scope),
            seen=self._seen(),
        )

    def _places(self):
        """Return a query of the places that `orders` were for, and since when."""
        return SQL(
            """SELECT product_id, path, uom_id, factor, MIN(ordered_on) AS since
               FROM orders GROUP BY product_id, path, uom_id, factor"""
        )

    def _asked(self, scope):
        """Return a query of what was asked of each place, by day: product_id, path,
        day, quantity."""
        return SQL(
            """
            SELECT g.product_id, g.path, %(day)s AS day, SUM(asked.quantity) AS quantity
            FROM place g
            CROSS JOIN LATERAL (%(shipped)s UNION ALL %(waiting)s) asked
            GROUP BY 1, 2, 3
            """,
            day=scope.local_day("asked.moment"),
            shipped=self._shipped(),
            waiting=self._waiting(),
        )

    def _seen(self):
        """Return a query of what was asked for from the day after each order to the day
        it was needed: id, quantity.

        It is what was asked for up to the one day less that up to the other, told of
        all orders of a place in one go, however many there are.
        """
        return SQL(
            """
            SELECT id, SUM(quantity) AS quantity
            FROM (
                SELECT id, sign * SUM(quantity) OVER (
                           PARTITION BY product_id, path ORDER BY day) AS quantity
                FROM (
                    SELECT product_id, path, day, quantity, NULL AS id, 0 AS sign
                    FROM asked
                    UNION ALL
                    SELECT product_id, path, ordered_day, 0, id, -1 FROM orders
                    UNION ALL
                    SELECT product_id, path, need_date, 0, id, 1 FROM orders
                ) step
            ) told
            WHERE id IS NOT NULL
            GROUP BY id
            """
        )

    def _orders(self, scope):
        """Return a query of the orders to judge, with the place their rule speaks for
        and the demand that was expected."""
        return SQL(
            """
            SELECT o.*, o.demand_rate * (o.need_date - o.ordered_day) AS expected
            FROM (
                SELECT g.id, g.product_id, g.warehouse_id, g.need_date, g.quantity,
                       g.demand_rate, g.ordered_on, %(ordered_day)s AS ordered_day,
                       u.rounding, u.factor, pt.uom_id,
                       CASE WHEN starts_with(stock.parent_path, own.parent_path)
                            THEN house.parent_path ELSE own.parent_path END AS path
                FROM stock_replenish_suggestion g
                JOIN stock_warehouse_orderpoint rule ON rule.id = g.orderpoint_id
                JOIN stock_warehouse w ON w.id = rule.warehouse_id
                JOIN stock_location stock ON stock.id = w.lot_stock_id
                JOIN stock_location house ON house.id = w.view_location_id
                JOIN stock_location own ON own.id = rule.location_id
                JOIN product_product pp ON pp.id = g.product_id
                JOIN product_template pt ON pt.id = pp.product_tmpl_id
                JOIN uom_uom u ON u.id = pt.uom_id
                WHERE %(company)s AND g.state = 'ordered'
                  AND g.need_date BETWEEN %(first)s AND %(last)s AND g.demand_rate > 0
            ) o
            WHERE o.need_date > o.ordered_day
            """,
            ordered_day=scope.local_day("g.ordered_on"),
            company=scope.of_company("g.company_id"),
            first=scope.first,
            last=scope.last,
        )

    def _shipped(self):
        """Return a query of what left the place `g`, net of returns, from the moment of
        the first order on.

        What was shipped late was asked for on the day it was due.
        """
        return SQL(
            """
            SELECT LEAST(m.date, m.date_deadline) AS moment,
                   %(quantity)s - COALESCE((
                       SELECT SUM(%(returned)s) FROM stock_move back
                       WHERE back.product_id = m.product_id AND back.state = 'done'
                         AND back.origin_returned_move_id = m.id), 0) AS quantity
            FROM stock_move m
            CROSS JOIN LATERAL (SELECT g.uom_id, g.factor) p
            WHERE m.product_id = g.product_id AND m.state = 'done'
              AND m.date >= g.since AND %(is_demand)s
            """,
            quantity=quantity_moved("m"),
            returned=quantity_moved("back"),
            is_demand=self._is_demand(),
        )

    def _waiting(self):
        """Return a query of what is asked of the place `g` and has not left."""
        return SQL(
            """
            SELECT COALESCE(m.date_deadline, m.date), m.product_qty
            FROM stock_move m
            WHERE m.product_id = g.product_id AND %s AND %s
            """,
            SQL(
                "m.state IN ('waiting', 'confirmed', 'partially_available', 'assigned')"
            ),
            self._is_demand(),
        )

    def _is_demand(self):
        """Return SQL that tells whether the move `m` leads from the place `g` to
        customers or into production.

        Asked of a move at a time: PostgreSQL is not to look for moves by places, of
        which any has many.
        """
        return SQL(
            """(SELECT starts_with(source.parent_path, g.path)
                       AND target.usage IN ('customer', 'production')
                FROM stock_location source, stock_location target
                WHERE source.id = m.location_id AND target.id = m.location_dest_id)"""
        )
