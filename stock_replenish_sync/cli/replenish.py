import argparse
import logging
import sys
import threading

import odoo
from odoo import SUPERUSER_ID, api
from odoo.cli import Command
from odoo.tools import config

_logger = logging.getLogger(__name__)


class Replenish(Command):
    """Plan and order replenishment, with a progress bar and a summary"""

    name = "replenish"

    def run(self, args):
        parser = self._parser()
        options, rest = parser.parse_known_args(args)
        config.parse_config(["--no-http", *rest])
        odoo.cli.server.report_configuration()
        if not config["db_name"]:
            parser.error("name the database with -d")
        odoo.service.server.start(preload=[], stop=True)
        threading.current_thread().dbname = config["db_name"]
        # rich belongs to the command, not to the addon: imported where it is used.
        from .replenish_report import Report

        with odoo.registry(config["db_name"]).cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            if "stock.replenish.run" not in env:
                sys.exit("stock_replenish_sync is not installed in this database.")
            report = Report(env)
            if options.plan:
                report.work("plan")
            if options.order:
                report.work("order")
            if options.summary or not (options.plan or options.order):
                report.summary()

    def _parser(self):
        parser = argparse.ArgumentParser(
            prog="odoo-bin replenish",
            description=self.__doc__,
            epilog="Give the addons path through the configuration file named in "
            "ODOO_RC, or as --addons-path=… before 'replenish'. Other options, such "
            "as -c and -d, are Odoo's.",
        )
        parser.add_argument(
            "--plan", action="store_true", help="plan everything not planned today"
        )
        parser.add_argument(
            "--order", action="store_true", help="order what is due, and automatic"
        )
        parser.add_argument(
            "--summary", action="store_true", help="show what is there (the default)"
        )
        return parser
