import importlib
from datetime import datetime

from odoo import fields

from ..job import Against, Job


class Ddmrp(Job):
    """The two scheduled actions of OCA ddmrp, one after the other: average daily usage
    from the moves of as many weeks as the addon looks back, then buffers and net flow
    position, without ordering anything. It works one buffer at a time, so a sample of
    the rules is measured."""

    title = "OCA ddmrp, both scheduled actions"
    unit = "buffers"
    on = ("peers",)
    after = ("plan_first", "plan_nightly")
    against = (
        Against(
            "each, against the addon's first plan", "plan_first", each=True, least=100
        ),
        Against("each, against the addon's nightly plan", "plan_nightly", each=True),
    )

    def prepare(self, env, case):
        # It asks for the time where the clock of the benchmarks is not heard.
        module = importlib.import_module("odoo.addons.ddmrp.models.stock_buffer")
        module.datetime = _Clock

    def run(self, env, prepared):
        env["stock.buffer"].cron_ddmrp_adu(True)
        env["stock.buffer"].cron_ddmrp(True)
        return env["stock.buffer"].search_count([])

    def finish(self, env, prepared):
        """Refuse a run that failed quietly, as these actions do."""
        buffers = env["stock.buffer"].search([])
        used = sum(buffer.adu > 0 and buffer.top_of_red > 0 for buffer in buffers)
        if used < 0.9 * len(buffers):
            raise AssertionError(f"only {used} of {len(buffers)} buffers were computed")


class _Clock(datetime):
    @classmethod
    def now(cls, tz=None):
        return fields.Datetime.now()
