"""Volume data: many orderpoints and millions of done moves in a company of their own.

Made for measuring. Rows are complete enough for planning and for core's forecasts;
transfers, move lines and valuation layers are left out. Large sizes drop and rebuild
the indexes and foreign keys of `stock_move`: nobody else should use the database.
"""

import datetime as dt

import numpy as np

from odoo import fields

from . import volume_plan
from .demo import QUIET
from .volume_masters import Masters
from .volume_write import Writer


def create_volume(
    env,
    orderpoints=100_000,
    moves=5_000_000,
    warehouses=5,
    below_minimum=0.25,
    lead_dates=30,
    weeks=104,
    seed=17,
    today=None,
    progress=None,
):
    """Create the volume data in one transaction and return a dict of counts.

    `progress` is called with (step, done, total). `lead_dates` vendors promise 1 to
    `lead_dates` days.
    """
    env = env(su=True, context={**env.context, **QUIET})
    progress = progress or (lambda step, done, total: None)
    today = fields.Date.to_date(today) or fields.Date.context_today(env.user)
    days = weeks * 7
    products = -(-orderpoints // warehouses)
    masters = Masters(env, products, warehouses, lead_dates, seed)
    progress("products", products, products)
    plan = volume_plan.plan(
        orderpoints,
        moves,
        masters.warehouse_of(orderpoints),
        masters.vendor[masters.product_of(orderpoints)],
        masters.delay,
        days,
        below_minimum,
        seed,
    )
    start = np.datetime64(today - dt.timedelta(days=days), "s")
    return Writer(masters, plan, start, progress).write_rows()
