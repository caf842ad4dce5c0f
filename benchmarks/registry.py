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
    """Return the names so that each comes as soon as those it needs are there."""
    order = []

    def add(name):
        order.append(name)
        for other, job in classes.items():
            if other not in order and job.after and set(job.after) <= set(order):
                add(other)

    for name, job in classes.items():
        if not job.after:
            add(name)
    if len(order) < len(classes):
        raise ValueError(
            f"jobs wait for what is not there: {set(classes) - set(order)}"
        )
    return order


def _described(job):
    return {
        "name": job.name,
        "title": job.title,
        "about": " ".join((job.__doc__ or "").split()),
        "unit": job.unit,
        "on": job.on,
        "sizes": job.sizes,
        "cases": job.cases,
        "commits": job.commits,
        "after": job.after,
        "limits": job.limits,
        "growth": job.growth,
        "against": [dataclasses.asdict(ratio) for ratio in job.against],
    }


if __name__ == "__main__":
    print(json.dumps(catalogue()))
