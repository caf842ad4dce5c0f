"""python -m benchmarks.profile JOB -c CONFIG -d DATABASE: where a job's time goes.

Runs all cases of a job once and prints, for each, the statements that took longest,
added up by their text, and the functions that took longest themselves.
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

from . import meter, registry, session

STATEMENTS, FUNCTIONS = 25, 40


class Statements:
    """Adds up the time that statements take, as the measured process sees it."""

    def __init__(self):
        self.seconds = collections.Counter()
        self.times = collections.Counter()
        threading.current_thread().query_hooks = [self._executed]
        copy = Cursor.copy_expert

        def copied(cr, query, *arguments, **options):
            started = time.time()
            result = copy(cr, query, *arguments, **options)
            self._add(query, time.time() - started)
            return result

        Cursor.copy_expert = copied

    def _executed(self, _cr, query, _params, _start, delay):
        self._add(query, delay)

    def _add(self, query, delay):
        text = re.sub(r"\s+", " ", str(query)).strip()
        text = re.sub(r"[\d,()%s' ]{40,}", " … ", text)
        self.seconds[text] += delay
        self.times[text] += 1

    def report(self):
        """Print what took longest, and start anew."""
        total = sum(self.seconds.values())
        count = sum(self.times.values())
        print(f"\n{count} statements took {total:.3f} s")
        for text, seconds in self.seconds.most_common(STATEMENTS):
            print(f"{seconds:9.3f} s {self.times[text]:6}×  {text[:240]}")
        self.seconds.clear()
        self.times.clear()


def main(name, *arguments):
    """Profile each case of the job, each in a transaction of its own."""
    meter.count_copies()
    job = registry.found()[name]()
    with session.opened(arguments) as odoo, tempfile.TemporaryDirectory() as scratch:
        job.scratch = Path(scratch)
        session.set_day(job.day)
        for case in job.cases:
            with odoo.cursor() as cr:
                _profile(cr, job, case)


def _profile(cr, job, case):
    env = session.environment(cr)
    prepared = job.prepare(env, case)
    env.flush_all()
    if job.commits:
        cr.commit()
    env.invalidate_all()
    statements, profile = Statements(), cProfile.Profile()
    profile.enable()
    job.run(env, prepared)
    env.flush_all()
    if job.commits:
        cr.commit()
    profile.disable()
    print(f"\n{job.title}" + ("" if case is None else f" ({case})"))
    statements.report()
    pstats.Stats(profile).sort_stats("tottime").print_stats(FUNCTIONS)
    cr.rollback()


if __name__ == "__main__":
    main(*sys.argv[1:])
