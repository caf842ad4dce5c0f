"""Several processes order the same rows at once: nothing doubled, nothing lost."""

import pytest

from . import documents
from .conftest import SEED

DEADLOCKS = "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()"
DUE = "SELECT name FROM stock_warehouse_orderpoint WHERE qty_to_order > 0"


def clicking(seed):
    return {"name": "click", "options": {"seed": seed}}


RUN, SCHEDULER = {"name": "order"}, {"name": "scheduler"}
CASES = {
    "two runs": [RUN, RUN],
    "run, scheduler and clicking user": [RUN, SCHEDULER, clicking(SEED)],
}


@pytest.mark.parametrize("deeds", CASES.values(), ids=CASES)
def test_at_once(stage, undisturbed, deeds):
    """Whoever orders a row, it is ordered once."""
    _counts, expected = undisturbed
    stage.replace()
    for done in stage.do(*deeds):
        assert done.code in (0, 2), stage.log()
    # What somebody left since it was in use.
    [last] = stage.do(RUN)
    assert last.code == 0, stage.log()
    assert stage.database.rows(documents.DOUBLED_OR_LOST) == []
    assert stage.database.rows(DUE) == []
    assert stage.database.rows(DEADLOCKS) == ["0"]
    found = documents.found(stage.database)
    assert not documents.differences(found, expected)
