"""Finds the jobs, and tells what there is to measure: python -m benchmarks.registry."""

import dataclasses
import importlib
import json
import pkgutil

from . import jobs, sizes
from .job import Job
from .variants import VARIANTS


def found():
    """Return the class of each job by name, those that others come after first."""
    classes = {}
    for module in pkgutil.iter_modules(jobs.__path__):
        source = importlib.import_module(f"{jobs.__name__}.{module.name}")
        for value in vars(source).values():
            own = isinstance(value, type) and value.__module__ == source.__name__
            if own and issubclass(value, Job):
                value.name = module.name
                classes[module.name] = value
    return {name: classes[name] for name in _in_order(classes)}


def catalogue():
    """Return jobs, variants and sizes as plain data, for who cannot import them."""
    return {
        "jobs": [_described(job) for job in found().values()],
        "variants": {
            name: dataclasses.asdict(variant) for name, variant in VARIANTS.items()
        },
        "sizes": {
            name: {**dataclasses.asdict(size), **sizes.COMMON}
            for name, size in sizes.SIZES.items()
        },
    }


def _in_order(classes):
    """Yield the names so that each comes after those it needs."""
    done = set()
    while len(done) < len(classes):
        ready = [
            name
            for name, job in classes.items()
            if name not in done and done.issuperset(job.after)
        ]
        if not ready:
            raise ValueError(f"jobs wait for one another: {set(classes) - done}")
        yield from ready
        done.update(ready)


def _described(job):
    return {
        "name": job.name,
        "title": job.title,
        "about": " ".join((job.__doc__ or "").split()),
        "unit": job.unit,
        "on": job.on,
        "cases": job.cases,
        "commits": job.commits,
        "after": job.after,
        "limits": job.limits,
        "growth": job.growth,
        "against": [dataclasses.asdict(ratio) for ratio in job.against],
    }


if __name__ == "__main__":
    print(json.dumps(catalogue()))
