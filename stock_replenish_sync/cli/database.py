"""How a command gets at the database it is to work in."""

import sys
import threading
from contextlib import contextmanager

import odoo
from odoo import SUPERUSER_ID, api
from odoo.tools import config

from .helpers import Helpers


@contextmanager
def environment(parser, arguments, helpers=0):
    """Yield an environment of the database named in Odoo's own arguments.

    What is done in it is committed at the end, undone if it raises.

    :param helpers: number of processes that work on runs in the meantime
    """
    config.parse_config(["--no-http", *arguments])
    odoo.cli.server.report_configuration()
    if not config["db_name"]:
        parser.error("name the database with -d")
    odoo.service.server.start(preload=[], stop=True)
    threading.current_thread().dbname = config["db_name"]
    with (
        Helpers(config["db_name"], helpers),
        odoo.registry(config["db_name"]).cursor() as cr,
    ):
        env = api.Environment(cr, SUPERUSER_ID, {})
        if "stock.replenish.run" not in env:
            sys.exit("stock_replenish_sync is not installed in this database.")
        yield env
