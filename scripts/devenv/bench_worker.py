"""A process that has Odoo loaded on a copy of a database, and measures jobs in it."""

import contextlib
import json
import subprocess

from . import paths, process
from .parent import die_with_parent
from .problem import Problem

OUTPUT = paths.DEV / "bench"


class Worker:
    """Measures jobs on one variant; its copy of the database is replaced when needed.

    Loading Odoo takes longer than many jobs; every measurement is made in a process
    split off this one all the same, so none finds what another one left in memory.
    """

    def __init__(self, databases, variant):
        self.databases, self.variant = databases, variant
        self.odoo = databases.odoo_for(variant)
        self._state = None  # of the copy: fresh, used or changed
        self._copies = contextlib.ExitStack()
        self._process = None

    def measure(self, job, scratch):
        """Return the figures of each case of a job."""
        self._provide("fresh" if job["commits"] else "used")
        if not self._process:
            self._start()
        out = OUTPUT / "figures.json"
        out.unlink(missing_ok=True)
        asked = {"job": job["name"], "scratch": str(scratch), "out": str(out)}
        self._state = "changed" if job["commits"] else "used"
        if self._ask(json.dumps(asked)) != "0":
            raise Problem(f"{job['name']}: {process.cause(self._log)} ({self._log})")
        return json.loads(out.read_text())

    def close(self):
        """End the process and drop the copy."""
        if self._process:
            self._process.stdin.close()  # the end, unless it is at work
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(2)
            process.stop(self._process)
        self._copies.close()

    def _provide(self, needed):
        """Make a copy of the template unless the one there is will do."""
        if self._state == "fresh" or self._state == needed:
            return
        self._copies.close()
        copy = self.databases.copy(self.variant)
        self._database = self._copies.enter_context(copy)
        self._state = "fresh"

    def _start(self):
        paths.LOGS.mkdir(parents=True, exist_ok=True)
        self._log = paths.LOGS / f"bench_{self.variant}.log"
        command = [paths.PYTHON, "-m", "benchmarks.worker", "--serve"]
        command += ["-c", self.odoo.config, "-d", self._database]
        with self._log.open("w") as log:
            self._process = subprocess.Popen(
                [str(part) for part in command],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
                cwd=paths.ROOT,
                env=self.odoo.environ,
                start_new_session=True,
                preexec_fn=die_with_parent,
            )
        if self._answer() != "ready":
            raise Problem(f"Odoo does not start: {process.cause(self._log)}")

    def _ask(self, line):
        self._process.stdin.write(line + "\n")
        self._process.stdin.flush()
        return self._answer()

    def _answer(self):
        return self._process.stdout.readline().strip()
