from ..job import Against, Job

#: Rules below their minimum that are ordered.
SAMPLE = 200


class CoreOrders(Job):
    """Core's `_procure_orderpoint_confirm` on rules below their minimum, evenly
    spread: requests for quotation are made. Governed rules order their suggestions."""

    title = "Order what is short"
    unit = "rules"
    on = ("plain", "addon", "planned")
    sizes = ("10k",)
    commits = False
    against = (
        Against(
            "not configured, time each", on="addon", versus="plain", each=True, most=1.1
        ),
        Against(
            "governed, time each", on="planned", versus="plain", each=True, most=1.1
        ),
    )

    def prepare(self, env, case):
        rules = env["stock.warehouse.orderpoint"].search(
            [("company_id", "=", env.company.id), ("qty_to_order", ">", 0)], order="id"
        )
        step = max(len(rules) // SAMPLE, 1)
        rules = rules[::step][:SAMPLE]
        self.before = self._on_request(rules)
        return rules

    def run(self, env, prepared):
        prepared._procure_orderpoint_confirm(
            company_id=env.company, raise_user_error=False
        )
        return len(prepared)

    def finish(self, env, prepared):
        """Refuse a run that ordered nothing."""
        if self._on_request(prepared) <= self.before:
            raise AssertionError("nothing was ordered")

    def _on_request(self, rules):
        """Return the quantity in requests for quotation."""
        [(quantity,)] = rules.env["purchase.order.line"]._read_group(
            [("product_id", "in", rules.product_id.ids), ("state", "=", "draft")],
            aggregates=["product_qty:sum"],
        )
        return quantity or 0.0
