"""An ordering run is killed and run again: as if nothing had happened."""

from . import documents
from .stage import KILLED

#: Calls of the run until it says that nothing is left.
CALLS = 3


def test_killed_and_run_again(stage, undisturbed, drawn, tell):
    """Killed by SIGKILL at one or two points, then run again until done."""
    counts = undisturbed.counts
    stage.replace()
    for point in drawn:
        number = point.number(counts)
        [died] = stage.do({"name": "order", "kind": point.kind, "number": number})
        assert died.code == KILLED, f"not killed at {point}: {died}\n{stage.log()}"
        tell(f"{point.words(counts)}: {died.query}")
        # At least as much is left for the next one.
        counts = {name: max(counts[name] - died.counts[name], 1) for name in counts}
    for _call in range(CALLS):
        [done] = stage.do({"name": "order"})
        assert done.code in (0, 2), stage.log()
        if not done.code:
            break
    assert not done.code, f"the run does not come to an end\n{stage.log()}"
    found = documents.found(stage.database)
    wrong = documents.differences(found, undisturbed.documents)
    assert not wrong, "\n".join(wrong)
    assert stage.database.rows(documents.DOUBLED_OR_LOST) == []
