from pathlib import Path

import numpy as np

from odoo import fields

from ..floor import arithmetic, reading, writing
from ..job import Against, Job
from ..variants import planned


class FloorFirst(Job):
    """The bare floor of the first full plan: the columns read once by binary COPY, the
    arithmetic in plain numpy, the very rows that the addon wrote written back by binary
    COPY into the same tables (`benchmarks/floor/`)."""

    title = "Floor of the first full plan"
    unit = "rules"
    after = ("plan_first",)
    against = (
        Against(
            "the addon takes so many times", job="plan_first", inverse=True, most=3
        ),
    )
    growth = 1.05
    kept = "first"

    def prepare(self, env, case):
        planned.govern(env)
        for file in self._folder().iterdir():
            file.read_bytes()  # into the system's cache, where a plan's own rows are

    def run(self, env, prepared):
        today = fields.Date.today()
        data = reading.read_all(env.cr, env.company.id, today)
        self.computed = arithmetic.compute(data, today)
        writing.write(env.cr, self._folder())
        return len(data["rules"]["id"])

    def finish(self, env, prepared):
        """Refuse a floor that computes something else than the addon."""
        env.cr.execute(
            """SELECT reorder_point::float8 FROM stock_warehouse_orderpoint
               WHERE company_id = %s AND active ORDER BY id""",
            [env.company.id],
        )
        theirs = np.array([point or 0.0 for (point,) in env.cr.fetchall()])
        same = self._agrees(theirs)
        print(f"reorder points that agree with the addon's: {same.mean():.1%}")
        if same.mean() < 0.99:
            raise AssertionError("the floor does not compute what the addon does")

    def _agrees(self, theirs):
        return np.isclose(self.computed["reorder_point"], theirs, rtol=0.01, atol=0.01)

    def _folder(self):
        return Path(self.scratch) / self.kept
