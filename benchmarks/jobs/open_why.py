from ..client import user_environment
from ..job import Job

#: Rules that are explained, one after another.
RULES = 20


class OpenWhy(Job):
    """The Why of a rule: of one whose quantity is due, and of one that needs nothing
    and is explained by gathering it again. Each is opened for the first time."""

    title = "Open the Why"
    unit = "dialogs"
    on = ("planned",)
    cases = ("due", "covered")
    commits = False

    def prepare(self, env, case):
        env = user_environment(env)
        rules = env["stock.warehouse.orderpoint"].search(
            [
                ("company_id", "=", env.company.id),
                ("qty_to_order", ">" if case == "due" else "=", 0),
            ],
            order="id",
        )
        step = max(len(rules) // (RULES + 1), 1)
        first, *others = rules[::step].ids[: RULES + 1]
        env["stock.replenish.why"].explain("stock.warehouse.orderpoint", first)
        return env, others

    def run(self, env, prepared):
        env, rules = prepared
        for rule in rules:
            env.invalidate_all()
            env["stock.replenish.why"].explain("stock.warehouse.orderpoint", rule)
        return len(rules)
