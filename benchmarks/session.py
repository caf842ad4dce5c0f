"""Odoo in this process, on one database, at the day of the data."""

import contextlib
import datetime as dt
import threading

import odoo
from odoo import SUPERUSER_ID, api
from odoo.tools import config

from . import clock
from .sizes import TODAY


@contextlib.contextmanager
def opened(arguments):
    """Yield the registry of the database that Odoo's `arguments` name with -d."""
    quiet = ["--no-http", "--max-cron-threads=0", "--log-level=warn"]
    config.parse_config([*quiet, *arguments])
    set_day(0)
    database = config["db_name"]
    threading.current_thread().dbname = database
    try:
        yield odoo.registry(database)
    finally:
        disconnect()


def set_day(day):
    """Let it be so many days after the end of the data."""
    clock.set_to(TODAY + dt.timedelta(days=day))


def disconnect():
    """Close all connections to databases."""
    odoo.sql_db.close_all()


def environment(cr):
    """Return the environment jobs work in: the system's, in the company of the data."""
    env = api.Environment(cr, SUPERUSER_ID, {})
    company = env["res.company"].search([], order="id desc", limit=1)
    return env(context={"allowed_company_ids": company.ids, "lang": "en_US"})
