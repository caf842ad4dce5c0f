"""Processes that work on what another one has started."""

import logging
import multiprocessing
import os
import signal
import threading

import odoo
from odoo import SUPERUSER_ID, api

_logger = logging.getLogger(__name__)

# Seconds of work between two looks at whether there still is somebody to help, and
# seconds between two looks for work.
SLICE, PAUSE = 5, 0.2


class Helpers:
    """Take part in all runs of a database while the block lasts.

    The processes are copies of this one, made before it has a cursor: what is loaded
    is loaded once.
    """

    def __init__(self, database, count):
        self.database = database
        self.over = None
        self.count = count
        self.processes = []

    def __enter__(self):
        if self.count:
            # Loaded once for all; a connection cannot be shared.
            odoo.registry(self.database)
            odoo.sql_db.close_all()
            context = multiprocessing.get_context("fork")
            self.over = context.Event()
            self.processes = [
                context.Process(target=self._help, args=(os.getpid(),))
                for _number in range(self.count)
            ]
        for process in self.processes:
            process.start()
        return self

    def __exit__(self, *_exception):
        if self.over:
            self.over.set()
        for process in self.processes:
            process.join()

    def _help(self, parent):
        threading.current_thread().dbname = self.database
        # Who started us is told, and tells us.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        # Unless it was killed.
        while not self.over.wait(PAUSE) and os.getppid() == parent:
            try:
                with odoo.registry(self.database).cursor() as cr:
                    env = api.Environment(cr, SUPERUSER_ID, {})
                    env["stock.replenish.run"]._cron_help(budget=SLICE)
            except Exception:  # noqa: BLE001 - the part is tried again, then given up
                _logger.exception("A helper failed")
