from odoo import fields, models

from .jobs import LABELS


class StockReplenishJobMark(models.Model):
    """When a job last got to its end for a company, where there was nothing to do as
    well: one row that is written over and over.

    Not on the company, whose row others wait for.
    """

    _name = "stock.replenish.job.mark"
    _description = "Last Success of a Replenishment Job"
    _log_access = False
    _rec_name = "job"

    job = fields.Selection(LABELS, required=True)
    company_id = fields.Many2one("res.company", required=True, ondelete="cascade")
    success_on = fields.Datetime(string="Last Success", required=True)

    _sql_constraints = [
        ("job_uniq", "unique (job, company_id)", "A job has one mark in a company."),
    ]
