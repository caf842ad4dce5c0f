"""CPU time of a database's PostgreSQL processes, where they run on this machine."""

import os
import threading
from pathlib import Path

TICK = os.sysconf("SC_CLK_TCK")
INTERVAL = 0.05


class PostgresCpu:
    """Adds up the CPU time of the processes that serve one database.

    Parallel workers come and go, so a thread looks every 50 ms; it costs a few
    thousandths of one CPU.
    """

    def __init__(self, backend):
        """Find the server of the process `backend`, if it runs here."""
        self._parent = _parent(backend)
        self._seen, self._first = {}, {}
        self._known, self._ours = {}, {backend}
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        if self._parent:
            self._name = _title(backend).split()[2]

    def start(self):
        """Begin to count."""
        if self._parent:
            self._look()
            self._first = dict(self._seen)
            self._thread.start()

    def stop(self):
        """Return the seconds used since `start`, or None if nobody can know."""
        if not self._parent:
            return None
        self._done.set()
        self._thread.join()
        self._look()
        return sum(self._seen.values()) - sum(self._first.values())

    def _watch(self):
        while not self._done.wait(INTERVAL):
            self._look()

    def _look(self):
        try:
            children = Path(f"/proc/{self._parent}/task/{self._parent}/children")
            pids = children.read_text().split()
        except OSError:
            pids = self._ours
        for pid in map(int, pids):
            if self._belongs(pid):
                self._seen[pid] = _seconds(pid) or self._seen.get(pid, 0.0)

    def _belongs(self, pid):
        """Tell whether a process of the server works on the database."""
        if pid in self._ours:
            return True
        if pid not in self._known:
            words = _title(pid).split()
            # "postgres: user database [local] idle", "postgres: parallel worker for
            # PID 123", or still without a title.
            if words[1:4] == ["parallel", "worker", "for"]:
                self._known[pid] = words[5:6] and int(words[5]) in self._ours
            elif len(words) > 3:
                self._known[pid] = words[2] == self._name
            if self._known.get(pid):
                self._ours.add(pid)
        return self._known.get(pid, False)


def _title(pid):
    try:
        text = Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return ""
    return text.replace(b"\0", b" ").decode(errors="replace")


def _stat(pid):
    """Return the fields of /proc/PID/stat after the name, or nothing."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []


def _parent(pid):
    """Return the server of a PostgreSQL process, or None if it is not here."""
    found = _stat(pid)
    return int(found[1]) if found and "postgres" in _title(pid) else None


def _seconds(pid):
    found = _stat(pid)
    return (int(found[11]) + int(found[12])) / TICK if found else None
