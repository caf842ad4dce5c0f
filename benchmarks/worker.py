"""python -m benchmarks.worker JOB -c CONFIG -d DATABASE: measure one run of a job.

Prints the figures of each case as JSON, or writes them to the file after --out.
"""

import argparse
import json
import sys
from pathlib import Path

from . import meter, registry, session


def main(arguments):
    """Measure all cases of the job, each in a transaction of its own."""
    options, rest = _options().parse_known_args(arguments)
    job = registry.found()[options.job]()
    job.scratch = options.scratch
    meter.count_copies()
    with session.opened(rest, job.day) as odoo:
        figures = [{"case": case, **_measure(odoo, job, case)} for case in job.cases]
    text = json.dumps(figures, indent=1)
    if options.out:
        options.out.write_text(text)
    else:
        print(text)


def _measure(odoo, job, case):
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


def _options():
    parser = argparse.ArgumentParser()
    parser.add_argument("job")
    parser.add_argument("--out", type=Path)
    parser.add_argument("--scratch", type=Path, default=Path("."))
    return parser


if __name__ == "__main__":
    main(sys.argv[1:])
