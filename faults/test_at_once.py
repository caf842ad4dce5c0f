"""Several processes order the same rows at once: nothing doubled, nothing lost."""

from . import documents
from .conftest import SEED

RUN, SCHEDULER = {"name": "order"}, {"name": "scheduler"}
CLICKING = {"name": "click", "options": {"seed": SEED}}
DEADLOCKS = "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()"
DUE = "SELECT name FROM stock_warehouse_orderpoint WHERE qty_to_order > 0"


def order(stage, *deeds):
    """Let several order what is due, then a run what they left since it was in use."""
    stage.replace()
    for done in stage.do(*deeds):
        assert done.code in (0, 2), stage.log()
    [last] = stage.do(RUN)
    assert last.code == 0, stage.log()


def check(stage, undisturbed):
    """Every row is ordered, as much as by one run, and each suggestion once."""
    rows = stage.database.rows
    assert rows(documents.DOUBLED_OR_LOST) == []
    assert rows(documents.ORDERED) == undisturbed.ordered
    assert rows(DUE) == []
    assert rows(DEADLOCKS) == ["0"]


def test_two_runs(stage, undisturbed):
    """They share the parts: the documents are those of one run."""
    order(stage, RUN, RUN)
    check(stage, undisturbed)
    found = documents.found(stage.database)
    wrong = documents.differences(found, undisturbed.documents)
    assert not wrong, "\n".join(wrong)


def test_run_scheduler_and_clicking_user(stage, undisturbed):
    """Who gets a row first is chance, and so is which drafts it joins."""
    order(stage, RUN, SCHEDULER, CLICKING)
    check(stage, undisturbed)
