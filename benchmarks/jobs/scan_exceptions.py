from odoo import fields

from ..job import Job

FIRST, NIGHT, CHANGED = "first", "the night after", "what changed"
#: Of a hundred rules, how many were planned again since the last scan.
PLANNED_AGAIN = 1


class ScanExceptions(Job):
    """All kinds that are on by default, over all rules and open orders: the first time,
    when each problem is put on the list; once more, when all are known; and of
    one rule in a hundred that was planned again, as every few minutes."""

    title = "Look for exceptions"
    unit = "rules"
    on = ("orders",)
    # One after another in the same database.
    cases = (FIRST, NIGHT, CHANGED)
    # What was planned before is no longer what changed.
    day = 1
    limits = {"wall": 30}

    def prepare(self, env, case):
        """Make the scan due, or plan some rules."""
        company = env.company
        if case == CHANGED:
            env.cr.execute(
                """UPDATE stock_warehouse_orderpoint SET planned_on = %s
                   WHERE company_id = %s AND id %% 100 < %s""",
                [fields.Datetime.now(), company.id, PLANNED_AGAIN],
            )
            return env.cr.rowcount
        company.sudo().replenish_scanned_all_on = False
        env.cr.execute(
            "SELECT COUNT(*) FROM stock_warehouse_orderpoint WHERE company_id = %s",
            [company.id],
        )
        return env.cr.fetchone()[0]

    def run(self, env, prepared):
        env["stock.replenish.exception"]._cron_scan()
        return prepared

    def finish(self, env, prepared):
        """Refuse a scan that found nothing, or of which a kind failed."""
        found = dict(
            env["stock.replenish.exception"]._read_group(
                [("company_id", "=", env.company.id), ("state", "=", "open")],
                ["kind"],
                ["__count"],
            )
        )
        missing = {"stocked_out", "late_purchase", "excess"} - set(found)
        if missing:
            raise AssertionError(f"nothing found: {', '.join(sorted(missing))}")
