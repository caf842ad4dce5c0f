from ..job import Against
from ..shared import PlanShared


class PlanWorkers4(PlanShared):
    """The first night with 4 worker processes: parts of whole products, each planned
    and stored by one of them."""

    title = "First full plan, 4 workers"
    workers = 4
    against = (Against("times faster", job="plan_first", inverse=True),)
