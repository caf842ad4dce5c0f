from ..job import Against
from .plan_nightly import PlanNightly


class PlanNetwork(PlanNightly):
    """The nightly plan where one warehouse supplies the four others by lanes that share
    what it has free: needs are cut over lanes, the rest is bought."""

    title = "Nightly plan with lanes"
    on = ("network",)
    after = ("plan_nightly",)
    kept = "network"
    against = (
        Against("so many times that without lanes", job="plan_nightly", most=1.3),
    )
