from odoo import _, models

from ..stock_replenish_detection import CRITICAL


class StaleJob(models.AbstractModel):
    """Jobs of ours that were not done in time, or whose scheduled action is off; told
    by the jobs that still come."""

    _name = "stock.replenish.detection.stale_job"
    _inherit = "stock.replenish.detection"
    _description = "Exceptions: jobs that are not done"

    _kind = "stale_job"
    _sequence = 5
    _family = "data"
    _reported = True
    _owner = ()
    _actions = ("document",)
    _opens_action = "stock_replenish_sync.stock_replenish_job_action"

    def _label(self):
        return _("Job not done")

    def _about(self):
        return _(
            "Planning, ordering or looking for exceptions that did not take place in "
            "time, or is switched off."
        )

    def _severity(self, _code):
        return CRITICAL

    def _sentence(self, exception):
        job, _separator, state = exception.code.rpartition("_")
        label = self.env["stock.replenish.job"]._job_labels().get(job, job)
        if state == "off":
            return _("%s: its scheduled action is switched off.", label)
        if not exception.date_from:
            return _("%s: never done. Look whether scheduled actions run.", label)
        return _(
            "%(job)s: not done since %(day)s. Look whether scheduled actions run.",
            job=label,
            day=exception._day(exception.date_from),
        )
