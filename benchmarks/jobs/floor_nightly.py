import numpy as np

from .. import night
from ..job import Against
from .floor_first import FloorFirst


class FloorNightly(FloorFirst):
    """The bare floor of the nightly plan: it reads and computes as that of the first
    one, and writes back only the rows in which the addon changed something."""

    title = "Floor of the nightly plan"
    on = ("planned",)
    day = 1
    after = ("plan_nightly",)
    against = (
        Against("the addon takes so many times", job="plan_nightly", inverse=True),
    )
    kept = "nightly"

    def prepare(self, env, case):
        night.sell(env)
        for file in self._folder().iterdir():
            file.read_bytes()

    def _agrees(self, theirs):
        # Parameters are kept until they differ by more than the policy's tolerance.
        return np.isclose(self.computed["reorder_point"], theirs, rtol=0.15, atol=0.01)
