"""Two processes at once, and one that is killed: nothing doubled, nothing lost.

Taken from the environment: PGHOST, PGUSER and PATH for PostgreSQL's client tools,
REPLENISH_ODOO_BIN (odoo-bin), REPLENISH_CONFIG (its configuration file),
REPLENISH_ADDONS_PATH, REPLENISH_DATABASE (has the addon, nobody is connected to it)
and REPLENISH_FILESTORE (folder of the filestores).
"""

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

HERE = Path(__file__).parent
TIMEOUT = 60

# What there is in the end, whatever ids it got and in whichever order.
DOCUMENTS = """
SELECT 'purchase', p.default_code, t.name->>'en_US', v.name, l.product_uom_qty::float8,
       l.date_planned::date, o.state, COUNT(*)
FROM purchase_order_line l
JOIN purchase_order o ON o.id = l.order_id
JOIN res_partner v ON v.id = o.partner_id
JOIN product_product p ON p.id = l.product_id
JOIN product_template t ON t.id = p.product_tmpl_id
GROUP BY 1, 2, 3, 4, 5, 6, 7
UNION ALL
SELECT 'transfer', NULL, t.name->>'en_US', s.complete_name || ' > ' || d.complete_name,
       m.product_uom_qty::float8, m.date::date, m.state, COUNT(*)
FROM stock_move m
JOIN stock_location s ON s.id = m.location_id
JOIN stock_location d ON d.id = m.location_dest_id
JOIN product_product p ON p.id = m.product_id
JOIN product_template t ON t.id = p.product_tmpl_id
WHERE m.replenish_suggestion_id IS NOT NULL
GROUP BY 1, 2, 3, 4, 5, 6, 7
ORDER BY 1, 3, 4, 5, 6, 7
"""
SUGGESTIONS = """
SELECT o.name, g.state, g.kind, g.quantity::float8, g.need_date, g.release_date,
       COUNT(*)
FROM stock_replenish_suggestion g
JOIN stock_warehouse_orderpoint o ON o.id = g.orderpoint_id
WHERE g.state != 'superseded'
GROUP BY 1, 2, 3, 4, 5, 6 ORDER BY 1, 2, 3, 4, 5, 6
"""
DECISIONS = """
SELECT o.name, d.cause, d.state, d.after_reorder_point::float8, COUNT(*)
FROM stock_replenish_decision d
JOIN stock_warehouse_orderpoint o ON o.id = d.orderpoint_id
GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4
"""
# No suggestion may have become two documents, or be ordered without one.
WRONG = """
SELECT g.id FROM stock_replenish_suggestion g
LEFT JOIN purchase_order_line l ON l.replenish_suggestion_id = g.id
LEFT JOIN stock_move m ON m.replenish_suggestion_id = g.id
GROUP BY g.id, g.state, g.kind
HAVING (g.state = 'ordered') != (COUNT(l.id) + COUNT(m.id) > 0)
    OR COUNT(DISTINCT l.id) > 1
"""


class Database:
    """A database of this test, and what is done with it."""

    def __init__(self, name, template):
        self.name = name
        self.drop()
        subprocess.run(["createdb", "-T", template, name], check=True)
        files = Path(os.environ["REPLENISH_FILESTORE"])
        shutil.copytree(files / template, files / name, copy_function=os.link)

    def drop(self):
        subprocess.run(
            ["dropdb", "--if-exists", "--force", self.name],
            check=True,
            stderr=subprocess.DEVNULL,
        )
        files = Path(os.environ["REPLENISH_FILESTORE"])
        shutil.rmtree(files / self.name, ignore_errors=True)

    def rows(self, query):
        """Return the rows of a query, each as a line of text."""
        answer = subprocess.run(
            ["psql", "-XAtqc", query, self.name],
            check=True,
            capture_output=True,
            text=True,
        )
        return answer.stdout.splitlines()

    def start(self, *arguments, stdin=None):
        """Start odoo-bin with a command and return the process."""
        environ = os.environ
        command = [
            sys.executable,
            environ["REPLENISH_ODOO_BIN"],
            f"--addons-path={environ['REPLENISH_ADDONS_PATH']}",
            *arguments,
            *("-c", environ["REPLENISH_CONFIG"], "-d", self.name),
            *("--no-http", "--log-level=warn"),
        ]
        return subprocess.Popen(
            command,
            stdin=stdin,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def replenish(self):
        return self.start("replenish", "--plan", "--order")

    def finish(self, process):
        """Wait for a process; its output is told if it failed."""
        output, _nothing = process.communicate(timeout=TIMEOUT)
        assert process.returncode == 0, output
        return output

    def end_state(self):
        """Return what there is, after one more quiet run has settled the queue."""
        self.finish(self.replenish())
        assert self.rows(WRONG) == []
        return {
            "documents": self.rows(DOCUMENTS),
            "suggestions": self.rows(SUGGESTIONS),
            "decisions": self.rows(DECISIONS),
        }


@pytest.fixture(scope="module")
def make_database():
    made = []

    def make(suffix, template=os.environ["REPLENISH_DATABASE"]):
        # Short: PostgreSQL cuts names at 63 characters.
        database = Database(f"replenish_e2e_{os.getpid()}_{suffix}", template)
        made.append(database)
        return database

    yield make
    for database in made:
        database.drop()


@pytest.fixture(scope="module")
def small(make_database):
    """Return a database with something to plan and to order."""
    database = make_database("small")
    with (HERE / "small_data.py").open() as script:
        database.finish(database.start("shell", stdin=script))
    return database


@pytest.fixture(scope="module")
def undisturbed(make_database, small):
    """Return the end state of one process that nobody disturbs."""
    database = make_database("calm", small.name)
    database.finish(database.replenish())
    ordered = len(database.rows(DOCUMENTS))
    state = database.end_state()
    assert len(state["documents"]) == ordered > 60, "a second run orders nothing"
    return state


def wait_for(database, query, process):
    """Wait until a query finds something while the process is at work."""
    deadline = time.monotonic() + TIMEOUT
    while time.monotonic() < deadline:
        if database.rows(query):
            return
        assert process.poll() is None, process.stdout.read()
        time.sleep(0.02)
    pytest.fail(f"never seen: {query}")


def test_two_processes_at_once(make_database, small, undisturbed):
    database = make_database("twins", small.name)
    twins = [database.replenish(), database.replenish()]
    for process in twins:
        database.finish(process)
    assert database.end_state() == undisturbed


def test_killed_and_run_again(make_database, small, undisturbed):
    """Killed while it plans, then while it orders, then left alone."""
    database = make_database("killed", small.name)
    for query in (
        "SELECT 1 FROM stock_replenish_run WHERE kind = 'plan' AND planned > 10",
        "SELECT 1 FROM stock_replenish_run WHERE kind = 'order' AND ordered > 10",
    ):
        process = database.replenish()
        wait_for(database, query, process)
        process.send_signal(signal.SIGKILL)
        process.communicate()
        unfinished = database.rows(
            "SELECT 1 FROM stock_replenish_run WHERE state = 'running'"
        )
        assert unfinished, "the run was over before it was killed"
    database.finish(database.replenish())
    assert database.end_state() == undisturbed
