from ..client import user_environment
from ..job import Job

#: Rules of an assignment by hand.
SELECTED = 100


class OpenPreview(Job):
    """The preview of a change is opened: a dry run of planning for every rule that it
    touches, compared with the plan in force, and undone. Either another policy for a
    hundred rules, or another service level for the policy of all."""

    title = "Preview a change"
    unit = "rules"
    on = ("planned",)
    cases = ("100 rules", "all rules")
    commits = False

    def prepare(self, env, case):
        env = user_environment(env)
        policy = env["stock.replenish.policy"].search(
            [("method", "=", "reorder_point")]
        )
        change = env["stock.replenish.change"]
        if case == "all rules":
            values = {"service_level": 0.99}
            return lambda: change.preview_policy_values(policy[:1].id, values), change
        other = policy[:1].copy({"name": "Other", "service_level": 0.99})
        rules = env["stock.warehouse.orderpoint"].search(
            [("company_id", "=", env.company.id)], order="id"
        )
        step = max(len(rules) // SELECTED, 1)
        ids = rules[::step][:SELECTED].ids
        return lambda: change.preview_assign(ids, other.id), change

    def run(self, env, prepared):
        preview, change = prepared
        preview()
        return change.search([], order="id desc", limit=1).row_count
