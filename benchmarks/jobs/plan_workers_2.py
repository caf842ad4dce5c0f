from ..job import Against
from ..shared import PlanShared


class PlanWorkers2(PlanShared):
    """The first night with 2 worker processes: parts of whole products, each planned
    and stored by one of them."""

    title = "First full plan, 2 workers"
    workers = 2
    against = (Against("times faster", job="plan_first", inverse=True),)
