import logging
import os
import socket
import time

from odoo import _, fields, models
from odoo.tools import SQL

from ...tools.locks import PART
from .stock_replenish_commit import MAX_ATTEMPTS

_logger = logging.getLogger(__name__)

# What the parts of a run count; the run's own figures are their sums.
COUNTERS = ("planned", "suggestions", "decisions", "ordered", "failed")


class StockReplenishRunPart(models.Model):
    """A part of a run: what one worker does in one transaction.

    Whoever works on a part holds the lock of its row until the transaction ends, which
    stores results, counters and "done" together. So a part is done once or not at all,
    and that of a worker who is gone is free again, without any clock. Attempts are
    counted in a transaction before, or what kills its worker would kill every worker;
    an advisory lock keeps the part from being taken in between.
    """

    _name = "stock.replenish.run.part"
    _inherit = "stock.replenish.commit"
    _description = "Part of a Replenishment Run"
    _log_access = False
    _order = "id"

    run_id = fields.Many2one(
        "stock.replenish.run", required=True, index=True, ondelete="cascade"
    )
    step = fields.Selection(
        [
            ("prepare", "Classes and policies"),
            ("plan", "Plan"),
            ("together", "Put orders together"),
            ("order", "Order"),
        ],
        required=True,
    )
    warehouse_id = fields.Many2one(
        "stock.warehouse",
        ondelete="set null",
        help="Waits until earlier parts of the same warehouse are through: they may "
        "write the same documents.",
    )
    row_ids = fields.Json(help="Ids of the reordering rules, until the run ends.")
    rows = fields.Integer(string="Rules")
    state = fields.Selection(
        [("waiting", "Waiting"), ("done", "Done"), ("failed", "Failed")],
        required=True,
        default="waiting",
    )
    attempts = fields.Integer(default=0)
    worker = fields.Char(help="Machine and process that took it last.")
    started_on = fields.Datetime(string="Started on")
    seconds = fields.Float()
    message = fields.Text()
    planned = fields.Integer()
    suggestions = fields.Integer()
    decisions = fields.Integer()
    ordered = fields.Integer()
    failed = fields.Integer()

    def init(self):
        self.env.cr.execute(
            """CREATE INDEX IF NOT EXISTS stock_replenish_run_part_waiting_index
               ON stock_replenish_run_part (run_id) WHERE state = 'waiting'"""
        )

    def _claim(self, lock, kind, companies):
        """Take the next part, if there is one, and count the attempt.

        :param lock: what :meth:`_locks` gave; the part is ours until that block ends
        :return: a part, given up if it was tried too often, or none
        """
        self._commit()
        for part in self.browse(self._claimable(kind, companies)):
            if lock(PART, part.id):
                # A new view of the data: somebody may just have finished it.
                self._commit()
                part.invalidate_recordset()
                with self._transaction():
                    if part._hold():
                        part._count()
                        return part
        return self.browse()

    def _claimable(self, kind, companies):
        """Return ids of parts whose turn it is, those that failed before at the end."""
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                """
                SELECT p.id
                FROM stock_replenish_run_part p
                JOIN stock_replenish_run r ON r.id = p.run_id
                WHERE p.state = 'waiting' AND r.state = 'running' AND r.kind = %s
                  AND r.company_id = ANY(%s)
                  AND NOT EXISTS (
                      SELECT FROM stock_replenish_run_part before
                      WHERE before.state = 'waiting' AND before.run_id = p.run_id
                        AND before.step = 'prepare' AND p.step != 'prepare')
                  AND NOT EXISTS (
                      -- Of any company: they may share a warehouse that supplies them.
                      SELECT FROM stock_replenish_run_part before
                      JOIN stock_replenish_run other ON other.id = before.run_id
                           AND other.state = 'running'
                      WHERE before.state = 'waiting' AND before.id < p.id
                        AND before.warehouse_id = p.warehouse_id)
                ORDER BY p.run_id, p.attempts, p.id
                """,
                kind,
                companies.ids,
            )
        )
        return [row for (row,) in self.env.cr.fetchall()]

    def _count(self):
        """Count an attempt, or give the part up."""
        if self.attempts >= MAX_ATTEMPTS:
            self._give_up()
        else:
            self.write(
                {
                    "attempts": self.attempts + 1,
                    "worker": _this_process(),
                    "started_on": fields.Datetime.now(),
                }
            )

    def _hold(self):
        """Lock this part for the rest of the transaction; tell whether that worked."""
        self.flush_recordset(["state"])
        self.env.cr.execute(
            SQL(
                """SELECT p.id FROM stock_replenish_run_part p
                   JOIN stock_replenish_run r ON r.id = p.run_id
                   WHERE p.id = %s AND p.state = 'waiting' AND r.state = 'running'
                   FOR UPDATE OF p SKIP LOCKED""",
                self.id,
            )
        )
        return bool(self.env.cr.fetchone())

    def _work(self):
        """Do this part in the transaction at hand, unless somebody else does or did.

        :return: whether it was done
        """
        self.ensure_one()
        if not self._hold():
            return False
        started = time.monotonic()
        counters = self.run_id._do_part(self)
        self.write(
            {
                **counters,
                "state": "done",
                "worker": _this_process(),
                "message": False,
                "seconds": self.seconds + time.monotonic() - started,
            }
        )
        return True

    def _give_up(self):
        """Leave this part out, so that the run comes to an end."""
        _logger.warning("Part %s of a run is given up: %s", self.id, self.message)
        self.write({"state": "failed", "failed": self.rows})
        self.run_id._leave_out(self)
        self.run_id._tell_failed(self.message or _("Given up after several attempts."))

    def _note(self, error):
        """Keep what went wrong, for whoever looks at the run."""
        with self._transaction():
            self.message = str(error) or type(error).__name__
            self.run_id._tell_failed(error)


def _this_process():
    return f"{socket.gethostname()} {os.getpid()}"
