from datetime import timedelta

from ..job import Job

FIRST, NIGHT = "first", "the night after"


class MeasureDays(Job):
    """KPIs are measured: ninety days of history, which become the baseline; the night
    after, the day that is over, and the two before it once more."""

    title = "Measure KPIs"
    unit = "days"
    on = ("planned",)
    # One after the other in the same database.
    cases = (FIRST, NIGHT)

    def prepare(self, env, case):
        """Have nothing measured yet, or all but the last day."""
        company = env.company.sudo()
        company.replenish_snapshot_on = (
            False
            if case == FIRST
            else company.replenish_snapshot_on - timedelta(days=1)
        )
        return {FIRST: 90, NIGHT: 3}[case]

    def run(self, env, prepared):
        env["stock.replenish.kpi"]._cron_snapshot()
        return prepared

    def finish(self, env, prepared):
        """Refuse a snapshot of which a part failed, or with nothing in it."""
        sums = env["stock.replenish.kpi"]._sums([("company_id", "=", env.company.id)])
        missing = [name for name in ("stock_value", "shipped_cost") if not sums[name]]
        if missing or not env.company.replenish_snapshot_on:
            raise AssertionError(f"nothing measured: {', '.join(missing)}")
