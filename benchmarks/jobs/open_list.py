from ..client import ListScreen, user_environment
from ..job import Job

ACTIONS = {
    "To Order": "stock_replenish_sync.stock_warehouse_orderpoint_action_to_order",
    "All Rules": "stock_replenish_sync.stock_warehouse_orderpoint_action",
}


class OpenList(Job):
    """Everything the web client asks for when a planner opens the worklist: views,
    sections of the search panel with their counts, groups with their totals, the rows
    of those unfolded, the line above them; as JSON, without the network."""

    title = "Open the worklist"
    unit = "screens"
    on = ("planned",)
    cases = tuple(ACTIONS)
    commits = False

    def prepare(self, env, case):
        screen = ListScreen(user_environment(env), ACTIONS[case])
        screen.open()
        return screen

    def run(self, env, prepared):
        self.answer = prepared.open()
        return 1

    def finish(self, env, prepared):
        """Refuse a screen that shows nothing."""
        if '"records": [{' not in self.answer:
            raise AssertionError("the list is empty")
