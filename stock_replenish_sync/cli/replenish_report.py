import time

from rich.console import Console
from rich.table import Table

from .progress import Progress

# Seconds between two looks at how far a run is.
SLICE = 5


class Report:
    """Runs the jobs in slices, so that their progress can be shown, and sums up."""

    def __init__(self, env):
        self.env = env
        self.console = Console()
        self.seconds = {}

    def work(self, kind):
        """Run a job to its end."""
        started = time.monotonic()
        runs = self.env["stock.replenish.run"]
        job = {"plan": runs._cron_plan, "order": runs._cron_order}[kind]
        total, before = self._total(kind), self._done(kind)
        with Progress(self.console) as progress:
            progress.step(kind, 0, total)
            finished = False
            while not finished:
                finished = job(budget=SLICE)
                self.env.cr.commit()  # pylint: disable=invalid-commit
                done = min(self._done(kind) - before, total)
                progress.step(kind, done, total)
            # What was left out, or done before, is no work that is missing.
            progress.step(kind, done, done)
        self._add_seconds(kind, started)

    def scan(self):
        """Look for exceptions: all of them where that is due, else where something
        changed."""
        self._do("scan", self.env["stock.replenish.exception"]._cron_scan)

    def measure(self):
        """Measure the days that are over and not measured yet."""
        self._do("measure", self.env["stock.replenish.kpi"]._cron_snapshot)

    def _do(self, kind, job):
        started = time.monotonic()
        with self.console.status(kind):
            job()
            self.env.cr.commit()  # pylint: disable=invalid-commit
        self._add_seconds(kind, started)

    def _add_seconds(self, kind, started):
        self.seconds[kind] = self.seconds.get(kind, 0.0) + time.monotonic() - started

    def _total(self, kind):
        """Return the rows the job is to go through."""
        domain = [("product_id.active", "=", True)]
        if kind == "order":
            domain += [
                ("is_governed", "=", True),
                ("trigger", "=", "auto"),
                ("qty_to_order", ">", 0),
            ]
        return self.env["stock.warehouse.orderpoint"].search_count(domain)

    def _done(self, kind):
        """Return the rows that all runs so far have been through."""
        [[rows]] = self.env["stock.replenish.run.part"]._read_group(
            [("run_id.kind", "=", kind), ("state", "!=", "waiting")], [], ["rows:sum"]
        )
        return rows or 0

    def summary(self):
        """Print what is planned, suggested and ordered, and what needs a person."""
        self._print_policies()
        self._print_counts()
        self._print_exceptions()

    def _table(self, title, *columns):
        table = Table(title=title, title_justify="left")
        for name in columns:
            table.add_column(name, justify="left" if name[0].isupper() else "right")
        return table

    def _print_policies(self):
        table = self._table("Reordering rules by policy and class", "Policy")
        for name in ("A", "B", "C", "no class", "all"):
            table.add_column(name, justify="right")
        groups = self.env["stock.warehouse.orderpoint"]._read_group(
            [], ["policy_id", "abc_class"], ["__count"]
        )
        rows = {}
        for policy, abc, count in groups:
            counts = rows.setdefault(policy.name or "Odoo's own rule", {})
            counts[abc or "no class"] = count
        for name, counts in rows.items():
            cells = [counts.get(key, 0) for key in ("A", "B", "C", "no class")]
            table.add_row(name, *map(str, cells), str(sum(cells)))
        self.console.print(table)

    def _print_counts(self):
        table = self._table("What there is", "What", "Count", "Of it by policy")
        for label, model, domain, ours in (
            (
                "Suggestions, open",
                "stock.replenish.suggestion",
                [("state", "in", ("proposed", "held"))],
                [],
            ),
            (
                "Suggestions, ordered",
                "stock.replenish.suggestion",
                [("state", "=", "ordered")],
                [],
            ),
            (
                "Requests for quotation",
                "purchase.order",
                [("state", "in", ("draft", "sent"))],
                [("order_line.replenish_suggestion_id", "!=", False)],
            ),
            (
                "Transfers, open",
                "stock.picking",
                [
                    ("state", "not in", ("done", "cancel")),
                    ("location_id.usage", "in", ("internal", "transit")),
                    ("location_dest_id.usage", "in", ("internal", "transit")),
                ],
                [("move_ids.replenish_suggestion_id", "!=", False)],
            ),
            (
                "Manufacturing orders, open",
                "mrp.production",
                [("state", "not in", ("done", "cancel"))],
                [("replenish_suggestion_id", "!=", False)],
            ),
        ):
            records = self.env[model]
            share = str(records.search_count([*domain, *ours])) if ours else ""
            table.add_row(label, str(records.search_count(domain)), share)
        for kind, seconds in self.seconds.items():
            table.add_row(f"Seconds, {kind}", f"{seconds:.1f}", "")
        self.console.print(table)

    def _print_exceptions(self):
        live = [("state", "!=", "resolved")]
        exceptions = self.env["stock.replenish.exception"]
        groups = exceptions._read_group(live, ["kind"], ["__count", "value_rank:sum"])
        if not groups:
            self.console.print("Nothing needs a person.")
            return
        currency = self.env["res.company"]._get_main_company().currency_id.name
        table = self._table("Needs a person", "Kind", "rows", f"at risk, {currency}")
        table.add_column("The first of them")
        labels = dict(exceptions._kinds())
        for kind, count, value in sorted(groups, key=lambda row: -row[2]):
            first = exceptions.search([*live, ("kind", "=", kind)], limit=1)
            about = first.product_id.display_name or first.reference
            said = f"{about}: {first.problem}" if about else first.problem
            table.add_row(labels.get(kind, kind), str(count), f"{value:,.0f}", said)
        self.console.print(table)
