"""Core's scheduler in pieces that fail, and start again, by themselves."""

import logging

from odoo import SUPERUSER_ID
from odoo.tools import split_every

from ...tools import isolate

_logger = logging.getLogger(__name__)

# Context key of the `SchedulerRun` whose steps core takes just now.
KEY = "replenish_scheduler"
# As many at a time as core computes, orders and reserves.
BATCH = 1000
# What loses every race is tried again in pieces, so that one row in use holds up few.
PIECE = 100


class SchedulerRun:
    """One pass of core's scheduler over rules and moves."""

    def __init__(self, commits):
        """:param bool commits: whether core gave it a cursor of its own"""
        self.commits = commits
        # Ids of orderpoints whose quantity could not be computed.
        self.unknown = set()

    def work(self, records, job):
        """Do a job on records; what fails is left out, and its product tells why.

        Committed, if the run commits: what loses a race is then started again.

        :param records: at most a batch, of a model with products
        :param job: callable taking records; what it did is undone if it raises
        :return: set of ids left out
        """
        # Whatever the job calls is no step of the scheduler itself.
        inside = records.with_context(**{KEY: None})
        failed = set()

        def step():
            errors = isolate(
                records.env.cr, records.ids, lambda ids: job(inside.browse(ids))
            )
            failed.clear()
            for record, error in errors:
                failed.add(record)
                _tell(inside.browse(record), error)

        if not self.commits:
            step()
            return failed
        if records.env["stock.replenish.commit"]._attempt(step):
            # Others may have changed what is known; and it takes up memory.
            records.env.invalidate_all(flush=False)
            return failed
        if len(records) <= PIECE:
            _logger.warning("%s were in use all the time", records)
            return set(records.ids)
        return set().union(
            *(
                self.work(records.browse(piece), job)
                for piece in split_every(PIECE, records.ids)
            )
        )


def _tell(record, error):
    """Tell those responsible for a product, as core does of what it cannot order."""
    _logger.warning("%s was left out: %s", record, error)
    note = str(error) or type(error).__name__
    product = record.sudo().product_id
    template = product.product_tmpl_id
    activities = record.env["mail.activity"].sudo()
    known = [
        ("res_model", "=", template._name),
        ("res_id", "=", template.id),
        ("note", "=", note),
    ]
    if not activities.search_count(known):
        template.activity_schedule(
            "mail.mail_activity_data_warning",
            note=note,
            user_id=product.responsible_id.id or SUPERUSER_ID,
        )
