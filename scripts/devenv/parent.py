"""Not outliving whoever started us, so that nothing is left running."""

import contextlib
import ctypes
import signal

# Opened once: between fork and exec nothing may be loaded that another thread loads.
_LIBC = ctypes.CDLL(None)


def die_with_parent():
    """Ask Linux to end this process when its parent is killed."""
    with contextlib.suppress(OSError, AttributeError):
        pr_set_pdeathsig = 1
        _LIBC.prctl(pr_set_pdeathsig, signal.SIGTERM)
