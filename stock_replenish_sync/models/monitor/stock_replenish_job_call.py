from odoo import api, fields, models
from odoo.tools import SQL

from ...tools import error_words, forget
from .jobs import LABELS
from .stock_replenish_job import FINE


class StockReplenishJobCall(models.Model):
    """What jobs did of late: how long whole ones took, and what went wrong.

    Rows are only added, so whoever tells waits for nobody.
    """

    _name = "stock.replenish.job.call"
    _description = "Call of a Replenishment Job"
    _log_access = False
    _order = "id desc"
    _rec_name = "job"

    job = fields.Selection(LABELS, required=True)
    company_id = fields.Many2one("res.company", required=True, ondelete="cascade")
    ended_on = fields.Datetime(string="Ended on", required=True)
    seconds = fields.Float(string="Time worked (seconds)")
    error = fields.Text(string="What went wrong")

    def init(self):
        self.env.cr.execute(
            """CREATE INDEX IF NOT EXISTS stock_replenish_job_call_job_idx
               ON stock_replenish_job_call (company_id, job, id)"""
        )

    @api.model
    def _done(self, job, companies, seconds):
        """Note that a job did all there was, and how long that took."""
        self._mark(job, companies, fields.Datetime.now())
        self._note(job, companies, seconds=seconds)

    @api.model
    def _failed(self, job, companies, error):
        """Note that a job, or a part of it, failed.

        :param error: exception, or words
        """
        words = error if isinstance(error, str) else error_words(error)
        self._note(job, companies, error=words)

    @api.model
    def _got_through(self, job, companies, began, seconds=None):
        """Note that calls of a job got to their end; each looks after the other jobs.

        One that was late itself tells nothing new: after a pause of the server all are,
        and the others' turn is yet to come.

        :param began: when they began; what failed since is told as the later
        :param float seconds: how long it took, if it did all there is
        """
        fine = (
            self.env["stock.replenish.job"]
            .sudo()
            .search(
                [
                    ("job", "=", job),
                    ("company_id", "in", companies.ids),
                    ("state", "in", FINE),
                ]
            )
        )
        self._mark(job, companies, began)
        if seconds is not None:
            self._note(job, companies, seconds=seconds)
        exceptions = self.env["stock.replenish.exception"]
        exceptions._watch_jobs(companies, fine.company_id)

    def _mark(self, job, companies, moment):
        self.env.cr.execute(
            SQL(
                """INSERT INTO stock_replenish_job_mark AS m
                       (job, company_id, success_on)
                   SELECT %s, c.id, %s FROM unnest(%s::int[]) AS c(id)
                   ON CONFLICT (job, company_id) DO UPDATE
                   -- A clock that was ahead must not hide what does not come since.
                   SET success_on = GREATEST(
                       CASE WHEN m.success_on <= %s THEN m.success_on END,
                       EXCLUDED.success_on)""",
                job,
                moment,
                sorted(companies.ids),
                fields.Datetime.now(),
            )
        )
        self.env["stock.replenish.job.mark"].invalidate_model(flush=False)

    def _note(self, job, companies, **values):
        now = fields.Datetime.now()
        self.sudo().create(
            [
                {"job": job, "company_id": company.id, "ended_on": now, **values}
                for company in companies
            ]
        )

    @api.autovacuum
    def _gc_calls(self):
        """Forget calls older than a month and a half."""
        forget(self, [], "ended_on", days=45)
