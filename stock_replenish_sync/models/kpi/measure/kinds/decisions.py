from odoo import models
from odoo.tools import SQL


class DecisionsMeasure(models.AbstractModel):
    """Suggestions on the day they were ordered or rejected.

    Accepted is what was ordered as proposed, by a person or by the nightly job. What
    was changed or rejected costs or saves the difference to what was proposed, at
    cost. What a person orders where nothing was proposed is no suggestion.
    """

    _name = "stock.replenish.kpi.measure.decisions"
    _inherit = "stock.replenish.kpi.measure"
    _description = "KPIs: decisions about suggestions"

    _measures = ("suggestions_decided", "suggestions_accepted", "changes_value")

    def _query(self, scope):
        return SQL(
            """
            SELECT day, product_id, warehouse_id, 1 AS suggestions_decided,
                   (share = 1)::int AS suggestions_accepted,
                   value * (1 - share) AS changes_value
            FROM (%(ordered)s) g
            UNION ALL
            SELECT %(rejected_day)s, product_id, warehouse_id, 1, 0, -value
            FROM stock_replenish_suggestion g
            WHERE %(is_rejected)s
            """,
            ordered=self._ordered(scope),
            rejected_day=scope.local_day("g.rejected_on"),
            is_rejected=self._is_decided(scope, "rejected", "g.rejected_on"),
        )

    def _ordered(self, scope):
        """Return a query of what was ordered, and what share of it was proposed."""
        return SQL(
            """
            SELECT %(day)s AS day, g.product_id, g.warehouse_id, g.value,
                   CASE WHEN NOT COALESCE(g.is_typed, FALSE) THEN 1
                        WHEN ABS(g.proposed_quantity - g.quantity) < u.rounding / 2
                        THEN 1
                        ELSE g.proposed_quantity / g.quantity END AS share
            FROM stock_replenish_suggestion g
            JOIN product_product pp ON pp.id = g.product_id
            JOIN product_template pt ON pt.id = pp.product_tmpl_id
            JOIN uom_uom u ON u.id = pt.uom_id
            WHERE %(is_ordered)s AND g.quantity > 0
              AND (g.proposed_quantity > 0 OR NOT COALESCE(g.is_typed, FALSE))
            """,
            day=scope.local_day("g.ordered_on"),
            is_ordered=self._is_decided(scope, "ordered", "g.ordered_on"),
        )

    def _is_decided(self, scope, state, moment):
        return SQL(
            "%s AND g.state = %s AND %s",
            scope.of_company("g.company_id"),
            state,
            scope.within(moment),
        )
