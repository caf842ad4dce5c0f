"""One database at a time, and a process with Odoo loaded that splits off others."""

import contextlib
import json
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

from databases import Database

ROOT = Path(__file__).resolve().parents[1]
KILLED = -9


@dataclass
class Done:
    """How a process ended: 0 nothing is left, 2 something is, 1 with an error, or
    negative for the signal that killed it; how often it spoke to PostgreSQL, and what
    it was about to say, or just had, when it was killed."""

    code: int
    counts: dict = field(default_factory=dict)
    query: str = ""


class Stage:
    """Copies of the planned network under one name, and deeds done on them."""

    def __init__(self):
        self._worker = self._log = None
        self._scratch = tempfile.TemporaryDirectory(prefix="replenish_faults_")
        self.database = None

    def __enter__(self):
        return self

    def __exit__(self, *_exception):
        if self._worker:
            self._worker.stdin.close()
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._worker.wait(5)
            self._worker.kill()
            self._log.close()
        if self.database:
            self.database.drop()
        self._scratch.cleanup()

    def replace(self):
        """Put a new copy in place of what the last test left."""
        name = f"replenish_faults_{os.getpid()}"
        self.database = Database(name, os.environ["REPLENISH_DATABASE"])

    def do(self, *deeds):
        """Do deeds at once, each in a process of its own; see `worker`.

        :return: list of :class:`Done`
        """
        if not self._worker:
            self._start()
        files = [Path(self._scratch.name, f"{n}.json") for n in range(len(deeds))]
        for file in files:
            file.unlink(missing_ok=True)
        line = json.dumps(
            [
                {"options": {}, "out": str(file), **deed}
                for deed, file in zip(deeds, files, strict=True)
            ]
        )
        self._worker.stdin.write(line + "\n")
        self._worker.stdin.flush()
        answer = self._worker.stdout.readline()
        assert answer, self.log()
        return [
            Done(code, **(json.loads(file.read_text()) if file.exists() else {}))
            for code, file in zip(json.loads(answer), files, strict=True)
        ]

    def log(self):
        """Return the end of what the processes said."""
        return Path(self._log.name).read_text()[-4000:]

    def _start(self):
        self._log = Path(self._scratch.name, "log").open("w")
        command = [sys.executable, "-m", "faults.worker"]
        command += ["-c", os.environ["REPLENISH_CONFIG"], "-d", self.database.name]
        self._worker = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._log,
            text=True,
            cwd=ROOT,
            start_new_session=True,
        )
        assert self._worker.stdout.readline() == "ready\n", self.log()
