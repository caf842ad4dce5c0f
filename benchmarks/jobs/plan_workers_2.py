from ..job import Against
from ..shared import Shared
from ..variants import planned


class PlanWorkers2(Shared):
    """The first night with 2 worker processes: parts of whole products, each planned
    and stored by one of them."""

    title = "First full plan, 2 workers"
    workers = 2
    against = (Against("times faster", job="plan_first", inverse=True),)

    def prepare(self, env, case):
        planned.govern(env)
        super().prepare(env, case)

    def run(self, env, prepared):
        return self.work(env, "plan").planned
