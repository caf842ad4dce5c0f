import numpy as np

from odoo import _, models
from odoo.tools import SQL

from ....planning.exceptions import HIGH, MEDIUM, WEEK, is_spike, lost_margin
from ....tools import columns
from ...plan.stock_replenish_history import quantity_moved
from ..parts import is_for_warehouse, of_rule, products

_NUMBERS = ("shipped", "booked", "demand_mean", "demand_std", "position")


class DemandSpike(models.AbstractModel):
    """Rules of which far more is asked than was expected, last week or next week."""

    _name = "stock.replenish.detection.demand_spike"
    _inherit = "stock.replenish.detection"
    _description = "Exceptions: demand that jumps"

    _kind = "demand_spike"
    _sequence = 280
    _family = "shortage"
    _on = False
    _share = 3.0
    _owner = ("rule", "category", "warehouse")
    _actions = ("why", "order", "transfer")
    _warns = True

    def _label(self):
        return _("Demand spike")

    def _about(self):
        return _(
            "Demand of the last 7 days, or booked for the coming 7, that is more than "
            "the given share of what was expected: 3 is three times as much."
        )

    def _found(self, scope):
        self._lay_out(scope)
        return {
            **of_rule(),
            "code": SQL(
                "CASE WHEN f.booked > f.shipped THEN 'booked' ELSE 'shipped' END"
            ),
            "quantity": SQL("GREATEST(f.booked, f.shipped)"),
            "days": SQL("%s", WEEK),
            "other": SQL(
                "FLOOR(GREATEST(f.booked, f.shipped) / (%s * f.demand_mean))", WEEK
            ),
            "act_by": scope.day(),
            "position": SQL("f.position"),
        }, SQL(
            """FROM replenish_spike f
               JOIN stock_warehouse_orderpoint o ON o.id = f.orderpoint_id"""
        )

    def _lay_out(self, scope):
        """Fill the temporary table `replenish_spike`: a row for each rule."""
        kinds = [("orderpoint_id", "i4"), *((name, "f8") for name in _NUMBERS)]
        read = columns.read(self.env.cr, self._asked(scope), kinds)
        spike = is_spike(
            np.maximum(read["shipped"], read["booked"]),
            read["demand_mean"],
            read["demand_std"],
            scope.share,
        )
        columns.load(
            self.env.cr,
            "replenish_spike",
            kinds,
            {name: values[spike] for name, values in read.items()},
        )

    def _asked(self, scope):
        """Return a query of what was shipped and what is booked, by rule."""
        return SQL(
            """
            SELECT o.id AS orderpoint_id, asked.shipped, asked.booked,
                   o.demand_mean, COALESCE(o.demand_std, 0) AS demand_std,
                   COALESCE(o.planned_position, 0) AS position
            FROM (
                SELECT m.product_id, m.warehouse_id,
                       SUM(CASE WHEN m.is_done THEN m.quantity ELSE 0 END) AS shipped,
                       SUM(CASE WHEN m.is_done THEN 0 ELSE m.quantity END) AS booked
                FROM (%(shipped)s UNION ALL %(booked)s) m
                GROUP BY 1, 2
            ) asked
            JOIN stock_warehouse_orderpoint o ON o.product_id = asked.product_id
                 AND o.warehouse_id = asked.warehouse_id AND o.active
            WHERE o.demand_mean > 0 AND %(company)s AND %(whole)s
            """,
            shipped=self._shipped(scope),
            booked=self._booked(scope),
            company=scope.of_company("o.company_id"),
            whole=is_for_warehouse(),
        )

    def _shipped(self, scope):
        """Return a query of what left for customers and into production lately."""
        return SQL(
            """
            SELECT moved.product_id, source.warehouse_id, TRUE AS is_done,
                   %s AS quantity
            FROM stock_move moved
            JOIN stock_location source ON source.id = moved.location_id
            JOIN stock_location target ON target.id = moved.location_dest_id
            JOIN (%s) p ON p.product_id = moved.product_id
            WHERE moved.state = 'done' AND moved.date >= %s AND %s AND %s
              AND target.usage IN ('customer', 'production')
            """,
            quantity_moved("moved"),
            products(),
            scope.start(1 - WEEK),
            scope.of_company("moved.company_id"),
            scope.on("moved.product_id"),
        )

    def _booked(self, scope):
        """Return a query of what is to leave in the days to come."""
        begin, end = (scope.start(days) for days in (0, WEEK))
        return SQL(
            """
            SELECT m.product_id, source.warehouse_id, FALSE, m.product_qty
            FROM stock_move m
            JOIN stock_location source ON source.id = m.location_id
            JOIN stock_location target ON target.id = m.location_dest_id
            WHERE %s AND m.date >= %s AND m.date < %s AND %s AND %s
              AND target.usage IN ('customer', 'production')
              AND (m.state != 'draft' OR m.raw_material_production_id IS NOT NULL)
            """,
            self.env["stock.replenish.position"]._is_open(),
            begin,
            end,
            scope.of_company("m.company_id"),
            scope.on("m.product_id"),
        )

    def _judge(self, found, scope):
        daily = found["quantity"] / WEEK
        covered = np.maximum(found["position"], 0) / daily
        value = lost_margin(
            daily,
            found["margin"],
            np.maximum(scope.waiting_days - covered, 0),
            scope.waiting_days,
        )
        return np.where(value > 0, HIGH, MEDIUM), value

    def _sentence(self, exception):
        words = {
            "amount": exception._amount(exception.quantity),
            "days": exception.days,
            "times": exception.other,
        }
        if exception.code == "booked":
            return _(
                "%(amount)s are booked for the next %(days)s days, %(times)s times "
                "what was expected.",
                **words,
            )
        return _(
            "%(amount)s left in the last %(days)s days, %(times)s times what was "
            "expected.",
            **words,
        )
