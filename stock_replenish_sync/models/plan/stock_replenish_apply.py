from dataclasses import dataclass

import numpy as np

from odoo import _, fields, models

from ...planning.datatypes import Reason

STATUS_NAMES = ("neutral", "planned", "to_review", "failed")
NEUTRAL, PLANNED, TO_REVIEW, FAILED = range(len(STATUS_NAMES))


@dataclass
class Outcome:
    """What becomes of the rows of a planned batch; masks of shape (n,).

    `changed` is where parameters move, applied or to be reviewed; under `in_force`
    suggestions follow from the policy.
    """

    governing: np.ndarray
    stopped: np.ndarray
    changed: np.ndarray
    review: np.ndarray
    applied: np.ndarray
    in_force: np.ndarray


class StockReplenishApply(models.AbstractModel):
    """Stores what the engine answered: columns, suggestions, decisions, problems."""

    _name = "stock.replenish.apply"
    _description = "Replenishment Planning: store a planned batch"

    def _apply(self, batch, policies, run=None):
        """Store a planned batch.

        :param batch: :class:`~.stock_replenish_plan.PlannedBatch`
        :param policies: policies of the batch, in the order of `items.policy`
        :return: dict of counters: planned, failed, suggestions, decisions
        """
        outcome = batch.outcome
        governing, stopped = outcome.governing, outcome.stopped
        review = outcome.review & ~self.env["stock.replenish.decide"]._refused(
            batch, outcome.review
        )
        # Where the first proposal was refused, core's own rule goes on.
        refused = batch.items.frozen & ~batch.frame.has_parameters
        status = np.select(
            [~governing, stopped, review, refused],
            [NEUTRAL, FAILED, TO_REVIEW, NEUTRAL],
            PLANNED,
        )
        decisions = self.env["stock.replenish.decide"]._decide(
            batch, policies, outcome.applied, review & ~stopped, stopped, run
        )
        suggestions = self.env["stock.replenish.propose"]._sync_suggestions(
            batch, policies
        )
        self._load_rows(batch, outcome, status, policies)
        self._write_rows(batch, fields.Datetime.now())
        self._report(batch, stopped, run)
        self.env["stock.replenish.watch"]._watch(batch, run)
        self.env["stock.replenish.dirty"]._take(batch.frame.orderpoint.tolist())
        return {
            "planned": int(len(batch.frame) - stopped.sum()),
            "failed": int(stopped.sum()),
            "suggestions": suggestions,
            "decisions": decisions,
        }

    def _outcome(self, batch):
        """Return the :class:`Outcome` of a planned batch."""
        governing = self._governing(batch, batch.records)
        stopped = governing & self._stopped(batch)
        changed = governing & batch.result.changed & ~self._same_as_shown(batch)
        applied = changed & ~batch.items.frozen & ~stopped
        return Outcome(
            governing=governing,
            stopped=stopped,
            changed=changed,
            review=changed & batch.items.frozen,
            applied=applied,
            # A policy under review governs only once its first parameters are
            # accepted.
            in_force=governing & ~stopped & (batch.frame.has_parameters | applied),
        )

    def _governing(self, batch, policies):
        """Tell which rows have a policy other than min/max."""
        methods = np.array([row.method != "min_max" for row in policies] or [False])
        policy = batch.items.policy
        return (policy >= 0) & methods[policy]

    def _stopped(self, batch):
        """Tell which rows cannot be planned or cannot be supplied."""
        stopped = (batch.result.reasons & Reason.INVALID_INPUT) != 0
        stopped[list(batch.supply.problems)] = True
        return stopped

    def _same_as_shown(self, batch):
        """Tell where proposed parameters look the same as those in force.

        Accepted parameters are stored as people see them, so without this an item
        would differ from its own proposal for ever.
        """
        digits = self.env["decimal.precision"].precision_get("Product Unit of Measure")
        same = batch.frame.has_parameters.copy()
        for name in ("safety_stock", "reorder_point", "order_quantity"):
            distance = np.abs(
                getattr(batch.result, f"proposed_{name}") - getattr(batch.frame, name)
            )
            same &= distance <= 0.5 * 10.0**-digits
        return same

    # ------------------------------------------------------------------
    # Problems
    # ------------------------------------------------------------------

    def _report(self, batch, stopped, run):
        """Record what cannot be planned or supplied; close what now can."""
        problems = []
        for row in np.flatnonzero(stopped):
            orderpoint = int(batch.frame.orderpoint[row])
            if int(row) in batch.supply.problems:
                code, sentence = batch.supply.problems[int(row)]
                problems.append((orderpoint, "master_data", code, sentence))
            else:
                problems.append(
                    (
                        orderpoint,
                        "planning_error",
                        "invalid_input",
                        _(
                            "A stock, demand or lead-time figure of this product is "
                            "not a usable number."
                        ),
                    )
                )
        problems += self.env["stock.replenish.sourcing"]._problems(batch)
        supply = self.env["stock.replenish.supply"]
        problems += supply._without_lead_time(batch, stopped)
        self.env["stock.replenish.exception"]._report(
            problems,
            ["master_data", "planning_error"],
            batch.frame.orderpoint.tolist(),
            run,
        )
