from dataclasses import dataclass

import numpy as np

from odoo import _, fields, models
from odoo.tools import SQL

from ...planning.datatypes import NO_DAY, Reason
from ...tools import columns
from .stock_replenish_supply import KIND_CODES, KIND_NAMES

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
        now = fields.Datetime.now()
        outcome = batch.outcome
        governing, stopped = outcome.governing, outcome.stopped
        applied = outcome.applied
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
        self._load_rows(batch, status, applied, policies)
        self._update_orderpoints(batch, now)
        self._end_review(batch.frame.orderpoint[outcome.in_force & ~outcome.changed])
        decisions = self.env["stock.replenish.decide"]._decide(
            batch, policies, applied, review & ~stopped, stopped, run
        )
        suggestions = self.env["stock.replenish.propose"]._sync_suggestions(
            batch, outcome.in_force, policies
        )
        # The rows were just written, so nobody who waits for them can miss the plan.
        self._write_due(
            batch.frame.orderpoint.tolist(), forget_typed=True, only_changed=True
        )
        self._report(batch, governing, stopped, run)
        self.env["stock.replenish.dirty"]._take(batch.frame.orderpoint.tolist())
        self._invalidate()
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

    def _invalidate(self):
        for name in ("warehouse.orderpoint", "replenish.suggestion"):
            self.env[f"stock.{name}"].invalidate_model(flush=False)

    # ------------------------------------------------------------------
    # Columns of the orderpoint
    # ------------------------------------------------------------------

    def _load_rows(self, batch, status, applied, policies):
        """Put the batch's results into the temporary table `replenish_row`."""
        frame, result = batch.frame, batch.result
        versions = np.array([row.version for row in policies] or [0], np.int64)
        arrays = {
            "id": frame.orderpoint,
            "status": status,
            "applied": applied.astype(np.int64),
            "policy_id": frame.policy,
            "version": np.where(
                batch.items.policy >= 0, versions[batch.items.policy], 0
            ),
            "kind": batch.supply.kind,
            "vendor_id": batch.supply.vendor,
            "source_warehouse_id": batch.supply.source_warehouse,
            "stockout_day": result.stockout_day,
            # What is not a number stays out of columns that people read.
            "on_hand": np.nan_to_num(batch.items.on_hand, posinf=0.0, neginf=0.0),
        }
        numbers = (
            "demand_mean",
            "demand_std",
            "lead_time_mean",
            "lead_time_std",
            "days_of_supply",
            "incoming",
            "position",
            "safety_stock",
            "reorder_point",
            "order_quantity",
        )
        for name in numbers:
            arrays[name] = np.nan_to_num(getattr(result, name))
        whole = [name for name in arrays if name not in (*numbers, "on_hand")]
        columns.load(
            self.env.cr,
            "replenish_row",
            [(name, "i4" if name in whole else "f8") for name in arrays],
            arrays,
        )

    def _update_orderpoints(self, batch, now):
        """Write the columns of the plan; parameters only where they are applied."""
        digits = self.env["decimal.precision"].precision_get("Product Unit of Measure")
        kinds = [name for _code, name in sorted(KIND_NAMES.items())]
        # By way of text, numeric holds the very float: the next plan has to compute
        # with the parameters that this one computed with.
        exact = {
            name: SQL("r.%s::text::numeric", SQL.identifier(name))
            for name in ("safety_stock", "reorder_point", "order_quantity")
        }
        minimum = SQL("ROUND(r.reorder_point::numeric, %s)", digits)
        maximum = SQL(
            "ROUND((r.reorder_point + r.order_quantity)::numeric, %s)", digits
        )

        def if_applied(value, column):
            return SQL(
                "CASE WHEN r.applied = 1 THEN %s ELSE o.%s END",
                value,
                SQL.identifier(column),
            )

        self.env.cr.execute(
            SQL(
                """
                UPDATE stock_warehouse_orderpoint o
                SET planned_on = %s,
                    plan_status = (%s)[r.status + 1],
                    demand_mean = r.demand_mean,
                    demand_std = r.demand_std,
                    lead_time_mean = r.lead_time_mean,
                    lead_time_std = r.lead_time_std,
                    days_of_supply = r.days_of_supply,
                    planned_on_hand = r.on_hand,
                    planned_incoming = r.incoming,
                    planned_position = r.position,
                    stockout_date = CASE WHEN r.stockout_day = %s THEN NULL
                        ELSE %s::date + GREATEST(r.stockout_day, 0) END,
                    supply_kind = NULLIF((%s::varchar[])[r.kind + 1], ''),
                    supply_from = CASE r.kind WHEN %s THEN v.name
                        WHEN %s THEN %s WHEN %s THEN w.name END,
                    planned_policy_id = NULLIF(r.policy_id, 0),
                    planned_policy_version = r.version,
                    safety_stock = %s,
                    reorder_point = %s,
                    order_quantity = %s,
                    product_min_qty = %s,
                    product_max_qty = %s,
                    parameters_on = %s
                FROM replenish_row r
                LEFT JOIN res_partner v ON v.id = r.vendor_id
                LEFT JOIN stock_warehouse w ON w.id = r.source_warehouse_id
                WHERE o.id = r.id
                """,
                now,
                list(STATUS_NAMES),
                NO_DAY,
                batch.frame.today,
                kinds,
                KIND_CODES["buy"],
                KIND_CODES["make"],
                self._own_production(batch.frame.company),
                KIND_CODES["transfer"],
                if_applied(exact["safety_stock"], "safety_stock"),
                if_applied(exact["reorder_point"], "reorder_point"),
                if_applied(exact["order_quantity"], "order_quantity"),
                if_applied(minimum, "product_min_qty"),
                if_applied(maximum, "product_max_qty"),
                if_applied(SQL("%s::date", batch.frame.today), "parameters_on"),
            )
        )

    def _end_review(self, orderpoint_ids):
        """Have no changes reviewed any more where a plan asks for none."""
        self.env.cr.execute(
            SQL(
                """UPDATE stock_warehouse_orderpoint SET review_changes = FALSE
                   WHERE id = ANY(%s) AND review_changes""",
                orderpoint_ids.tolist(),
            )
        )

    def _own_production(self, company):
        """Return the word for own production, in the company's language.

        It stands among names of vendors and warehouses, which have one language too.
        """
        self = self.with_context(lang=company.partner_id.lang or self.env.lang)
        return _("Manufacturing")

    # ------------------------------------------------------------------
    # Problems
    # ------------------------------------------------------------------

    def _report(self, batch, governing, stopped, run):
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
        self.env["stock.replenish.exception"]._report(
            problems,
            ["master_data", "planning_error"],
            batch.frame.orderpoint.tolist(),
            run,
        )
