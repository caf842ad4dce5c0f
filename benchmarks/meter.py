"""Measures a block of work: time, CPU here and in PostgreSQL, queries, rows, memory."""

import gc
import resource
import threading
import time
from pathlib import Path

from odoo.sql_db import Cursor

from .postgres_cpu import PostgresCpu

_ROWS = """
    SELECT relname, n_tup_ins + n_tup_upd + n_tup_del FROM {view}
    WHERE schemaname = 'public' AND n_tup_ins + n_tup_upd + n_tup_del > 0
"""


def count_copies():
    """Count COPY among the queries, which Odoo's cursor does not."""

    def copy_expert(self, *arguments, **options):
        thread = threading.current_thread()
        if hasattr(thread, "query_count"):
            thread.query_count += 1
        return self._obj.copy_expert(*arguments, **options)

    Cursor.copy_expert = copy_expert


class Meter:
    """Measures what happens between `start` and `stop`.

    :param cr: cursor that the work is done with
    :param job: what is measured; whether it commits decides how rows are counted
    """

    def __init__(self, cr, job):
        self.cr, self.commits = cr, job.commits

    def start(self):
        """Begin; connections other than the cursor's must be through with writing."""
        self._rows = self._written()
        self._postgres = PostgresCpu(self.cr.connection.get_backend_pid())
        gc.collect()
        _forget_peak()
        thread = threading.current_thread()
        thread.query_count, thread.query_time = 0, 0.0
        self._postgres.start()
        self._cpu, self._wall = time.process_time(), time.perf_counter()

    def stop(self):
        """End, and return the figures: seconds, counts and MiB by name."""
        wall = time.perf_counter() - self._wall
        cpu = time.process_time() - self._cpu
        queries = threading.current_thread().query_count
        peak = _peak()
        postgres = self._postgres.stop()
        written = {
            table: count - self._rows.get(table, 0)
            for table, count in self._written().items()
            if count > self._rows.get(table, 0)
        }
        return {
            "wall": wall,
            "cpu": cpu,
            "postgres_cpu": postgres,
            "queries": queries,
            "rows": sum(written.values()),
            "peak_mib": peak,
            "rows_by_table": written,
        }

    def _written(self):
        """Return rows inserted, updated and deleted so far, by table."""
        cr = self.cr
        if self.commits:
            _report_statistics(cr)
            view = "pg_stat_user_tables"
        else:
            view = "pg_stat_xact_user_tables"
        cr.execute(_ROWS.format(view=view))
        found = dict(cr.fetchall())
        if self.commits:
            cr.rollback()
        return found


def _report_statistics(cr):
    """Have PostgreSQL publish what this connection did."""
    if cr.connection.server_version >= 150000:
        cr.execute("SELECT pg_stat_force_next_flush()")
    else:
        time.sleep(1)  # it reports at most twice a second, and a moment later
        cr.execute("SELECT 1")
    cr.commit()
    if cr.connection.server_version < 150000:
        time.sleep(1)


def _forget_peak():
    """Start the peak of memory anew, where the system can."""
    try:
        Path("/proc/self/clear_refs").write_text("5")
    except OSError:
        pass


def _peak():
    """Return the largest resident size since `_forget_peak`, in MiB."""
    try:
        status = Path("/proc/self/status").read_text()
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    line = next(line for line in status.splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) / 1024
