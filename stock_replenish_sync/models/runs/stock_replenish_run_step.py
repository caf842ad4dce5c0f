from odoo import models
from odoo.tools import SQL

from ..suggestion.stock_replenish_order import OrderOutcome
from .stock_replenish_run_share import DUE

ALL = SQL("TRUE")


class StockReplenishRun(models.Model):
    """What is done in a part of a run, in one transaction."""

    _inherit = "stock.replenish.run"

    def _do_part(self, part):
        """Do a part; return its counters."""
        self.ensure_one()
        run = self.with_company(self.company_id)
        ids = part.row_ids or []
        return {
            "prepare": run._do_prepare,
            "plan": run._do_plan,
            "together": run._do_together,
            "order": run._do_order,
        }[part.step](ids)

    def _still(self, ids, condition=ALL):
        """Return which of these rows are in use, as they are now.

        :param condition: SQL on the orderpoint `o`
        """
        self.env["stock.warehouse.orderpoint"].flush_model()
        self.env.cr.execute(
            SQL(
                """SELECT o.id FROM stock_warehouse_orderpoint o
                   JOIN product_product p ON p.id = o.product_id AND p.active
                   WHERE o.id = ANY(%s) AND o.active AND %s ORDER BY o.id""",
                ids,
                condition,
            )
        )
        return [row for (row,) in self.env.cr.fetchall()]

    def _do_prepare(self, _ids):
        self._prepare_policies(self.company_id)
        return {}

    def _prepare_policies(self, company):
        """Classify and assign policies, before anything is planned."""
        classification = self.env["stock.replenish.classification"]
        if classification._is_due(company):
            classification._classify(company)
        # Planned next, and not queued for it: the rows of this run's parts.
        planned = {row for part in self.part_ids for row in part.row_ids or ()}
        self.env["stock.replenish.policy.rule"]._assign(company, planned=planned)

    def _do_plan(self, ids):
        """Plan rows; those that somebody else works on wait in the queue."""
        counters, missed = self._plan_locked(
            self.company_id, self._still(ids), skip_locked=True, run=self
        )
        if self.scope == "full":
            self._queue(missed)
        return {
            name: counters.get(name, 0)
            for name in ("planned", "failed", "suggestions", "decisions")
        }

    def _do_together(self, _ids):
        """Put together what vendors are to get, now that everything is planned."""
        self.env["stock.replenish.vendor"]._put_together(self.company_id)
        return {}

    def _do_order(self, ids):
        outcome = OrderOutcome()
        self.env["stock.replenish.order"]._order_batch(
            self._still(ids, DUE), outcome, skip_locked=True
        )
        return {"ordered": len(outcome.ordered), "failed": len(outcome.failures)}

    def _leave_out(self, part):
        """Have rows of a part that was given up planned by the next run."""
        if part.step == "plan":
            self._queue(self._still(part.row_ids))

    def _queue(self, ids):
        self.env["stock.replenish.dirty"]._mark(
            self.env["stock.warehouse.orderpoint"].browse(ids)
        )
