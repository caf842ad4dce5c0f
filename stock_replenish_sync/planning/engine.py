"""From facts to parameters and needs: the whole plan of a batch of items."""

import datetime as dt
from collections.abc import Sequence

import numpy as np

from .choices import STREAMS, Choices, policy_choices
from .daily import Outlook, plan_days
from .datatypes import NO_DAY, Events, Items, PolicyParams, Reason
from .demand import DemandStats, demand_pattern, demand_statistics
from .parameters import LeadTimes, Parameters, in_force, lead_times, propose
from .results import Needs, PlanResult
from .review import next_review
from .validation import check_shapes, invalid_items, without

#: Days of a history bucket.
BUCKET = 7.0


def plan(items: Items, policies: Sequence[PolicyParams], today: dt.date) -> PlanResult:
    """Return parameters and needs of every item.

    Parameters
    ----------
    items : Items
        What is known of n items.
    policies : sequence of PolicyParams
        The policies that :attr:`Items.policy` counts in.
    today : datetime.date
        The planning date; handed back, all days are relative.

    Returns
    -------
    PlanResult
        One row per item, in the order given. An item that cannot be planned comes
        back with :attr:`Reason.INVALID_INPUT`, zeros and no needs; an item
        without policy with statistics and :attr:`Reason.NO_POLICY`.

    Raises
    ------
    ShapeError
        If columns do not belong together.
    PolicyError
        If a policy names a method or an option that does not exist.

    Notes
    -----
    The result of an item does not depend on the others in the batch. The same
    input gives the same output. Items without any demand, expected or booked, and
    without safety stock in force need nothing, even if their stock is negative.
    """
    state = prepare(items, policies, today)
    needs, stockout = plan_days(state.items, state.choices, state.outlook)
    return _result(state, needs, stockout)


def prepare(items: Items, policies: Sequence[PolicyParams], today: dt.date) -> "State":
    """Return what is derived from facts and policies ahead of the days.

    Parameters, errors
    ------------------
    As in :func:`plan`.
    """
    check_shapes(items)
    choices = policy_choices(policies, items.policy)
    bad = invalid_items(items) | ~choices.valid
    items = without(items, bad)
    stats = demand_statistics(items.history, items.first_bucket)
    return State(items, choices, stats, lead_times(items, choices), bad, today)


def _sum(events: Events, n: int, among: np.ndarray | None = None) -> np.ndarray:
    """Return the quantity of each item's events."""
    item, quantity = events.item, events.quantity
    if among is not None:
        item, quantity = item[among], quantity[among]
    # Without any event numpy counts in integers.
    return np.bincount(item, weights=quantity, minlength=n).astype(float, copy=False)


