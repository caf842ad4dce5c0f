from odoo import api, models

from .scheduler import KEY, SchedulerRun


class ProcurementGroup(models.Model):
    _inherit = "procurement.group"

    @api.model
    def _run_scheduler_tasks(self, use_new_cursor=False, company_id=False):
        run = SchedulerRun(commits=bool(use_new_cursor))
        return super(
            ProcurementGroup, self.with_context(**{KEY: run})
        )._run_scheduler_tasks(use_new_cursor=use_new_cursor, company_id=company_id)
