import numpy as np

from odoo import models
from odoo.tools import SQL

from ...tools import columns

PARAMETERS = ("safety_stock", "reorder_point", "order_quantity")
CAUSES = ("first", "policy", "drift")
FIRST, POLICY, DRIFT = range(len(CAUSES))
STATES = ("applied", "to_review")

# Columns of a decision that are taken as they are, and those that become numeric.
_WHOLE = (
    *("orderpoint_id", "warehouse_id", "product_id", "policy_id", "policy_version"),
    "history_weeks",
)
_FLOATS = ("change_pct", "value_rank")
_NUMERIC = (
    *("before_min_qty", "before_max_qty", "before_safety_stock"),
    *(f"after_{name}" for name in PARAMETERS),
    "stock_value_delta",
)


class StockReplenishDecide(models.AbstractModel):
    """Writes decisions: what parameters moved, from what inputs, by which policy."""

    _name = "stock.replenish.decide"
    _description = "Replenishment Planning: record decisions"

    def _decide(self, batch, policies, applied, review, stopped, run=None):
        """Record decisions of a batch.

        :param applied: rows whose new parameters are in force from now on
        :param review: rows whose new parameters wait for a person
        :param stopped: rows that could not be planned; what waits for review waits on
        :return: number of decisions written
        """
        self.env["stock.replenish.decision"].flush_model()
        repeated = review & self._same_proposal(batch, self._waiting(batch, policies))
        review = review & ~repeated
        self._supersede(batch.frame.orderpoint[~repeated & ~stopped].tolist())
        rows = np.flatnonzero(applied | review)
        if len(rows):
            self.env["stock.replenish.keep"]._keep(batch, rows)
            self._load(batch, policies, rows, review)
            self._insert(batch, run)
        self.env["stock.replenish.decision"].invalidate_model(flush=False)
        return len(rows)

    def _load(self, batch, policies, rows, review):
        """Put decisions on rows into the temporary table `replenish_decision`."""
        arrays = {name: column[rows] for name, column in self._facts(batch).items()}
        arrays |= {
            "policy_version": versions(batch, policies)[rows],
            "cause": self._cause(batch, policies)[rows],
            "to_review": review[rows].astype(np.int64),
        }
        columns.load(
            self.env.cr,
            "replenish_decision",
            [
                *((name, "i4") for name in (*_WHOLE, "cause", "to_review")),
                *((name, "f8") for name in (*_FLOATS, *_NUMERIC)),
            ],
            arrays,
        )

    def _facts(self, batch):
        """Return what decisions say of each row, by column."""
        frame, result = batch.frame, batch.result
        after = {name: getattr(result, f"proposed_{name}") for name in PARAMETERS}
        before = frame.min_quantity
        # A lot is on the shelf half of the time on average.
        before_stock = np.where(
            frame.has_parameters,
            frame.safety_stock + frame.order_quantity / 2,
            (before + np.maximum(frame.maximum, before)) / 2,
        )
        delta = after["safety_stock"] + after["order_quantity"] / 2 - before_stock
        delta = delta * batch.cost
        rank_rate = self.env["stock.replenish.decision"]._rank_rate(
            frame.company, frame.today
        )
        with np.errstate(divide="ignore", invalid="ignore"):
            change = (after["reorder_point"] - before) / before
        return {
            "orderpoint_id": frame.orderpoint,
            "warehouse_id": frame.warehouse,
            "product_id": frame.product,
            "policy_id": frame.policy,
            "history_weeks": batch.items.history.shape[1] - batch.items.first_bucket,
            "before_min_qty": before,
            "before_max_qty": frame.maximum,
            "before_safety_stock": frame.safety_stock,
            **{f"after_{name}": values for name, values in after.items()},
            "change_pct": np.where(before != 0, change, 0.0),
            "stock_value_delta": delta,
            "value_rank": np.abs(delta) * rank_rate,
        }

    def _cause(self, batch, policies):
        """Return what moved the parameters of each row, as places in `CAUSES`."""
        frame = batch.frame
        same = (frame.planned_policy == frame.policy) & (
            frame.planned_version == versions(batch, policies)
        )
        return np.where(frame.has_parameters, np.where(same, DRIFT, POLICY), FIRST)

    def _insert(self, batch, run):
        """Write what was loaded, with the snapshots."""
        names = [*_WHOLE, *_FLOATS, *_NUMERIC]
        sources = [SQL.identifier("d", name) for name in (*_WHOLE, *_FLOATS)]
        # By way of text, numeric holds the very float.
        sources += [
            SQL("%s::text::numeric", SQL.identifier("d", name)) for name in _NUMERIC
        ]
        now = self.env.cr.now()
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO stock_replenish_decision
                    (%s, company_id, run_id, decided_on, cause, state, packed,
                     create_uid, create_date, write_uid, write_date)
                SELECT %s, %s, %s, %s, (%s::varchar[])[d.cause + 1],
                       (%s::varchar[])[d.to_review + 1], s.packed, %s, %s, %s, %s
                FROM replenish_decision d
                JOIN replenish_snapshot s USING (orderpoint_id)
                ORDER BY d.orderpoint_id
                """,
                columns.listed(names),
                SQL(", ").join(sources),
                batch.frame.company.id,
                run.id if run else None,
                batch.frame.today,
                list(CAUSES),
                list(STATES),
                self.env.uid,
                now,
                self.env.uid,
                now,
            )
        )


def versions(batch, policies):
    """Return the version of each row's policy, 0 without one."""
    known = np.array([row.version for row in policies] or [0], np.int64)
    return np.where(batch.items.policy >= 0, known[batch.items.policy], 0)
