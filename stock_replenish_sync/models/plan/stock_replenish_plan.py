from dataclasses import dataclass, replace

import numpy as np

from odoo import models

from ...planning.datatypes import Items
from ...planning.network import plan_network, row_of
from ...planning.parts import Parts, whole_parts
from ...planning.refusal import refused
from ...planning.sourcing.points import joined_events
from ...tools.costs import unit_costs


@dataclass
class PlannedBatch:
    """A batch on its way from the engine to the database.

    `policies` are the engine's parameters of `records`, in the same order: the one
    that `items.policy` counts in. `sourced` is what was got by lanes, None without
    lanes. `outcome` says what becomes of the rows, `parts` what is to be suggested,
    `kept` which rows have their snapshot in the database, see `stock.replenish.keep`.
    """

    frame: object
    supply: object
    items: object
    policies: list
    result: object
    cost: np.ndarray
    records: models.BaseModel
    sourced: object = None
    outcome: object = None
    parts: Parts | None = None
    kept: np.ndarray | None = None


class StockReplenishPlan(models.AbstractModel):
    """Gathers what the engine needs of a batch, and plans it."""

    _name = "stock.replenish.plan"
    _description = "Replenishment Planning: plan a batch"

    def _plan_batch(self, company, orderpoint_ids, run=None):
        """Plan orderpoints of one company and store the results.

        :param list orderpoint_ids: ids the caller has locked
        :return: dict of counters, see `stock.replenish.apply`
        """
        batch = self._evaluate(company, orderpoint_ids, run=run)
        if batch is None:
            return {}
        return self.env["stock.replenish.apply"]._apply(batch, batch.records, run)

    def _evaluate(self, company, orderpoint_ids, as_accepted=False, run=None):
        """Plan orderpoints of one company and store nothing.

        :param bool as_accepted: plan as if somebody had accepted what policies want
            to have reviewed
        :param run: the run that this batch is a part of, if any
        :return: :class:`PlannedBatch`, or None if none of the rows is the company's
        """
        self = self.with_company(company)
        self.env.flush_all()
        today = company._replenish_today()
        frame = self.env["stock.replenish.frame"]._lay_out(
            company, orderpoint_ids, today
        )
        if not len(frame):
            return None
        supply = self.env["stock.replenish.supply"]._resolve(frame)
        self.env["stock.replenish.sourcing"]._find_lanes(frame, supply)
        cost = self._unit_cost(frame)
        policies = self.env["stock.replenish.policy"].browse(
            np.unique(frame.policy[frame.policy > 0]).tolist()
        )
        items = self._items(frame, supply, policies, cost, run)
        if as_accepted:
            items = replace(items, frozen=np.zeros(len(frame), bool))
        parameters = [policy._planning_parameters() for policy in policies]
        batch = PlannedBatch(frame, supply, items, parameters, None, cost, policies)
        self._plan_echelons(batch)
        batch.parts = self.env["stock.replenish.vendor"]._choose(batch, batch.parts)
        return batch

    def _plan_echelons(self, batch):
        """Plan a batch, branches before the rows of the batch that supply them."""
        frame = batch.frame
        refusals = self.env["stock.replenish.position"]._refusals(frame)
        digits = self.env["decimal.precision"].precision_get("Product Unit of Measure")

        def judge(result):
            batch.result = result
            batch.outcome = self.env["stock.replenish.apply"]._outcome(batch)
            return batch.outcome.in_force[result.needs.item]

        def wanted(result):
            return judge(result) & ~refused(result.needs, refusals)

        if batch.supply.sourcing:
            self.env["stock.replenish.sourcing"]._plan(batch, judge, refusals, digits)
            return
        batch.items, result = plan_network(
            batch.items,
            batch.policies,
            frame.today,
            *self.env["stock.replenish.supply"]._network(frame, batch.supply),
            wanted,
            digits,
        )
        batch.parts = whole_parts(result.needs, wanted(result), batch.supply)

    def _items(self, frame, supply, policies, cost, run=None):
        """Return the engine's :class:`Items` of a frame."""
        company = frame.company
        weeks = company.replenish_history_weeks
        history, first_bucket = self.env["stock.replenish.history"]._demand(
            frame, weeks
        )
        lead_times = self.env["stock.replenish.history"]._lead_times(
            frame, supply.vendor, weeks, run
        )
        position = self.env["stock.replenish.position"]
        booked, dependent = position._booked(frame)
        dependent = joined_events(dependent, position._planned_transfers(frame))
        policy, version, review = self._policy_columns(frame, policies)
        kept = self._keeps_parameters(frame, policies, version, review)
        count = len(frame)
        none = np.full(count, np.nan)
        return Items(
            key=frame.orderpoint,
            policy=policy,
            history=history,
            first_bucket=first_bucket,
            on_hand=position._on_hand(frame),
            receipts=position._receipts(frame),
            booked=booked,
            dependent=dependent,
            contract_lead_time=supply.lead_time,
            learned_lead_time_mean=lead_times.mean,
            learned_lead_time_std=lead_times.std,
            learned_lead_time_count=lead_times.count,
            unit_cost=cost,
            multiple=supply.multiple,
            minimum=supply.minimum,
            maximum=np.zeros(count),
            current_safety_stock=np.where(kept, frame.safety_stock, none),
            current_reorder_point=np.where(kept, frame.reorder_point, none),
            current_order_quantity=np.where(kept, frame.order_quantity, none),
            frozen=review,
        )

    def _policy_columns(self, frame, policies):
        """Return (row of the policy or -1, its version, changes need review)."""
        places = np.arange(len(policies))
        policy = row_of(frame.policy, np.array(policies.ids, np.int64), places)
        versions = np.array([row.version for row in policies] or [0], np.int64)
        reviews = np.array(
            [row.apply_mode == "review" for row in policies] or [False], bool
        )
        governed = policy >= 0
        return (
            policy,
            np.where(governed, versions[policy], 0),
            governed & (reviews[policy] | frame.review_changes),
        )

    def _keeps_parameters(self, frame, policies, version, review):
        """Tell which rows have parameters in force that the tolerance may keep.

        A planner who changes a policy wants to see the effect, however small.
        """
        same = (frame.planned_policy == frame.policy) & (
            frame.planned_version == version
        )
        return frame.has_parameters & (same | review)

    def _unit_cost(self, frame):
        """Return the standard cost per unit in company currency, shape (n,).

        Where it is not known, goods have to be replenished all the same.
        """
        products, place = np.unique(frame.product, return_inverse=True)
        costs = unit_costs(frame.company, products.tolist())
        return np.array([costs[row] for row in products.tolist()], float)[place]
