from odoo import fields, models
from odoo.tools import SQL


class StockReplenishSuggestion(models.Model):
    """What is kept of the moment somebody decided: plans are judged by it later."""

    _inherit = "stock.replenish.suggestion"

    demand_rate = fields.Float(
        string="Expected Demand per Day",
        readonly=True,
        help="As the plan saw it when this was ordered; empty where goods are got for "
        "booked demand only.",
    )
    proposed_quantity = fields.Float(
        digits="Product Unit of Measure",
        readonly=True,
        help="What the plan proposed in place of the quantity that a person typed.",
    )
    rejected_on = fields.Datetime(string="Rejected on", readonly=True)

    def init(self):
        # Days are measured by what was decided in them, a small part of all there is.
        for name, column, state in (
            ("ordered", "ordered_on", "ordered"),
            ("needed", "need_date", "ordered"),
            ("rejected", "rejected_on", "rejected"),
        ):
            self.env.cr.execute(
                SQL(
                    """CREATE INDEX IF NOT EXISTS %s
                       ON stock_replenish_suggestion (company_id, %s)
                       WHERE state = %s""",
                    SQL.identifier(f"stock_replenish_suggestion_{name}_idx"),
                    SQL.identifier(column),
                    state,
                )
            )
        return super().init()

    def _mark_ordered(self):
        """Use these suggestions up, and keep what demand was expected by then."""
        self.flush_recordset()
        self.env["stock.warehouse.orderpoint"].flush_model(["policy_id"])
        now = fields.Datetime.now()
        self.env.cr.execute(
            SQL(
                """UPDATE stock_replenish_suggestion g
                   SET state = 'ordered', ordered_on = %(now)s, ordered_uid = %(uid)s,
                       write_date = %(now)s, write_uid = %(uid)s,
                       demand_rate = CASE WHEN p.demand_stream = 'booked' THEN NULL
                                          ELSE o.demand_mean END
                   FROM stock_warehouse_orderpoint o
                   LEFT JOIN stock_replenish_policy p ON p.id = o.policy_id
                   WHERE o.id = g.orderpoint_id AND g.id = ANY(%(ids)s)""",
                now=now,
                uid=self.env.uid,
                ids=self.ids,
            )
        )
        written = ["state", "ordered_on", "ordered_uid", "demand_rate"]
        self.invalidate_recordset([*written, "write_date", "write_uid"], flush=False)
        self.modified(written)
