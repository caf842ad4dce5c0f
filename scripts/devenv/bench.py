"""Runs the jobs of `benchmarks/`, each in a process of its own, three times."""

import contextlib
import json
import shutil
import subprocess

from . import paths
from .problem import Problem

RUNS = 3
OUTPUT = paths.DEV / "bench"


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
    for variant in dict.fromkeys(place for job in jobs for place in job["on"]):
        databases.template(variant)  # not in between
    result = []
    with contextlib.ExitStack() as copies:
        shared = {}
        for number in range(1, RUNS + 1):
            with _scratch() as scratch:
                for job in jobs:
                    for variant in job["on"]:
                        with _database(databases, job, variant, shared, copies) as name:
                            title = f"{job['name']} on {variant}, {number} of {RUNS}"
                            odoo = databases.odoo_for(variant)
                            about = {"job": job["name"], "variant": variant}
                            result += [
                                {**about, "run": number, **figures}
                                for figures in _run(odoo, title, job, name, scratch)
                            ]
    return result


def _run(odoo, title, job, database, scratch):
    """Measure one job on one database, once; return the figures of each case."""
    out = OUTPUT / "figures.json"
    out.unlink(missing_ok=True)
    odoo.module(
        title,
        "benchmarks.worker",
        *(job["name"], "--out", out, "--scratch", scratch),
        *("-c", odoo.config, "-d", database),
    )
    figures = json.loads(out.read_text())
    for one in figures:
        case = "" if one["case"] is None else f"{one['case']}: "
        print(f"    {case}{one['wall']:.3f} s", flush=True)
    return figures


@contextlib.contextmanager
def _database(databases, job, variant, shared, copies):
    """Give a copy of its own to a job that commits, to others one for all of them."""
    if job["commits"]:
        with databases.copy(variant, "run") as name:
            yield name
        return
    if variant not in shared:
        shared[variant] = copies.enter_context(databases.copy(variant, variant))
    yield shared[variant]


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


def report(odoo, raw, *options):
    """Print the table of measurements; with --keep write it into the docs."""
    command = [paths.PYTHON, "-m", "benchmarks.report", raw, *options]
    code = subprocess.run(
        [str(part) for part in command], cwd=paths.ROOT, env=odoo.environ, check=False
    )
    if code.returncode:
        raise Problem("the table cannot be made, see above")
