from ..job import Against, Job


class CoreQuantities(Job):
    """Core's `_compute_qty_to_order` over all reordering rules, as its scheduler calls
    it each night. Governed rules say what the plan stored."""

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
        return env["stock.warehouse.orderpoint"].search(
            [("company_id", "=", env.company.id)]
        )

    def run(self, env, prepared):
        prepared._compute_qty_to_order()
        return len(prepared)
