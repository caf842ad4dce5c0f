"""Runs the jobs of `benchmarks/`, each in a process of its own, three times."""

import contextlib
import json
import os
import shutil
import subprocess
import time

from . import paths
from .bench_worker import OUTPUT, Worker
from .problem import Problem

RUNS = int(os.environ.get("RUNS") or 3)


def catalogue(odoo):
    """Return what there is to measure, as `benchmarks.registry` tells it."""
    answer = subprocess.run(
        [paths.PYTHON, "-m", "benchmarks.registry"],
        cwd=paths.ROOT,
        env=odoo.environ,
        stdout=subprocess.PIPE,
        text=True,
        check=False,
    )
    if answer.returncode:
        raise Problem("the jobs cannot be read, see above")
    return json.loads(answer.stdout)


def measure(databases, jobs):
    """Measure jobs; return the figures of each case, variant and run in a list."""
    variants = dict.fromkeys(variant for job in jobs for variant in job["on"])
    for variant in variants:
        databases.template(variant)  # not in between
    result = []
    with contextlib.ExitStack() as stack:
        workers = {variant: Worker(databases, variant) for variant in variants}
        for worker in workers.values():
            stack.callback(worker.close)
        for run in range(1, RUNS + 1):
            with _scratch() as scratch:
                for job in jobs:
                    for variant in job["on"]:
                        started = time.monotonic()
                        figures = workers[variant].measure(job, scratch)
                        took = time.monotonic() - started
                        _say(f"{run}/{RUNS} {job['name']} on {variant}", figures, took)
                        about = {"job": job["name"], "variant": variant, "run": run}
                        result += [{**about, **one} for one in figures]
    return result


def report(odoo, raw, *options):
    """Print the table of measurements; with --keep write it into the docs."""
    command = [paths.PYTHON, "-m", "benchmarks.report", raw, *options]
    code = subprocess.run(
        [str(part) for part in command], cwd=paths.ROOT, env=odoo.environ, check=False
    )
    if code.returncode:
        raise Problem("the table cannot be made, see above")


def _say(title, figures, took):
    cases = [
        ("" if one["case"] is None else f"{one['case']}: ") + f"{one['wall']:.3f} s"
        for one in figures
    ]
    print(f"{title}: {', '.join(cases)} ({took:.0f} s in all)", flush=True)


@contextlib.contextmanager
def _scratch():
    """Give a folder in which a job leaves what another one needs."""
    folder = OUTPUT / "scratch"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
