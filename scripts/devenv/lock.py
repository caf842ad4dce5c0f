"""One builder at a time: two `make run` must not build the same thing."""

import contextlib
import fcntl


@contextlib.contextmanager
def exclusive(path, waiting_for):
    """Hold the lock file at `path`; say what we wait for if it is taken."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print(f"waiting for another run to finish {waiting_for}", flush=True)
            fcntl.flock(file, fcntl.LOCK_EX)
        yield
