from datetime import timedelta

from odoo import fields, models
from odoo.tools import SQL

from ..runs.stock_replenish_run_share import DUE
from .jobs import JOBS, LABELS

STATES = [
    ("ok", "Works"),
    ("waiting", "Not run yet"),
    ("failing", "Last attempt failed"),
    ("stale", "Not done in time"),
    ("off", "Switched off"),
]
#: States of a job that comes when it should.
FINE = ("ok", "failing")
# Calls that a trend compares with as many before.
_TREND = 10
# How often Odoo calls a scheduled action, in minutes.
_INTERVAL = SQL(
    """cron.interval_number * CASE cron.interval_type
           WHEN 'minutes' THEN 1 WHEN 'hours' THEN 60 WHEN 'days' THEN 1440
           WHEN 'weeks' THEN 10080 ELSE 43200 END"""
)
# What waits for each job, of the company `c`.
_BACKLOG = {
    "plan": SQL(
        """(SELECT COALESCE(SUM(p.rows), 0)
            FROM stock_replenish_run r
            JOIN stock_replenish_run_part p ON p.run_id = r.id AND p.state = 'waiting'
            WHERE r.company_id = c.id AND r.state = 'running' AND r.kind = 'plan'
              AND r.scope = 'full')"""
    ),
    "changes": SQL(
        """(SELECT COUNT(DISTINCT o.id)
            FROM stock_replenish_dirty d
            JOIN stock_warehouse_orderpoint o ON o.id = d.orderpoint_id
            WHERE o.company_id = c.id AND o.active)"""
    ),
    "order": SQL(
        """(SELECT COUNT(*) FROM stock_warehouse_orderpoint o
            WHERE o.company_id = c.id AND o.active AND %s)""",
        DUE,
    ),
    "scan": SQL(
        """(SELECT COUNT(*) FROM stock_warehouse_orderpoint o
            WHERE o.company_id = c.id AND o.active
              AND o.planned_on > c.replenish_scanned_on)"""
    ),
}


