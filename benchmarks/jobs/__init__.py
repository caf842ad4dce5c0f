"""One file per job; :mod:`benchmarks.registry` finds them."""
