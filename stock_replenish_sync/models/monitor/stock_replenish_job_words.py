from odoo import _, api, fields, models

from ...tools import roles
from .jobs import LATE

# States, the worst first.
_WORST = ("off", "stale", "failing", "waiting", "ok")


class StockReplenishJob(models.Model):
    """Jobs in words, in the language of whoever reads them."""

    _inherit = "stock.replenish.job"

    text = fields.Char(
        compute="_compute_words",
        string="What to know",
        help="What is wrong and where to look.",
    )
    took = fields.Char(compute="_compute_words", string="Takes")
    trend = fields.Char(
        compute="_compute_words",
        string="Than before",
        help="The last ten against the ten before.",
    )
    call_ids = fields.Many2many(
        "stock.replenish.job.call", compute="_compute_call_ids", string="Of late"
    )

    @api.depends("job", "company_id")
    @api.depends_context("lang")
    def _compute_display_name(self):
        several = len(self.env.companies) > 1
        labels = self._job_labels()
        for job in self:
            label = labels[job.job]
            job.display_name = f"{label}, {job.company_id.name}" if several else label

    @api.depends("state", "seconds", "seconds_before")
    @api.depends_context("lang")
    def _compute_words(self):
        for job in self:
            job.text = job._sentence()
            job.took = job._seconds_words(job.seconds)
            job.trend = job._trend_words()

    def _compute_call_ids(self):
        for job in self:
            job.call_ids = job.call_ids.search(
                [("job", "=", job.job), ("company_id", "=", job.company_id.id)],
                limit=20,
            )

    @api.model
    def _job_labels(self):
        return dict(self._fields["job"]._description_selection(self.env))

    def _state_label(self):
        self.ensure_one()
        states = self._fields["state"]._description_selection(self.env)
        return dict(states)[self.state]

    def _sentence(self):
        """Return where to look, or what went wrong; nothing if it works."""
        self.ensure_one()
        if self.state == "off":
            return _("Switch its scheduled action on again.")
        if self.state == "stale":
            return _("Look whether scheduled actions run.")
        if self.state == "failing":
            return self._last_error() or False
        return False

    def _last_error(self):
        call = self.env["stock.replenish.job.call"].search(
            [
                ("job", "=", self.job),
                ("company_id", "=", self.company_id.id),
                ("error", "!=", False),
            ],
            limit=1,
        )
        return call.error

    def _seconds_words(self, seconds):
        if not seconds:
            return False
        return self.env["stock.replenish.run"]._words_of(seconds)

    def _trend_words(self):
        """Return how much longer it takes than before, in percent, if that is known."""
        self.ensure_one()
        if not self.seconds or not self.seconds_before:
            return False
        change = round(100 * (self.seconds / self.seconds_before - 1))
        return f"{change:+d} %"

    def _worst(self):
        """Return the worst state among these jobs; False without any."""
        states = set(self.mapped("state"))
        return next((state for state in _WORST if state in states), False)

    @api.model
    def replenish_job_state(self):
        """Return what stands above the list of runs, for the companies in use.

        :return: dict of `worst` state, `late` (jobs to see to), `failing`, `planned_on`
            (UTC; the oldest, False if one company never was), `waiting` (rules) and
            `takes`: how long the plan of one company takes, in words, or False
        """
        roles.require(self.env, "viewer", _("runs"))
        jobs = self.search([("company_id", "in", self.env.companies.ids)])
        plans = jobs.filtered(lambda job: job.job == "plan")
        moments = plans.mapped("success_on")
        return {
            "worst": jobs._worst(),
            "late": len(jobs.filtered(lambda job: job.state in LATE)),
            "failing": len(jobs.filtered(lambda job: job.state == "failing")),
            "planned_on": bool(moments)
            and all(moments)
            and fields.Datetime.to_string(min(moments)),
            "waiting": sum(
                jobs.filtered(lambda job: job.job != "plan").mapped("backlog")
            ),
            "takes": len(plans) == 1 and plans.took,
        }
