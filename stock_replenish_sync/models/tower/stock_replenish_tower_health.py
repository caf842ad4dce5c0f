from datetime import timedelta

from odoo import _, fields, models

from .view import ACTIONS

# The best first.
_STATES = ("ok", "running", "never", "late", "failed")
# Hours after which a job that runs every night, or every few minutes, is late.
_NIGHTLY, _OFTEN = 26, 1
_RUN = "stock.replenish.run"


class StockReplenishTower(models.AbstractModel):
    """Whether our own jobs did what they should."""

    _inherit = "stock.replenish.tower"

    def _health(self, view):
        """Return the state of each job of each company, and the worst of them.

        `state` is ok, running, never, late or failed; `last_success` is UTC.
        """
        jobs = [*self._run_jobs(view), *self._other_jobs(view)]
        jobs.sort(key=lambda job: view.companies.ids.index(job["company_id"]))
        worst = max((job["state"] for job in jobs), key=_STATES.index, default=None)
        return {"jobs": jobs, "worst": worst}

    def _run_jobs(self, view):
        """Return the jobs that leave a run: plan, order."""
        Run = self.env[_RUN]
        mine = [("company_id", "in", view.companies.ids)]
        last = {
            (company.id, kind): number
            for company, kind, number in Run._read_group(
                mine, ["company_id", "kind"], ["id:max"]
            )
        }
        success = {
            (company.id, kind): moment
            for company, kind, moment in Run._read_group(
                [*mine, ("state", "=", "done")],
                ["company_id", "kind"],
                ["finished_on:max"],
            )
        }
        runs = {run.id: run for run in Run.browse(sorted(last.values()))}
        kinds = dict(Run._fields["kind"]._description_selection(self.env))
        jobs = []
        for company in view.companies:
            for kind, label in kinds.items():
                run = runs.get(last.get((company.id, kind)))
                domain = [("company_id", "=", company.id), ("kind", "=", kind)]
                jobs.append(
                    {
                        **self._job(
                            view,
                            *(kind, label, company),
                            success.get((company.id, kind)),
                            _NIGHTLY,
                            run and run.state,
                        ),
                        "text": run.outcome if run else "",
                        "drill": view.drill(label, domain, _RUN, ACTIONS[_RUN]),
                    }
                )
        return jobs

    def _other_jobs(self, view):
        """Return the jobs that note on the company when they were through."""
        jobs = []
        for company in view.companies:
            own = company.sudo()
            jobs += [
                {**self._job(view, *job), "text": "", "drill": None}
                for job in (
                    (
                        *("scan", _("Exceptions"), company),
                        *(own.replenish_scanned_on, _OFTEN),
                    ),
                    (
                        *("snapshot", _("KPIs"), company),
                        *(own.replenish_snapshot_at, _NIGHTLY),
                    ),
                )
            ]
        return jobs

    def _job(self, view, key, label, company, success, hours, last=None):
        state = "ok"
        if last in ("running", "failed"):
            state = last
        elif not success:
            state = "never"
        elif success < view.now - timedelta(hours=hours):
            state = "late"
        return {
            "key": key,
            "label": label,
            "company": company.name,
            "company_id": company.id,
            "state": state,
            "last_success": bool(success) and fields.Datetime.to_string(success),
        }
