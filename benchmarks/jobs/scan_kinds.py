from ..job import Job

KINDS = (
    "stocked_out",
    "will_stock_out",
    "approaching_reorder_point",
    "late_purchase",
    "late_manufacturing",
    "late_transfer",
    "excess",
    "all others",
)


class ScanKinds(Job):
    """Where the time of looking for exceptions goes: one kind at a time, over all rules
    and open orders, the first time; and all those together that companies have to
    switch on."""

    title = "Look for exceptions of one kind"
    unit = "rules"
    on = ("orders",)
    cases = KINDS
    commits = False

    def prepare(self, env, case):
        """Leave one kind on."""
        settings = env["stock.replenish.exception.kind"]._of(env.company)
        for row in settings:
            row.is_on = row.kind == case if case in KINDS[:-1] else not row.is_on
        return env["stock.warehouse.orderpoint"].search_count(
            [("company_id", "=", env.company.id)]
        )

    def run(self, env, prepared):
        env["stock.replenish.exception"]._scan(env.company)
        return prepared
