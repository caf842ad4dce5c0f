from odoo import _, api, fields, models
from odoo.tools import format_date
from odoo.tools.misc import formatLang

from ...tools import forget, roles
from .stock_replenish_run_part import COUNTERS


class StockReplenishRun(models.Model):
    """One run of a job over a company: what it did, how far it got, what failed.

    A run is cut into parts when it starts (`stock.replenish.run.part`). Workers take
    them side by side and stop when their time is up; whoever comes next goes on with
    the parts that are left.
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
    part_ids = fields.One2many("stock.replenish.run.part", "run_id")
    seconds = fields.Float(
        compute="_compute_counters",
        string="Time worked (seconds)",
        help="Time worked by all workers together, excluding pauses.",
    )
    total = fields.Integer(
        compute="_compute_counters",
        string="Rules in all",
        help="Rows there were when the run began.",
    )
    progress = fields.Integer(compute="_compute_counters")
    planned = fields.Integer(compute="_compute_counters")
    suggestions = fields.Integer(compute="_compute_counters")
    decisions = fields.Integer(compute="_compute_counters")
    ordered = fields.Integer(compute="_compute_counters")
    failed = fields.Integer(compute="_compute_counters")
    message = fields.Text()
    exception_ids = fields.One2many("stock.replenish.exception", "run_id")
    outcome = fields.Char(compute="_compute_outcome", string="What it did")
    took = fields.Char(compute="_compute_outcome", string="Duration")

    @api.depends(
        "state",
        *(f"part_ids.{name}" for name in ("state", "rows", "seconds", *COUNTERS)),
    )
    def _compute_counters(self):
        """Sum up the parts: each of them is written by one worker."""
        names = ["rows", "seconds", *COUNTERS]
        sums = {
            run.id: dict(zip(names, values, strict=True))
            for run, *values in self.env["stock.replenish.run.part"]._read_group(
                [("run_id", "in", self.ids)],
                ["run_id"],
                [f"{name}:sum" for name in names],
            )
        }
        through = dict(
            self.env["stock.replenish.run.part"]._read_group(
                [("run_id", "in", self.ids), ("state", "!=", "waiting")],
                ["run_id"],
                ["rows:sum"],
            )
        )
        for run in self:
            found = sums.get(run.id, {})
            for name in ("seconds", *COUNTERS):
                run[name] = found.get(name, 0)
            run.total = found.get("rows", 0)
            done = through.get(run, 0) / run.total if run.total else 0
            run.progress = 100 if run.state == "done" else int(100 * done)

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
        return self._words_of(self.seconds)

    @api.model
    def _words_of(self, seconds):
        """Return a number of seconds in words."""
        minutes, seconds = divmod(round(seconds), 60)
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

    @api.autovacuum
    def _gc_runs(self):
        """Forget runs older than three months."""
        forget(self, [("state", "!=", "running")], months=3)
