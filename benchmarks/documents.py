"""Documents of Odoo's own that people confirm, with and without the addon."""

from .client import user_environment
from .job import Against, Job

DATABASES = ("plain", "addon", "planned")
#: What the addon may cost where nobody uses it, and with every rule governed.
NOT_CONFIGURED = (
    Against("not configured, time", on="addon", versus="plain", most=1.1),
    Against(
        "not configured, queries more",
        on="addon",
        versus="plain",
        queries=True,
        most=2,
    ),
)
GOVERNED = Against("every rule governed, time", on="planned", versus="plain", most=1.1)
AGAINST = (
    *NOT_CONFIGURED,
    GOVERNED,
    Against(
        "every rule governed, queries more",
        on="planned",
        versus="plain",
        queries=True,
        most=2,
    ),
)
#: The median is of so many documents of a run; one more before them fills caches.
REPEATED = 5


class Document(Job):
    """Confirms `REPEATED` documents of as many lines as the case says.

    Each has products of its own, so that none finds what another one left; all are
    made before the clock runs.
    """

    unit = "documents"
    sizes = ("10k",)
    commits = False
    #: Products besides one for each line.
    extra = 0

    def prepare(self, env, case):
        env.cr.execute(
            "UPDATE stock_warehouse_orderpoint SET trigger = 'manual' WHERE active"
        )
        env = user_environment(env)
        self.warehouse = env["stock.warehouse"].search(
            [("company_id", "=", env.company.id)], order="id", limit=1
        )
        self.partner = env["res.partner"].create({"name": "Benchmark"})
        lines = case + self.extra
        products = env["product.product"].search(
            [("type", "=", "product"), ("orderpoint_ids", "!=", False)],
            order="id",
            limit=lines * (REPEATED + 1),
        )
        confirm, *others = (
            self.make(env, products[start : start + lines])
            for start in range(0, len(products) - lines + 1, lines)
        )
        confirm()
        return env, others

    def run(self, env, prepared):
        env, documents = prepared
        for confirm in documents:
            # As if each were a request of its own.
            env.cr.flush()
            env.invalidate_all()
            confirm()
        env.cr.flush()
        return len(documents)

    def make(self, env, products):
        """Make one document, and return the method that confirms it."""
        raise NotImplementedError
