import logging
import threading
import time
from contextlib import contextmanager
from functools import partial

from psycopg2 import OperationalError

from odoo import fields, models
from odoo.service.model import PG_CONCURRENCY_ERRORS_TO_RETRY
from odoo.sql_db import db_connect

_logger = logging.getLogger(__name__)

MAX_ATTEMPTS = 4
BACKOFF_SECONDS = 0.2


class StockReplenishCommit(models.AbstractModel):
    """Work in transactions of its own, repeated when somebody else was faster."""

    _name = "stock.replenish.commit"
    _description = "Replenishment Planning: committed steps"

    def _attempt(self, step):
        """Run `step()` and commit it; start again when it lost a race.

        :return: False if every attempt lost; nothing of the step is left then
        """
        for attempt in range(1, MAX_ATTEMPTS + 1):
            try:
                with self._transaction():
                    step()
                return True
            except OperationalError as error:
                if error.pgcode not in PG_CONCURRENCY_ERRORS_TO_RETRY:
                    raise
                _logger.info("Batch lost a race, attempt %s: %s", attempt, error)
            if attempt < MAX_ATTEMPTS:
                time.sleep(BACKOFF_SECONDS * 2 ** (attempt - 1))
        return False

    def _each_company(self, job, lock_class, step):
        """Do a job in each company that has rules, a transaction each, one at a time.

        What fails in one company is told, and raised once the others are through.

        :param str job: as it is watched, see `stock.replenish.job`
        :param int lock_class: first key of the advisory lock; the second is the company
        :param step: function of a company; returns True if it did all there is, None if
            nothing was to be done, False if something of it failed
        """
        calls = self.env["stock.replenish.job.call"]
        errors = []
        for company in self.env["stock.replenish.run"].sudo()._companies():
            with self._locks() as lock:
                if not lock(lock_class, company.id):
                    continue
                try:
                    self._do_job(job, company, step)
                except Exception as error:  # noqa: BLE001 - other companies go on
                    _logger.warning("%s of company %s stopped", job, company.id)
                    errors.append(error)
                    self._attempt(partial(calls._failed, job, company, error))
        if errors:
            raise errors[0]

    def _do_job(self, job, company, step):
        """Do a job in one company and note that it got to its end."""
        began, started = fields.Datetime.now(), time.monotonic()
        results = []
        if not self._attempt(lambda: results.append(step(company))):
            return
        if results[-1] is not False:
            seconds = time.monotonic() - started if results[-1] else None
            calls = self.env["stock.replenish.job.call"]
            self._attempt(partial(calls._got_through, job, company, began, seconds))

    @contextmanager
    def _transaction(self):
        """Commit what is done inside; undo it if it raises.

        Tests run in one transaction that must stay open: there a savepoint takes the
        place of the transaction.
        """
        cr = self.env.cr
        if _in_tests():
            with cr.savepoint():
                yield
            return
        try:
            yield
            cr.commit()  # pylint: disable=invalid-commit
        except BaseException:
            cr.rollback()
            raise

    @contextmanager
    def _locks(self):
        """Yield a function that tries to lock a pair of numbers until the block ends.

        On a cursor of its own: a lock of the working cursor would end with its next
        commit. That of a process that is gone is free.
        """
        with db_connect(self.env.cr.dbname).cursor() as cr:

            def lock(first, second):
                cr.execute("SELECT pg_try_advisory_xact_lock(%s, %s)", [first, second])
                return cr.fetchone()[0]

            yield lock

    def _commit(self):
        """End a step that nobody can lose a race for."""
        self.env.flush_all()
        if not _in_tests():
            self.env.cr.commit()  # pylint: disable=invalid-commit

    def _rollback(self):
        """Forget what an error left behind."""
        if _in_tests():
            self.env.clear()
        else:
            self.env.cr.rollback()


def _in_tests():
    return getattr(threading.current_thread(), "testing", False)
