from odoo import models
from odoo.tools import SQL

#: Kinds that tell of a stock-out to come, and of one that is there.
THREAT = "will_stock_out"
STOCK_OUT = "stocked_out"


class WarningsMeasure(models.AbstractModel):
    """Warnings on the day they ended, stock-outs on the day they began, responses on
    the day somebody acted.

    A stock-out was real that came, or that was warned of and did not come after
    somebody acted on any warning about the rule meanwhile. A warning is right that came
    true, or that somebody acted on.
    """

    _name = "stock.replenish.kpi.measure.warnings"
    _inherit = "stock.replenish.kpi.measure"
    _description = "KPIs: warnings of stock-outs"

    _measures = (
        *("outs_real", "outs_prevented", "warnings_ended", "warnings_right"),
        *("responses", "response_hours"),
    )

    def _query(self, scope):
        return SQL(
            """
            SELECT %(ended_day)s AS day, p.product_id, p.warehouse_id,
                   told.averted::int AS outs_real, told.averted::int AS outs_prevented,
                   1 AS warnings_ended,
                   (p.harm IS TRUE OR p.acted_on IS NOT NULL OR told.averted)::int
                       AS warnings_right,
                   0 AS responses, 0::float8 AS response_hours
            FROM stock_replenish_exception_episode p
            -- Found out once, whatever is made of it.
            CROSS JOIN LATERAL (SELECT %(averted)s AS averted OFFSET 0) told
            WHERE %(ended)s AND p.kind = ANY(%(warnings)s)
            UNION ALL
            SELECT %(raised_day)s, p.product_id, p.warehouse_id, 1, 0, 0, 0, 0, 0
            FROM stock_replenish_exception_episode p
            WHERE %(raised)s AND p.kind = %(stock_out)s
            UNION ALL
            SELECT %(acted_day)s, p.product_id, p.warehouse_id, 0, 0, 0, 0, 1,
                   EXTRACT(epoch FROM p.acted_on - p.raised_on)::float8 / 3600
            FROM stock_replenish_exception_episode p
            WHERE %(acted)s AND p.kind = ANY(%(warnings)s)
            """,
            averted=self._is_averted(),
            warnings=self._warnings(),
            stock_out=STOCK_OUT,
            ended_day=scope.local_day("p.ended_on"),
            ended=self._is_within(scope, "p.ended_on"),
            raised_day=scope.local_day("p.raised_on"),
            raised=self._is_within(scope, "p.raised_on"),
            acted_day=scope.local_day("p.acted_on"),
            acted=self._is_within(scope, "p.acted_on"),
        )

    def _warnings(self):
        """Return the kinds of exceptions that warn of stock-outs."""
        detections = self.env["stock.replenish.detection"]._all()
        return [detection._kind for detection in detections if detection._warns]

    def _is_averted(self):
        """Return SQL that tells whether the episode `p` was a stock-out that did not
        come since somebody acted.

        Those who ask a late vendor act on the late order, not on what it threatens.
        """
        return SQL(
            """p.kind = %s AND p.harm IS NOT TRUE AND (
                   p.acted_on IS NOT NULL OR EXISTS (
                       SELECT FROM stock_replenish_exception_episode other
                       WHERE other.orderpoint_id = p.orderpoint_id
                         AND other.kind = ANY(%s)
                         AND other.raised_on < p.ended_on
                         AND COALESCE(other.ended_on, 'infinity') >= p.raised_on
                         AND other.acted_on <= p.ended_on))""",
            THREAT,
            self._warnings(),
        )

    def _is_within(self, scope, moment):
        return SQL("%s AND %s", scope.of_company("p.company_id"), scope.within(moment))
