import logging
import time
from contextlib import contextmanager
from dataclasses import dataclass, field

from odoo import api, fields, models
from odoo.service.model import PG_CONCURRENCY_ERRORS_TO_RETRY

from ...tools import number_parameter
from .stock_replenish_commit import BACKOFF_SECONDS

_logger = logging.getLogger(__name__)

BUDGET_SECONDS = 60
# Workers of one run on this database, as many as there are jobs to help.
WORKERS, MOST_WORKERS = 2, 4
# How often, and for how long, a worker without a part looks whether one gets free.
POLL_SECONDS, PATIENCE_SECONDS = 0.2, 5
# What a call does whenever it comes, as it is watched.
_JOBS = {"plan": "changes", "order": "order"}


@dataclass
class Shift:
    """What one call of a job knows: until when it works, on which companies, and
    whether it may start runs or helps those that are under way."""

    kind: str
    companies: models.BaseModel
    deadline: float
    starts: bool
    # Companies whose run of what changed, or of orders, this call has met.
    met: set = field(default_factory=set)
    # Those it saw to without an error, nobody else being at it.
    opened: set = field(default_factory=set)
    errors: list = field(default_factory=list)
    stage: tuple = ()

    def is_over(self):
        return time.monotonic() > self.deadline


class StockReplenishRun(models.Model):
    """The jobs: any number of workers take parts of the runs that are under way."""

    _inherit = "stock.replenish.run"

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

    @api.model
    def _cron_help(self, budget=None):
        """Take parts of the runs that others have started, see :meth:`_summon`."""
        self = self.sudo()
        for kind in ("plan", "order"):
            if self.search_count(
                [("kind", "=", kind), ("state", "=", "running")], limit=1
            ):
                self._work(kind, budget, starts=False)

    def _work(self, kind, budget=None, starts=True):
        """Open runs and work on their parts until nothing is left, or time is up.

        :return: True if nothing is left
        """
        # Jobs see all companies, whoever runs them.
        self = self.sudo()
        if budget is None:
            budget = self._budget()
        deadline = time.monotonic() + budget
        shift = Shift(kind, self._companies(), deadline, starts)
        began = fields.Datetime.now()
        idle_since = None
        while self._open_runs(shift) and not shift.is_over():
            if self._work_parts(shift):
                idle_since = None
                continue
            # All that is left is in other hands, or waits for what is.
            now = time.monotonic()
            idle_since = now if idle_since is None else idle_since
            if now - idle_since > PATIENCE_SECONDS:
                break
            time.sleep(POLL_SECONDS)
        if shift.companies and starts:
            self.env.ref(f"stock_replenish_sync.ir_cron_{kind}")._trigger()
            self._commit()
        if starts:
            self._tell_through(shift, began)
        if shift.errors:
            raise shift.errors[0]
        return not shift.companies

    def _tell_through(self, shift, began):
        """Note for which companies this call of the job got to its end."""
        job = _JOBS[shift.kind]
        companies = self.env["res.company"].browse(sorted(shift.opened))
        if companies:
            calls = self.env["stock.replenish.job.call"]
            self._attempt(lambda: calls._got_through(job, companies, began))

    def _budget(self):
        return number_parameter(self.env, "run_seconds", BUDGET_SECONDS)

    def _workers(self):
        """Return how many workers of this database may share a run."""
        workers = number_parameter(self.env, "run_workers", WORKERS, MOST_WORKERS)
        return max(int(workers), 1)

    def _companies(self):
        """Return the companies that have orderpoints."""
        groups = self.env["stock.warehouse.orderpoint"]._read_group([], ["company_id"])
        return self.env["res.company"].browse(sorted(group[0].id for group in groups))

    def _open_runs(self, shift):
        """See to it that there are parts; keep the companies with something left."""
        for company in shift.companies:
            with self._guarded(shift, company):
                if not self._open(shift, company):
                    shift.companies -= company
        return shift.companies

    def _work_parts(self, shift):
        """Work on parts until there is none to take, or time is up.

        :return: number of parts tried
        """
        tried = 0
        while not shift.is_over() and self._work_part(shift):
            tried += 1
        return tried

    def _work_part(self, shift):
        """Work on one part; return False if there is none to take."""
        part = self.env["stock.replenish.run.part"]
        with self._locks() as lock:
            with self._guarded(shift, self.env["res.company"]):
                part = part._claim(lock, shift.kind, shift.companies)
            if part:
                self._announce(part, shift)
                with self._guarded(shift, part.run_id.company_id, part):
                    with self._transaction():
                        part._work()
        return bool(part)

    def _announce(self, part, shift):
        """Call helpers when a part is the first of others that may be taken."""
        stage = (part.run_id.id, part.step)
        if shift.starts and stage != shift.stage:
            shift.stage = stage
            part.run_id._summon(part)
            self._commit()

    def _summon(self, part):
        """Let others know that there are parts to take beside the one in hand.

        Scheduled actions here: each of them is run by one process at a time, so there
        is one for every helper.
        """
        free = self.env["stock.replenish.run.part"].search_count(
            [
                ("run_id", "=", self.id),
                ("state", "=", "waiting"),
                ("step", "=", part.step),
                ("id", "!=", part.id),
            ],
            limit=MOST_WORKERS,
        )
        for number in range(1, min(free + 1, self._workers())):
            helper = f"stock_replenish_sync.ir_cron_help_{number}"
            # One that somebody deleted is not missed.
            if cron := self.env.ref(helper, raise_if_not_found=False):
                cron._trigger()

    @contextmanager
    def _guarded(self, shift, company, part=None):
        """Undo what fails inside: a lost race is run again, another error ends the work
        on this company, and the others go on."""
        try:
            yield
        except Exception as error:  # noqa: BLE001 - other companies go on
            self._rollback()
            if getattr(error, "pgcode", None) in PG_CONCURRENCY_ERRORS_TO_RETRY:
                _logger.info("%s of company %s lost a race", shift.kind, company.id)
                time.sleep(BACKOFF_SECONDS * 2 ** (part.attempts - 1 if part else 0))
                return
            _logger.warning("%s of company %s stopped", shift.kind, company.id)
            shift.errors.append(error)
            shift.opened -= set((company or shift.companies).ids)
            shift.companies -= company
            if part:
                part._note(error)
            else:
                self._tell_error(shift, company, error)

    def _tell_error(self, shift, companies, error):
        """Note an error outside parts, for whoever watches the jobs."""
        job = _JOBS[shift.kind]
        calls = self.env["stock.replenish.job.call"]
        self._attempt(lambda: calls._failed(job, companies or shift.companies, error))