class StockReplenishJob(models.Model):
    """How each job is in each company that has reordering rules; a query, so that it
    is true whenever somebody looks.

    Reading the backlog counts rows; all else reads a few.
    """

    _name = "stock.replenish.job"
    _description = "Replenishment Job"
    _auto = False
    _order = "company_id, sequence"
    _rec_name = "job"
    _depends = {
        "stock.replenish.job.mark": ["job", "company_id", "success_on"],
        "stock.replenish.job.call": [
            *("job", "company_id", "ended_on", "seconds", "error")
        ],
        "stock.replenish.run": [
            *("kind", "scope", "company_id", "state", "finished_on")
        ],
        "stock.replenish.run.part": ["run_id", "state", "rows"],
        "stock.replenish.dirty": ["orderpoint_id"],
        "stock.warehouse.orderpoint": [
            *("active", "company_id", "is_governed", "planned_on", "qty_to_order"),
            "trigger",
        ],
        "res.company": ["active", "replenish_scanned_on"],
        "ir.cron": ["active", "interval_number", "interval_type"],
    }

    job = fields.Selection(LABELS, readonly=True)
    sequence = fields.Integer(readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    state = fields.Selection(STATES, string="Status", readonly=True)
    success_on = fields.Datetime(
        string="Last Success",
        readonly=True,
        help="When it last did all there was to do, be it nothing.",
    )
    limit_minutes = fields.Integer(
        string="Late after (minutes)",
        readonly=True,
        help="Without a success for longer it counts as not done in time.",
    )
    seconds = fields.Float(
        string="Time worked (seconds)",
        readonly=True,
        group_operator="avg",
        help="Of whole ones, the last ten on average.",
    )
    seconds_before = fields.Float(
        string="Before (seconds)",
        readonly=True,
        group_operator="avg",
        help="The same of the ten before.",
    )
    failures = fields.Integer(string="Failures in 24 hours", readonly=True)
    backlog = fields.Integer(
        string="Waiting",
        readonly=True,
        prefetch=False,
        help="Reordering rules that wait for this job.",
    )

    @property
    def _table_query(self):
        now = fields.Datetime.now()
        return SQL(
            """
            (SELECT c.id * 16 + j.number AS id, j.job, j.number AS sequence,
                    c.id AS company_id, done.success_on,
                    allowed.minutes AS limit_minutes, took.seconds,
                    took.seconds_before, failed.failures,
                    CASE j.job %(backlog)s ELSE 0 END::int4 AS backlog,
                    CASE WHEN cron.active IS NOT TRUE THEN 'off'
                         WHEN COALESCE(done.success_on, done.since)
                              < %(now)s - make_interval(mins => allowed.minutes)
                             THEN 'stale'
                         WHEN failed.failed_on
                              >= COALESCE(done.success_on, '-infinity') THEN 'failing'
                         WHEN done.success_on IS NULL THEN 'waiting'
                         ELSE 'ok' END AS state
            FROM res_company c
            CROSS JOIN unnest(%(jobs)s::varchar[], %(crons)s::varchar[],
                              %(minutes)s::int[])
                 WITH ORDINALITY AS j(job, cron, minutes, number)
            LEFT JOIN ir_model_data x ON x.module = 'stock_replenish_sync'
                 AND x.name = j.cron AND x.model = 'ir.cron'
            LEFT JOIN ir_cron cron ON cron.id = x.res_id
            LEFT JOIN stock_replenish_job_mark m
                 ON m.job = j.job AND m.company_id = c.id
            CROSS JOIN LATERAL (
                SELECT GREATEST(j.minutes, COALESCE(
                    %(interval)s + LEAST(%(interval)s, 120), 0))::int4 AS minutes
            ) allowed
            CROSS JOIN LATERAL (
                SELECT CASE WHEN j.job = 'plan' THEN GREATEST(m.success_on, (
                           SELECT MAX(r.finished_on) FROM stock_replenish_run r
                           WHERE r.company_id = c.id AND r.kind = 'plan'
                             AND r.scope = 'full' AND r.state = 'done'
                             AND r.finished_on <= %(now)s))
                       ELSE m.success_on END AS success_on,
                       -- What has just begun, or is watched only now, is not late.
                       CASE WHEN m.id IS NULL THEN GREATEST(
                           cron.create_date,
                           (SELECT MIN(o.create_date)
                            FROM stock_warehouse_orderpoint o
                            WHERE o.company_id = c.id AND o.active),
                           (SELECT d.create_date FROM ir_model_data d
                            WHERE d.module = 'stock_replenish_sync'
                              AND d.name = 'model_stock_replenish_job')) END AS since
            ) done
            CROSS JOIN LATERAL (
                SELECT COUNT(*)::int4 AS failures, MAX(f.ended_on) AS failed_on
                FROM stock_replenish_job_call f
                WHERE f.company_id = c.id AND f.job = j.job AND f.error IS NOT NULL
                  AND f.ended_on >= %(yesterday)s
            ) failed
            CROSS JOIN LATERAL (
                SELECT AVG(t.seconds) FILTER (WHERE t.place <= %(trend)s) AS seconds,
                       AVG(t.seconds) FILTER (WHERE t.place > %(trend)s)
                           AS seconds_before
                FROM (
                    SELECT l.seconds, row_number() OVER (ORDER BY l.id DESC) AS place
                    FROM stock_replenish_job_call l
                    WHERE l.company_id = c.id AND l.job = j.job AND l.error IS NULL
                    ORDER BY l.id DESC LIMIT 2 * %(trend)s
                ) t
            ) took
            WHERE c.active AND EXISTS (
                SELECT FROM stock_warehouse_orderpoint o
                WHERE o.company_id = c.id AND o.active))
            """,
            now=SQL("%s::timestamp", now),
            yesterday=SQL("%s::timestamp", now - timedelta(days=1)),
            backlog=SQL(" ").join(
                SQL("WHEN %s THEN %s", job, count) for job, count in _BACKLOG.items()
            ),
            jobs=[job.code for job in JOBS],
            crons=[job.cron for job in JOBS],
            minutes=[60 * job.hours for job in JOBS],
            interval=_INTERVAL,
            trend=_TREND,
        )
