"""make bench: how fast, against whom, on the same database in the same run.

SIZE=1k, 10k or 100k; JOBS="plan_first floor_first" measures some, RUNS=1 measures each
once; only all that the size has, three times, are kept.
"""

import json
import os

from devenv import bench, machine, odoo_source, peers, workspace
from devenv.bench_databases import BenchDatabases
from devenv.problem import Problem, main

SIZE = os.environ.get("SIZE") or "10k"


def run():
    """Make the databases, measure, print the table and write it into the docs."""
    with workspace.opened() as odoo:
        known = bench.catalogue(odoo)
        names = os.environ.get("JOBS", "").split()
        jobs = _chosen(known, names)
        databases = BenchDatabases(odoo, known, SIZE)
        figures = bench.measure(databases, jobs)
        raw = bench.OUTPUT / f"{SIZE}.json"
        raw.write_text(json.dumps(_outcome(odoo, known, jobs, figures)))
        whole = not names and bench.RUNS >= 3
        keep = ["--keep"] if whole else []
        bench.report(odoo, raw, *keep)


def _chosen(known, names):
    """Return the jobs to measure."""
    if SIZE not in known["sizes"]:
        raise Problem(f"SIZE={SIZE}: choose one of {', '.join(known['sizes'])}")
    unknown = set(names) - {job["name"] for job in known["jobs"]}
    if unknown:
        raise Problem(f"no such job: {', '.join(sorted(unknown))}")
    if names:
        return [job for job in known["jobs"] if job["name"] in names]
    return [job for job in known["jobs"] if not job["sizes"] or SIZE in job["sizes"]]


def _outcome(odoo, known, jobs, figures):
    return {
        "size": SIZE,
        "command": f"make bench SIZE={SIZE}",
        "data": known["sizes"][SIZE],
        "machine": machine.describe(odoo),
        "odoo_commit": odoo_source.fingerprint(odoo.home)[:12],
        "peers": peers.versions(),
        "jobs": jobs,
        "figures": figures,
    }


main(run)
