from odoo import _, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ...tools import isolate, notification, number_parameter, split_by
from ...tools.locks import NO_KEY, lock_rows

BATCH = {"plan": 5000, "order": 200}


class StockReplenishPlanning(models.AbstractModel):
    """Plans given orderpoints: locks them, isolates those that fail."""

    _name = "stock.replenish.planning"
    _description = "Replenishment Planning: lock and plan orderpoints"

    def _plan_now(self, orderpoints):
        """Plan what a person chose and tell the outcome."""
        orderpoints = self._in_use(orderpoints)
        if not orderpoints:
            raise UserError(_("There is no reordering rule to plan."))
        counters = self._plan_rows(orderpoints)
        failed = counters.get("failed", 0)
        message = _("%s planned.", counters.get("planned", 0))
        if failed:
            message += " " + _("%s failed; see Exceptions.", failed)
        return notification(message, kind="warning" if failed else "success")

    def _plan_rows(self, orderpoints):
        """Plan these orderpoints in the current transaction.

        :return: dict of counters
        """
        self = self.sudo()
        counters = {}
        orderpoints = self._in_use(orderpoints.sudo())
        for company, rows in orderpoints.grouped("company_id").items():
            products = rows.mapped(lambda row: row.product_id.id)
            for ids in split_by(rows.ids, products, self._batch_size("plan")):
                part, _missed = self._plan_locked(company, ids)
                _add(counters, part)
        self.env["stock.replenish.watch"]._tell(orderpoints.company_id)
        return counters

    def _in_use(self, orderpoints):
        """Return which of these rows there is anything to plan for."""
        return orderpoints.filtered(lambda row: row.active and row.product_id.active)

    def _plan_locked(self, company, ids, skip_locked=False, run=None):
        """Plan rows after locking them; isolate and record those that fail.

        :param skip_locked: leave out rows that somebody else works on
        :return: (dict of counters, ids left out)
        """
        self.env["stock.warehouse.orderpoint"].flush_model()
        locked = self._lock_rows(ids, skip_locked)
        # Those who share a source are planned together; who is busy is read as it is.
        rivals = self.env["stock.replenish.sourcing"]._rivals(company, locked)
        together = sorted(locked + self._lock_rows(rivals, skip_locked=True))
        plan = self.env["stock.replenish.plan"].sudo()
        counters = {}

        def job(part):
            result = plan._plan_batch(company, part, run)
            # What fails when it reaches the database must not be counted.
            self.env.flush_all()
            _add(counters, result)

        failed = isolate(self.env.cr, together, job)
        if failed:
            self._record_failures(failed, run)
            _add(counters, {"failed": len(failed)})
        return counters, sorted(set(ids) - set(locked))

    def _lock_rows(self, ids, skip_locked):
        """Lock rows against other plans and orders; return the ids of those got."""
        if not ids:
            return []
        return lock_rows(
            self.env.cr,
            "stock_warehouse_orderpoint",
            ids,
            how=NO_KEY,
            skip_locked=skip_locked,
        )

    def _record_failures(self, failed, run):
        """Say on the row and in the worklist what made planning fail.

        Suggestions of an earlier plan are withdrawn: nobody knows any more whether
        they still hold.
        """
        ids = [row for row, _error in failed]
        now = fields.Datetime.now()
        self.env.cr.execute(
            SQL(
                """UPDATE stock_warehouse_orderpoint
                   SET plan_status = 'failed', planned_on = %s WHERE id = ANY(%s)""",
                now,
                ids,
            )
        )
        self.env.cr.execute(
            SQL(
                """UPDATE stock_replenish_suggestion
                   SET state = 'superseded', write_date = %s
                   WHERE state IN ('proposed', 'held') AND orderpoint_id = ANY(%s)""",
                now,
                ids,
            )
        )
        self.env["stock.replenish.apply"].sudo()._write_due(ids, forget_typed=True)
        self.env["stock.replenish.dirty"].sudo()._take(ids)
        self.env["stock.replenish.watch"].sudo()._forget(ids)
        self.env["stock.replenish.exception"]._report(
            [
                (row, "planning_error", "error", str(error) or type(error).__name__)
                for row, error in failed
            ],
            ["planning_error"],
            ids,
            run,
        )

    def _batch_size(self, kind):
        """Return the rows of a batch, at least one whatever somebody typed."""
        size = number_parameter(self.env, f"{kind}_batch", BATCH[kind])
        return max(int(size), 1)


def _add(counters, more):
    """Add counts to counts by name."""
    for name, count in more.items():
        counters[name] = counters.get(name, 0) + count
