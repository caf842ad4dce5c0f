import json

from odoo.tools import date_utils

from ..client import user_environment
from ..job import Job

#: Everybody's items: what a planner has of his own is less.
FILTERS = {"user_id": False}


class OpenTower(Job):
    """All that the control tower shows of a company whose exceptions of all kinds are
    on the list, as the web client gets it."""

    title = "Open the control tower"
    unit = "screens"
    on = ("orders",)
    commits = False
    limits = {"wall": 1}

    def prepare(self, env, case):
        """Put the exceptions on the list, and open the tower for the first time."""
        # The list of jobs is read where the addon is not on the path.
        from odoo.addons.stock_replenish_sync.generator import bulk

        env["stock.replenish.exception.kind"]._of(env.company).is_on = True
        env["stock.replenish.exception"]._scan(env.company)
        bulk.analyze(
            env.cr, ("stock_replenish_exception", "stock_replenish_exception_episode")
        )
        tower = user_environment(env)["stock.replenish.tower"]
        tower.replenish_tower(FILTERS)
        tower.env.invalidate_all()
        return tower

    def run(self, env, prepared):
        self.answer = prepared.replenish_tower(FILTERS)
        json.dumps(self.answer, default=date_utils.json_default)
        return 1

    def finish(self, env, prepared):
        """Refuse a tower that shows nothing."""
        if self.answer["empty"] or not all(
            self.answer[part] for part in ("top", "outlook", "ageing")
        ):
            raise AssertionError("the tower is empty")
