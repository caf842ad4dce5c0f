from dataclasses import replace
from datetime import timedelta

from odoo import models
from odoo.tools import SQL

from .....tools.costs import every_cost
from ....detection.parts import is_for_warehouse, left
from ..parts import own_moved, stock_by_day, storable

# Stock that lasts longer than this many days of demand may be too much.
_DAYS = 90
# Days without anything leaving after which stock counts as ageing.
_AGES = (90, 180, 365)


class Surplus(models.AbstractModel):
    """Stock against the plan: what is expected to leave, what is too much, what ages.

    Rules and plans of days that are over are not kept, so all of it is of the last day.
    """

    _name = "stock.replenish.kpi.measure.surplus"
    _inherit = "stock.replenish.kpi.measure"
    _description = "KPIs: stock against the plan"

    _measures = (
        "held_value",
        "expected_cost",
        "excess_value",
        *(f"ageing_{days}_value" for days in _AGES),
    )
    _now = True

    def _query(self, scope):
        return SQL(
            """
            WITH pile AS MATERIALIZED (%(piles)s),
                 quiet AS MATERIALIZED (%(quiet)s)
            SELECT %(day)s::date AS day, one.product_id, one.warehouse_id,
                   one.held * cost.cost AS held_value,
                   one.expected * cost.cost AS expected_cost,
                   one.excess * cost.cost AS excess_value, %(ages)s
            FROM (
                SELECT pile.product_id, pile.warehouse_id, pile.quantity AS held,
                       0 AS expected, 0 AS excess, %(no_ages)s FROM pile
                UNION ALL
                SELECT rule.product_id, rule.warehouse_id, 0, rule.expected,
                       GREATEST(pile.quantity - rule.kept, 0), %(no_ages)s
                FROM (%(rules)s) rule
                LEFT JOIN pile ON pile.product_id = rule.product_id
                     AND pile.warehouse_id = rule.warehouse_id
                UNION ALL
                %(idle)s
            ) one
            JOIN (%(costs)s) cost ON cost.product_id = one.product_id
            """,
            piles=self._piles(scope),
            quiet=self._quiet(scope),
            # What they cost on a day that is over is not known any more.
            costs=every_cost(scope.company),
            day=scope.last,
            ages=SQL(", ").join(
                SQL(
                    "one.%s * cost.cost AS %s",
                    SQL.identifier(f"idle_{days}"),
                    SQL.identifier(f"ageing_{days}_value"),
                )
                for days in _AGES
            ),
            no_ages=SQL(", ").join(
                SQL("0 AS %s", SQL.identifier(f"idle_{days}")) for days in _AGES
            ),
            rules=self._rules(scope),
            idle=self._idle(scope),
        )

    def _piles(self, scope):
        """Return a query of what is in stock: product_id, warehouse_id, quantity."""
        return SQL(
            """SELECT product_id, warehouse_id, quantity FROM (%s) stock
               WHERE quantity > 0""",
            stock_by_day(replace(scope, first=scope.last)),
        )

    def _rules(self, scope):
        """Return a query of what the plan says of items: product_id, warehouse_id,
        `expected` to leave in a day, and `kept`, above which stock is too much.

        What is booked leaves anyway. A rule of a shelf says nothing of how much is too
        much in its warehouse.
        """
        return SQL(
            """
            SELECT o.product_id, o.warehouse_id,
                   COALESCE(MAX(r.demand) FILTER (WHERE r.is_whole),
                            SUM(r.demand)) AS expected,
                   MAX(r.booked + GREATEST(o.product_max_qty, o.product_min_qty,
                                           r.demand * %(days)s, 0))
                   FILTER (WHERE r.is_whole) AS kept
            FROM stock_warehouse_orderpoint o
            CROSS JOIN LATERAL (
                SELECT GREATEST(o.demand_mean, 0) AS demand, %(is_whole)s AS is_whole,
                       GREATEST(o.planned_on_hand - o.planned_position
                                + o.planned_incoming, 0) AS booked
            ) r
            WHERE o.active AND o.planned_on IS NOT NULL AND %(company)s
            GROUP BY o.product_id, o.warehouse_id
            """,
            days=_DAYS,
            is_whole=is_for_warehouse(),
            company=scope.of_company("o.company_id"),
        )

    def _quiet(self, scope):
        """Return a query of what is in stock of which nothing left for long: columns
        as of `pile`."""
        return SQL(
            """SELECT pile.* FROM pile
               WHERE NOT EXISTS (SELECT %s AND gone.date >= %s AND gone.date < %s)""",
            left(SQL("pile.product_id"), SQL("pile.warehouse_id")),
            self._begin(scope, _AGES[0]),
            scope.end,
        )

    def _begin(self, scope, days):
        """Return when the last so many days began, naive in UTC."""
        return scope.company._replenish_day_start(scope.last - timedelta(days=days - 1))

    def _idle(self, scope):
        """Return a query of what was there already when anything last left, by age.

        Most of what is in stock left a little while ago, which is found out first and
        of all of it at once.
        """
        begins = {days: self._begin(scope, days) for days in _AGES}
        return SQL(
            """
            SELECT quiet.product_id, quiet.warehouse_id, 0, 0, 0, %(idle)s
            FROM quiet
            JOIN (%(storable)s) p ON p.product_id = quiet.product_id
            LEFT JOIN LATERAL (
                SELECT gone.date %(left)s AND gone.date >= %(oldest)s
                   AND gone.date < %(end)s
                ORDER BY gone.date DESC LIMIT 1
            ) gone ON TRUE
            CROSS JOIN LATERAL (
                SELECT %(came)s
                FROM stock_move moved
                JOIN stock_location source ON source.id = moved.location_id
                JOIN stock_location target ON target.id = moved.location_dest_id
                WHERE moved.product_id = quiet.product_id AND moved.state = 'done'
                  AND moved.date >= %(oldest)s AND moved.date < %(end)s
                  AND target.warehouse_id = quiet.warehouse_id
                  AND source.warehouse_id IS DISTINCT FROM target.warehouse_id
            ) came
            """,
            idle=SQL(", ").join(
                SQL(
                    """CASE WHEN gone.date >= %s THEN 0
                       ELSE GREATEST(quiet.quantity - COALESCE(came.%s, 0), 0) END""",
                    begin,
                    SQL.identifier(f"in_{days}"),
                )
                for days, begin in begins.items()
            ),
            came=SQL(", ").join(
                SQL(
                    "SUM(%s) FILTER (WHERE moved.date >= %s) AS %s",
                    own_moved(scope, "moved"),
                    begin,
                    SQL.identifier(f"in_{days}"),
                )
                for days, begin in begins.items()
            ),
            storable=storable(),
            left=left(SQL("quiet.product_id"), SQL("quiet.warehouse_id")),
            oldest=begins[_AGES[-1]],
            end=scope.end,
        )