class State:
    """What is derived from facts and policies before the days are looked at."""

    def __init__(
        self,
        items: Items,
        choices: Choices,
        stats: DemandStats,
        lead: LeadTimes,
        bad: np.ndarray,
        today: dt.date,
    ) -> None:
        self.items, self.choices, self.stats = items, choices, stats
        self.lead, self.bad, self.today = lead, bad, today
        n = len(items.key)
        self.mean = np.maximum(stats.mean, 0.0) / BUCKET
        self.std = stats.std / np.sqrt(BUCKET)
        self.incoming = _sum(items.receipts, n)
        self.booked = _sum(items.booked, n)
        self.dependent = _sum(items.dependent, n)
        first = lead.days + choices.safety
        self.last = first + np.maximum(choices.horizon, choices.review)
        soon = items.dependent.day < self.last[items.dependent.item]
        rate = _sum(items.dependent, n, soon) / np.maximum(self.last, 1)
        self.rate = self.mean + rate
        self.proposed, self.proposal_reasons = propose(
            items, choices, self.mean, self.std, rate, lead
        )
        self.used, self.changed, self.force_reasons = in_force(
            items, choices, self.proposed
        )
        self.outlook = self._outlook()

    def _outlook(self) -> Outlook:
        """Return what the netting needs."""
        buffer = self.used.safety_stock
        ahead = self.mean * self.last + self.booked + self.dependent
        scale = np.abs(self.items.on_hand) + self.incoming + ahead + buffer
        stream = self.choices.stream
        asked = np.where(stream == STREAMS.index("forecast"), 0.0, self.booked)
        expected = np.where(stream == STREAMS.index("booked"), 0.0, self.mean)
        wanted = asked + expected + self.dependent + buffer > 0
        planned = wanted & self.choices.governed & ~self.bad
        return Outlook(
            rate=self.mean,
            safety_stock=np.where(planned, buffer, -np.inf),
            lot=self.used.order_quantity,
            lead=self.lead.days,
            last=self.last,
            noise=1e-9 * scale,
            next_review=next_review(self.today, self.choices.review),
        )

    def reasons(self) -> np.ndarray:
        """Return the reasons of the items, without those of their needs."""
        items, stats, choices = self.items, self.stats, self.choices
        sold = ~np.isnan(stats.adi)
        expected = self.mean + self.booked + self.dependent > 0
        overdue = (items.receipts.day < 0) & (items.receipts.quantity > 0)
        late = np.zeros(len(items.key), dtype=bool)
        late[items.receipts.item[overdue]] = True
        few = (stats.count > 0) & (stats.count < choices.minimum_history)
        told = (
            (Reason.NO_POLICY, ~choices.governed),
            (Reason.NO_HISTORY, stats.count == 0),
            (Reason.NO_DEMAND, (stats.count > 0) & ~sold),
            (Reason.SHORT_HISTORY, few),
            (Reason.NEGATIVE_STOCK, items.on_hand < 0),
            (Reason.STOCKED_OUT, (items.on_hand <= 0) & expected),
            (Reason.OVERDUE_RECEIPT, late),
        )
        mask = self.lead.reasons | self.proposal_reasons | self.force_reasons
        for reason, where in told:
            mask = mask | where * int(reason)
        return np.where(self.bad, int(Reason.INVALID_INPUT), mask).astype(np.int64)


def _result(state: State, needs: Needs, stockout: np.ndarray) -> PlanResult:
    """Put the plan together; rows that cannot be planned hold zeros already."""
    items, stats, n = state.items, state.stats, len(state.items.key)
    reasons = state.reasons()
    with_need, first = np.unique(needs.item, return_index=True)
    if with_need.size:
        reasons[with_need] |= np.bitwise_or.reduceat(needs.reasons, first)
    release = np.full(n, NO_DAY, dtype=np.int64)
    release[with_need] = needs.release_day[first]
    need_day = np.full(n, NO_DAY, dtype=np.int64)
    need_day[with_need] = needs.need_day[first]
    due = needs.due_day <= 0
    quantity = _sum(Events(needs.item, needs.due_day, needs.quantity), n, due)
    with np.errstate(divide="ignore", invalid="ignore"):
        cover = np.where(state.rate > 0, items.on_hand / state.rate, np.nan)
    return PlanResult(
        today=state.today,
        key=items.key,
        demand_mean=state.mean,
        demand_std=state.std,
        adi=stats.adi,
        cv2=stats.cv2,
        cv=stats.cv,
        pattern=demand_pattern(stats.adi, stats.cv2),
        lead_time_mean=state.lead.mean,
        lead_time_std=state.lead.std,
        **_columns("proposed_", state.proposed),
        **_columns("", state.used),
        position=items.on_hand + state.incoming - state.booked,
        incoming=state.incoming,
        days_of_supply=np.maximum(cover, 0.0),
        stockout_day=stockout,
        due_quantity=quantity,
        next_release_day=release,
        next_need_day=need_day,
        needs=needs,
        changed=state.changed & ~state.bad,
        reasons=reasons,
    )


def _columns(prefix: str, parameters: Parameters) -> dict[str, np.ndarray]:
    """Return the parameters by the names of the result."""
    return {prefix + name: column for name, column in vars(parameters).items()}
