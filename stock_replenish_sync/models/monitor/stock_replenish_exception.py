from odoo import api, models
from odoo.tools import SQL

from ..exception.stock_replenish_exception_merge import Seen, said
from .jobs import LATE

KIND = "stale_job"


class StockReplenishException(models.Model):
    """Tells of jobs that do not come, on the call of one that does."""

    _inherit = "stock.replenish.exception"

    @api.model
    def _watch_jobs(self, companies, telling):
        """Tell of jobs that are late or off; close what is told of those that are not.

        Costs two short queries as long as nothing is wrong.

        :param telling: those of the companies in which something new may be told
        """
        self = self.sudo()
        mine = [("company_id", "in", companies.ids)]
        jobs = self.env["stock.replenish.job"].sudo()
        late = jobs.search([*mine, ("state", "in", LATE)])
        known = self.search([*mine, ("kind", "=", KIND), ("is_present", "=", True)])
        if not late and not known:
            return
        told = {(row.company_id, row.code.rpartition("_")[0]) for row in known}
        late = late.filtered(
            lambda job: job.company_id in telling or (job.company_id, job.job) in told
        )
        detection = self.env["stock.replenish.detection"]._of(KIND)
        self._stage_problems(
            SQL(
                """SELECT %s || ':' || u.company_id || ':' || u.job AS fingerprint,
                          %s AS kind, u.company_id, NULL::int4 AS run_id, %s
                   FROM unnest(%s::int[], %s::varchar[], %s::varchar[], %s::date[])
                        AS u(company_id, job, state, since)""",
                KIND,
                KIND,
                said(
                    {
                        "code": SQL("u.job || '_' || u.state"),
                        "date_from": SQL("u.since"),
                        "severity": SQL("%s", str(detection._severity(None))),
                        "value_at_risk": SQL("0::numeric"),
                        "suggested_action": SQL("%s", detection._action(None)),
                    }
                ),
                [job.company_id.id for job in late],
                late.mapped("job"),
                late.mapped("state"),
                [
                    job.company_id._replenish_day(job.success_on)
                    if job.success_on
                    else None
                    for job in late
                ],
            )
        )
        self._leave_out_unwanted()
        self._merge(
            Seen(
                [KIND],
                SQL("e.company_id = ANY(%s)", companies.ids),
                companies[:1]._replenish_today(),
            )
        )
