from ..client import user_environment
from ..documents import DATABASES, GOVERNED, NOT_CONFIGURED
from ..job import Job


class CoreReport(Job):
    """Core's replenishment report is opened: it looks for what is short and has no
    rule, and makes rules for it."""

    title = "Open core's replenishment report"
    unit = "reports"
    on = DATABASES
    commits = False
    against = (*NOT_CONFIGURED, GOVERNED)

    def prepare(self, env, case):
        return user_environment(env)["stock.warehouse.orderpoint"]

    def run(self, env, prepared):
        prepared.action_open_orderpoints()
        return 1
