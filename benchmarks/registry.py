"""Finds the jobs."""

import importlib
import pkgutil

from . import jobs
from .job import Job


def found():
    """Return the class of each job by name."""
    result = {}
    for module in pkgutil.iter_modules(jobs.__path__):
        source = importlib.import_module(f"{jobs.__name__}.{module.name}")
        for value in vars(source).values():
            own = isinstance(value, type) and value.__module__ == source.__name__
            if own and issubclass(value, Job):
                value.name = module.name
                result[module.name] = value
    return result
