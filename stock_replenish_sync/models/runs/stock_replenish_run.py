import logging
import time
from contextlib import contextmanager

from odoo import _, api, fields, models
from odoo.sql_db import db_connect
from odoo.tools import SQL, format_date
from odoo.tools.misc import formatLang

from ...tools import number_parameter, roles
from ..suggestion.stock_replenish_order import OrderOutcome

_logger = logging.getLogger(__name__)

BUDGET_SECONDS = 60
# First keys of the advisory locks; the second is the company.
LOCK_CLASS = {"plan": 1_179_207_213, "order": 1_179_207_214}


class StockReplenishRun(models.Model):
    """One run of a job over a company: what it did, how far it got, what failed.

    A run works in committed batches, remembers the last row it finished and stops
    when its time is up; the next call goes on from there. One run of a kind works on
    a company at a time, guarded by an advisory lock on a cursor of its own, since a
    lock taken on the working cursor would end with its first commit.
    """

    _name = "stock.replenish.run"
    _inherit = ["stock.replenish.commit", "stock.replenish.planning"]
    _description = "Replenishment Run"
    _order = "id desc"
    _rec_name = "kind"

    kind = fields.Selection([("plan", "Plan"), ("order", "Order")], required=True)
    scope = fields.Selection(
        [("full", "Everything"), ("dirty", "What changed")],
        required=True,
        default="full",
    )
    company_id = fields.Many2one("res.company", required=True, index=True)
    day = fields.Date(required=True)
    state = fields.Selection(
        [("running", "Running"), ("done", "Done"), ("failed", "Failed")],
        required=True,
        default="running",
        index=True,
    )
    started_on = fields.Datetime(
        string="Started on", required=True, default=fields.Datetime.now
    )
    finished_on = fields.Datetime(string="Finished on")
    seconds = fields.Float(
        string="Time worked (seconds)",
        help="Time worked, excluding pauses between calls.",
    )
    watermark_rank = fields.Integer(string="Reached Rank", default=-1)
    watermark_id = fields.Integer(string="Reached Rule", default=0)
    total = fields.Integer(
        string="Rules in all", help="Rows there were when the run began."
    )
    progress = fields.Integer(compute="_compute_progress")
    planned = fields.Integer()
    suggestions = fields.Integer()
    decisions = fields.Integer()
    ordered = fields.Integer()
    failed = fields.Integer()
    message = fields.Text()
    exception_ids = fields.One2many("stock.replenish.exception", "run_id")
    outcome = fields.Char(compute="_compute_outcome", string="What it did")
    took = fields.Char(compute="_compute_outcome", string="Duration")

    @api.depends("state", "total", "planned", "ordered", "failed")
    def _compute_progress(self):
        for run in self:
            done = run.planned + run.failed if run.kind == "plan" else run.total
            run.progress = (
                100
                if run.state == "done"
                else int(100 * min(done / run.total, 1.0) if run.total else 0)
            )

    @api.depends(
        "kind",
        "state",
        "seconds",
        "planned",
        "suggestions",
        "decisions",
        "ordered",
        "failed",
    )
    def _compute_outcome(self):
        for run in self:
            run.outcome = run._outcome_sentence()
            run.took = run._duration_words()

    def _outcome_sentence(self):
        """Return what a run did, in words."""
        self.ensure_one()
        if self.kind == "plan":
            said = [
                _("%s rules planned", self._number(self.planned)),
                _("%s suggestions", self._number(self.suggestions)),
            ]
            if self.decisions:
                said.append(_("%s changes of parameters", self._number(self.decisions)))
        else:
            said = [_("%s ordered", self._number(self.ordered))]
        if self.failed:
            said.append(_("%s failed", self._number(self.failed)))
        return ", ".join(said)

    def _number(self, count):
        return formatLang(self.env, count, digits=0)

    def _duration_words(self):
        """Return how long a run worked, in words."""
        self.ensure_one()
        minutes, seconds = divmod(round(self.seconds), 60)
        if minutes:
            return _("%(minutes)s min %(seconds)s s", minutes=minutes, seconds=seconds)
        return _("%s s", seconds) if seconds else _("less than 1 s")

    def action_view_decisions(self):
        """Open the parameters that this run moved or asks to move."""
        roles.checked(self, "viewer", _("looking into replenishment"))
        return self._view("stock_replenish_decision_action")

    def action_view_exceptions(self):
        """Open what failed in this run."""
        roles.checked(self, "viewer", _("looking into replenishment"))
        return self._view("stock_replenish_exception_action")

    def _view(self, name):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            f"stock_replenish_sync.{name}"
        )
        return {**action, "domain": [("run_id", "=", self.id)], "context": {}}

    @api.depends("kind", "day")
    def _compute_display_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for run in self:
            run.display_name = (
                f"{kinds.get(run.kind, '')} {format_date(self.env, run.day)}"
            )

    # ------------------------------------------------------------------
    # Entry points
    # ------------------------------------------------------------------

    @api.model
    def _cron_plan(self, budget=None):
        """Plan everything once a day and in between what changed.

        :param budget: seconds to work; what is left is taken up at once by the next
            call, which this one triggers
        :return: True if nothing is left
        """
        return self._work("plan", budget)

    @api.model
    def _cron_order(self, budget=None):
        """Order what is due on automatic orderpoints, see :meth:`_cron_plan`."""
        return self._work("order", budget)

    def _work(self, kind, budget):
        # Jobs see all companies, whoever runs them.
        self = self.sudo()
        job = {"plan": self._plan_company, "order": self._order_company}[kind]
        if budget is None:
            budget = self._budget()
        deadline = time.monotonic() + budget
        finished, errors = True, []
        for company in self._companies():
            with self._company_lock(kind, company) as locked:
                if not locked:
                    _logger.info("%s of %s runs elsewhere", kind, company.name)
                    continue
                try:
                    finished = job(company, deadline) and finished
                except Exception as error:  # noqa: BLE001 - other companies go on
                    self._rollback()
                    _logger.warning("%s of company %s stopped", kind, company.id)
                    errors.append(error)
        if not finished:
            self.env.ref(f"stock_replenish_sync.ir_cron_{kind}")._trigger()
            self._commit()
        if errors:
            raise errors[0]
        return finished

    def _budget(self):
        return number_parameter(self.env, "run_seconds", BUDGET_SECONDS)

    def _companies(self):
        """Return the companies that have orderpoints."""
        groups = self.env["stock.warehouse.orderpoint"]._read_group([], ["company_id"])
        return self.env["res.company"].browse(sorted(group[0].id for group in groups))

    @contextmanager
    def _company_lock(self, kind, company):
        """Yield whether this process may run `kind` on the company."""
        with db_connect(self.env.cr.dbname).cursor() as lock_cr:
            lock_cr.execute(
                "SELECT pg_try_advisory_xact_lock(%s, %s)",
                [LOCK_CLASS[kind], company.id],
            )
            yield lock_cr.fetchone()[0]

    # ------------------------------------------------------------------
    # Life of a run. The company's lock is held: what is still running and not ours
    # belongs to a process that is gone.
    # ------------------------------------------------------------------

    def _resume(self, kind, scope, company):
        """Return today's unfinished run, if any; give up those of other days."""
        unfinished = self.search(
            [
                ("kind", "=", kind),
                ("scope", "=", scope),
                ("company_id", "=", company.id),
                ("state", "=", "running"),
            ]
        )
        today = company._replenish_today()
        current = unfinished.filtered(lambda run: run.day == today)[:1]
        (unfinished - current).write(
            {
                "state": "failed",
                "message": _(
                    "Not finished on its day; the next run started anew. Look whether "
                    "scheduled actions run."
                ),
            }
        )
        return current

    def _start(self, kind, scope, company, **values):
        """Return a new run."""
        run = self.create(
            {
                "kind": kind,
                "scope": scope,
                "company_id": company.id,
                "day": company._replenish_today(),
                **values,
            }
        )
        self._commit()
        return run

    def _finish(self):
        self.write({"state": "done", "finished_on": fields.Datetime.now()})
        self._commit()

    def _work_step(self, step, ids, **watermark):
        """Run a step of this run as a transaction; without luck leave its rows out.

        :param watermark: where the run stands after these rows
        :return: True if the step was done
        """
        started = time.monotonic()

        def counted():
            step()
            self.write(dict(watermark, seconds=self.seconds + _since(started)))

        if self._attempt(counted):
            return True
        self.write(
            dict(
                watermark,
                seconds=self.seconds + _since(started),
                failed=self.failed + len(ids),
                message=_(
                    "%s reordering rules were in use all the time; the next run takes "
                    "them up.",
                    len(ids),
                ),
            )
        )
        return False

    # ------------------------------------------------------------------
    # Planning
    # ------------------------------------------------------------------

    def _plan_company(self, company, deadline):
        """Plan a company; return True if nothing is left."""
        self = self.with_company(company)
        run = self._full_run(company.with_env(self.env))
        if run and not run._plan_all(deadline):
            return False
        return self._plan_dirty(company.with_env(self.env), deadline)

    def _full_run(self, company):
        """Return today's unfinished full run, a new one, or none if it is done."""
        run = self._resume("plan", "full", company)
        done = [
            ("kind", "=", "plan"),
            ("scope", "=", "full"),
            ("company_id", "=", company.id),
            ("day", "=", company._replenish_today()),
            ("state", "=", "done"),
        ]
        if run or self.search_count(done, limit=1):
            return run
        rows = [("company_id", "=", company.id), ("product_id.active", "=", True)]
        return self._start(
            "plan",
            "full",
            company,
            total=self.env["stock.warehouse.orderpoint"].search_count(rows),
        )

    def _plan_all(self, deadline):
        """Classify, assign policies, plan all rows; return True if finished."""
        self.ensure_one()
        company = self.company_id
        if self.watermark_rank < 0:
            # Without luck the classes are a day older; planning matters more.
            self._work_step(
                lambda: self._prepare_policies(company), [], watermark_rank=0
            )
            self._commit()
        while True:
            rank, ids = self._next_rows(company)
            if not ids:
                self._finish()
                return True
            if time.monotonic() > deadline:
                return False
            done = self._work_step(
                lambda ids=ids: self._plan_step(company, ids),
                ids,
                watermark_rank=rank,
                watermark_id=ids[-1],
            )
            if not done:
                self._queue(ids)
                self._commit()

    def _prepare_policies(self, company):
        classification = self.env["stock.replenish.classification"]
        if classification._is_due(company):
            classification._classify(company)
        self.env["stock.replenish.policy.rule"]._assign(company)

    def _next_rows(self, company):
        """Return (rank, ids) of the next batch; a batch never spans two echelons.

        Branches come before the warehouses that supply them: their needs are demand
        there.
        """
        ranks = self.env["stock.replenish.supply"]._warehouse_ranks(company)
        self.env["stock.warehouse.orderpoint"].flush_model()
        self.env.cr.execute(
            SQL(
                """
                SELECT r.rank, o.id
                FROM stock_warehouse_orderpoint o
                JOIN product_product p ON p.id = o.product_id AND p.active
                JOIN unnest(%s::int[], %s::int[]) AS r(warehouse_id, rank)
                     ON r.warehouse_id = o.warehouse_id
                WHERE o.company_id = %s AND o.active
                  AND (r.rank, o.id) > (%s, %s)
                ORDER BY r.rank, o.id LIMIT %s
                """,
                list(ranks),
                list(ranks.values()),
                company.id,
                self.watermark_rank,
                self.watermark_id,
                self._batch_size("plan"),
            )
        )
        return _lowest_rank(self.env.cr.fetchall())

    def _plan_step(self, company, ids):
        """Plan one batch; rows that somebody else works on wait in the queue."""
        counters, missed = self._plan_locked(company, ids, skip_locked=True, run=self)
        if missed and self.scope == "full":
            self._queue(missed)
        self.write(
            {
                name: self[name] + counters.get(name, 0)
                for name in ("planned", "failed", "suggestions", "decisions")
            }
        )

    def _queue(self, ids):
        self.env["stock.replenish.dirty"]._mark(
            self.env["stock.warehouse.orderpoint"].browse(ids)
        )

    def _plan_dirty(self, company, deadline):
        """Plan rows that changed; return True if there are none left.

        Every row once: what is in use, or changed again meanwhile, is left to the
        next call, so that two warehouses that supply each other come to an end.
        """
        run = self._resume("plan", "dirty", company)
        tried = []
        while True:
            ids = self._dirty_rows(company, tried)
            if not ids:
                if run:
                    run._finish()
                return True
            if time.monotonic() > deadline:
                return False
            if not run:
                run = self._start("plan", "dirty", company)
            run._work_step(
                lambda ids=ids, run=run: run._plan_step(company, ids),
                ids,
                total=run.total + len(ids),
            )
            self._commit()
            tried += ids

    def _dirty_rows(self, company, tried):
        """Return the waiting rows of the lowest echelon that were not tried yet."""
        ranks = self.env["stock.replenish.supply"]._warehouse_ranks(company)
        self.env["stock.warehouse.orderpoint"].flush_model()
        self.env["stock.replenish.dirty"].flush_model()
        self.env.cr.execute(
            SQL(
                """
                SELECT DISTINCT r.rank, o.id
                FROM stock_replenish_dirty d
                JOIN stock_warehouse_orderpoint o ON o.id = d.orderpoint_id
                JOIN product_product p ON p.id = o.product_id AND p.active
                JOIN unnest(%s::int[], %s::int[]) AS r(warehouse_id, rank)
                     ON r.warehouse_id = o.warehouse_id
                WHERE o.company_id = %s AND o.active
                  AND NOT EXISTS (
                      SELECT FROM unnest(%s::int[]) AS t(id) WHERE t.id = o.id)
                ORDER BY r.rank, o.id LIMIT %s
                """,
                list(ranks),
                list(ranks.values()),
                company.id,
                tried,
                self._batch_size("plan"),
            )
        )
        return _lowest_rank(self.env.cr.fetchall())[1]

    # ------------------------------------------------------------------
    # Ordering
    # ------------------------------------------------------------------

    def _order_company(self, company, deadline):
        """Order what is due in a company; return True if nothing is left."""
        self = self.with_company(company)
        company = company.with_env(self.env)
        run = self._resume("order", "full", company)
        while True:
            ids = self._due_rows(company, run.watermark_id)
            if not ids:
                if run:
                    run._finish()
                return True
            if time.monotonic() > deadline:
                return False
            if not run:
                run = self._start("order", "full", company)
            run._work_step(
                lambda ids=ids, run=run: run._order_step(ids),
                ids,
                watermark_id=ids[-1],
                total=run.total + len(ids),
            )
            self._commit()

    def _due_rows(self, company, after):
        """Return automatic, governed rows with something to order."""
        self.env["stock.warehouse.orderpoint"].flush_model()
        self.env.cr.execute(
            SQL(
                """
                SELECT o.id FROM stock_warehouse_orderpoint o
                JOIN product_product p ON p.id = o.product_id AND p.active
                WHERE o.company_id = %s AND o.active AND o.is_governed
                  AND o.trigger = 'auto' AND o.qty_to_order > 0 AND o.id > %s
                ORDER BY o.id LIMIT %s
                """,
                company.id,
                after,
                self._batch_size("order"),
            )
        )
        return [row for (row,) in self.env.cr.fetchall()]

    def _order_step(self, ids):
        """Order one batch, in one transaction."""
        outcome = OrderOutcome()
        self.env["stock.replenish.order"]._order_batch(ids, outcome, skip_locked=True)
        self.write(
            {
                "ordered": self.ordered + len(outcome.ordered),
                "failed": self.failed + len(outcome.failures),
            }
        )

    @api.autovacuum
    def _gc_runs(self):
        """Forget runs older than three months."""
        self.search(
            [
                ("state", "!=", "running"),
                (
                    "create_date",
                    "<",
                    fields.Datetime.subtract(fields.Datetime.now(), months=3),
                ),
            ],
            limit=10_000,
        ).unlink()


def _since(started):
    return time.monotonic() - started


def _lowest_rank(rows):
    """Return (rank, ids) of the first rank among sorted (rank, id) rows."""
    rank = rows[0][0] if rows else 0
    return rank, [row for row_rank, row in rows if row_rank == rank]
