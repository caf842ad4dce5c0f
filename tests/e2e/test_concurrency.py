"""Several processes at once, and some that are killed: nothing doubled or lost."""

import os
import signal
from pathlib import Path

import pytest
from databases import DOCUMENTS, Database

HERE = Path(__file__).parent
PARTS_DONE = "SELECT 1 FROM stock_replenish_run_part WHERE state = 'done'"
# Some, and more to come.
PLANNING = f"{PARTS_DONE} AND step = 'plan' HAVING COUNT(*) > 2"
ORDERING = f"{PARTS_DONE} AND step = 'order' HAVING COUNT(*) > 2"
RUNNING = "SELECT 1 FROM stock_replenish_run WHERE state = 'running'"


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


def workers(database):
    """Return step -> number of processes that have done parts of it."""
    return dict(
        row.split("|")
        for row in database.rows(
            """SELECT step, COUNT(DISTINCT worker) FROM stock_replenish_run_part
               WHERE state = 'done' GROUP BY step"""
        )
    )


def test_shared_by_workers(make_database, small, undisturbed):
    """Three workers: each part done once, no row planned twice, no deadlock."""
    database = make_database("shared", small.name)
    database.finish(database.replenish(workers=3))
    counts = workers(database)
    assert int(counts["plan"]) > 1 and int(counts["order"]) > 1, counts
    assert database.rows(
        "SELECT DISTINCT state, attempts FROM stock_replenish_run_part"
    ) == ["done|1"]
    # Whoever planned a hub knew what its branch is to draw: nothing was planned twice.
    assert database.rows(
        "SELECT COUNT(*), COUNT(DISTINCT orderpoint_id) FROM stock_replenish_decision"
    ) == ["110|110"]
    assert database.rows(
        "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()"
    ) == ["0"]
    assert database.end_state() == undisturbed


def test_two_processes_at_once(make_database, small, undisturbed):
    """Two that do not know of each other share the work."""
    database = make_database("twins", small.name)
    twins = [database.replenish(), database.replenish()]
    for process in twins:
        database.finish(process)
    assert database.end_state() == undisturbed


def test_killed_and_run_again(make_database, small, undisturbed):
    """All workers killed while they plan, then while they order."""
    database = make_database("killed", small.name)
    for query in (PLANNING, ORDERING):
        process = database.replenish(workers=2)
        database.wait_for(query, process)
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        assert database.rows(RUNNING), "the run was over before it was killed"
    database.finish(database.replenish())
    assert database.end_state() == undisturbed


def test_others_go_on_when_one_is_killed(make_database, small, undisturbed):
    """What a killed helper had in hand is done by who is left."""
    database = make_database("helper", small.name)
    process = database.replenish(workers=2)
    [helper] = database.wait_for(
        f"""SELECT split_part(worker, ' ', 2) FROM stock_replenish_run_part
            WHERE worker NOT LIKE '% {process.pid}' LIMIT 1""",
        process,
    )
    os.kill(int(helper), signal.SIGKILL)
    database.finish(process)
    assert not database.rows(RUNNING)
    assert database.end_state() == undisturbed
