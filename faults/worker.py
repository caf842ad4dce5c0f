"""python -m faults.worker -c CONFIG -d DATABASE: do deeds in processes of their own.

Odoo is loaded once. Each line of the input is a list of deeds in JSON, each with
`name`, `options`, `out` and maybe `kind` and `number` of the point where it is killed
(see `points.Watch`). They are done at once, by a process each that is split off this
one; the answer is the list of their exit codes, negative for the signal that killed
one. No connection is open in between, so the database may be replaced.
"""

import gc
import json
import os
import sys
import traceback

from benchmarks import session

from .deeds import DEEDS
from .points import Watch


def main(arguments):
    """Serve until the input ends."""
    with session.opened(arguments) as registry:
        session.disconnect()
        gc.freeze()  # a collection in a child would copy all that they share
        print("ready", flush=True)
        for line in sys.stdin:
            print(json.dumps(_at_once(registry, json.loads(line))), flush=True)


def _at_once(registry, deeds):
    """Do deeds side by side; return the exit code of each."""
    start, started = os.pipe()
    children = []
    for deed in deeds:
        child = os.fork()
        if not child:
            os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # answers go there
            os.close(started)
            os.read(start, 1)  # ends when the last one is there
            os._exit(_do(registry, **deed))
        children.append(child)
    os.close(start)
    os.close(started)
    return [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children]


def _do(registry, name, options, out, **point):
    """Do a deed in this process, which ends afterwards; return its exit code.

    0 says that nothing is left to do, 2 that something is.
    """
    try:
        session.set_day(0)
        registry.check_signaling()
        watch = Watch(out, **point)
        watch.begin()
        left = DEEDS[name](registry, **options) is False
        watch.end()
    except BaseException:  # noqa: BLE001 - the other process goes on
        traceback.print_exc()
        return 1
    finally:
        sys.stderr.flush()
    return 2 if left else 0


if __name__ == "__main__":
    main(sys.argv[1:])
