"""Measures runs of jobs.

`python -m benchmarks.worker JOB -c CONFIG -d DATABASE` measures one on a database that
is there and prints the figures of its cases as JSON. With `--serve` for a job it loads
Odoo once and then measures what each line of its input asks for, as JSON with job,
scratch and out, in a process that is split off this one; it answers each line with the
exit code. No connection is open in between, so the database may be replaced.
"""

import gc
import json
import os
import sys
import tempfile
import traceback
from pathlib import Path

from . import meter, registry, session


def main(arguments):
    """Measure one job, or serve."""
    job, *rest = arguments
    meter.count_copies()
    with session.opened(rest) as odoo:
        if job == "--serve":
            _serve(odoo)
        else:
            with tempfile.TemporaryDirectory() as scratch:
                print(json.dumps(measure(odoo, job, Path(scratch)), indent=1))


def measure(odoo, name, scratch):
    """Return the figures of all cases of a job, each in a transaction of its own."""
    job = registry.found()[name]()
    job.scratch = scratch
    session.set_day(job.day)
    return [{"case": case, **_case(odoo, job, case)} for case in job.cases]


def _case(odoo, job, case):
    with odoo.cursor() as cr:
        env = session.environment(cr)
        prepared = job.prepare(env, case)
        env.flush_all()
        if job.commits:
            cr.commit()
        env.invalidate_all()
        measured = meter.Meter(cr, job.commits)
        measured.start()
        items = job.run(env, prepared)
        env.flush_all()
        if job.commits:
            cr.commit()
        figures = measured.stop()
        job.finish(env, prepared)
        cr.rollback()
    return {"items": items or 1, **figures}


def _serve(odoo):
    session.disconnect()
    gc.freeze()  # a collection in a child would copy all that they share
    print("ready", flush=True)
    for line in sys.stdin:
        child = os.fork()
        if not child:
            os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # answers go there
            os._exit(_answer(odoo, **json.loads(line)))
        print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)


def _answer(odoo, job, scratch, out):
    """Measure in this process, which ends afterwards; return its exit code."""
    try:
        Path(out).write_text(json.dumps(measure(odoo, job, Path(scratch))))
    except BaseException:  # noqa: BLE001 - the other process goes on
        traceback.print_exc()
        return 1
    sys.stderr.flush()
    return 0


if __name__ == "__main__":
    main(sys.argv[1:])
