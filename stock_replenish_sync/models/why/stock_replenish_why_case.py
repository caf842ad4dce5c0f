import datetime as dt
from dataclasses import dataclass

from odoo import fields, models

from ...planning import snapshot
from ..suggestion.stock_replenish_suggestion import OPEN_STATES


@dataclass
class Case:
    """What is to be explained: a rule, perhaps one suggestion, and their numbers.

    `inputs` and `result` are what :func:`planning.snapshot.freeze` and `freeze_result`
    return. They are those that the suggestion was made from where it keeps them, and
    those of this moment else. `now` is the rule as it is at this moment, None where
    what happened since does not matter any more.
    """

    orderpoint: models.BaseModel
    suggestion: models.BaseModel
    decision: models.BaseModel
    due: models.BaseModel
    company: models.BaseModel
    unit: models.BaseModel
    inputs: dict
    result: dict
    is_frozen: bool
    now: dict
    batch: object
    typed: float | None

    @property
    def today(self):
        """Planning date that days of inputs and result are counted from."""
        return dt.date.fromisoformat(self.inputs["today"])

    @property
    def policy(self):
        """Parameters of the policy as the plan knew them, {} without one."""
        return self.inputs["policy"] or {}

    @property
    def item(self):
        return self.inputs["item"]

    @property
    def need(self):
        """The need that the suggestion is, the first one where there is no such."""
        needs = self.result["needs"]
        if self.suggestion:
            for need in needs:
                if self.day(need["need_day"]) != self.suggestion.need_date:
                    continue
                # What lanes bring is a part of the need, with days of its own.
                if self.is_part or (
                    self.day(need["release_day"]) == self.suggestion.release_date
                    and abs(need["quantity"] - self.suggestion.quantity) < 0.005
                ):
                    return need
            return None if self.is_closed else (needs[0] if needs else None)
        return needs[0] if needs else None

    @property
    def is_part(self):
        """Tell whether the suggestion may be a part of a need only."""
        return bool(self.suggestion.lane_id or self.suggestion.shares)

    @property
    def by_lanes(self):
        """Return the open suggestions of a rule that lanes bring a part of, if any.

        They leave and arrive on the lanes' days: the rule alone does not tell it.
        """
        rows = self.orderpoint.suggestion_ids.sudo()
        if self.is_closed or not any(row.lane_id or row.shares for row in rows):
            return rows.browse()
        return rows

    @property
    def is_closed(self):
        return bool(self.suggestion) and self.suggestion.state not in OPEN_STATES

    @property
    def quantity(self):
        """What is to be ordered, or was [product UoM]."""
        if self.is_closed or self.suggestion.state == "held":
            return self.suggestion.quantity
        if self.typed is not None:
            return self.typed
        if self.due:
            return sum(self.due.mapped("quantity"))
        return 0.0

    def day(self, number):
        """Return the date of a day counted from the planning date."""
        return self.today + dt.timedelta(days=int(number))

    def has(self, reason, mask=None):
        """Tell whether the result, or a need, has a reason."""
        mask = self.result["reasons"] if mask is None else mask
        return bool(mask & int(reason))

    def sum(self, name):
        """Return the quantity of all events of a kind."""
        return sum(event[1] for event in self.inputs[name])


class StockReplenishWhyCase(models.AbstractModel):
    """Puts together what is known of a rule: from the plan, and from now."""

    _name = "stock.replenish.why.case"
    _description = "Replenishment Planning: facts of an explanation"

    def _build(self, orderpoint, suggestion, decision, single):
        """Return the :class:`Case`.

        :param single: the person asked for this suggestion, not for all of the rule
        """
        today = orderpoint.company_id._replenish_today()
        closed = bool(suggestion) and suggestion.state not in OPEN_STATES
        batch = self.env["stock.replenish.plan"]._evaluate(
            orderpoint.company_id, orderpoint.ids
        )
        now = self._now(batch)
        kept = (decision or suggestion).snapshot or {}
        due = suggestion.browse()
        if not closed and not decision:
            due = orderpoint.suggestion_ids.filtered(
                lambda row: row.state == "proposed" and row.due_date <= today
            )
            if single:
                due &= suggestion
        typed = orderpoint.typed_qty if orderpoint.typed_on else None
        chosen = kept or now
        return Case(
            orderpoint=orderpoint,
            suggestion=suggestion,
            decision=decision,
            due=due,
            company=orderpoint.company_id,
            unit=orderpoint.product_id.uom_id,
            inputs=chosen["inputs"],
            result=_as_decided(chosen["result"]) if decision else chosen["result"],
            is_frozen=bool(kept),
            now=None if closed or decision else now,
            batch=batch,
            typed=None if closed or single else typed,
        )

    def _now(self, batch):
        """Return the snapshot of a batch of one row."""
        policy = batch.items.policy[0]
        return {
            "inputs": snapshot.freeze(
                batch.items,
                0,
                batch.policies[policy] if policy >= 0 else None,
                batch.frame.today,
            ),
            "result": snapshot.freeze_result(batch.result, 0),
        }

    def _tone(self, case):
        """Return what kind of answer there is: a key for words, icon and colour."""
        orderpoint, suggestion = case.orderpoint, case.suggestion
        if case.decision:
            return "decision"
        if case.is_closed:
            return suggestion.state
        if orderpoint.plan_status == "failed":
            return "failed"
        if not orderpoint.is_governed:
            return "neutral"
        if not orderpoint.planned_on:
            return "unplanned"
        if case.typed is not None:
            return "typed"
        if suggestion.state == "held":
            return "held"
        return "order" if case.due else "covered"

    def _planned_at(self, case):
        """Return when the numbers are from, as a moment."""
        if not case.is_frozen or not case.orderpoint.planned_on:
            return fields.Datetime.now()
        if case.decision:
            return case.decision.create_date
        if case.is_closed:
            return case.suggestion.write_date
        return case.orderpoint.planned_on


def _as_decided(result):
    """Return a result with the parameters that a decision is about.

    Until somebody accepts them, the plan goes on with those in force, or with none.
    """
    names = ("safety_stock", "reorder_point", "order_quantity")
    return {**result, **{name: result[f"proposed_{name}"] for name in names}}
