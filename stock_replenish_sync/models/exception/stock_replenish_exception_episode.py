from odoo import fields, models
from odoo.tools import SQL

from .stock_replenish_exception import ENDS

#: Whether the item of the episode `p` was out since that was raised.
OUT_SINCE = SQL(
    """EXISTS (
           SELECT FROM stock_replenish_exception_episode o
           WHERE o.orderpoint_id = p.orderpoint_id AND o.kind = 'stocked_out'
             AND COALESCE(o.ended_on, 'infinity') > p.raised_on)"""
)
#: Whether an episode `p` came true, ended or not.
HARM = SQL("CASE WHEN p.ended_on IS NULL THEN %s ELSE p.harm IS TRUE END", OUT_SINCE)
#: What people do about a problem.
ACTS = [
    ("order", "Order"),
    ("transfer", "Transfer"),
    ("expedite", "Expedite"),
    ("postpone", "Postpone"),
    ("reduce", "Reduce"),
    ("cancel", "Cancel order"),
    ("fix", "Fix Data"),
    ("acknowledge", "Acknowledge"),
    ("snooze", "Snooze"),
    ("assign", "Assign"),
    ("resolve", "Resolve"),
]


class StockReplenishExceptionEpisode(models.Model):
    """One time a problem was raised: when, who acted when, how it ended.

    Rows are written by SQL; what statistics of exceptions are made of.
    """

    _name = "stock.replenish.exception.episode"
    _description = "History of a Replenishment Exception"
    _order = "raised_on desc, id desc"
    _rec_name = "kind"

    exception_id = fields.Many2one(
        "stock.replenish.exception", required=True, index=True, ondelete="cascade"
    )
    kind = fields.Selection(selection="_kinds", required=True)
    company_id = fields.Many2one("res.company", required=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    warehouse_id = fields.Many2one("stock.warehouse", ondelete="cascade")
    orderpoint_id = fields.Many2one(
        "stock.warehouse.orderpoint",
        string="Reordering Rule",
        index="btree_not_null",
        ondelete="cascade",
    )
    product_id = fields.Many2one("product.product", ondelete="cascade")
    raised_on = fields.Datetime(string="Raised on", required=True)
    acted_on = fields.Datetime(string="Acted on")
    acted_uid = fields.Many2one("res.users", string="Acted")
    acted_how = fields.Selection(ACTS, string="What was done")
    ended_on = fields.Datetime(string="Ended on")
    ended = fields.Selection(ENDS)
    value = fields.Monetary(string="Most at Risk")
    harm = fields.Boolean(
        string="Stocked out", help="The item was out while somebody asked for it."
    )

    def _kinds(self):
        return self.env["stock.replenish.detection"]._labels()

    def init(self):
        # What is under way is a small part of all that ever was.
        self.env.cr.execute(
            """CREATE UNIQUE INDEX IF NOT EXISTS
                   stock_replenish_exception_episode_running_uniq
               ON stock_replenish_exception_episode (exception_id)
               WHERE ended_on IS NULL"""
        )
        self.env.cr.execute(
            """CREATE INDEX IF NOT EXISTS stock_replenish_exception_episode_stats_idx
               ON stock_replenish_exception_episode (company_id, kind, raised_on)"""
        )
        # What ended and what was acted on, day by day.
        for column in ("ended_on", "acted_on"):
            self.env.cr.execute(
                SQL(
                    """CREATE INDEX IF NOT EXISTS %s
                       ON stock_replenish_exception_episode (company_id, %s)
                       WHERE %s IS NOT NULL""",
                    SQL.identifier(f"stock_replenish_exception_episode_{column}_idx"),
                    SQL.identifier(column),
                    SQL.identifier(column),
                )
            )


class StockReplenishException(models.Model):
    """Keeps the history of exceptions."""

    _inherit = "stock.replenish.exception"

    def _start_episodes(self, now):
        """Note that these problems were raised."""
        self.env.cr.execute(
            SQL(
                """INSERT INTO stock_replenish_exception_episode
                       (exception_id, kind, company_id, warehouse_id, orderpoint_id,
                        product_id, raised_on, value, harm)
                   SELECT id, kind, company_id, warehouse_id, orderpoint_id, product_id,
                          %s, value_at_risk, FALSE
                   FROM stock_replenish_exception WHERE id = ANY(%s)
                   ON CONFLICT DO NOTHING""",
                now,
                self.ids,
            )
        )
        self._forget_episodes()

    def _end_episodes(self, ended):
        """Note how these problems ended, and whether the item was out meanwhile."""
        self.env.cr.execute(
            SQL(
                """UPDATE stock_replenish_exception_episode p
                   SET ended_on = %s, ended = %s,
                       harm = %s
                   WHERE exception_id = ANY(%s) AND ended_on IS NULL""",
                fields.Datetime.now(),
                ended,
                OUT_SINCE,
                self.ids,
            )
        )
        self._forget_episodes()

    def _note_response(self, how):
        """Note who was the first to act on these problems, and how."""
        self.env["stock.replenish.exception.episode"].flush_model()
        self.env.cr.execute(
            SQL(
                """UPDATE stock_replenish_exception_episode
                   SET acted_on = %s, acted_uid = %s, acted_how = %s
                   WHERE exception_id = ANY(%s) AND ended_on IS NULL
                     AND acted_on IS NULL""",
                fields.Datetime.now(),
                self.env.uid,
                how,
                self.ids,
            )
        )
        self._forget_episodes()

    def _forget_episodes(self):
        self.env["stock.replenish.exception.episode"].invalidate_model(flush=False)
        self.invalidate_model(["episode_ids"], flush=False)
