"""What a process does: each deed as whoever does it in a real installation."""

import random
import time
from functools import partial
from types import SimpleNamespace

from odoo import SUPERUSER_ID, api
from odoo.service import model

from benchmarks import session

#: Seconds: longer than any of it takes.
BUDGET = 3600
#: Rows that a person orders with one click, at most.
CLICKED = 12


def order(registry):
    """The scheduled ordering run.

    :return: whether nothing is left
    """
    with registry.cursor() as cr:
        return session.environment(cr)["stock.replenish.run"]._cron_order(BUDGET)


def scheduler(registry):
    """Core's scheduled action "Procurement: run scheduler"."""
    with registry.cursor() as cr:
        group = api.Environment(cr, SUPERUSER_ID, {})["procurement.group"]
        group.run_scheduler(use_new_cursor=True)


def click(registry, seed):
    """A planner who orders everything that is due, some rows at a time, with Order
    Once: a request each, repeated by Odoo where it lost a race."""
    # Odoo pauses seconds after a lost race, to let the others through; here they are
    # through sooner.
    pause = time.sleep
    model.time = SimpleNamespace(sleep=lambda seconds: pause(seconds / 20))
    rng = random.Random(seed)
    with registry.cursor() as cr:
        rules = _planner(cr)["stock.warehouse.orderpoint"].search(
            [("qty_to_order", ">", 0)]
        )
        left = rng.sample(rules.ids, len(rules))
    while left:
        count = rng.randint(1, CLICKED)
        with registry.cursor() as cr:
            env = _planner(cr)
            rows = env["stock.warehouse.orderpoint"].browse(left[:count])
            model.retrying(partial(rows.action_replenish), env)
        left = left[count:]


def _planner(cr):
    env = session.environment(cr)
    user = env["res.users"].search([("login", "=", "planner")])
    return env(user=user, context={**env.context, "lang": "en_US"})


DEEDS = {deed.__name__: deed for deed in (order, scheduler, click)}
