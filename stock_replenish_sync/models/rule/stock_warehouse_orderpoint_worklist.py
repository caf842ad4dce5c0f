from odoo import _, api, fields, models
from odoo.osv import expression
from odoo.tools import SQL

from ...tools import roles

# What stands out in the chip above the worklist.
# Counting further tells nobody more.
COUNT_LIMIT = 10_000
ORDERABLE = ("qty_to_order", ">", 0)
NAMED_STATUSES = ("failed", "stocked_out", "runs_out", "held", "waiting")


class StockWarehouseOrderpoint(models.Model):
    """What the worklist asks besides its rows: when it was planned, what groups are
    worth. A fixed number of queries each."""

    _inherit = "stock.warehouse.orderpoint"

    @api.model
    def replenish_worklist_state(self):
        """Return what stands above the worklist, for the companies in use.

        :return: dict of planned_on (UTC, or False), running (percent, or False),
            rows, waiting, stale_before (UTC), by status the number of rows in
            `statuses`, next_day and next_count for what comes due later
        """
        roles.require(self.env, "viewer", _("the worklist"))
        self.check_access_rights("read")
        companies = self.env.companies
        runs = self._last_plans(companies)
        done = [run for run in runs if run["state"] == "done"]
        running = [run for run in runs if run["state"] == "running"]
        return {
            # The oldest of several companies: no row is older than what it says.
            "planned_on": len(done) == len(companies)
            and min(fields.Datetime.to_string(run["finished_on"]) for run in done),
            "today": fields.Date.to_string(self.env.company._replenish_today()),
            "running": bool(running)
            and min(int(100 * run["planned"] / (run["total"] or 1)) for run in running),
            "rows": sum(run["planned"] + run["failed"] for run in done),
            "waiting": self._count_waiting(companies),
            "stale_before": fields.Datetime.to_string(
                self.env.company._replenish_midnight()
            ),
            "statuses": self._count_statuses(companies),
            **self._next_due(companies),
        }

    @api.model
    def _last_plans(self, companies):
        """Return the last finished and the running full plan of each company."""
        self.env["stock.replenish.run"].flush_model()
        self.env["stock.replenish.run.part"].flush_model()
        self.env.cr.execute(
            SQL(
                """
                SELECT run.company_id, run.state, run.finished_on,
                       COALESCE(SUM(part.planned), 0) AS planned,
                       COALESCE(SUM(part.failed), 0) AS failed,
                       COALESCE(SUM(part.rows), 0) AS total
                FROM (
                    SELECT DISTINCT ON (company_id, state) *
                    FROM stock_replenish_run
                    WHERE kind = 'plan' AND scope = 'full' AND company_id = ANY(%s)
                      AND (state = 'done' OR state = 'running' AND day >= %s)
                    ORDER BY company_id, state, id DESC
                ) run
                LEFT JOIN stock_replenish_run_part part ON part.run_id = run.id
                GROUP BY run.id, run.company_id, run.state, run.finished_on
                """,
                companies.ids,
                fields.Date.subtract(fields.Date.today(), days=1),
            )
        )
        return self.env.cr.dictfetchall()

    @api.model
    def _count_waiting(self, companies):
        """Return how many rows changed since they were planned, up to a limit."""
        self.env["stock.replenish.dirty"].sudo().flush_model()
        self.env.cr.execute(
            SQL(
                """
                SELECT COUNT(*) FROM (
                    SELECT FROM stock_warehouse_orderpoint o
                    WHERE o.company_id = ANY(%s) AND o.active AND EXISTS (
                        SELECT FROM stock_replenish_dirty d
                        WHERE d.orderpoint_id = o.id)
                    LIMIT %s
                ) waiting
                """,
                companies.ids,
                COUNT_LIMIT,
            )
        )
        return self.env.cr.fetchone()[0]

    @api.model
    def _count_statuses(self, companies):
        """Return status -> number of rows, of statuses that ask for somebody."""
        self.flush_model(["replenish_status", "active", "company_id"])
        self.env.cr.execute(
            SQL(
                """
                SELECT replenish_status, COUNT(*)
                FROM stock_warehouse_orderpoint
                WHERE company_id = ANY(%s) AND active
                  AND replenish_status NOT IN ('own_rule', 'covered')
                  AND replenish_status = ANY(%s)
                GROUP BY replenish_status
                """,
                companies.ids,
                list(NAMED_STATUSES),
            )
        )
        counts = dict(self.env.cr.fetchall())
        return {status: counts.get(status, 0) for status in NAMED_STATUSES}

    @api.model
    def _next_due(self, companies):
        """Return the next day something comes due, and for how many rows."""
        today = self.env.company._replenish_today()
        self.env["stock.replenish.suggestion"].flush_model()
        self.env.cr.execute(
            SQL(
                """
                SELECT due_date, COUNT(DISTINCT orderpoint_id)
                FROM stock_replenish_suggestion
                WHERE state = 'proposed' AND company_id = ANY(%(companies)s)
                  AND due_date = (
                      SELECT MIN(due_date) FROM stock_replenish_suggestion
                      WHERE state = 'proposed' AND due_date > %(today)s
                        AND company_id = ANY(%(companies)s))
                GROUP BY due_date
                """,
                companies=companies.ids,
                today=today,
            )
        )
        day, count = self.env.cr.fetchone() or (None, 0)
        return {
            "next_day": day and fields.Date.to_string(day) or False,
            "next_count": count,
        }

    # ------------------------------------------------------------------
    # Groups: what they are worth, never currencies added up as they stand
    # ------------------------------------------------------------------

    @api.model
    def web_read_group(
        self, domain, fields, groupby, limit=None, offset=0, orderby=False, lazy=True
    ):
        worklist = self.env.context.get("replenish_worklist")
        if worklist:
            # A group shows what it is worth. Adding up each column on screen would
            # read every row, to no end.
            asked = {term.split()[0] for term in (orderby or "").split(",") if term}
            asked.add("order_value")
            fields = [name for name in fields if name.split(":")[0] in asked]
            fields = fields or ["order_value"]
        result = super().web_read_group(
            domain, fields, groupby, limit, offset, orderby, lazy
        )
        if worklist and result["groups"]:
            self._add_totals(result["groups"], domain, groupby[:1])
        return result

    def _add_totals(self, groups, domain, groupby):
        """Put beside each group what can be ordered in it: rows, value, currency."""
        company = self.env.companies
        if len(company) == 1 and ORDERABLE in _required(domain):
            # Its rows are all to be ordered, so they are counted and added up already.
            for group in groups:
                count = group[f"{groupby[0]}_count"]
                group["replenish_total"] = self._total(
                    [(company, count, group["order_value"])]
                )
            return
        rows = self._read_group(
            expression.AND([domain, [ORDERABLE]]),
            [*groupby, "company_id"],
            ["__count", "order_value:sum"],
        )
        parts = {}
        for value, company, count, total in rows:
            parts.setdefault(self._group_key(value), []).append((company, count, total))
        for group in groups:
            value = group[groupby[0]]
            if "__range" in group:
                reach = group["__range"][groupby[0]]
                value = reach["from"] if reach else False
            group["replenish_total"] = self._total(
                parts.get(self._group_key(value), [])
            )

    def _group_key(self, value):
        """Return a group's value as both ways of grouping know it."""
        if isinstance(value, models.BaseModel):
            return value.id or False
        if isinstance(value, tuple | list):
            return value[0]
        if hasattr(value, "isoformat"):
            return str(value)[:10]
        return value or False

    def _total(self, parts):
        """Return a total of (company, count, value) rows.

        In their own currency if they share one, else converted at today's rate into
        that of the active company, and said to be so.
        """
        currencies = {company.currency_id for company, _count, total in parts if total}
        if len(currencies) == 1:
            [currency] = currencies
            value, approximate = sum(total for _c, _n, total in parts), False
        else:
            company = self.env.company
            currency = company.currency_id
            today = company._replenish_today()
            value, approximate = 0.0, bool(currencies)
            for owner, _count, total in parts:
                value += owner.currency_id._convert(
                    total or 0.0, currency, company, today
                )
        return {
            "count": sum(count for _company, count, _total in parts),
            "value": currency.round(value or 0.0),
            "currency_id": currency.id,
            "approximate": approximate,
        }


def _required(domain):
    """Return the conditions that a domain asks of every row."""
    required = []
    # How many of the terms that follow are alternatives, or denied.
    others = 0
    for term in expression.normalize_domain(domain):
        if others:
            others += {"&": 1, "|": 1, "!": 0}[term] if _word(term) else -1
        elif _word(term):
            others = {"&": 0, "|": 2, "!": 1}[term]
        else:
            required.append(tuple(term))
    return required


def _word(term):
    return isinstance(term, str)
