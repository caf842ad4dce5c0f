from pathlib import Path

from ..floor import writing
from ..job import Job
from ..variants import planned


class PlanFirst(Job):
    """The first night: every rule is classified, gets its policy from the matrix and
    is planned; every parameter is a decision with a snapshot of its inputs, every need
    a suggestion."""

    title = "First full plan"
    unit = "rules"
    growth = 1.05
    limits = {"peak_mib": 1536}
    kept = "first"

    def prepare(self, env, case):
        planned.govern(env)
        writing.remember(env.cr)

    def run(self, env, prepared):
        planned.plan(env)
        return env["stock.replenish.run"].search([], limit=1).planned

    def finish(self, env, prepared):
        writing.keep(env.cr, Path(self.scratch) / self.kept)
