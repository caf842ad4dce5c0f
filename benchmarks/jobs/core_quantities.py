from ..job import Against, Job

#: Core takes minutes for more.
SAMPLE = 2_000


class CoreQuantities(Job):
    """Core's `_compute_qty_to_order` over reordering rules, at most 2,000 evenly
    spread, as its scheduler calls it each night. Governed rules say what the plan
    stored."""

    title = "Core's quantities to order"
    unit = "rules"
    on = ("plain", "addon", "planned")
    commits = False
    against = (
        Against(
            "times faster, no policy", on="addon", versus="plain", inverse=True, least=3
        ),
        Against("times faster, governed", on="planned", versus="plain", inverse=True),
    )

    def prepare(self, env, case):
        rules = env["stock.warehouse.orderpoint"].search(
            [("company_id", "=", env.company.id)], order="id"
        )
        return rules[:: max(len(rules) // SAMPLE, 1)][:SAMPLE]

    def run(self, env, prepared):
        prepared._compute_qty_to_order()
        return len(prepared)
