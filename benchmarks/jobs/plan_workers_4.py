from ..job import Against
from ..shared import Shared
from ..variants import planned


class PlanWorkers4(Shared):
    """The first night with 4 worker processes: parts of whole products, each planned
    and stored by one of them."""

    title = "First full plan, 4 workers"
    workers = 4
    against = (Against("times faster", job="plan_first", inverse=True),)

    def prepare(self, env, case):
        planned.govern(env)
        super().prepare(env, case)

    def run(self, env, prepared):
        return self.work(env, "plan").planned
