"""The jobs that are watched."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Job:
    """A job: its name, its label, its scheduled action, and after how many hours
    without a success it is late.

    Where the scheduled action is called less often than that, an interval and as much
    again count, but two hours beyond it at most.
    """

    code: str
    label: str
    cron: str
    hours: int


#: In the order in which they are shown; the place of each is part of ids.
JOBS = (
    Job("plan", "Plan everything", "ir_cron_plan", 26),
    Job("changes", "Plan what changed", "ir_cron_plan", 1),
    Job("order", "Order what is due", "ir_cron_order", 1),
    Job("scan", "Look for exceptions", "ir_cron_scan", 1),
    Job("snapshot", "Measure KPIs", "ir_cron_snapshot", 26),
    Job("review", "Send the monthly review", "ir_cron_month", 26),
)
#: Jobs as a selection.
LABELS = [(job.code, job.label) for job in JOBS]
#: States of a job that somebody has to see to.
LATE = ("stale", "off")
