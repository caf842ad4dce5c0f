"""Work that several processes share: planning and ordering with helpers."""

import multiprocessing
import os

from odoo import SUPERUSER_ID, api
from odoo.tools import config

from . import session
from .job import Job
from .variants import planned

#: Longer than any of it takes.
BUDGET = 24 * 3600
#: Rules ordered, of each warehouse.
SAMPLE = 200


class Shared(Job):
    """Runs a job of the addon with `workers` processes: this one, and helpers that have
    Odoo loaded before the clock runs."""

    unit = "rules"
    workers = 1
    # What more workers bring is a matter of processors, not of size.
    sizes = ("10k",)

    def prepare(self, env, case):
        context = multiprocessing.get_context("spawn")
        self.over = context.Event()
        ready = [context.Event() for _number in range(self.workers - 1)]
        arguments = ["-c", config.rcfile, "-d", env.cr.dbname]
        for event in ready:
            context.Process(
                target=_help,
                args=(arguments, self.day, event, self.over, os.getpid()),
                daemon=True,
            ).start()
        for event in ready:
            event.wait()

    def work(self, env, kind):
        """Do it to the end; return the run."""
        runs = env(context={**env.context, "replenish_workers": self.workers})[
            "stock.replenish.run"
        ]
        work = getattr(runs, f"_cron_{kind}")
        # Whoever has nothing to do but wait for others ends, and is called again.
        while not work(budget=BUDGET):
            pass
        return runs.search([("kind", "=", kind)], limit=1)

    def finish(self, env, prepared):
        """Refuse a run that not everybody had a part in, or that lost one."""
        self.over.set()
        parts = env["stock.replenish.run"].search([], limit=1).part_ids
        parts = parts.filtered(lambda part: part.step != "prepare")
        if set(parts.mapped("state")) != {"done"}:
            raise AssertionError("a part was left out")
        if len(set(parts.mapped("worker"))) < min(self.workers, len(parts)):
            raise AssertionError("a helper had nothing to do")


class PlanShared(Shared):
    """The first night."""

    def prepare(self, env, case):
        planned.govern(env)
        super().prepare(env, case)

    def run(self, env, prepared):
        return self.work(env, "plan").planned


class OrderShared(Shared):
    """Orders a sample of what is due."""

    on = ("planned",)
    sizes = ("10k",)

    def prepare(self, env, case):
        env.cr.execute(
            """UPDATE stock_warehouse_orderpoint o
               SET trigger = CASE WHEN due.place <= %s THEN 'auto' ELSE 'manual' END
               FROM (SELECT id, row_number() OVER (
                         PARTITION BY warehouse_id ORDER BY qty_to_order > 0 DESC, id
                     ) AS place
                     FROM stock_warehouse_orderpoint) due
               WHERE due.id = o.id""",
            [SAMPLE],
        )
        # As many parts of each warehouse at every size of data.
        env["ir.config_parameter"].set_param(
            "stock_replenish_sync.order_batch", str(SAMPLE // 4)
        )
        super().prepare(env, case)

    def run(self, env, prepared):
        return self.work(env, "order").ordered


def _help(arguments, day, ready, over, parent):
    with session.opened(arguments) as odoo:
        session.set_day(day)
        ready.set()
        while not over.wait(0.05) and os.getppid() == parent:
            with odoo.cursor() as cr:
                env = api.Environment(cr, SUPERUSER_ID, {})
                env["stock.replenish.run"]._cron_help(budget=5)
