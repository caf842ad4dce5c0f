"""python -m benchmarks.build VARIANT SIZE -c CONFIG -d DATABASE: fill a database."""

import importlib
import sys

from . import session
from .sizes import SIZES


def main(variant, size, *arguments):
    """Run what a variant does after its modules are installed."""
    with session.opened(arguments) as registry, registry.cursor() as cr:
        source = importlib.import_module(f"benchmarks.variants.{variant}")
        source.build(session.environment(cr), SIZES[size])


if __name__ == "__main__":
    main(*sys.argv[1:])
