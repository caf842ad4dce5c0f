import numpy as np

from odoo import models
from odoo.tools import SQL


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
        waiting = self._waiting(batch)
        repeated = np.zeros(len(batch.frame), bool)
        # Only rows under review: others may have no policy to compare by.
        for row in np.flatnonzero(review):
            policy = policies[int(batch.items.policy[row])]
            key = (int(batch.frame.orderpoint[row]), policy.id, policy.version)
            repeated[row] = self._same_proposal(batch, row, waiting.get(key))
        review = review & ~repeated
        rows = np.flatnonzero(applied | review)
        self._supersede(batch.frame.orderpoint[~repeated & ~stopped].tolist())
        batch.snapshots(rows)
        rank_rate = self.env["stock.replenish.decision"]._rank_rate(
            batch.frame.company, batch.frame.today
        )
        values = [
            self._decision_values(
                batch, policies, int(row), bool(review[row]), run, rank_rate
            )
            for row in rows
        ]
        if not values:
            return 0
        names = list(values[0])
        self.env.cr.execute_values(
            SQL(
                "INSERT INTO stock_replenish_decision (%s) VALUES %%s",
                SQL(", ").join(SQL.identifier(name) for name in names),
            ).code,
            [tuple(row[name] for name in names) for row in values],
            page_size=1000,
        )
        self.env["stock.replenish.decision"].invalidate_model(flush=False)
        return len(values)

    def _refused(self, batch, review):
        """Tell which rows ask for what a person refused last.

        Only the last word counts: once other parameters were put in force, an old
        refusal says nothing any more.

        :param review: rows whose new parameters would wait for a person
        """
        refused = np.zeros(len(batch.frame), bool)
        rows = np.flatnonzero(review)
        if not len(rows):
            return refused
        self.env["stock.replenish.decision"].flush_model()
        self.env.cr.execute(
            SQL(
                """
                SELECT orderpoint_id, after_safety_stock, after_reorder_point,
                       after_order_quantity
                FROM (
                    SELECT DISTINCT ON (orderpoint_id) *
                    FROM stock_replenish_decision
                    WHERE orderpoint_id = ANY(%s)
                      AND state IN ('applied', 'accepted', 'rejected')
                    ORDER BY orderpoint_id, reviewed_on DESC NULLS LAST, id DESC
                ) decided
                JOIN stock_warehouse_orderpoint o ON o.id = orderpoint_id
                WHERE decided.state = 'rejected' AND decided.policy_id = o.policy_id
                """,
                batch.frame.orderpoint[rows].tolist(),
            )
        )
        last = {row[0]: row[1:] for row in self.env.cr.fetchall()}
        for row in rows:
            refused[row] = self._same_proposal(
                batch, row, last.get(int(batch.frame.orderpoint[row]))
            )
        return refused

    def _waiting(self, batch):
        """Return (orderpoint id, policy id, its version) -> proposal under review."""
        self.env["stock.replenish.decision"].flush_model()
        self.env.cr.execute(
            SQL(
                """
                SELECT orderpoint_id, policy_id, policy_version, after_safety_stock,
                       after_reorder_point, after_order_quantity
                FROM stock_replenish_decision
                WHERE state = 'to_review' AND orderpoint_id = ANY(%s)
                """,
                batch.frame.orderpoint.tolist(),
            )
        )
        return {row[:3]: row[3:] for row in self.env.cr.fetchall()}

    def _same_proposal(self, batch, row, waiting):
        """Tell whether what waits, or was refused, says the same, by tolerance."""
        if waiting is None:
            return False
        digits = self.env["decimal.precision"].precision_get("Product Unit of Measure")
        # What nobody can tell apart is the same, without any tolerance too.
        least = 0.5 * 10.0**-digits
        tolerance = batch.policies[batch.items.policy[row]].tolerance
        result = batch.result
        return all(
            abs(new - float(old))
            <= max(tolerance * max(abs(new), abs(float(old))), least)
            for new, old in zip(
                (
                    result.proposed_safety_stock[row],
                    result.proposed_reorder_point[row],
                    result.proposed_order_quantity[row],
                ),
                waiting,
                strict=False,
            )
        )

    def _supersede(self, orderpoint_ids):
        """Take back what waits for review for these orderpoints."""
        self.env["stock.replenish.decision"].flush_model(["state"])
        self.env.cr.execute(
            SQL(
                """UPDATE stock_replenish_decision SET state = 'superseded'
                   WHERE state = 'to_review' AND orderpoint_id = ANY(%s)""",
                orderpoint_ids,
            )
        )
        self.env["stock.replenish.decision"].invalidate_model(flush=False)

    def _decision_values(self, batch, policies, row, review, run, rank_rate):
        """Return one decision as column values."""
        frame, result = batch.frame, batch.result
        policy = policies[int(batch.items.policy[row])]
        before_min = float(frame.min_quantity[row])
        before_max = float(frame.maximum[row])
        after = (
            float(result.proposed_safety_stock[row]),
            float(result.proposed_reorder_point[row]),
            float(result.proposed_order_quantity[row]),
        )
        # A lot is on the shelf half of the time on average.
        if frame.has_parameters[row]:
            before_stock = frame.safety_stock[row] + frame.order_quantity[row] / 2
        else:
            before_stock = (before_min + max(before_max, before_min)) / 2
        delta = (after[0] + after[2] / 2 - float(before_stock)) * batch.cost[row]
        now = self.env.cr.now()
        return {
            "orderpoint_id": int(frame.orderpoint[row]),
            "company_id": frame.company.id,
            "warehouse_id": int(frame.warehouse[row]),
            "product_id": int(frame.product[row]),
            "policy_id": policy.id,
            "policy_version": policy.version,
            "run_id": run.id if run else None,
            "decided_on": frame.today,
            "cause": self._cause(batch, row, policy),
            "state": "to_review" if review else "applied",
            "before_min_qty": before_min,
            "before_max_qty": before_max,
            "before_safety_stock": float(frame.safety_stock[row]),
            "after_safety_stock": after[0],
            "after_reorder_point": after[1],
            "after_order_quantity": after[2],
            "change_pct": (after[1] - before_min) / before_min if before_min else 0.0,
            "stock_value_delta": float(delta),
            "value_rank": abs(float(delta)) * rank_rate,
            "history_weeks": int(
                batch.items.history.shape[1] - batch.items.first_bucket[row]
            ),
            "snapshot": batch.snapshots([row])[row],
            "create_uid": self.env.uid,
            "create_date": now,
            "write_uid": self.env.uid,
            "write_date": now,
        }

    def _cause(self, batch, row, policy):
        frame = batch.frame
        if not frame.has_parameters[row]:
            return "first"
        same = (
            frame.planned_policy[row] == policy.id
            and frame.planned_version[row] == policy.version
        )
        return "drift" if same else "policy"
