"""Where a process is killed: counted by what it says to PostgreSQL, not by a clock."""

import json
import os
import random
import select
import signal
from dataclasses import dataclass
from pathlib import Path

from psycopg2 import extensions, extras

#: Before a statement, PostgreSQL waiting inside a transaction; while PostgreSQL is
#: busy with a statement; while it commits; between a commit and what comes next.
KINDS = ("before", "during", "committing", "committed")
#: What is counted for each.
COUNTED = dict(
    zip(KINDS, ("statements", "statements", "commits", "commits"), strict=True)
)
#: Of points: killed again while run again.
TWICE = 0.3


@dataclass(frozen=True)
class Point:
    """A kind, and how far into the run: a share of what is counted, 0 to 1."""

    kind: str
    share: float

    def number(self, counts):
        """Return which statement or commit it is, of so many; the first is 1."""
        count = counts[COUNTED[self.kind]]
        return min(1 + int(self.share * count), count)

    def words(self, counts):
        """Say which statement or commit it is, of so many."""
        counted = COUNTED[self.kind]
        return f"{self.kind} {self.number(counts)} of {counts[counted]} {counted}"

    def __str__(self):
        return f"{self.kind}-{self.share:.3f}"


def drawn(number, seed):
    """Return the points at which the run of this number is killed, one or two.

    Whatever comes before: the tenth of ten is the tenth of a hundred.
    """
    rng = random.Random(f"{seed} {number}")
    inside = rng.choice(("before", "during"))
    first = (inside, "committing", "committed")[number % 3]
    kinds = [first]
    if rng.random() < TWICE:
        kinds.append(rng.choice(KINDS))
    return [Point(kind, rng.random()) for kind in kinds]


class Watch:
    """Counts what this process says to PostgreSQL, and kills it at a point.

    :param kind, number: where to be killed; None for not at all
    :param out: path of what to leave behind: the counts, and what it was doing
    """

    def __init__(self, out, kind=None, number=None):
        self.out, self.kind, self.number = Path(out), kind, number
        self.counts = {"statements": 0, "commits": 0}

    def begin(self):
        """Look at everything from now on."""
        # Loaded by the process that is watched, not by the one that draws points.
        from odoo import sql_db

        execute = sql_db.Cursor.execute
        commit = extensions.connection.commit

        def watched_execute(cursor, query, *args, **options):
            self.counts["statements"] += 1
            if self._is_due("before", "statements"):
                self._die(query)
            if self._is_due("during", "statements"):
                status = cursor.connection.get_transaction_status()
                # Before the first statement of a transaction comes its BEGIN.
                first = status == extensions.TRANSACTION_STATUS_IDLE
                self._die_once_sent(query, after=int(first))
            return execute(cursor, query, *args, **options)

        def watched_commit(connection):
            # With nothing to commit nothing is said.
            status = connection.get_transaction_status()
            if status == extensions.TRANSACTION_STATUS_IDLE:
                return commit(connection)
            self.counts["commits"] += 1
            if self._is_due("committing", "commits"):
                self._die_once_sent("COMMIT")
            commit(connection)
            if self._is_due("committed", "commits"):
                self._die("COMMIT")
            return None

        sql_db.Cursor.execute = watched_execute
        sql_db.PsycoConnection.commit = watched_commit

    def end(self):
        """Leave the counts behind."""
        self._leave("")

    def _is_due(self, kind, counted):
        return kind == self.kind and self.counts[counted] == self.number

    def _die_once_sent(self, query, after=0):
        """Be killed when PostgreSQL was sent what comes next, before it answers.

        :param after: what is sent before that
        """
        before = [after]

        def sent(connection):
            if before[0]:
                before[0] -= 1
                return extras.wait_select(connection)
            state = connection.poll()
            while state == extensions.POLL_WRITE:
                select.select([], [connection], [])
                state = connection.poll()
            self._die(query)

        extensions.set_wait_callback(sent)

    def _die(self, query):
        self._leave(" ".join(str(getattr(query, "code", query)).split()))
        os.kill(os.getpid(), signal.SIGKILL)

    def _leave(self, query):
        self.out.write_text(json.dumps({"counts": self.counts, "query": query[:100]}))
