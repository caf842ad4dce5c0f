"""The jobs that are watched."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Job:
    """A job: its name, its scheduled action, and after how many hours without a
    success it is late.

    Where the scheduled action is called less often than that, an interval and as much
    again count, but two hours beyond it at most.
    """

    code: str
    cron: str
    hours: int


#: In the order in which they are shown; the place of each is part of ids.
JOBS = (
    Job("plan", "ir_cron_plan", 26),
    Job("changes", "ir_cron_plan", 1),
    Job("order", "ir_cron_order", 1),
    Job("scan", "ir_cron_scan", 1),
    Job("snapshot", "ir_cron_snapshot", 26),
)
LABELS = [
    ("plan", "Plan everything"),
    ("changes", "Plan what changed"),
    ("order", "Order what is due"),
    ("scan", "Look for exceptions"),
    ("snapshot", "Measure KPIs"),
]
#: States of a job that somebody has to see to.
LATE = ("stale", "off")
