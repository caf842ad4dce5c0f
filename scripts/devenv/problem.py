"""Foreseen failures, shown as one line instead of a traceback."""

import errno
import signal
import sys

from .parent import die_with_parent

ENDINGS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Problem(Exception):
    """Something the reader can put right; the text says what and how."""


def main(function):
    """Run a script's main function and turn its outcome into an exit code."""
    # A terminated script cleans up exactly as an interrupted one.
    for name in ENDINGS:
        signal.signal(name, _interrupt)
    die_with_parent()
    try:
        code = function()
    except Problem as problem:
        print(f"error: {problem}", file=sys.stderr, flush=True)
        code = 1
    except KeyboardInterrupt:
        print("interrupted", file=sys.stderr, flush=True)
        code = 130
    except OSError as error:
        if error.errno not in (errno.ENOSPC, errno.EDQUOT):
            raise
        print(f"error: no space left on disk ({error.filename})", file=sys.stderr)
        code = 1
    sys.exit(code or 0)


def _interrupt(*_signal):
    # Once is enough: a second Ctrl-C must not interrupt the cleaning up.
    for name in ENDINGS:
        signal.signal(name, signal.SIG_IGN)
    raise KeyboardInterrupt
