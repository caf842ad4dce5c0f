"""A planned network, processes that work on copies of it, and the undisturbed run.

Taken from the environment: what `tests/e2e/databases.py` names, of which
REPLENISH_DATABASE is the planned network; N, how many runs are killed; SEED, which says
where.
"""

import os
from dataclasses import dataclass

import pytest

from . import documents, points
from .stage import Stage

N = int(os.environ.get("N") or 3)
SEED = int(os.environ.get("SEED") or 1)
#: What the network is known to lead to.
LEAST = {
    "purchase orders": 8,
    "transfers": 4,
    "manufacturing orders": 4,
    "reordering rules": 500,
}
_told = []


def pytest_generate_tests(metafunc):
    """Make a test of each run that is killed."""
    if "drawn" in metafunc.fixturenames:
        cases = {number: points.drawn(number, SEED) for number in range(N)}
        metafunc.parametrize(
            "drawn",
            cases.values(),
            ids=["+".join(map(str, drawn)) for drawn in cases.values()],
        )


@pytest.fixture(scope="session")
def stage():
    """Return a database that is replaced for each test, and its processes."""
    with Stage() as stage:
        yield stage


@dataclass(frozen=True)
class Undisturbed:
    """What a run says to PostgreSQL, and what there is after it: documents, and what
    was ordered of each rule."""

    counts: dict
    documents: dict
    ordered: list


@pytest.fixture(scope="session")
def undisturbed(stage):
    """Return what a run does that nobody disturbs."""
    stage.replace()
    [done] = stage.do({"name": "order"})
    assert done.code == 0, stage.log()
    assert stage.database.rows(documents.DOUBLED_OR_LOST) == []
    found = documents.found(stage.database)
    for section, least in LEAST.items():
        assert len(found[section]) >= least, f"too few {section} to prove anything"
    return Undisturbed(done.counts, found, stage.database.rows(documents.ORDERED))


@pytest.fixture
def tell():
    """Return a function that keeps a line for the end of the report."""
    return _told.append


def pytest_terminal_summary(terminalreporter):
    """Say where the runs were killed, and how to do it again."""
    if _told:
        terminalreporter.section(
            f"where runs were killed: make faults N={N} SEED={SEED}"
        )
        for line in _told:
            terminalreporter.line(line)
