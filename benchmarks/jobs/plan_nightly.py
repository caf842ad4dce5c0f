from .. import night
from ..floor import writing
from .plan_first import PlanFirst


class PlanNightly(PlanFirst):
    """The night after, when a day's sales of every rule have left: all rules are
    planned again, a seventh of them or so sold something, few parameters move by more
    than the policy's tolerance."""

    title = "Nightly plan"
    on = ("planned",)
    day = 1
    kept = "nightly"

    def prepare(self, env, case):
        night.sell(env)
        writing.remember(env.cr)
