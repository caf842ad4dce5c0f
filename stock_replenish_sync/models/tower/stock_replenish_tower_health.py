from odoo import fields, models

from .view import ACTIONS

_JOB = "stock.replenish.job"
_READ = (
    *("job", "sequence", "company_id", "state", "success_on"),
    *("seconds", "seconds_before"),
)


class StockReplenishTower(models.AbstractModel):
    """Whether our own jobs did what they should."""

    _inherit = "stock.replenish.tower"

    def _health(self, view):
        """Return the state of each job of each company, and the worst of them.

        `state` is that of the job, `state_label` its word; `last_success` is UTC.
        """
        # Without what waits for them, which takes long to count.
        jobs = self.env[_JOB].with_context(prefetch_fields=False)
        jobs = jobs.search_fetch([("company_id", "in", view.companies.ids)], _READ)
        jobs = jobs.sorted(
            lambda job: (view.companies.ids.index(job.company_id.id), job.sequence)
        )
        return {
            "jobs": [self._job(view, job) for job in jobs],
            "worst": jobs._worst(),
        }

    def _job(self, view, job):
        label = job._job_labels()[job.job]
        domain = [("company_id", "=", job.company_id.id), ("job", "=", job.job)]
        return {
            "key": job.job,
            "label": label,
            "company": job.company_id.name,
            "company_id": job.company_id.id,
            "state": job.state,
            "state_label": job._state_label(),
            "last_success": fields.Datetime.to_string(job.success_on) or False,
            "text": job.text or "",
            "drill": view.drill(label, domain, _JOB, ACTIONS[_JOB]),
        }
