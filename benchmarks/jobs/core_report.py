from ..client import user_environment
from ..job import Against, Job


class CoreReport(Job):
    """Core's replenishment report is opened: it looks for what is short and has no
    rule, and makes rules for it."""

    title = "Open core's replenishment report"
    unit = "reports"
    on = ("plain", "addon", "planned")
    commits = False
    against = (
        Against("not configured, time", on="addon", versus="plain", most=1.1),
        Against(
            "not configured, queries more",
            on="addon",
            versus="plain",
            queries=True,
            most=2,
        ),
        Against("every rule governed, time", on="planned", versus="plain", most=1.1),
    )

    def prepare(self, env, case):
        return user_environment(env)["stock.warehouse.orderpoint"]

    def run(self, env, prepared):
        prepared.action_open_orderpoints()
        return 1
