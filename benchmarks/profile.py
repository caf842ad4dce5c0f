"""python -m benchmarks.profile JOB -c CONFIG -d DATABASE: where a job's time goes.

Runs all cases of a job once and prints, for each, the statements that took longest,
added up by their text, the functions that took longest themselves, and the addon's own
with all that they call.
"""

import collections
import cProfile
import pstats
import re
import sys
import tempfile
import threading
import time
from pathlib import Path

from odoo.sql_db import Cursor

from . import course, meter, registry, session

STATEMENTS, FUNCTIONS = 25, 40
OURS = "stock_replenish_sync/(models|planning|tools)"


class Profile:
    """Adds up the time of statements, as this process sees it, and of functions."""

    def __init__(self, _cr, _job):
        self.seconds = collections.Counter()
        self.times = collections.Counter()
        self.functions = cProfile.Profile()

    def start(self):
        """Begin to listen."""
        self._copy = copy = Cursor.copy_expert

        def copied(cr, query, *arguments, **options):
            started = time.time()
            result = copy(cr, query, *arguments, **options)
            self._add(query, time.time() - started)
            return result

        Cursor.copy_expert = copied
        threading.current_thread().query_hooks = [self._executed]
        self.functions.enable()

    def stop(self):
        """Print what took longest."""
        self.functions.disable()
        threading.current_thread().query_hooks = []
        Cursor.copy_expert = self._copy
        took, count = sum(self.seconds.values()), sum(self.times.values())
        print(f"\n{count} statements took {took:.3f} s")
        for text, seconds in self.seconds.most_common(STATEMENTS):
            print(f"{seconds:9.3f} s {self.times[text]:6}×  {text[:240]}")
        functions = pstats.Stats(self.functions)
        functions.sort_stats("tottime").print_stats(FUNCTIONS)
        functions.sort_stats("cumtime").print_stats(OURS, FUNCTIONS)

    def _executed(self, _cr, query, _params, _start, delay):
        self._add(query, delay)

    def _add(self, query, delay):
        text = re.sub(r"\s+", " ", str(query)).strip()
        text = re.sub(r"[\d,()%s' ]{40,}", " … ", text)
        self.seconds[text] += delay
        self.times[text] += 1


def main(name, *arguments):
    """Profile each case of a job."""
    meter.count_copies()
    job = registry.found()[name]()
    with session.opened(arguments) as odoo, tempfile.TemporaryDirectory() as scratch:
        job.scratch = Path(scratch)
        session.set_day(job.day)
        for case in job.cases:
            print(f"\n{job.title}" + ("" if case is None else f" ({case})"))
            course.run(odoo, job, case, Profile)


if __name__ == "__main__":
    main(*sys.argv[1:])
